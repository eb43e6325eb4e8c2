"""Somebody else's incident opens to whoever knows its number and its e-mail address, and to nobody by guessing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Desk,
    Incident,
    NotProven,
    TicketSystemUnavailable,
    TooManyTries,
    UnknownIncident,
)
from tests.support.desk_tickets import Clock, SwitchedTickets, opened

ADDRESS = "ann@example.com"
DAY = timedelta(hours=24)


def try_left(desk: Desk, conversation: str, number: str = "1", email: str = "eve@example.com") -> int:
    """Be wrong, and return how many tries are left."""
    with pytest.raises(NotProven) as refused:
        desk.claim(conversation, number, email)
    return refused.value.tries_left


@pytest.mark.parametrize("email", [ADDRESS, "ANN@Example.COM", " ann@example.com "])
@pytest.mark.parametrize("number", ["INC0000001", "inc 1", "1"])
def test_number_and_address_together_open_an_incident_for_good(desk: Desk, number: str, email: str) -> None:
    incident = opened(desk)
    assert desk.claim("ben", number, email) == incident
    assert desk.incidents("ben") == (incident,)
    assert desk.known("ben") == desk.known("ann")
    assert isinstance(desk.comment("ben", "1", "Hello.", "key"), Incident)
    assert len(desk.incident("ann", "1").comments) == 1


def test_claiming_opens_this_incident_only(desk: Desk) -> None:
    opened(desk, key="1")
    opened(desk, key="2")
    desk.claim("ben", "1", ADDRESS)
    with pytest.raises(UnknownIncident):
        desk.incident("ben", "2")


def test_an_unknown_number_and_a_wrong_address_cannot_be_told_apart(desk: Desk) -> None:
    opened(desk)
    answers = []
    for who, number, email in (
        ("a", "1", "eve@example.com"),
        ("b", "99", ADDRESS),
        ("c", "no idea", ""),
        ("d", "1", ""),
    ):
        with pytest.raises(NotProven) as refused:
            desk.claim(who, number, email)
        answers.append((str(refused.value), refused.value.tries_left))
    assert len(set(answers)) == 1
    assert desk.known("a") == ()


def test_an_incident_without_an_address_is_proven_by_none(desk: Desk, tickets: SwitchedTickets) -> None:
    opened(desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE desk_incidents SET email = ''")
    with pytest.raises(NotProven):
        desk.claim("eve", "1", "")


def test_five_wrong_tries_lock_a_conversation_for_a_day_even_for_the_right_pair(desk: Desk, clock: Clock) -> None:
    opened(desk)
    opened(desk, "zoe", "other")
    assert [try_left(desk, "eve", number) for number in ("1", "2", "3", "no idea", "1")] == [4, 3, 2, 1, 0]
    for number in ("1", "2", "no idea"):
        with pytest.raises(TooManyTries):
            desk.claim("eve", number, ADDRESS)
    assert desk.claim("ben", "1", ADDRESS).number == "INC0000001"
    clock.now += DAY
    assert desk.claim("eve", "1", ADDRESS).number == "INC0000001"


def test_ten_wrong_tries_lock_a_number_for_everybody_whether_it_exists_or_not(desk: Desk, clock: Clock) -> None:
    opened(desk)
    opened(desk, "zoe", "other")
    for number in ("1", "99"):
        for guess in range(10):
            assert try_left(desk, f"eve {number} {guess}", number, f"eve{guess}@example.com") == 4
        with pytest.raises(TooManyTries):
            desk.claim("ben", number, ADDRESS)
    assert desk.claim("ben", "2", ADDRESS).number == "INC0000002"
    assert desk.incident("ann", "1").number == "INC0000001"  # who opened it still sees it
    clock.now += DAY
    assert desk.claim("ben", "1", ADDRESS).number == "INC0000001"


@pytest.mark.parametrize("email", [ADDRESS, " ANN@Example.COM"])
def test_ten_wrong_tries_lock_an_address_for_everybody_whoever_counts_numbers(
    desk: Desk, clock: Clock, email: str
) -> None:
    """Each with a number of its own and in a new conversation, and also when nobody has this address."""
    opened(desk)
    for address in (email, "nobody@example.com"):
        for guess in range(10):
            assert try_left(desk, f"eve {address} {guess}", str(50 + guess), address) == 4
    for address in (ADDRESS, "Nobody@example.com"):
        with pytest.raises(TooManyTries):
            desk.claim("ben", "1", address)
    assert try_left(desk, "ben") == 4  # another address may still be tried
    clock.now += DAY
    assert desk.claim("ben", "1", ADDRESS).number == "INC0000001"


def test_addresses_that_were_tried_are_not_kept_and_erasing_gives_no_new_tries_for_them(desk: Desk) -> None:
    opened(desk)
    for guess in range(10):
        try_left(desk, f"eve {guess}", str(50 + guess), ADDRESS)
        desk.erase(f"eve {guess}")
    with pytest.raises(TooManyTries):
        desk.claim("ben", "1", ADDRESS)
    with desk.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM desk_tries").all()
    assert len(rows) == 10
    assert "ann" not in str(rows).lower()
    assert "eve" not in str(rows)


def test_two_hundred_wrong_tries_in_an_hour_lock_everything_with_one_error_in_the_log_an_hour(
    desk: Desk, clock: Clock, tickets: SwitchedTickets, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever conversations, numbers and addresses they come from: more is nobody's mistake."""
    opened(desk)

    def lock() -> None:
        for guess in range(200):
            try_left(desk, f"eve {clock.now} {guess}", str(50 + guess), f"guess{guess}@example.com")
        tickets.asked.clear()
        for who in ("ben", "zoe"):
            with pytest.raises(TooManyTries):
                desk.claim(who, "1", ADDRESS)
        assert tickets.asked == []

    def errors() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]

    said = "200 wrong pairs of number and e-mail in an hour: no pair is looked up for now"
    lock()
    assert errors() == [said]
    clock.now += timedelta(hours=1)
    assert desk.claim("ben", "1", ADDRESS).number == "INC0000001"
    lock()
    assert errors() == [said, said]


def test_right_tries_cost_nothing(desk: Desk) -> None:
    opened(desk)
    for _ in range(12):
        desk.claim("ben", "1", ADDRESS)
    assert try_left(desk, "ben") == 4


def test_a_ticket_system_that_is_down_costs_no_try(desk: Desk, tickets: SwitchedTickets) -> None:
    opened(desk)
    tickets.refuses = TicketSystemUnavailable("down")
    for _ in range(7):
        with pytest.raises(TicketSystemUnavailable):
            desk.claim("ben", "1", ADDRESS)
    tickets.refuses = None
    assert try_left(desk, "ben") == 4


def test_guessing_from_twenty_threads_at_once_gives_no_more_tries(desk: Desk, tickets: SwitchedTickets) -> None:
    opened(desk)
    tickets.asked.clear()
    start = threading.Barrier(20)

    def work(guess: int) -> type[Exception]:
        start.wait()
        with pytest.raises((NotProven, TooManyTries)) as refused:
            desk.claim("eve", "1", f"guess{guess}@example.com")
        return refused.type

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(work, range(20)))
    assert (outcomes.count(NotProven), outcomes.count(TooManyTries)) == (5, 15)
    assert tickets.asked == ["find"] * 5


def test_erasing_a_conversation_gives_no_new_tries_for_a_number(desk: Desk) -> None:
    opened(desk)
    for guess in range(10):
        try_left(desk, "eve", "1", f"eve{guess}@example.com")
        desk.erase("eve")
    with pytest.raises(TooManyTries):
        desk.claim("eve", "1", ADDRESS)


def test_tries_are_forgotten_after_a_day(desk: Desk, clock: Clock) -> None:
    opened(desk)
    try_left(desk, "eve")
    clock.now += DAY
    desk.claim("ben", "1", ADDRESS)
    with desk.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM desk_tries").scalar_one() == 0


def test_tries_of_a_clock_that_was_wrong_keep_nobody_out(desk: Desk, clock: Clock) -> None:
    opened(desk)
    right = clock.now
    clock.now += timedelta(days=365)
    for _ in range(5):
        try_left(desk, "eve")
    clock.now = right
    assert desk.claim("eve", "1", ADDRESS).number == "INC0000001"
    with desk.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM desk_tries").scalar_one() == 0


def test_an_address_that_only_looks_alike_proves_nothing(desk: Desk, tickets: SwitchedTickets) -> None:
    opened(desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE desk_incidents SET email = 'strasse@example.com'")
    with pytest.raises(NotProven):
        desk.claim("eve", "1", "straße@example.com")


@pytest.mark.parametrize("said", ["INC00010001", "INC0010001", "inc 10001"])
def test_a_number_of_eight_digits_is_found_however_its_zeros_are_written(
    desk: Desk, tickets: SwitchedTickets, said: str
) -> None:
    wide = replace(opened(desk), number="INC00010001")
    tickets.find = lambda numbers: (wide,) if wide.number in numbers else ()  # type: ignore[method-assign]
    assert desk.claim("ben", said, ADDRESS) == wide
    assert desk.incident("ben", said) == wide
    assert try_left(desk, "ben", "INC00010001") == 4
    assert try_left(desk, "ben", "10001") == 3
    with desk.engine.connect() as connection:  # all spellings count as one number
        assert connection.exec_driver_sql("SELECT DISTINCT number FROM desk_tries").scalar_one() == "INC0010001"
