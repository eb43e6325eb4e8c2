"""Erasing a conversation leaves nothing of it: not in the tables, and not in the files of an SQLite database."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from helpdesk_bot.desk import (
    Category,
    Desk,
    DeskUnavailable,
    NotProven,
    Priority,
    TicketSystemUnavailable,
    UnknownIncident,
    Waiting,
)
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one, opened

SECRETS = ("sesame", "marmalade", "periwinkle", "chrysalis", "hollyhock", "wren@example.com")
DOWN = TicketSystemUnavailable("down")


def live(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, who: str = "sesame-conversation", filler: str = ""
) -> None:
    """Someone does all that leaves traces; each trace has one of the secrets in it."""
    desk.open_incident(
        who,
        email="wren@example.com",
        priority=Priority.HIGH,
        category=Category.EMAIL,
        title="marmalade",
        description=f"periwinkle {filler}",
        tried=("chrysalis",),
        key="sesame-1",
    )
    number = desk.known(who)[0].number
    desk.comment(who, number, f"hollyhock {filler}", "sesame-2")
    tickets.refuses = DOWN
    desk.comment(who, number, f"hollyhock again {filler}", "sesame-3")
    open_one(desk, who, "sesame-4", title="marmalade", description=f"periwinkle {filler}")
    tickets.refuses = None
    clock.now += timedelta(minutes=1)
    desk.deliver_due()
    with pytest.raises(NotProven):
        desk.claim(who, "99", "wren@example.com")
    tickets.refuses = DOWN
    open_one(desk, who, "sesame-5", title="marmalade", description=f"periwinkle {filler}")
    tickets.refuses = None


def rows_with(desk: Desk, secrets: Collection[str] = SECRETS) -> list[str]:
    """All rows of all tables in which there is a secret."""
    with desk.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [f"{table}: {row}" for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    return [row for row in rows if any(secret in row for secret in secrets)]


def files_with(folder: Path, secrets: Collection[str] = SECRETS) -> set[tuple[str, str]]:
    """File and secret, for all files in which there is one."""
    contents = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {(name, secret) for name, content in contents.items() for secret in secrets if secret.encode() in content}


def test_nothing_is_left_in_any_table_and_nothing_of_others_is_lost(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    incident = opened(desk)
    live(desk, tickets, clock)
    assert len(rows_with(desk)) > 5
    assert desk.erase("sesame-conversation").stay == ()
    assert rows_with(desk) == []
    assert desk.incidents("ann") == (incident,)
    clock.now += timedelta(hours=1)
    assert (desk.deliver_due(), desk.notices()) == (0, ())
    assert rows_with(desk) == []
    assert desk.erase("sesame-conversation").stay == ()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_left_in_the_files_of_an_sqlite_database(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, tmp_path: Path, seed: int
) -> None:
    """Among other conversations, before and after, with texts of any length: also in free pages and in the log."""
    chance = random.Random(seed)
    others = [f"other {count}" for count in range(30)]
    place = chance.randint(0, 30)
    for who in (*others[:place], "sesame-conversation", *others[place:]):
        if who == "sesame-conversation":
            live(desk, tickets, clock, who, "x" * chance.randint(0, 3900))
        else:
            number = opened(desk, who, title="y" * chance.randint(1, 100)).number
            desk.comment(who, number, "z" * chance.randint(1, 4000), "comment")
    assert {secret for _, secret in files_with(tmp_path)} == set(SECRETS)
    desk.erase("sesame-conversation")
    assert files_with(tmp_path) == set()
    assert len(desk.incidents(others[0])) == 1


def test_the_incident_is_gone_for_those_who_claimed_it_too(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    number = opened(desk, title="marmalade").number
    desk.claim("ben", number, "ann@example.com")
    tickets.refuses = DOWN
    desk.comment("ben", number, "Ben's own words.", "key")
    tickets.refuses = None
    assert desk.erase("ann").stay == ()
    assert rows_with(desk, ["marmalade"]) == []
    assert (desk.incidents("ben"), desk.known("ben")) == ((), ())
    clock.now += timedelta(hours=1)
    desk.deliver_due()
    assert [(notice.title, notice.delivered) for notice in desk.notices()] == [(number, False)]


def test_an_incident_that_was_only_claimed_stays_with_whoever_opened_it(desk: Desk) -> None:
    incident = opened(desk)
    desk.claim("ben", "1", "ann@example.com")
    assert desk.erase("ben").stay == ("INC0000001",)
    assert desk.known("ben") == ()
    assert desk.incidents("ann") == (incident,)


def test_what_is_on_its_way_while_its_conversation_is_erased_is_erased_on_arrival(
    desk: Desk, tickets: SwitchedTickets
) -> None:
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(open_one, desk)
        assert tickets.arrived.wait(10)
        desk.erase("ann")
        tickets.go_on.set()
        with pytest.raises(UnknownIncident):
            first.result(10)
    assert tickets.inner.find(["INC0000001"]) == ()
    assert (desk.known("ann"), desk.notices()) == ((), ())


def test_a_number_is_not_given_again_after_it_was_erased(desk: Desk) -> None:
    opened(desk)
    desk.erase("ann")
    assert opened(desk).number == "INC0000002"


def test_a_wish_that_waits_is_never_delivered_after_erasing(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    tickets.refuses = DOWN
    assert isinstance(open_one(desk), Waiting)
    tickets.refuses = None
    desk.erase("ann")
    clock.now += timedelta(hours=1)
    assert (desk.deliver_due(), tickets.asked.count("open")) == (0, 1)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_erasing_says_so_when_somebody_keeps_the_file_open_for_reading(desk: Desk, tmp_path: Path) -> None:
    """The log cannot be emptied then; erasing again completes it."""
    opened(desk, title="marmalade")
    reader = sqlite3.connect(tmp_path / "data" / "desk.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM desk_incidents").fetchall()
    with pytest.raises(DeskUnavailable, match="reading"):
        desk.erase("ann")
    reader.execute("COMMIT")
    reader.close()
    desk.erase("ann")
    assert files_with(tmp_path, ["marmalade"]) == set()
