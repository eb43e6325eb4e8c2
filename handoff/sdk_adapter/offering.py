"""The actions with which a host sends people to another one: asking first, or at once where the user said so."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.here import hosts
from handoff.hosts import Host, distinctive_words
from handoff.sdk_adapter.context import other_host, other_hosts
from handoff.sdk_adapter.handing_over import (
    buttons_to,
    go_on,
    hand_over,
    leave_the_word,
    may_go,
    passage_of,
    say_passed_on,
)
from handoff.sdk_adapter.reach import reachable
from handoff.sdk_adapter.spoken import OFFERED_SLOT, Offered, standing_offer, was_declined
from handoff.sdk_adapter.turn import Turn, read_turn
from handoff.sdk_adapter.words import asks_to_go_back, host_named, words_beside_name
from handoff.skill_names import (
    OFFER_ALL_RESPONSE,
    OFFER_RETURN_RESPONSE,
    OFFER_SKILLED_RESPONSE,
    OTHER_SKILL_PREFIX,
    UNAVAILABLE_RESPONSE,
    UNKNOWN_HOST_RESPONSE,
)

RETURN_OFFERED_SLOT = "handoff_return_offered"  # the id of the ticket for which a return was offered


class OfferHosts(Action):
    """The user wants somebody else: everybody there is, as buttons."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_hosts"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Hands over to the host that was named, else offers the other hosts, or says that there are none."""
        turn = read_turn(tracker)
        named = _meant(turn, tracker)
        if named is not None:
            words = words_beside_name(turn.text, named, hosts())
            return await _hand_over_if_there(dispatcher, tracker, named, words)
        there = await reachable(other_hosts())
        if not there:
            dispatcher.utter_message(response="utter_no_other_hosts")
            return go_on(tracker)
        dispatcher.utter_message(response=OFFER_ALL_RESPONSE, buttons=buttons_to(there))
        offered = Offered(there[0].id, None, "user_request").as_json() if len(there) == 1 else None
        return [SlotSet(OFFERED_SLOT, offered), *leave_the_word(tracker)]


class OfferSkilledHost(Action):
    """The user asked for what another host can do: that one, as a question."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_skilled_host"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Offers the host whose examples the message resembled, unless it is the wish that the user has declined, went
        round too often, or nobody is there."""
        turn = read_turn(tracker)
        named = _asked_for(turn)
        if named is not None:
            return await _hand_over_if_there(dispatcher, tracker, *named)
        target = other_host(turn.intent.removeprefix(OTHER_SKILL_PREFIX))
        if target is None:
            dispatcher.utter_message(response="utter_please_rephrase")
            return leave_the_word(tracker)
        wish = Offered(target.id, None if turn.is_payload else turn.text, "other_skill")
        if was_declined(tracker.events, wish):
            name = next(iter(sorted(distinctive_words(target, hosts()))), target.title)
            dispatcher.utter_message(response="utter_not_offered_again", name=name)
            return go_on(tracker)
        there = await reachable(other_hosts())
        if not may_go(tracker, target, wish.message):
            say_passed_on(dispatcher, there)
            return [SlotSet(OFFERED_SLOT, None), *leave_the_word(tracker)]
        if target not in there:
            return _say_unavailable(dispatcher, tracker, target, there)
        dispatcher.utter_message(response=OFFER_SKILLED_RESPONSE, title=target.title, buttons=buttons_to([target]))
        return [SlotSet(OFFERED_SLOT, wish.as_json()), *leave_the_word(tracker)]


class TakeOffer(Action):
    """A yes outside of forms: it takes the offer if an offer is what the bot said last."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_offer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Hands over to the host that was offered, or asks what the yes was about."""
        wish = _offered_just_now(read_turn(tracker), tracker)
        target = other_host(wish.to) if wish else None
        if wish is None or target is None:
            dispatcher.utter_message(response="utter_please_rephrase")
            return leave_the_word(tracker)
        return hand_over(dispatcher, tracker, target, wish)


class TriggerHandoff(Action):
    """The user chose a host by its button, or a client whose ticket has expired asks for a fresh offer."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_trigger_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Emits the offer; with the user's words while the offer stands that had them. A host that is not listed goes
        nowhere, whoever typed it."""
        target = other_host(read_turn(tracker).entity("to"))
        if target is None:
            there = await reachable(other_hosts())
            dispatcher.utter_message(response=UNKNOWN_HOST_RESPONSE, buttons=buttons_to(there))
            return leave_the_word(tracker)
        standing = standing_offer(tracker.events)
        fits = standing is not None and standing.to == target.id
        wish = standing if standing and fits else Offered(target.id, None, "user_request")
        return hand_over(dispatcher, tracker, target, wish)


class OfferReturn(Action):
    """What the user came here for is done: back to where they came from? Rasa's side runs it after a task."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_return"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks once per take-over; says nothing when that host is not there."""
        passage = passage_of(tracker)
        target = other_host(passage.returns_to) if passage else None
        if passage is None or target is None or tracker.get_slot(RETURN_OFFERED_SLOT) == passage.ticket_id:
            return []
        if not may_go(tracker, target, None) or not await reachable([target]):
            return []
        dispatcher.utter_message(response=OFFER_RETURN_RESPONSE, title=target.title, buttons=buttons_to([target]))
        wish = Offered(target.id, None, "return")
        return [SlotSet(OFFERED_SLOT, wish.as_json()), SlotSet(RETURN_OFFERED_SLOT, passage.ticket_id)]


def _meant(turn: Turn, tracker: Tracker) -> Host | None:
    """The host that is asked for by name, or the one where the user came from."""
    if turn.is_payload:
        return None
    named = host_named(turn.text, other_hosts(), hosts())
    passage = passage_of(tracker)
    if named is not None or passage is None or not asks_to_go_back(turn.text):
        return named
    return other_host(passage.returns_to) or other_host(passage.source)


def _asked_for(turn: Turn) -> tuple[Host, str | None] | None:
    """The host that a wish asks for by name beside what it is about, and what that is: "take me to the helpdesk, my
    outlook crashes". None for "can the helpdesk reset my password?"."""
    named = None if turn.is_payload else host_named(turn.text, other_hosts(), hosts())
    words = words_beside_name(turn.text, named, hosts()) if named else None
    return None if named is None or words == turn.text else (named, words)


async def _hand_over_if_there(
    dispatcher: CollectingDispatcher, tracker: Tracker, named: Host, words: str | None
) -> list[EventType]:
    there = await reachable(other_hosts())
    if named not in there:
        return _say_unavailable(dispatcher, tracker, named, there)
    return hand_over(dispatcher, tracker, named, Offered(named.id, words, "user_request"))


_OFFERS_OF_ONE = frozenset({OFFER_SKILLED_RESPONSE, OFFER_RETURN_RESPONSE, OFFER_ALL_RESPONSE})


def _offered_just_now(turn: Turn, tracker: Tracker) -> Offered | None:
    """What a yes means now: the offer must be what the bot said last, and of one host."""
    return standing_offer(tracker.events) if turn.last_response in _OFFERS_OF_ONE else None


def _say_unavailable(
    dispatcher: CollectingDispatcher, tracker: Tracker, missing: Host, there: tuple[Host, ...]
) -> list[EventType]:
    if not there:
        dispatcher.utter_message(response="utter_host_unavailable_nobody_else", title=missing.title)
        return [SlotSet(OFFERED_SLOT, None), *go_on(tracker)]
    dispatcher.utter_message(response=UNAVAILABLE_RESPONSE, title=missing.title, buttons=buttons_to(there))
    return [SlotSet(OFFERED_SLOT, None), *leave_the_word(tracker)]
