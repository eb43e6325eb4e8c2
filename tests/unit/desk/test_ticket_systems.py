"""What can be opened and found, whatever ticket system is behind the desk: half of one contract for all adapters.

docs/ticket-systems.md says how another adapter joins in.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_bot.desk import Category, IncidentState, Priority, UnknownIncident, read_incident_number
from storage import utc_now
from tests.support.ticket_contract import NOBODY, ODD_TEXTS, database, empty_database, only, open_one, subject, wish
from tests.support.ticket_systems import Subject

__all__ = ["database", "empty_database", "subject"]  # fixtures
MANY = 105
LONGEST_CALL = timedelta(seconds=6)
CLOSE_TO = timedelta(seconds=30)


def test_it_has_a_name_that_a_database_can_keep(subject: Subject) -> None:
    assert 0 < len(subject.tickets.name) <= 255
    assert subject.tickets.name == subject.tickets.name.strip()


def test_it_says_how_long_a_call_may_still_take_effect(subject: Subject) -> None:
    """The desk lets nobody else deliver the same wish before that."""
    assert LONGEST_CALL < subject.tickets.lease < timedelta(hours=1)


def test_a_new_incident_has_what_it_was_opened_with(subject: Subject) -> None:
    opened = open_one(subject)
    assert (opened.email, opened.title, opened.description) == (
        "ann@example.com",
        "No mail",
        "Outlook shows nothing\nsince Monday.",
    )
    assert (opened.state, opened.comments, opened.is_open) == (IncidentState.NEW, (), True)
    assert only(subject, opened.number) == opened


def test_its_number_is_one_that_people_can_type(subject: Subject) -> None:
    number = open_one(subject).number
    assert read_incident_number(number) == number


def test_its_instants_are_now_and_in_utc(subject: Subject) -> None:
    opened = open_one(subject)
    commented = subject.tickets.comment(opened.number, "And now?", wish(2), utc_now())
    for instant in (opened.created_at, opened.updated_at, commented.updated_at, commented.comments[0].at):
        assert instant.utcoffset() == timedelta(0)
        assert abs(instant - utc_now()) < CLOSE_TO


@pytest.mark.parametrize("priority", Priority)
def test_each_priority_comes_back(subject: Subject, priority: Priority) -> None:
    opened = open_one(subject, priority=priority)
    assert opened.priority is priority
    assert only(subject, opened.number).priority is priority


@pytest.mark.parametrize("category", Category)
def test_each_category_comes_back(subject: Subject, category: Category) -> None:
    opened = open_one(subject, category=category)
    assert only(subject, opened.number).category is category


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_texts_come_back_as_they_were(subject: Subject, text: str) -> None:
    opened = open_one(subject, title=" ".join(text.split()), description=text)
    subject.tickets.comment(opened.number, text, wish(2), utc_now())
    found = only(subject, opened.number)
    assert (found.title, found.description) == (" ".join(text.split()), text)
    assert [comment.text for comment in found.comments] == [text]


def test_an_incident_may_have_no_description(subject: Subject) -> None:
    assert open_one(subject, description="").description == ""


def test_a_description_of_full_length_comes_back_whole(subject: Subject) -> None:
    opened = open_one(subject, description="x" * 4000, title="y" * 160)
    found = only(subject, opened.number)
    assert (found.description, found.title) == ("x" * 4000, "y" * 160)


def test_the_same_wish_opens_one_incident(subject: Subject) -> None:
    first = open_one(subject)
    again = open_one(subject, title="Something else")
    assert (again.number, again.title) == (first.number, first.title)
    assert open_one(subject, 2).number != first.number


def test_an_incident_is_still_the_first_one_when_it_has_moved_on(subject: Subject) -> None:
    number = open_one(subject).number
    subject.staff.move(number, IncidentState.RESOLVED)
    again = open_one(subject)
    assert (again.number, again.state) == (number, IncidentState.RESOLVED)


def test_steps_that_were_tried_are_for_the_staff_only(subject: Subject) -> None:
    opened = open_one(subject, tried=("Restart Outlook.", "Restart the computer."))
    notes = subject.staff.work_notes(opened.number)
    assert "Restart Outlook." in notes
    assert "Restart the computer." in notes
    assert "Restart" not in repr(only(subject, opened.number))


def test_incidents_are_found_newest_first_and_unknown_ones_left_out(subject: Subject) -> None:
    numbers = [open_one(subject, count).number for count in range(1, 4)]
    found = subject.tickets.find([numbers[1], NOBODY, numbers[0], numbers[2]])
    assert [incident.number for incident in found] == list(reversed(numbers))


def test_only_incidents_that_were_asked_for_are_found(subject: Subject) -> None:
    open_one(subject, 1)
    second = open_one(subject, 2)
    assert subject.tickets.find([second.number]) == (second,)
    assert subject.tickets.find([]) == ()


def test_many_incidents_are_found_at_once(subject: Subject) -> None:
    numbers = {open_one(subject, count).number for count in range(MANY)}
    assert len(numbers) == MANY
    assert {incident.number for incident in subject.tickets.find(numbers)} == numbers


@pytest.mark.parametrize(
    "number",
    ["", " ", "INC", "INC1^NQactive=true", "INC1^ORactive=true", "javascript:gs.log(1)", "INC1,INC2", "a\0b", "\ud800",
     "INC0000001\n", "%", "*", "' OR '1'='1", "9" * 40],
)  # fmt: skip
def test_nothing_is_found_by_what_is_no_number(subject: Subject, number: str) -> None:
    open_one(subject)
    assert subject.tickets.find([number]) == ()
    with pytest.raises(UnknownIncident):
        subject.tickets.close(number, "", utc_now())
