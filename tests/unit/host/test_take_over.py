"""Who may bring a conversation to a host, and how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from handoff.host.errors import BadBody
from handoff.host.events import Said, TakenOver
from handoff.host.reception import Reception
from handoff.hosts import Hosts
from handoff.ticket import Ticket, digest, seal
from tests.support.host_program import NOW, SECRET, Program, failing, message, open_reception, take_over, ticket

HELLO = [{"recipient_id": "c", "text": "hello"}]


def refusal(reason: str) -> list[dict[str, Any]]:
    return [{"recipient_id": "c", "custom": {"handoff_refused": reason}}]


def test_a_good_ticket_is_greeted_and_what_it_carries_is_there(
    reception: Reception, program: Program, hosts: Hosts
) -> None:
    assert reception.receive(take_over(ticket("where are you?"))) == HELLO
    assert program.events == [TakenOver(hosts.get("bank"), {"email": "ann@example.com"}, will_speak=True)]
    assert program.slots == [{"email": "ann@example.com"}]
    reception.receive(message("hi"))
    assert program.slots[1] == {"email": "ann@example.com"}


def test_only_what_both_sides_list_comes_in(reception: Reception, program: Program) -> None:
    reception.receive(take_over(ticket(carried={"pin": "1234", "email": "ann@example.com", "name": "Ann"})))
    assert program.slots == [{"email": "ann@example.com"}]


REFUSED: dict[str, tuple[Ticket | str, str]] = {
    "forged": (seal(ticket(), "f" * 32), "ticket"),
    "changed on the way": (seal(ticket(), SECRET)[:-4] + "AAAA", "ticket"),
    "no ticket at all": ("abc", "ticket"),
    "empty": ("", "ticket"),
    "huge": ("x" * 10_000, "ticket"),
    "for another host": (ticket(audience="desk"), "ticket"),
    "of another conversation": (ticket(conversation="d"), "ticket"),
    "from somebody unlisted": (ticket(issuer="stranger", path=("stranger",)), "ticket"),
    "from the future": (ticket(issued_at=NOW + 60, expires_at=NOW + 120), "ticket"),
    "valid for too long": (ticket(expires_at=NOW + 3600), "ticket"),
    "expired": (ticket(issued_at=NOW - 66, expires_at=NOW - 6), "expired"),
    "been here": (ticket(path=("branches", "bank")), "loop"),
    "passed on four times": (ticket(path=("a", "b", "d", "bank")), "loop"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_ticket_is_refused_and_nothing_is_set(reception: Reception, program: Program, name: str) -> None:
    given, reason = REFUSED[name]
    body = take_over(given, "m")
    assert reception.receive(body) == refusal(reason)
    assert reception.receive(body) == refusal(reason)
    assert program.events == []
    reception.receive(message("hi"))
    assert program.slots == [{}]


@pytest.mark.parametrize("given", [7, True, [], {"alg": "none"}])
def test_a_ticket_that_is_no_text_is_refused(reception: Reception, given: Any) -> None:
    assert reception.receive(message("/handoff{}", handoff_ticket=given)) == refusal("ticket")


SPELLINGS = ("/handoff", "/handoff {}", "/handoff@1{}", "/handoff{}", "/ handoff{", "/handoff{x}")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_ticket_is_checked_however_the_take_over_is_spelled(
    reception: Reception, program: Program, spelling: str
) -> None:
    forged = seal(ticket(), "f" * 32)
    assert reception.receive(message(spelling, handoff_ticket=forged)) == refusal("ticket")
    assert program.events == []
    assert reception.receive(message(spelling, handoff_ticket=seal(ticket(), SECRET))) == HELLO


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_take_over_that_fails_is_refused_however_it_is_spelled(
    reception: Reception, program: Program, spelling: str
) -> None:
    """An apology would be an answer, and the client would think that it was accepted."""
    program.replies = [failing]
    assert reception.receive(message(spelling)) == refusal("unavailable")


def test_a_ticket_is_accepted_once_whatever_the_messages_id_is(reception: Reception, program: Program) -> None:
    once = ticket()
    assert [reception.receive(take_over(once)) for _ in range(3)] == [HELLO] * 3
    assert len(program.events) == 1


def test_also_when_a_hundred_come_at_once(reception: Reception, program: Program) -> None:
    once = ticket()
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: reception.receive(take_over(once)), range(100)))
    assert answers == [HELLO] * 100
    assert len(program.events) == 1


def test_the_first_answer_is_given_again_after_the_ticket_has_expired(
    tmp_path: Path, hosts: Hosts, program: Program
) -> None:
    early = ticket(issued_at=NOW - 64, expires_at=NOW - 4)
    reception = open_reception(tmp_path, hosts, program)
    assert reception.receive(take_over(early)) == HELLO
    later = open_reception(tmp_path, hosts, program, now=NOW + 1000)
    assert later.receive(take_over(early)) == HELLO
    assert later.receive(take_over(ticket())) == refusal("expired")


def test_a_client_cannot_take_the_name_of_a_ticket_for_its_message(reception: Reception, program: Program) -> None:
    given = ticket()
    with pytest.raises(BadBody, match="message_id"):
        reception.receive(message("hi", f"ticket:{given.id}"))
    assert reception.receive(take_over(given)) == HELLO
    assert [type(event) for event in program.events] == [TakenOver]


def test_a_program_that_fails_has_not_taken_over_and_the_same_ticket_still_works(
    reception: Reception, program: Program
) -> None:
    program.replies = [failing]
    given = ticket()
    assert reception.receive(take_over(given)) == refusal("unavailable")
    assert reception.receive(take_over(given)) == HELLO


def test_without_a_ticket_the_host_greets_and_takes_nothing_on_trust(
    reception: Reception, program: Program, hosts: Hosts
) -> None:
    reception.receive(message('/handoff{"from_host": "http://localhost:1", "carried": {"email": "eve@example.com"}}'))
    reception.receive(message('/handoff{"from_host": "http://evil.example"}'))
    assert program.events == [TakenOver(hosts.get("bank"), {}, False), TakenOver(None, {}, False)]
    assert program.slots == [{}, {}]


def test_the_host_that_was_left_is_known_however_the_take_over_is_spelled(
    reception: Reception, program: Program, hosts: Hosts
) -> None:
    for spelling in ("/handoff", "/handoff ", "/handoff@1"):
        reception.receive(message(f'{spelling}{{"from_host": "http://localhost:1"}}'))
    assert program.events == [TakenOver(hosts.get("bank"), {}, False)] * 3


def test_a_replay_is_known_by_ticket_and_message(reception: Reception, program: Program) -> None:
    given = ticket("where are you?")
    reception.receive(take_over(given))
    reception.receive(message("something else", handoff_replay=given.id))
    assert program.events[1:] == [Said("something else", is_replay=False)]

    given = ticket("where are you?")
    reception.receive(take_over(given))
    reception.receive(message("where are you?", handoff_replay="another"))
    assert program.events[3:] == [Said("where are you?", is_replay=False)]

    given = ticket("where are you?")
    reception.receive(take_over(given))
    replay = message("where are you?", handoff_replay=given.id)
    assert reception.receive(replay) == reception.receive(replay)
    assert program.events[5:] == [Said("where are you?", is_replay=True)]


def test_what_comes_after_the_users_own_words_is_no_replay(reception: Reception, program: Program) -> None:
    given = ticket("where are you?")
    reception.receive(take_over(given))
    reception.receive(message("wait"))
    reception.receive(message("where are you?", handoff_replay=given.id))
    assert program.events[-1] == Said("where are you?", is_replay=False)


def test_the_digest_is_that_of_the_utf_8_bytes() -> None:
    """The figure is of sha256sum's."""
    assert digest("café") == "850f7dc43910ff890f8879c0ed26fe697c93a067ad93a7d50f466a7028a9bf4e"
