"""The Python client as a process that tests can talk to and kill.

`python -m tests.support.client_driver` reads commands from standard input, one JSON object a line:

    {"do": "start", "hosts": [{"id", "title", "url"}], "start": id, "conversation": id, "storage": path,
     "timeouts": {"messageMs", "takeOverMs"}}
    {"do": "say", "text"}   {"do": "press", "title"}   {"do": "retry"}

and answers each with a line when nothing is under way any more: `{"holder", "lines", "idle": true}`. It reads on
meanwhile. A storage that has a conversation goes on with it.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handoff.client import Client, ClientError, Line, Timeouts
from handoff.hosts import Host, Hosts

Work = Callable[[], object]


def line_of(line: Line) -> dict[str, Any]:
    """A line as the driver of the browser's client says it."""
    if line.kind == "user":
        return {"who": "user", "text": line.text}
    if line.kind == "handoff":
        return {"who": "handoff", "host": line.host, "text": line.text, "carried": dict(line.carried)}
    if line.kind == "problem":
        return {"who": "error", "host": line.host, "kind": line.problem, "text": line.text}
    if line.kind == "buttons":
        return {"who": line.host, "buttons": list(line.titles)}
    if line.kind == "image":
        return {"who": line.host, "image": line.text}
    return {"who": line.host, "text": line.text}


def open_client(command: dict[str, Any]) -> Client:
    """The client that a start asks for."""
    hosts = [Host(each["id"], each["title"], each["url"], each["url"], None) for each in command["hosts"]]
    times = command.get("timeouts", {})
    timeouts = Timeouts(times.get("messageMs", 20_000) / 1000, times.get("takeOverMs", 5_000) / 1000)
    listed = Hosts(Path("hosts"), tuple(hosts))
    return Client(listed, command["start"], command["conversation"], Path(command["storage"]), timeouts)


class Driver:
    """Takes commands in as they come, and answers them one after the other."""

    def __init__(self) -> None:
        self._client: Client | None = None
        self._work: queue.Queue[Work] = queue.Queue()
        threading.Thread(target=self._answer, daemon=True).start()

    def obey(self, command: dict[str, Any]) -> None:
        """Notes a command; its answer is printed later."""
        try:
            self._work.put(self._begun(command))
        except ClientError as error:
            print(json.dumps({"error": str(error)}), flush=True)

    def wait(self) -> None:
        """Until all is answered."""
        self._work.join()

    def _begun(self, command: dict[str, Any]) -> Work:
        if command["do"] == "start":
            if self._client is not None:
                self._client.close()
            self._client = open_client(command)
            return self._client.resume
        assert self._client is not None, "begin with start"
        client = self._client
        if command["do"] == "say":
            said = client.queue(command["text"])
            return lambda: client.answer_to(said)
        if command["do"] == "press":
            return lambda: client.press(command["title"])
        return client.retry

    def _answer(self) -> None:
        while True:
            work = self._work.get()
            try:
                work()
                print(json.dumps(self._situation()), flush=True)
            except ClientError as error:
                print(json.dumps({"error": str(error)}), flush=True)
            finally:
                self._work.task_done()

    def _situation(self) -> dict[str, Any]:
        assert self._client is not None
        lines = [line_of(line) for line in self._client.lines]
        return {"holder": self._client.holder.id, "lines": lines, "idle": True}


def main() -> None:
    """Until standard input ends."""
    driver = Driver()
    for line in sys.stdin:
        driver.obey(json.loads(line))
    driver.wait()


if __name__ == "__main__":
    main()
