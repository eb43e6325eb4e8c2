"""An incident is opened once, gets a number of its own, and changes as its customer and the staff say."""

from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Category,
    Comment,
    Desk,
    Incident,
    IncidentClosed,
    IncidentState,
    InvalidIncident,
    Priority,
)
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one, opened


def test_a_new_incident_has_what_it_was_opened_with(desk: Desk, clock: Clock) -> None:
    incident = Incident(
        number="INC0000001",
        email="ann@example.com",
        priority=Priority.HIGH,
        category=Category.EMAIL,
        title="No mail",
        description="Outlook shows nothing\nsince Monday.",
        state=IncidentState.NEW,
        created_at=clock.now,
        updated_at=clock.now,
    )
    assert open_one(desk) == incident
    assert desk.incident("ann", "INC0000001") == incident
    assert desk.incident("ann", "INC0000001").created_at.utcoffset() == timedelta(0)


def test_the_steps_that_did_not_help_are_for_the_staff_only(desk: Desk, tickets: SwitchedTickets) -> None:
    open_one(desk, tried=("Restart\0 Outlook.", "Check the\ncable."))
    notes = tickets.inner.work_notes("INC0000001")
    assert [note.text for note in notes] == [
        "Tried before, without success:\n- Restart Outlook.\n- Check the cable.",
    ]
    assert "Restart" not in repr(desk.incident("ann", "1"))


def test_an_incident_is_found_by_its_number_as_people_write_it(desk: Desk) -> None:
    incident = opened(desk)
    for number in ("INC0000001", "inc 1", "incident #1", "1"):
        assert desk.incident("ann", number) == incident
        assert desk.change_priority("ann", number, Priority.HIGH, f"key {number}") == incident


def test_incidents_are_listed_newest_first_even_when_the_clock_steps_back(desk: Desk, clock: Clock) -> None:
    assert desk.incidents("ann") == ()
    first = opened(desk, key="first")
    clock.now -= timedelta(hours=1)
    second = opened(desk, key="second")
    assert desk.incidents("ann") == (second, first)
    assert [known.number for known in desk.known("ann")] == ["INC0000002", "INC0000001"]


def test_the_same_key_opens_one_incident_and_returns_it_as_it_is_now(desk: Desk, clock: Clock) -> None:
    first = opened(desk, title="No mail")
    clock.now += timedelta(minutes=1)
    assert open_one(desk, title="Something else") == first
    assert desk.incidents("ann") == (first,)
    assert opened(desk, key="next").number == "INC0000002"
    assert desk.notices() == ()


def test_two_conversations_can_have_the_same_key(desk: Desk) -> None:
    assert opened(desk, "ann").number != opened(desk, "ben").number


@pytest.mark.parametrize(
    "odd",
    ["", "a\0b", "\ud800", "x" * 20_000, "ü€😀", "'; DROP TABLE desk_incidents; --"],
    ids=["empty", "nul", "surrogate", "long", "unicode", "sql"],
)
def test_any_text_can_be_a_conversation_id_and_a_key(desk: Desk, odd: str) -> None:
    incident = opened(desk, odd, key=odd)
    assert open_one(desk, odd, key=odd) == incident
    assert desk.incidents(odd) == (incident,)
    assert desk.erase(odd).stay == ()


def test_a_comment_is_added_once_per_key_newest_first(desk: Desk, clock: Clock) -> None:
    opened(desk)
    desk.comment("ann", "1", "Still nothing.", "first")
    clock.now += timedelta(minutes=1)
    desk.comment("ann", "1", "Now it\0 works.", "second")
    incident = desk.comment("ann", "1", "Still nothing.", "first")
    assert incident == desk.incident("ann", "1")
    assert [(comment.text, comment.by_customer) for comment in incident.comments] == [
        ("Now it works.", True),
        ("Still nothing.", True),
    ]
    assert incident.updated_at == clock.now


def test_what_the_staff_answers_is_seen_and_what_it_notes_for_itself_is_not(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    tickets.inner.reply("INC0000001", "Please restart it.", clock.now)
    tickets.inner.add_work_note("INC0000001", "He never restarts it.", clock.now)
    assert desk.incident("ann", "1").comments == (Comment("Please restart it.", clock.now, by_customer=False),)
    assert "never" not in repr(desk.incidents("ann"))


def test_closing_closes_and_again_changes_nothing(desk: Desk, clock: Clock) -> None:
    opened(desk)
    closed = desk.close_incident("ann", "1", "It works again.", "first")
    assert (closed.state, closed.is_open, closed.comments) == (IncidentState.CLOSED, False, ())
    clock.now += timedelta(minutes=1)
    assert desk.close_incident("ann", "1", "", "second") == closed
    assert not desk.known("ann")[0].is_open


def test_a_closed_incident_takes_no_comment_and_no_priority_whatever_is_asked_again(desk: Desk) -> None:
    opened(desk)
    desk.comment("ann", "1", "Still nothing.", "before")
    desk.close_incident("ann", "1", "", "close")
    for _ in range(2):
        with pytest.raises(IncidentClosed):
            desk.comment("ann", "1", "But now it is broken.", "comment")
        with pytest.raises(IncidentClosed):
            desk.change_priority("ann", "1", Priority.LOW, "priority")
    assert len(desk.comment("ann", "1", "Still nothing.", "before").comments) == 1
    assert (desk.waiting("ann"), desk.notices()) == ((), ())


def test_a_priority_is_changed(desk: Desk) -> None:
    opened(desk)
    assert desk.change_priority("ann", "1", Priority.LOW, "key 2").priority is Priority.LOW
    assert desk.known("ann")[0].priority is Priority.LOW


@pytest.mark.parametrize("text", ["", " \n\0", "x" * 4001])
def test_a_comment_that_is_empty_or_too_long_is_refused_and_kept_nowhere(desk: Desk, text: str) -> None:
    opened(desk)
    with pytest.raises(InvalidIncident) as refused:
        desk.comment("ann", "1", text, "key 2")
    assert refused.value.field == "comment"
    assert desk.waiting("ann") == ()
