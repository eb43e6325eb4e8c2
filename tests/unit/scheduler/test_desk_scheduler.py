"""What the ticket system could not take at once is delivered later, and each user is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from handoff.back_office.bot import Bot
from handoff.back_office.scheduler import Scheduler
from handoff.back_office.stop import Stop
from helpdesk_bot.desk import (
    Category,
    Desk,
    DeskUnavailable,
    Draft,
    Incident,
    Priority,
    TicketSystemUnavailable,
    Waiting,
)
from helpdesk_bot.desk.local import LocalTicketSystem
from helpdesk_bot.scheduler.duties import open_duties
from tests.unit.scheduler.conftest import KEY, Channel, Clock


class TicketSystemThatMayBeDown(LocalTicketSystem):
    """The local one, unreachable while `down`."""

    down = False

    def open(self, draft: Draft, correlation_id: str, at: datetime) -> Incident:
        if type(self).down:
            raise TicketSystemUnavailable("connection refused")
        return super().open(draft, correlation_id, at)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.db"


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> type[TicketSystemThatMayBeDown]:
    """It is down until a test says otherwise."""
    monkeypatch.setattr(TicketSystemThatMayBeDown, "down", True)
    return TicketSystemThatMayBeDown


@pytest.fixture
def open_desk(url: str, clock: Clock, tickets: type[TicketSystemThatMayBeDown]) -> Iterator[Callable[[], Desk]]:
    opened: list[Desk] = []

    def open_one() -> Desk:
        opened.append(Desk.open(url, tickets.kept_at(url), clock))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


def scheduler_of(open_one: Callable[[], Desk], channel: Channel) -> Scheduler:
    return Scheduler("the desk", lambda: open_duties(open_one), Bot(channel.url, KEY))


def want(desk: Desk, key: str = "key", conversation: str = "ann") -> Any:
    return desk.open_incident(
        conversation,
        email="ann@example.com",
        priority=Priority.LOW,
        category=Category.OTHER,
        title="*No* mail",
        description="Nothing comes.",
        key=key,
    )


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("handoff.back_office")]


def test_an_incident_is_delivered_when_the_ticket_system_is_back_and_its_user_is_told_once(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    desk, scheduler = open_desk(), scheduler_of(open_desk, channel)
    assert isinstance(want(desk), Waiting)
    clock.pass_days(1)
    scheduler.do_what_there_is(Stop())
    assert channel.taken == []
    tickets.down = False
    clock.pass_days(1)
    for _ in range(3):
        scheduler.do_what_there_is(Stop())
    (notice,) = channel.taken
    (known,) = desk.known("ann")
    assert (notice["sender"], notice["response"]) == ("ann", "utter_notice_incident_open")
    assert notice["details"] == {"number": known.number, "title": "\\*No\\* mail"}
    assert desk.notices() == ()


def test_a_bot_that_is_down_costs_no_notice(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    desk, scheduler = open_desk(), scheduler_of(open_desk, channel)
    want(desk)
    tickets.down = False
    clock.pass_days(1)
    channel.status = 503
    scheduler.do_what_there_is(Stop())
    assert len(desk.notices()) == 1
    channel.status = 200
    scheduler.do_what_there_is(Stop())
    assert len(channel.taken) == 1


def test_what_was_delivered_at_once_needs_no_notice(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    tickets.down = False
    assert isinstance(want(open_desk()), Incident)
    clock.pass_days(1)
    scheduler_of(open_desk, channel).do_what_there_is(Stop())
    assert channel.taken == []


def test_a_desk_that_is_down_costs_one_line_and_deliveries_go_on_when_it_is_back(
    open_desk: Callable[[], Desk],
    tickets: type[TicketSystemThatMayBeDown],
    clock: Clock,
    channel: Channel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    want(open_desk())
    tickets.down = False
    clock.pass_days(1)
    desk_is_down = True

    def open_one() -> Desk:
        if desk_is_down:
            raise DeskUnavailable("connection refused")
        return open_desk()

    scheduler = scheduler_of(open_one, channel)
    for _ in range(5):
        scheduler.do_what_there_is(Stop())
    assert lines(caplog) == ["the desk: trying on after DeskUnavailable: connection refused"]
    desk_is_down = False
    scheduler.do_what_there_is(Stop())
    assert lines(caplog)[1:] == ["the desk: works again"]
    assert len(channel.taken) == 1


def test_an_erased_conversation_is_told_nothing(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    desk = open_desk()
    want(desk)
    desk.erase("ann")
    tickets.down = False
    clock.pass_days(1)
    scheduler_of(open_desk, channel).do_what_there_is(Stop())
    assert channel.taken == []


def test_a_conversation_that_is_erased_while_others_are_told_is_told_nothing(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    desk = open_desk()
    want(desk, conversation="ann")
    want(desk, conversation="ben")
    tickets.down = False
    clock.pass_days(1)

    class ErasingBot(Bot):
        def bring(self, notice: Mapping[str, Any]) -> None:
            super().bring(notice)
            desk.erase("ben")

    Scheduler("the desk", lambda: open_duties(open_desk), ErasingBot(channel.url, KEY)).do_what_there_is(Stop())
    assert [notice["sender"] for notice in channel.taken] == ["ann"]


def test_told_to_end_it_begins_no_delivery(
    open_desk: Callable[[], Desk], tickets: type[TicketSystemThatMayBeDown], clock: Clock, channel: Channel
) -> None:
    desk, stop = open_desk(), Stop()
    want(desk)
    tickets.down = False
    clock.pass_days(1)
    stop.ask()
    scheduler_of(open_desk, channel).do_what_there_is(stop)
    assert len(desk.waiting("ann")) == 1
