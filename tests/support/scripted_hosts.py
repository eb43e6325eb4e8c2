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
    """

    on: str
    do: str
    times: int = 1
    after: int = 0


@dataclass(frozen=True)
class Script:
    """What a host answers, by the words of a message or as "take over", "failed", "trigger".

    Each has answers that are given one after the other, the last one again and again: a list of messages, or status,
    headers and body. `{url:<host>}` in them is the url of a host. What has no answer is heard ("heard hi"), and who
    takes over says hello.
    """

    answers: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class Request:
    """What the host was sent; `is_new`: it has done something for it, and not given a kept answer again."""

    host: str
    body: Mapping[str, Any]
    is_new: bool


class ScriptedHosts:
    """The process with the hosts."""

    def __init__(self) -> None:
        self._process = JsonLines([sys.executable, "-m", "tests.support.scripted_host"], ROOT)
        self.urls: dict[str, str] = {}

    def play(self, scripts: Mapping[str, Script], dead: Sequence[str] = ()) -> dict[str, str]:
        """Replaces all hosts by new ones; their urls, also of the `dead`, at whose ports nobody listens."""
        self.urls = self._process.ask({"do": "open", "names": list(scripts), "dead": list(dead)})
        text = json.dumps({name: asdict(script) for name, script in scripts.items()})
        for name, url in self.urls.items():
            text = text.replace(f"{{url:{name}}}", url)
        self._process.ask({"do": "script", "scripts": json.loads(text)})
        return self.urls

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
