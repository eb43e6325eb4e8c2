"""What the local ticket system promises beyond the port: work for the staff, and many at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Category,
    Draft,
    IncidentClosed,
    IncidentState,
    LocalTicketSystem,
    Priority,
    UnknownIncident,
)
from tests.support.desk_tickets import NOW

DRAFT = Draft("ann@example.com", Priority.HIGH, Category.EMAIL, "No mail", "Nothing.", ("Restart it.",))
THREADS = 20


@pytest.fixture
def local(url: str) -> Iterator[LocalTicketSystem]:
    tickets = LocalTicketSystem.kept_at(url)
    yield tickets
    tickets.dispose()


def at_once(work: object) -> list[object]:
    """What twenty threads get that do this at the same moment."""
    start = threading.Barrier(THREADS)

    def begin(count: int) -> object:
        start.wait()
        return work(count)  # type: ignore[operator]

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(begin, range(THREADS)))


def test_one_correlation_id_opens_one_incident_however_many_come_at_once(local: LocalTicketSystem) -> None:
    assert len(set(at_once(lambda _: local.open(DRAFT, "c" * 32, NOW)))) == 1
    assert len(local.work_notes("INC0000001")) == 1


def test_one_correlation_id_writes_one_comment_however_many_come_at_once(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    found = set(at_once(lambda _: local.comment(number, "Hello?", "d" * 32, NOW)))
    assert [len(incident.comments) for incident in found] == [1]


def test_comments_that_come_at_once_are_all_kept(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    at_once(lambda count: local.comment(number, str(count), f"{count:032x}", NOW))
    [incident] = local.find([number])
    assert sorted(int(comment.text) for comment in incident.comments) == list(range(THREADS))


def test_the_staff_moves_an_incident_on_and_opens_it_again(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    for state in IncidentState:
        assert local.change_state(number, state, NOW).state is state
    with pytest.raises(IncidentClosed):
        local.comment(number, "Hello?", "d" * 32, NOW)
    local.change_state(number, IncidentState.IN_PROGRESS, NOW)
    assert local.comment(number, "Hello?", "d" * 32, NOW).is_open


def test_a_resolved_incident_still_takes_a_comment_and_a_priority(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    local.change_state(number, IncidentState.RESOLVED, NOW)
    assert len(local.comment(number, "Not for me.", "d" * 32, NOW).comments) == 1
    assert local.change_priority(number, Priority.LOW, NOW).state is IncidentState.RESOLVED


def test_what_arrives_late_does_not_turn_back_the_time_of_the_last_change(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    local.reply(number, "Done.", NOW + timedelta(hours=2))
    late = local.comment(number, "Hello?", "d" * 32, NOW + timedelta(hours=1))
    assert late.updated_at == NOW + timedelta(hours=2)


@pytest.mark.parametrize("number", ["INC0000002", "inc0000001", "INC1", "", "INC", "INC²", "INC" + "9" * 40])
def test_only_canonical_numbers_of_incidents_that_exist_are_found(local: LocalTicketSystem, number: str) -> None:
    local.open(DRAFT, "c" * 32, NOW)
    assert (local.find([number]), local.work_notes(number), local.erase([number])) == ((), (), ())
    with pytest.raises(UnknownIncident):
        local.close(number, "", NOW)


def test_erasing_takes_comments_and_work_notes_along(local: LocalTicketSystem) -> None:
    number = local.open(DRAFT, "c" * 32, NOW).number
    local.comment(number, "Hello?", "d" * 32, NOW)
    assert local.erase([number]) == ()
    assert (local.find([number]), local.work_notes(number)) == ((), ())
    assert local.open(DRAFT, "c" * 32, NOW).number == "INC0000002"
