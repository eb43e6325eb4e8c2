"""Scripted hosts as tests see them: a script for each, and what they were sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.support.json_lines import JsonLines
from tests.support.system import ROOT


@dataclass(frozen=True)
class Fault:
    """How a host fails at messages `on` ("*": any), so many `times` after it did not at so many before (`after`).

    `do` "lost": the connection is closed and nothing was done; "lost and hung": the same, at the end of the test;
    "500": nothing was done; "hung": done, but not answered before the end of the test; "cut": done, and the answer
    breaks off; "dies": done and answered, and then nobody listens any more.

    In a stream so many `lines` come before it hangs or is cut; a cut one ends in the middle of the next line, if there
    is one. `on` can also be "probe" (is the host there?), "notices" (which are there?) or "seen" (these were shown).
    """

    on: str
    do: str
    times: int = 1
    after: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Script:
    """What a host answers, by the words of a message or as "take over", "failed", "trigger".

    Each has answers that are given one after the other, the last one again and again: a list of messages, or status,
    headers and body. `{url:<host>}` in them is the url of a host. What has no answer is heard ("heard hi"), and who
    takes over says hello. Whoever asks for a stream gets a list of messages line by line.

    A host that `is_marked` says that it speaks handoff/1 when it is asked whether it is there. `notices` wait there
    until a client has seen them: `{"id", "text", "at"}`, and `sender` where they are not for everybody.
    """

    answers: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    is_marked: bool = True
    notices: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Request:
    """A message that the host was sent; `is_new`: it has done something for it, and not given a kept answer again.

    The names of `headers` are in lower case."""

    host: str
    body: Mapping[str, Any]
    is_new: bool
    is_stream: bool
    headers: Mapping[str, str]


class ScriptedHosts:
    """The process with the hosts."""

    def __init__(self) -> None:
        self._process = JsonLines([sys.executable, "-m", "tests.support.scripted_host"], ROOT)
        self.urls: dict[str, str] = {}

    def play(self, scripts: Mapping[str, Script], dead: Sequence[str] = ()) -> dict[str, str]:
        """Replaces all hosts by new ones; their urls, also of the `dead`, at whose ports nobody listens."""
        self.urls = self._process.ask({"do": "open", "names": list(scripts), "dead": list(dead)})
        self.change(scripts)
        return self.urls

    def change(self, scripts: Mapping[str, Script]) -> None:
        """These hosts answer and fail like this from now on; they stay where they are and know what they answered."""
        text = json.dumps({name: asdict(script) for name, script in scripts.items()})
        for name, url in self.urls.items():
            text = text.replace(f"{{url:{name}}}", url)
        self._process.ask({"do": "script", "scripts": json.loads(text)})

    def requests(self, at_least: int = 0) -> list[Request]:
        """What all hosts were sent so far, in order, as soon as it is so much."""
        seen = [Request(**each) for each in self._process.ask({"do": "seen", "count": at_least})]
        assert len(seen) >= at_least, f"only {len(seen)} of {at_least} requests came: {seen}"
        return seen

    def release(self) -> None:
        """Whatever hangs goes on, from now on."""
        self._process.ask({"do": "release"})

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
