"""Several wishes in a message: each is answered, in one turn, which is kept once or not at all."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered

from handoff.rasa_adapter import wishes
from handoff.skill_names import WAITING_SLOT

from .conftest import SmallBot

OPEN, COSTS, PAINT, BREAK = "when do you open", "what are the prices", "paint my door", "break my door"
ASKED = "Which color?"


def user_texts(bot: SmallBot, sender: str) -> list[str]:
    tracker = asyncio.run(bot.store.retrieve(sender))
    events = tracker.events if tracker else ()
    return [str(event.text) for event in events if isinstance(event, UserUttered)]


def waiting(bot: SmallBot, sender: str) -> Any:
    tracker = asyncio.run(bot.store.retrieve(sender))
    return tracker and tracker.get_slot(WAITING_SLOT)


def expire(bot: SmallBot, sender: str) -> None:
    """An hour without a word: the form is gone, the slots are carried over."""
    tracker = asyncio.run(bot.store.retrieve(sender))
    assert tracker is not None
    slots = [SlotSet(WAITING_SLOT, tracker.get_slot(WAITING_SLOT))]
    begin = [ActionExecuted("action_session_start"), SessionStarted(), *slots, ActionExecuted("action_listen")]
    tracker.update_with_events(begin, bot.store.domain)
    asyncio.run(bot.store.save(tracker))


def test_both_are_answered_in_order_and_kept_as_one_turn(small_bot: SmallBot) -> None:
    said = f"{OPEN}, and then {COSTS}?"
    first = small_bot.say("ann", said, "m")
    assert [answer["text"] for answer in first] == ["At nine.", "Five dollars."]
    assert small_bot.say("ann", said, "m") == first
    assert user_texts(small_bot, "ann") == [OPEN, f"{COSTS}?"]


def test_the_next_message_is_answered_as_ever(small_bot: SmallBot) -> None:
    small_bot.say("ann", f"{OPEN} and {COSTS}", "m")
    assert small_bot.texts("ann", COSTS, "n") == ["Five dollars."]
    assert small_bot.texts("ann", f"{OPEN} and {COSTS}", "m") == ["At nine.", "Five dollars."]


def test_when_the_second_fails_nothing_of_the_first_is_kept_and_it_can_be_said_again(small_bot: SmallBot) -> None:
    assert small_bot.texts("ann", f"{OPEN} and {BREAK}", "m") == ["Sorry."]
    assert user_texts(small_bot, "ann") == []
    assert small_bot.store.answers("ann", "m") is None
    assert small_bot.texts("ann", f"{OPEN} and {COSTS}", "m") == ["At nine.", "Five dollars."]


def test_what_follows_a_wish_that_asks_something_waits_until_that_is_done(small_bot: SmallBot) -> None:
    assert small_bot.texts("ann", f"{PAINT} and {COSTS}", "m") == [f"Then {COSTS}.", ASKED]
    assert waiting(small_bot, "ann")
    assert small_bot.texts("ann", OPEN) == ["At nine.", ASKED]
    ended = small_bot.texts("ann", "/stop", "n")
    assert ended == ["Bye.", f"Now {COSTS}:", "Five dollars."]
    assert waiting(small_bot, "ann") is None
    assert small_bot.texts("ann", "/stop", "n") == ended


def test_what_was_done_stays_done_when_what_waited_for_it_fails(small_bot: SmallBot) -> None:
    small_bot.say("ann", f"{PAINT}. {BREAK}. {COSTS}")
    ended = small_bot.texts("ann", "/stop", "n")
    assert ended == ["Bye.", f"Now {BREAK}, {COSTS}:", "Sorry."]
    assert small_bot.texts("ann", "/stop", "n") == ended
    assert waiting(small_bot, "ann") is None
    assert user_texts(small_bot, "ann") == [f"{PAINT}.", "/stop"]
    assert small_bot.texts("ann", COSTS) == ["Five dollars."]


def test_three_wishes_come_one_after_the_other(small_bot: SmallBot) -> None:
    answers = small_bot.texts("ann", f"{COSTS}? {PAINT}. Also {OPEN}", "m")
    assert answers == ["Five dollars.", f"Then {OPEN}.", ASKED]
    assert small_bot.texts("ann", "/stop") == ["Bye.", f"Now {OPEN}:", "At nine."]


def test_a_message_that_a_form_waits_for_is_not_taken_apart(small_bot: SmallBot) -> None:
    small_bot.say("ann", "/begin")
    small_bot.say("ann", f"{OPEN} and {COSTS}")
    assert user_texts(small_bot, "ann")[-1] == f"{OPEN} and {COSTS}"


def test_what_waited_for_a_form_that_is_gone_is_forgotten(small_bot: SmallBot) -> None:
    small_bot.say("ann", f"{PAINT} and {COSTS}")
    expire(small_bot, "ann")
    assert waiting(small_bot, "ann")
    assert small_bot.texts("ann", OPEN) == ["At nine."]
    assert waiting(small_bot, "ann") is None


def test_what_is_left_together_is_answered_as_one_and_said_to_be_more(small_bot: SmallBot) -> None:
    four = f"{OPEN}, {COSTS}, {OPEN}, {COSTS}"
    answers = small_bot.texts("ann", four)
    assert answers[0] == "One at a time."
    assert user_texts(small_bot, "ann") == [four]


def test_what_a_bot_says_belongs_together_stays_together(
    small_bot: SmallBot, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = small_model / "wishes.yml"
    settings.write_text("together: [[opening, prices]]\n")
    wishes._kinds.cache_clear()
    try:
        small_bot.say("ann", f"{OPEN} and {COSTS}")
        assert user_texts(small_bot, "ann") == [f"{OPEN} and {COSTS}"]
    finally:
        settings.unlink()
        wishes._kinds.cache_clear()


@pytest.mark.parametrize("said", [OPEN, "hello there", "thanks and bye", "send 50 to Ann and Bob"])
def test_a_message_that_cannot_be_two_is_read_once(
    small_bot: SmallBot, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse, read = MessageProcessor.parse_message, list[str]()

    async def counted(self: MessageProcessor, message: UserMessage, *more: Any, **named: Any) -> Any:
        read.append(message.text or "")
        return await parse(self, message, *more, **named)

    monkeypatch.setattr(MessageProcessor, "parse_message", counted)
    small_bot.say("ann", said)
    assert read == [said]
