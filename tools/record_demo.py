"""Records the conversation that the chatroom plays with `?demo`: says each turn of a file to the running bots.

    make up                                    # in another terminal
    .venv/bin/python tools/record_demo.py      # writes chatroom/public/demo.json

The bots are found as the page finds them, by handoff_config.yml and HANDOFF_<ID>_URL. What the file gets are the bots'
answers as they were, with their dates; what belongs to one conversation alone is replaced: its id, the ids of messages
and tickets, the addresses of this machine, and tickets, which keep their claims and lose their signature.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from handoff.client.model import Answered, Conversation, Event, Pressed, Said, TakeOver  # noqa: E402
from handoff.client.outgoing import outgoing  # noqa: E402
from handoff.client.reducer import open_choice, step  # noqa: E402
from handoff.client.transport import NotAnswered, send  # noqa: E402
from handoff.hosts import CONFIG_NAME, Hosts, load_hosts  # noqa: E402

START = "financial_bot"
ANSWER_SECONDS = 30.0

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TICKET = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_TIMES = ("iat", "exp")


class CannotRecord(Exception):
    """The turns cannot be said to these bots; the text is a sentence for whoever runs this."""


class Recording:
    """One conversation, and what was answered to each request of the turn under way."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts
        self._conversation = Conversation(_new_id(), START)

    def turn(self, turn: Mapping[str, str]) -> dict[str, Any]:
        """The turn with its answers. Raises CannotRecord."""
        self._happened(self._event(turn))
        answers: list[list[object]] = []
        while (request := outgoing(self._hosts, self._conversation)) is not None:
            try:
                answered = send(request, ANSWER_SECONDS)
            except NotAnswered as exc:
                raise CannotRecord(f"{turn}: {request.host} did not answer: {exc}") from exc
            answers.append(list(answered.messages))
            self._check(turn, answered)
            self._happened(answered)
        return {**turn, "answers": answers}

    def _event(self, turn: Mapping[str, str]) -> Event:
        if "say" in turn:
            return Said(turn["say"])
        title = turn.get("press", "")
        if open_choice(self._conversation, title) is None:
            titles = [each.choice.title for each in self._conversation.open_choices]
            raise CannotRecord(f"{turn}: no such button is there, but {titles}")
        return Pressed(title)

    def _check(self, turn: Mapping[str, str], answered: Answered) -> None:
        if not answered.messages:
            raise CannotRecord(f"{turn}: the answer is empty")
        if isinstance(self._conversation.pending, TakeOver) and "handoff_refused" in json.dumps(answered.messages):
            raise CannotRecord(f"{turn}: the conversation was not taken over: {answered.messages}")

    def _happened(self, event: Event) -> None:
        self._conversation = step(self._hosts, self._conversation, event, _new_id)


def _new_id() -> str:
    return str(uuid.uuid4())


def _decoded(part: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return content


def _encoded(content: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _unsigned(ticket: str) -> str:
    """The ticket as it can be read, valid at no time and for nobody."""
    header, claims, _ = ticket.split(".")
    return f"{_encoded(_decoded(header))}.{_encoded({**_decoded(claims), **dict.fromkeys(_TIMES, 0)})}.none"


def _numbering() -> Callable[[re.Match[str]], str]:
    """Neutral ids: the same for the same, in the order in which they come."""
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        number = numbers.setdefault(found.group(), len(numbers) + 1)
        return f"00000000-0000-4000-8000-{number:012d}"

    return numbered


def neutral(recorded: str, addresses: Mapping[str, str]) -> str:
    """The recording, as JSON, without ids of its own, with `addresses` (from here: to there) and unsigned tickets."""
    numbered = _numbering()

    def moved(text: str) -> str:
        for here, there in addresses.items():
            text = text.replace(here, there)
        return _UUID.sub(numbered, text)

    def of_ticket(found: re.Match[str]) -> str:
        header, claims, signature = _unsigned(found.group()).split(".")
        return f"{header}.{_encoded(json.loads(moved(json.dumps(_decoded(claims)))))}.{signature}"

    return moved(_TICKET.sub(of_ticket, recorded))


def record(turns: list[Mapping[str, str]], hosts: Hosts, listed: Hosts) -> dict[str, Any]:
    """The script of the demo. `hosts` are those that run, `listed` the same as the configuration alone has them."""
    recording = Recording(hosts)
    script = {
        "hosts": [{"id": host.id, "title": host.title, "url": host.url} for host in hosts],
        "start": START,
        "turns": [recording.turn(turn) for turn in turns],
    }
    addresses = {host.url: listed.get(host.id).url for host in hosts}
    script_in_neutral_words: dict[str, Any] = json.loads(neutral(json.dumps(script), addresses))
    return script_in_neutral_words


def main() -> None:
    """Records and writes; says in a sentence why it cannot."""
    parser = argparse.ArgumentParser(description="Records the chatroom's demo from the running bots.")
    parser.add_argument("--turns", type=Path, default=ROOT / "tools" / "demo_turns.yml")
    parser.add_argument("--out", type=Path, default=ROOT / "chatroom" / "public" / "demo.json")
    options = parser.parse_args()
    turns = yaml.safe_load(options.turns.read_text(encoding="utf-8"))
    config = ROOT / CONFIG_NAME
    try:
        script = record(turns, load_hosts(config), load_hosts(config, {}))
    except CannotRecord as error:
        sys.exit(str(error))
    options.out.write_text(json.dumps(script, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{options.out}: {len(turns)} turns")


if __name__ == "__main__":
    main()
