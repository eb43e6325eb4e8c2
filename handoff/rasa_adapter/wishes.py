"""A message with several wishes: heard one after the other, within one turn, as if each had been a message.

Which they are is decided by `handoff.wishes` and the bot's own classifier. The first one is the turn's message. The
others are in a slot, and are heard as soon as no form is open: in the same turn, or in the one with which the form that
the first has begun ends. Nothing of that is kept unless all of the turn is; only what has waited may fail without
taking back what was done.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.errors import ConfigError
from handoff.plain_text import as_plain_text
from handoff.protocol import REPLAYED_KEY, is_take_over
from handoff.skill_names import FIRST_RESPONSE, NEXT_RESPONSE, ONLY_ONE_RESPONSE, OTHER_SKILL_PREFIX, WAITING_SLOT
from handoff.wish_settings import check_intents, load_kinds
from handoff.wishes import SURE_OF_A_PART, Clause, Kinds, Wishes, clauses_in, parts_of

logger = logging.getLogger(__name__)

PART_KEY = "handoff_part"  # in the metadata of what is not the first wish of its turn

FAILED_RESPONSE = "utter_turn_failed"

Parse = dict[str, Any]
RunLoop = Callable[[MessageProcessor, OutputChannel, DialogueStateTracker], Awaitable[None]]


@dataclass
class Hearing:
    """What a turn knows of its wishes: the message, whether others have waited for this turn, whether the message was
    taken apart or has several that were left together, and what was parsed."""

    message: UserMessage
    has_waited: bool
    is_taken_apart: bool = False
    are_left_together: bool = False
    parsed: dict[str, Parse] = field(default_factory=dict)


async def take_first_wish(processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Makes `message` its first wish, if it has several, and lets the others wait. To be called before it is handled.

    A message that a form waits for is not taken apart: a yes is nothing but a yes. Neither are a take-over, a button
    and what is parsed already. What was carried here by a ticket answers no form, and is taken apart like any message.
    """
    if WAITING_SLOT not in tracker.slots:  # a model of an earlier version
        return
    is_open = tracker.active_loop_name is not None
    if not is_open and not is_take_over(message.text) and _waiting(tracker):
        tracker.update(SlotSet(WAITING_SLOT, None), processor.domain)  # a session that expired has dropped the form
    hearing = tracker.hearing = Hearing(message, has_waited=bool(_waiting(tracker)))
    is_answer = is_open and REPLAYED_KEY not in (message.metadata or {})
    if is_answer or message.parse_data or not message.text:
        return
    wishes = await _wishes(processor, message.text, tracker, hearing.parsed)
    hearing.are_left_together = wishes.are_left_together
    if not wishes.parts:
        return
    first, *rest = wishes.parts
    message.text, message.parse_data = first.text, hearing.parsed[first.text]
    hearing.is_taken_apart = True
    added = [{"text": part.text, "metadata": message.metadata or {}} for part in rest]
    tracker.update(SlotSet(WAITING_SLOT, [*added, *_waiting(tracker)]), processor.domain)


async def hear_all_wishes(
    processor: MessageProcessor, output: OutputChannel, tracker: DialogueStateTracker, run: RunLoop
) -> None:
    """Answers the message of `take_first_wish`, and after it what waits, until a form is open or all is answered."""
    hearing: Hearing | None = getattr(tracker, "hearing", None)
    if hearing is None:
        await run(processor, output, tracker)
        return
    if hearing.are_left_together:
        await _say(processor, output, tracker, ONLY_ONE_RESPONSE)
    await _run(processor, output, tracker, run)
    if tracker.active_loop_name is None and is_take_over(hearing.message.text) and _waiting(tracker):
        tracker.update(SlotSet(WAITING_SLOT, None), processor.domain)
    part = 1
    while tracker.active_loop_name is None and _waiting(tracker):
        part += 1
        await _hear_waiting(processor, output, tracker, run, part)


def is_later_part(event: UserUttered) -> bool:
    """Whether what the user said here is not the first wish of its turn."""
    return PART_KEY in (event.metadata or {})


def check_settings(folder: Path) -> None:
    """Raises ConfigError for a wishes.yml in `folder` that cannot be used."""
    load_kinds(folder)


async def _wishes(
    processor: MessageProcessor, text: str, tracker: DialogueStateTracker, parsed: dict[str, Parse]
) -> Wishes:
    clauses = clauses_in(text)
    if not clauses:
        return Wishes()
    kinds = _kinds(Path.cwd(), frozenset(processor.domain.intents))
    intents = [await _intent_of(processor, clause, tracker, parsed) for clause in clauses]
    wishes = parts_of(clauses, intents, kinds, lambda intent: _acts(processor, tracker, intent))
    for part in wishes.parts:
        intent = _sure_intent(await _parsed(processor, part.text, tracker, parsed))
        if intent is None or not kinds.are_one(intent, part.intent):
            return Wishes()  # with what goes with it, it is another matter
    return wishes


@lru_cache(maxsize=4)
def _kinds(folder: Path, intents: frozenset[str]) -> Kinds:
    kinds = load_kinds(folder)
    try:
        check_intents(folder, kinds, intents)
    except ConfigError as error:  # the others are of use: an intent that is not there is never found
        logger.error("%s", error)
    return kinds


async def _intent_of(
    processor: MessageProcessor, clause: Clause, tracker: DialogueStateTracker, parsed: dict[str, Parse]
) -> str | None:
    return _sure_intent(await _parsed(processor, clause.text, tracker, parsed)) if clause.may_be_a_wish else None


async def _parsed(
    processor: MessageProcessor, text: str, tracker: DialogueStateTracker, parsed: dict[str, Parse]
) -> Parse:
    if text not in parsed:
        parsed[text] = await processor.parse_message(UserMessage(text, sender_id=tracker.sender_id), tracker)
    return parsed[text]


def _sure_intent(parse: Parse) -> str | None:
    intent = parse.get("intent") or {}
    return intent.get("name") if (intent.get("confidence") or 0.0) >= SURE_OF_A_PART else None


def _acts(processor: MessageProcessor, tracker: DialogueStateTracker, intent: str) -> bool:
    """Whether the intent begins a form, here or at another host: what is lost of it may be money."""
    if intent.startswith(OTHER_SKILL_PREFIX):
        return True
    imagined = tracker.copy()
    imagined.update(UserUttered(intent, {"name": intent, "confidence": 1.0}), processor.domain)
    return _begins_a_form(processor, imagined)


def _begins_a_form(processor: MessageProcessor, tracker: DialogueStateTracker) -> bool:
    if tracker.active_loop_name is not None:
        return False
    action, _ = processor.predict_next_with_tracker_if_should(tracker)
    return action.name() in processor.domain.form_names


async def _run(processor: MessageProcessor, output: OutputChannel, tracker: DialogueStateTracker, run: RunLoop) -> None:
    """Answers the latest wish. That others wait is said before a form asks: what comes last is what a yes answers."""
    waiting = _waiting(tracker) if tracker.hearing.is_taken_apart else []
    says_so_first = bool(waiting) and (tracker.active_loop_name is not None or _begins_a_form(processor, tracker))
    if says_so_first:
        await _say(processor, output, tracker, FIRST_RESPONSE, rest=_words(waiting))
    await run(processor, output, tracker)
    if waiting and not says_so_first and tracker.active_loop_name is not None:
        await _say(processor, output, tracker, FIRST_RESPONSE, rest=_words(waiting))


async def _hear_waiting(
    processor: MessageProcessor, output: OutputChannel, tracker: DialogueStateTracker, run: RunLoop, part: int
) -> None:
    waiting, events, messages = _waiting(tracker), len(tracker.events), len(getattr(output, "messages", ()))
    try:
        await _hear_next(processor, output, tracker, waiting, part)
        await _run(processor, output, tracker, run)
    except Exception as error:  # what the user agreed to in this turn is done, and must not be given up for the rest
        if not tracker.hearing.has_waited:
            raise
        cause = error.__cause__ or error
        logger.error("what waited failed: conversation=%s cause=%s: %s", tracker.sender_id, type(cause).__name__, cause)
        _go_back(tracker, output, events, messages)
        await _give_up_the_rest(processor, output, tracker, waiting)


async def _hear_next(
    processor: MessageProcessor,
    output: OutputChannel,
    tracker: DialogueStateTracker,
    waiting: list[dict[str, Any]],
    part: int,
) -> None:
    following, rest = waiting[0], waiting[1:]
    hearing: Hearing = tracker.hearing
    parse = await _parsed(processor, following["text"], tracker, hearing.parsed)
    said = UserUttered(
        following["text"],
        parse["intent"],
        parse["entities"],
        parse,
        input_channel=hearing.message.input_channel,
        message_id=hearing.message.message_id,
        metadata={**following["metadata"], PART_KEY: part},
    )
    tracker.update_with_events([SlotSet(WAITING_SLOT, rest or None), said], processor.domain)
    if hearing.has_waited:
        await _say(processor, output, tracker, NEXT_RESPONSE, rest=_words([following]))
    await processor.run_action_extract_slots(output, tracker)


def _go_back(tracker: DialogueStateTracker, output: OutputChannel, events: int, messages: int) -> None:
    """To where the conversation stood at so many events, with so many messages said."""
    while len(tracker.events) > events:
        tracker.events.pop()
    tracker.replay_events()
    if isinstance(output, CollectingOutputChannel):
        del output.messages[messages:]


async def _give_up_the_rest(
    processor: MessageProcessor, output: OutputChannel, tracker: DialogueStateTracker, waiting: list[dict[str, Any]]
) -> None:
    tracker.update(SlotSet(WAITING_SLOT, None), processor.domain)
    await _say(processor, output, tracker, NEXT_RESPONSE, rest=_words(waiting))
    await _say(processor, output, tracker, FAILED_RESPONSE)


async def _say(
    processor: MessageProcessor, output: OutputChannel, tracker: DialogueStateTracker, response: str, **details: str
) -> None:
    message = await processor.nlg.generate(response, tracker, output.name(), **details)
    events = [create_bot_utterance({**(message or {}), "utter_action": response})]
    tracker.update_with_events(events, processor.domain)
    await processor._send_bot_messages(events, tracker, output)


def _words(wishes: list[dict[str, Any]]) -> str:
    return as_plain_text(", ".join(wish["text"].strip(" ,.;") for wish in wishes))


def _waiting(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    return tracker.get_slot(WAITING_SLOT) or []
