"""Both clients do the same in the same situation: what hosts are sent, in which order, and what the user sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.scripted_hosts import ScriptedHosts

from .cases import CASES, PATIENT, Case
from .drivers import Driver
from .moved_on import MOVED_ON
from .shorthand import seen, sent


@pytest.mark.parametrize("case", [*CASES, *MOVED_ON], ids=lambda case: case.name)
def test_both_clients(case: Case, client: Driver, hosts: ScriptedHosts, tmp_path: Path) -> None:
    urls = hosts.play(case.hosts, case.dead)
    listed = {name: url for name, url in urls.items() if name not in case.unlisted}
    client.start(listed, next(iter(case.hosts)), tmp_path / "record.json", case.timeouts or PATIENT)
    situation = {}
    for act in case.does:
        client.does([act])
        situation = client.situation()
    assert sent(hosts.requests(), urls) == list(case.sent)
    assert (situation["holder"], seen(situation["lines"])) == (case.holder, list(case.lines))
