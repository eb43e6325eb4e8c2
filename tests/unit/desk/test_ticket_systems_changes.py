"""What becomes of incidents, whatever ticket system is behind the desk: half of one contract for all adapters.

docs/ticket-systems.md says how another adapter joins in.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpdesk_bot.desk import IncidentClosed, IncidentState, Priority, UnknownIncident
from storage import utc_now
from tests.support.ticket_contract import NOBODY, ODD_TEXTS, database, empty_database, only, open_one, subject, wish
from tests.support.ticket_systems import Subject

__all__ = ["database", "empty_database", "subject"]  # fixtures
THREADS = 8


def test_comments_are_newest_first_and_the_customers_own(subject: Subject) -> None:
    number = open_one(subject).number
    subject.tickets.comment(number, "It is slow, too.", wish(2), utc_now())
    subject.staff.reply(number, "We are looking at it.")
    after = subject.tickets.comment(number, "Thank you.", wish(3), utc_now())
    said = [(comment.text, comment.by_customer) for comment in after.comments]
    assert said == [("Thank you.", True), ("We are looking at it.", False), ("It is slow, too.", True)]
    assert only(subject, number) == after


def test_the_same_wish_comments_once(subject: Subject) -> None:
    number = open_one(subject).number
    for _ in range(3):
        after = subject.tickets.comment(number, "It is slow, too.", wish(2), utc_now())
    assert [comment.text for comment in after.comments] == ["It is slow, too."]
    again = subject.tickets.comment(number, "It is slow, too.", wish(3), utc_now())
    assert len(again.comments) == 2  # said twice, meant twice


def test_a_resolved_incident_takes_comments_and_a_closed_one_does_not(subject: Subject) -> None:
    number = open_one(subject).number
    subject.staff.move(number, IncidentState.RESOLVED)
    subject.tickets.comment(number, "Not quite.", wish(2), utc_now())
    subject.staff.move(number, IncidentState.CLOSED)
    with pytest.raises(IncidentClosed):
        subject.tickets.comment(number, "Hello?", wish(3), utc_now())
    assert [comment.text for comment in only(subject, number).comments] == ["Not quite."]


def test_a_comment_that_is_there_is_not_refused_because_the_incident_was_closed_since(subject: Subject) -> None:
    number = open_one(subject).number
    subject.tickets.comment(number, "It is slow, too.", wish(2), utc_now())
    subject.staff.move(number, IncidentState.CLOSED)
    again = subject.tickets.comment(number, "It is slow, too.", wish(2), utc_now())
    assert len(again.comments) == 1


def test_closing_closes_once(subject: Subject) -> None:
    number = open_one(subject).number
    closed = subject.tickets.close(number, "It works again.", utc_now())
    assert (closed.state, closed.is_open) == (IncidentState.CLOSED, False)
    assert subject.tickets.close(number, "Really.", utc_now()) == closed


@pytest.mark.parametrize("note", ["", " ", *ODD_TEXTS])
def test_any_note_closes_an_incident(subject: Subject, note: str) -> None:
    number = open_one(subject).number
    assert subject.tickets.close(number, note, utc_now()).state is IncidentState.CLOSED


@pytest.mark.parametrize("state", IncidentState)
def test_each_state_that_the_staff_sets_is_seen(subject: Subject, state: IncidentState) -> None:
    number = open_one(subject).number
    subject.staff.move(number, state)
    assert only(subject, number).state is state


@pytest.mark.parametrize("before", Priority)
@pytest.mark.parametrize("after", Priority)
def test_the_priority_changes_to_each_other(subject: Subject, before: Priority, after: Priority) -> None:
    number = open_one(subject, priority=before).number
    assert subject.tickets.change_priority(number, after, utc_now()).priority is after
    assert only(subject, number).priority is after


def test_a_closed_incident_keeps_its_priority(subject: Subject) -> None:
    number = open_one(subject).number
    subject.tickets.close(number, "", utc_now())
    with pytest.raises(IncidentClosed):
        subject.tickets.change_priority(number, Priority.HIGH, utc_now())
    assert only(subject, number).priority is Priority.MEDIUM


def test_an_incident_that_does_not_exist_is_unknown(subject: Subject) -> None:
    open_one(subject)
    with pytest.raises(UnknownIncident):
        subject.tickets.comment(NOBODY, "Hello?", wish(2), utc_now())
    with pytest.raises(UnknownIncident):
        subject.tickets.close(NOBODY, "", utc_now())
    with pytest.raises(UnknownIncident):
        subject.tickets.change_priority(NOBODY, Priority.HIGH, utc_now())


def test_what_is_erased_is_gone_and_what_stays_is_named(subject: Subject) -> None:
    numbers = [open_one(subject, count).number for count in range(3)]
    staying = subject.tickets.erase(numbers[:2])
    left = {incident.number for incident in subject.tickets.find(numbers)}
    assert set(staying) <= set(numbers[:2])
    assert left == {*staying, numbers[2]}


def test_several_threads_may_ask_at_once(subject: Subject) -> None:
    def work(count: int) -> str:
        number = open_one(subject, count, title=f"Problem {count}").number
        subject.tickets.comment(number, f"Comment {count}", wish(100 + count), utc_now())
        return number

    with ThreadPoolExecutor(THREADS) as threads:
        numbers = list(threads.map(work, range(2 * THREADS)))
    assert len(set(numbers)) == 2 * THREADS
    for count, number in enumerate(numbers):
        found = only(subject, number)
        assert (found.title, found.comments[0].text) == (f"Problem {count}", f"Comment {count}")
