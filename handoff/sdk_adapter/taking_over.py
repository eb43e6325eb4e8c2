"""Taking over a conversation that another host held (handoff/1, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.here import hosts, this_host
from handoff.hosts import Host
from handoff.passage import Passage, read_passage
from handoff.plain_text import as_plain_text
from handoff.policy import Value
from handoff.policy import carried as may_travel
from handoff.protocol import ACCEPTED_KEY
from handoff.sdk_adapter.context import other_host
from handoff.sdk_adapter.handing_over import CHANNEL, LEFT_OPEN_SLOT
from handoff.sdk_adapter.skills import open_again, open_form, run_again
from handoff.sdk_adapter.spoken import OFFERED_SLOT
from handoff.sdk_adapter.turn import Turn, read_turn
from handoff.skill_names import CARRIED_RESPONSE_PREFIX, CARRIED_SLOT, PASSAGE_SLOT


@dataclass(frozen=True)
class TakeOver:
    """What a client brought: from whom, if that is known, how, and with what. Without a ticket there is no passage, and
    nothing is carried."""

    source: Host | None
    passage: Passage | None
    carried: Mapping[str, Value]

    @property
    def message_follows(self) -> bool:
        """Whether the client is about to send words that the user has said already."""
        return self.passage is not None and self.passage.message_digest is not None

    @property
    def is_return(self) -> bool:
        """Whether the user was here before."""
        return self.passage is not None and self.passage.reason == "return"


def read_take_over(turn: Turn) -> TakeOver:
    """What this turn's take-over says; only one channel checks tickets, so the others carry nothing."""
    claims = turn.metadata.get(ACCEPTED_KEY) if turn.channel == CHANNEL else None
    passage = read_passage(claims)
    if passage is None:
        named = hosts().by_url(turn.entity("from_host") or "")
        return TakeOver(other_host(named.id) if named else None, None, {})
    source = other_host(passage.source)
    claimed = claims.get("carried") if isinstance(claims, dict) else None
    if source is None or not isinstance(claimed, dict):
        return TakeOver(source, passage, {})
    accepted = may_travel(source, this_host(), claimed)
    return TakeOver(source, passage, {slot: value for slot, value in accepted.items() if slot in turn.slots})


class AcceptHandoff(Action):
    """A client brings a conversation: this host holds it now."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_accept_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Greets, says what was carried, and goes on with what was open here, also when the session has expired in
        between. What the user said to the other host is answered first."""
        turn = read_turn(tracker)
        brought = read_take_over(turn)
        left_open = open_form(tracker) or _left_open(turn.slots, domain)
        news = {slot: value for slot, value in brought.carried.items() if turn.slots.get(slot) != value}
        _greet(dispatcher, brought, left_open is not None, bool(news))
        for slot, value in news.items():
            _say_carried(dispatcher, slot, value, domain)
        if left_open is None and not brought.message_follows and (news or brought.is_return):
            dispatcher.utter_message(response="utter_handoff_ready")
        return [*_kept(brought), *_resumed(left_open, brought.message_follows)]


def _greet(dispatcher: CollectingDispatcher, brought: TakeOver, was_open: bool, has_news: bool) -> None:
    title = this_host().title
    if was_open or brought.is_return:
        goes_on = was_open and not brought.message_follows
        dispatcher.utter_message(response="utter_welcome_back" if goes_on else "utter_welcome_back_short")
    elif brought.message_follows:
        dispatcher.utter_message(response="utter_handoff_hello", title=title)
    elif brought.source is None:
        dispatcher.utter_message(response="utter_handoff_hello" if has_news else "utter_handoff_welcome", title=title)
    else:
        response = "utter_handoff_hello_from" if has_news else "utter_handoff_welcome_from"
        dispatcher.utter_message(response=response, title=title, source=brought.source.title)


def _say_carried(dispatcher: CollectingDispatcher, slot: str, value: Value, domain: Any) -> None:
    response = f"{CARRIED_RESPONSE_PREFIX}{slot}"
    if response in ((domain or {}).get("responses") or {}):
        dispatcher.utter_message(response=response, **{slot: as_plain_text(str(value))})


def _kept(brought: TakeOver) -> list[EventType]:
    passage = brought.passage.as_json() if brought.passage else None
    return [
        SlotSet(PASSAGE_SLOT, passage),
        SlotSet(CARRIED_SLOT, dict(brought.carried) or None),
        SlotSet(OFFERED_SLOT, None),
        SlotSet(LEFT_OPEN_SLOT, None),
        *(SlotSet(slot, value) for slot, value in brought.carried.items()),
    ]


def _left_open(slots: Mapping[str, Any], domain: Any) -> dict[str, Any] | None:
    """The form that was open at the hand-over and that a new session has dropped since, if the bot still has it."""
    kept, forms = slots.get(LEFT_OPEN_SLOT), (domain or {}).get("forms") or {}
    if not isinstance(kept, dict) or kept.get("form") not in forms:
        return None
    return {"form": kept["form"], "asked": kept.get("asked")}


def _resumed(left_open: Mapping[str, Any] | None, message_follows: bool) -> list[EventType]:
    if left_open is None:
        return []
    has_asked = left_open["asked"] is not None
    return open_again(left_open) if message_follows and has_asked else run_again(str(left_open["form"]))
