"""Asking other hosts whether they are there, over real HTTP."""

from __future__ import annotations

import asyncio
import time

import pytest

from handoff.hosts import Host
from handoff.sdk_adapter import reach
from handoff.sdk_adapter.reach import reachable
from tests.support.handoff_talk import Neighbour, neighbour
from tests.support.system import free_port


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another has found out."""
    monkeypatch.setattr(reach, "_known", {})


def host(port: int) -> Host:
    """Whose public address nobody listens at: other hosts use the internal one."""
    return Host("h", "H", f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{port}", None)


def is_there(at: Neighbour) -> bool:
    return bool(asyncio.run(reachable([host(at.port)])))


@pytest.mark.parametrize(("status", "expected"), [(200, True), (302, True), (404, True), (409, True), (500, False)])
def test_any_answer_but_a_servers_error_is_somebody(status: int, expected: bool) -> None:
    with neighbour(status) as other:
        assert is_there(other) is expected
        assert other.asked == ["/webhooks/rest/"]


def test_where_nobody_listens_nobody_is_there() -> None:
    assert asyncio.run(reachable([host(free_port())])) == ()


def test_who_does_not_answer_within_a_second_is_not_there_and_nobody_else_waits_for_it() -> None:
    """Both are asked at once, and meanwhile the event loop is free for everybody else."""

    async def ask(slow: Host, quick: Host) -> tuple[tuple[Host, ...], int]:
        asking = asyncio.ensure_future(reachable([slow, quick]))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0.01)
            turns += 1
        return asking.result(), turns

    with neighbour(hangs=True) as slow, neighbour() as quick:
        begun = time.monotonic()
        there, turns = asyncio.run(ask(host(slow.port), host(quick.port)))
        took = time.monotonic() - begun
        slow.done.set()
    assert [each.internal_url.rsplit(":")[-1] for each in there] == [str(quick.port)]
    assert took < 5
    assert turns > 20


def test_an_answer_is_good_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    with neighbour() as other:
        assert is_there(other)
        other.status = 503
        assert is_there(other)
        assert len(other.asked) == 1
        monkeypatch.setattr(reach, "KEPT_SECONDS", 0.0)
        assert not is_there(other)
