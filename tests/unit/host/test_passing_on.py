"""Where a conversation may go next, and with what ticket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handoff.host.conversation import Conversation
from handoff.host.events import Chosen, Event, Said
from handoff.host.reception import Reception
from handoff.host.replies import Reply, Text, Wish
from handoff.hosts import Hosts
from handoff.ticket import Ticket, check_ticket, digest, open_ticket
from tests.support.host_program import NOW, SECRET, Program, asking, handing_over, message, take_over, ticket


def opened(answer: list[dict[str, Any]]) -> Ticket:
    """The ticket of the last message of an answer."""
    offer = answer[-1]["custom"]["handoff"]
    return open_ticket(offer["ticket"], SECRET, audience=offer["to"], conversation="c")


def test_an_offer_has_a_ticket_that_its_target_accepts(reception: Reception, program: Program, hosts: Hosts) -> None:
    reception.receive(take_over(ticket()))
    program.replies = [[handing_over("desk", "my screen is black")]]
    answer = reception.receive(message("my screen is black"))
    offer = answer[0]["custom"]
    assert (offer["handoff_host"], offer["title"]) == ("http://localhost:3", "Desk")
    assert {key: offer["handoff"][key] for key in ("version", "to", "reason", "message", "carried")} == {
        "version": 1,
        "to": "desk",
        "reason": "other_skill",
        "message": "my screen is black",
        "carried": {"email": "ann@example.com"},
    }
    sealed = check_ticket(opened(answer), hosts, NOW)
    assert (sealed.issuer, sealed.path, sealed.returns_to) == ("branches", ("branches",), "bank")
    assert sealed.message_digest == digest("my screen is black")
    assert sealed.carried == {"email": "ann@example.com"}


def test_a_repeated_answer_has_the_very_same_ticket_and_none_is_stored(
    reception: Reception, program: Program, tmp_path: Path
) -> None:
    program.replies = [[handing_over("desk")]]
    first = reception.receive(message("help", "m"))
    assert reception.receive(message("help", "m")) == first
    sealed = first[0]["custom"]["handoff"]["ticket"].encode()
    stored = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(part in content for content in stored for part in (sealed, sealed.split(b".")[2]))


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ([], ("bank", "branches")),
        (["/help"], ("bank", "branches")),
        (["REPLAY"], ("bank", "branches")),
        (["ask me", "yes"], ("branches",)),  # "ask me" is an own word, "yes" is not
        (["REPLAY AND ASK", "yes"], ("bank", "branches")),
        (["where are you?"], ("branches",)),
        (["where are you?", "/help"], ("branches",)),
        (["/home/ann is full"], ("branches",)),  # a path of files, and no button
    ],
)
def test_the_path_begins_anew_with_the_users_own_words(
    reception: Reception, program: Program, said: list[str], path: tuple[str, ...]
) -> None:
    given = ticket("first words")
    reception.receive(take_over(given))
    for text in said:
        replay = text.startswith("REPLAY")
        program.replies = [[asking("desk")]] if "ask" in text.casefold() else [[Text("ok")]]
        body = message("first words", handoff_replay=given.id) if replay else message(text)
        reception.receive(body)
    program.replies = [[handing_over("desk")]]
    answer = reception.receive(message('/trigger_handoff{"to": "desk"}'))
    assert opened(answer).path == path


def test_nobody_is_taken_back_to_who_passed_the_same_words_on(reception: Reception, program: Program) -> None:
    given = ticket("first words")
    reception.receive(take_over(given))
    for reply in (handing_over("bank"), asking("bank")):
        program.replies = [[reply]]
        assert reception.receive(message("first words", handoff_replay=given.id)) == [
            {"recipient_id": "c", "text": "Where to?"}
        ]
    program.replies = [[handing_over("bank")]]
    assert opened(reception.receive(message("to the bank then"))).audience == "bank"


def test_a_return_is_no_going_back(reception: Reception, program: Program) -> None:
    given = ticket("first words")
    reception.receive(take_over(given))
    program.replies = [[handing_over("bank", reason="return")]]
    sealed = opened(reception.receive(message("first words", handoff_replay=given.id)))
    assert (sealed.reason, sealed.path) == ("return", ("bank", "branches"))


def test_the_fourth_hop_is_a_choice(reception: Reception, program: Program) -> None:
    given = ticket("first words", path=("a", "b", "bank"))
    reception.receive(take_over(given))
    for reason in ("other_skill", "return"):
        program.replies = [[handing_over("desk", reason=reason)]]
        replay = message("first words", handoff_replay=given.id)
        assert reception.receive(replay) == [{"recipient_id": "c", "text": "Where to?"}]


def test_an_expired_offer_is_made_afresh_with_the_same_message(reception: Reception, program: Program) -> None:
    program.replies = [[handing_over("desk", "my screen is black")]]
    first = opened(reception.receive(message("my screen is black")))
    again = opened(reception.receive(message('/trigger_handoff{"to": "desk"}')))
    assert program.events[-1] == Chosen(Wish("desk", "other_skill", "my screen is black"))
    assert again.id != first.id
    assert (again.message_digest, again.reason, again.path) == (first.message_digest, first.reason, first.path)


def test_an_offer_does_not_outlive_the_next_message(reception: Reception, program: Program) -> None:
    program.replies = [[handing_over("desk", "my screen is black")]]
    reception.receive(message("my screen is black"))
    reception.receive(message("no wait"))
    reception.receive(message('/trigger_handoff{"to": "desk"}'))
    assert program.events[-1] == Chosen(Wish("desk", "user_request", None))


@pytest.mark.parametrize(
    ("given", "interrupted", "expected"),
    [
        (ticket(), False, "bank"),
        (ticket(returns_to=None), False, None),
        (ticket(reason="user_request"), False, "branches"),
        (ticket(), True, "branches"),
        (ticket(returns_to="stranger"), False, None),
        (ticket(returns_to="branches"), False, None),
    ],
)
def test_whom_the_next_host_returns_to(
    reception: Reception, program: Program, given: Ticket, interrupted: bool, expected: str | None
) -> None:
    reception.receive(take_over(given))

    def hand_over(event: Event, conversation: Conversation) -> list[Reply]:
        conversation.is_interrupted = interrupted
        return [handing_over("desk")]

    program.replies = [hand_over]
    assert opened(reception.receive(message("on"))).returns_to == expected


def test_only_what_both_sides_list_travels(reception: Reception, program: Program) -> None:
    def hand_over(event: Event, conversation: Conversation) -> list[Reply]:
        conversation.slots.update(email="ann@example.com", pin="1234")
        return [handing_over("desk")]

    program.replies = [hand_over]
    answer = reception.receive(message("on"))
    assert opened(answer).carried == answer[0]["custom"]["handoff"]["carried"] == {"email": "ann@example.com"}


def test_a_take_over_without_a_ticket_ends_what_the_one_before_said(reception: Reception, program: Program) -> None:
    reception.receive(take_over(ticket(reason="escalation", returns_to="desk")))
    reception.receive(message("/handoff{}"))
    program.replies = [[handing_over("bank")]]
    sealed = opened(reception.receive(message("/help")))
    assert (sealed.path, sealed.returns_to) == (("branches",), "branches")


def test_a_conversation_that_began_here_comes_back_here(reception: Reception, program: Program) -> None:
    program.replies = [[handing_over("desk")]]
    assert opened(reception.receive(message("on"))).returns_to == "branches"


def test_a_return_is_offered_once_per_take_over(reception: Reception, program: Program) -> None:
    """`return_to` tells the program whether there is still somebody to offer it to."""
    seen: list[str | None] = []

    def look(event: Event, conversation: Conversation) -> list[Reply]:
        seen.append(conversation.return_to)
        return [asking("bank", "return")] if event == Said("one") else [Text("ok")]

    program.replies = [look] * 4
    reception.receive(take_over(ticket()))
    for text in ("one", "no"):
        reception.receive(message(text))
    reception.receive(take_over(ticket()))
    assert seen == ["bank", "bank", None, "bank"]
