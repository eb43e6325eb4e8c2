"""A take-over with a ticket is accepted once or refused, and a refused one leaves no trace."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from dataclasses import replace
from typing import Any

import pytest
from rasa.shared.core.events import UserUttered

from handoff.rasa_adapter.entrance import ChatMessage
from handoff.rasa_adapter.outputs import ChatOutput
from handoff.ticket import Ticket, digest, seal
from tests.support.tickets import good_ticket
from tests.unit.rasa_adapter.conftest import SmallBot

SECRET = "x" * 32
TAKE_OVER = '/handoff{"from_host": "http://localhost:2"}'


def ticket(sender: str, **changed: Any) -> Ticket:
    """A ticket from `other` that the small bot accepts, but for what is changed."""
    now = int(time.time())
    fresh = {"issued_at": now, "expires_at": now + 60, "id": str(uuid.uuid4()), "conversation": sender}
    return replace(good_ticket(issuer="other", audience="small", path=("other",), returns_to=None, **fresh), **changed)


def take_over(bot: SmallBot, sender: str, sealed: Any, message_id: str | None = None) -> list[dict[str, Any]]:
    return asyncio.run(_deliver(bot, sender, TAKE_OVER, message_id, ticket=sealed))


async def _deliver(
    bot: SmallBot, sender: str, text: str, message_id: str | None = None, **sent: Any
) -> list[dict[str, Any]]:
    output = ChatOutput()
    message = ChatMessage(text, output, sender, input_channel="rest", message_id=message_id, **sent)
    await bot.agent.handle_message(message)
    return output.messages


def user_events(bot: SmallBot, sender: str) -> list[UserUttered]:
    tracker = asyncio.run(bot.store.retrieve_full_tracker(sender))
    return [] if tracker is None else [event for event in tracker.events if isinstance(event, UserUttered)]


def everything_stored(bot: SmallBot, sender: str) -> str:
    tracker = asyncio.run(bot.store.retrieve_full_tracker(sender))
    return "" if tracker is None else json.dumps([event.as_dict() for event in tracker.events], default=str)


def test_actions_get_the_claims_that_were_accepted_and_nobody_gets_the_ticket(small_bot: SmallBot) -> None:
    good = ticket("ann", carried={"color": "red", "secret": "1234"}, message_digest=digest("hello"))
    sealed = seal(good, SECRET)
    assert [said["text"] for said in take_over(small_bot, "ann", sealed)] == ["Hello."]
    (event,) = user_events(small_bot, "ann")
    assert event.metadata["handoff"] == {
        "from": "other",
        "jti": good.id,
        "reason": "other_skill",
        "msg": digest("hello"),
        "path": ["other"],
        "ret": None,
        "carried": {"color": "red"},
    }
    stored = everything_stored(small_bot, "ann")
    assert sealed not in stored
    assert sealed.split(".")[2] not in stored
    assert "1234" not in stored


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"audience": "other"}, "ticket"),
        ({"conversation": "bob"}, "ticket"),
        ({"issuer": "stranger", "path": ("stranger",)}, "ticket"),
        ({"issued_at": 1, "expires_at": 61}, "expired"),
        ({"path": ("small", "other")}, "loop"),
        ({"path": ("a", "b", "c", "other")}, "loop"),
    ],
)
def test_a_ticket_that_fails_a_check_is_refused_and_leaves_no_trace(
    small_bot: SmallBot, changed: dict[str, Any], refusal: str
) -> None:
    answer = take_over(small_bot, "ann", seal(ticket("ann", **changed), SECRET))
    assert [said["custom"] for said in answer] == [{"handoff_refused": refusal}]
    assert user_events(small_bot, "ann") == []


@pytest.mark.parametrize("sealed", ["", "forged", 5, [], {}, True, "x" * 10_000])
def test_what_is_no_ticket_is_refused_too(small_bot: SmallBot, sealed: Any) -> None:
    assert take_over(small_bot, "ann", sealed)[0]["custom"] == {"handoff_refused": "ticket"}
    assert user_events(small_bot, "ann") == []


@pytest.mark.parametrize("spelled", ["/handoff", "/handoff {}", '/handoff@1{"from_host": "x"}', '/handoff{"from_host"'])
def test_a_ticket_is_checked_however_the_take_over_is_spelled(small_bot: SmallBot, spelled: str) -> None:
    answer = asyncio.run(_deliver(small_bot, "ann", spelled, ticket="forged"))
    assert answer[0]["custom"] == {"handoff_refused": "ticket"}
    assert user_events(small_bot, "ann") == []


def test_a_ticket_signed_by_somebody_else_is_refused(small_bot: SmallBot) -> None:
    sealed = seal(ticket("ann"), "y" * 32)
    assert take_over(small_bot, "ann", sealed)[0]["custom"] == {"handoff_refused": "ticket"}


def test_a_hundred_deliveries_of_one_ticket_are_one_acceptance(small_bot: SmallBot) -> None:
    """Whatever ids the client gives them, and whether they come one by one or all at once."""
    sealed = seal(ticket("ann"), SECRET)

    async def all_at_once() -> list[list[dict[str, Any]]]:
        deliveries = (_deliver(small_bot, "ann", TAKE_OVER, str(number), ticket=sealed) for number in range(100))
        return list(await asyncio.gather(*deliveries))

    answers = asyncio.run(all_at_once())
    assert len(answers) == 100
    assert all(answer == answers[0] and answer[0]["text"] == "Hello." for answer in answers)
    assert len(user_events(small_bot, "ann")) == 1


@pytest.mark.parametrize("between", ["/restart", "/session_start"])
def test_a_ticket_stays_used_when_the_user_begins_again(small_bot: SmallBot, between: str) -> None:
    sealed = seal(ticket("ann"), SECRET)
    first = take_over(small_bot, "ann", sealed)
    small_bot.say("ann", between)
    before = len(user_events(small_bot, "ann"))
    assert take_over(small_bot, "ann", sealed) == first
    assert len(user_events(small_bot, "ann")) == before


def test_a_ticket_that_was_accepted_is_answered_again_after_it_has_expired(
    small_bot: SmallBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that crashed gets its answer; a ticket that was never used does not get in any more."""
    used, unused = seal(ticket("ann"), SECRET), seal(ticket("ann"), SECRET)
    first = take_over(small_bot, "ann", used)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert take_over(small_bot, "ann", used) == first
    assert take_over(small_bot, "ann", unused)[0]["custom"] == {"handoff_refused": "expired"}


def test_an_older_client_without_a_ticket_is_greeted_and_believed_nothing(small_bot: SmallBot) -> None:
    assert [said["text"] for said in asyncio.run(_deliver(small_bot, "ann", TAKE_OVER))] == ["Hello."]
    assert not user_events(small_bot, "ann")[0].metadata.get("handoff")


def test_a_ticket_on_any_other_message_is_thrown_away(small_bot: SmallBot) -> None:
    sealed = seal(ticket("ann"), SECRET)
    asyncio.run(_deliver(small_bot, "ann", "/greet", ticket=sealed))
    (event,) = user_events(small_bot, "ann")
    assert not event.metadata.get("handoff")
    assert sealed not in everything_stored(small_bot, "ann")


def test_a_take_over_is_counted_once_with_conversation_and_ticket(
    small_bot: SmallBot, caplog: pytest.LogCaptureFixture
) -> None:
    good = ticket("ann")
    sealed = seal(good, SECRET)
    events = logging.getLogger("handoff.events")
    events.addHandler(caplog.handler)
    try:
        for _ in range(3):
            take_over(small_bot, "ann", sealed)
        take_over(small_bot, "ann", "forged")
    finally:
        events.removeHandler(caplog.handler)
    counted = [json.loads(record.message) for record in caplog.records if record.name == "handoff.events"]
    assert [(each["event"], each["conversation"], each["jti"]) for each in counted] == [
        ("handoff_accepted", "ann", good.id),
        ("handoff_refused", "ann", None),
    ]
    assert counted[0]["hops"] == 1
    assert "signed" in counted[1]["cause"]
    assert sealed not in caplog.text


def test_a_replay_counts_as_one_only_if_its_ticket_announced_these_words(small_bot: SmallBot) -> None:
    good = ticket("ann", message_digest=digest("hello"))
    take_over(small_bot, "ann", seal(good, SECRET))
    asyncio.run(_deliver(small_bot, "ann", "hello", replay=good.id))
    asyncio.run(_deliver(small_bot, "ann", "something else", replay=good.id))
    asyncio.run(_deliver(small_bot, "ann", "hello", replay=str(uuid.uuid4())))
    replayed = [bool(event.metadata.get("handoff_replay")) for event in user_events(small_bot, "ann")]
    assert replayed == [False, True, False, False]
