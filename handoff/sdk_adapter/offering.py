"""The actions with which a host sends people to another one: asking first, or at once where the user said so."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.here import hosts
from handoff.hosts import Host
from handoff.names import names_of
from handoff.sdk_adapter.choosing import Named, named_in, way_back, wish_for, words_to_carry
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
from handoff.sdk_adapter.spoken import (
    OFFERED_SLOT,
    Offered,
    failed_before,
    offer_before_an_aside,
    standing_offer,
    was_declined,
)
from handoff.sdk_adapter.turn import read_turn
from handoff.sdk_adapter.words import Naming, objects
from handoff.skill_names import (
    LEFT_RESPONSE,
    OFFER_ALL_RESPONSE,
    OFFER_NAMED_RESPONSE,
    OFFER_ONLY_RESPONSE,
    OFFER_RETURN_RESPONSE,
    OFFER_SKILLED_RESPONSE,
    OFFERS_OF_ONE,
    OTHER_SKILL_PREFIX,
    PASSED_ON_RESPONSE,
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
        """Hands over to the host that was asked for by name, asks about one that was only mentioned, stays where it was
        refused; else offers the other hosts, by its name if it is only one, or says that there are none."""
        turn = read_turn(tracker)
        named = named_in(turn) or way_back(turn, tracker)
        if named is not None:
            return await _answer_named(dispatcher, tracker, named)
        return _offer_all(dispatcher, tracker, await reachable(other_hosts()))


class OfferSkilledHost(Action):
    """The user asked for what another host can do: that one, as a question."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_skilled_host"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Offers the host whose examples the message resembled, unless it is the wish that the user has declined, went
        round too often, or nobody is there."""
        turn = read_turn(tracker)
        named = named_in(turn)
        if named is not None and named.how is not Naming.MENTIONED:
            return await _answer_named(dispatcher, tracker, named)
        target = other_host(turn.intent.removeprefix(OTHER_SKILL_PREFIX))
        if target is None:
            dispatcher.utter_message(response="utter_please_rephrase")
            return leave_the_word(tracker)
        wish = Offered(target.id, words_to_carry(turn, target, tracker.events), "other_skill")
        if was_declined(tracker.events, wish):
            name = next(iter(sorted(names_of(target, hosts()))), target.title)
            dispatcher.utter_message(response="utter_not_offered_again", name=name)
            return go_on(tracker)
        there = await reachable(other_hosts())
        if there and not may_go(tracker, target, wish.message):
            say_passed_on(dispatcher, there)
            return [SlotSet(OFFERED_SLOT, wish.as_json()), *leave_the_word(tracker)]
        if target not in there:
            return _say_unavailable(dispatcher, tracker, target, there)
        return _offer(dispatcher, tracker, target, wish, OFFER_SKILLED_RESPONSE)


class TakeOffer(Action):
    """A yes outside of forms: it takes the offer if an offer is what the bot said last."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_offer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Hands over to the host that was offered or is left, also when something else was said and answered in
        between, or asks what the yes was about. What the classifier took for a yes and is a question, a condition or a
        contradiction gets the question again."""
        last = read_turn(tracker).last_response
        wish = standing_offer(tracker.events) if last in OFFERS_OF_ONE else offer_before_an_aside(tracker.events)
        target = other_host(wish.to) if wish else None
        if wish is not None and target is not None:
            if objects(read_turn(tracker).text):
                return _offer(dispatcher, tracker, target, wish, OFFER_NAMED_RESPONSE)
            return hand_over(dispatcher, tracker, target, wish)
        if last in _CHOICES:
            return await _choose(dispatcher, tracker)
        dispatcher.utter_message(response="utter_please_rephrase")
        return leave_the_word(tracker)


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


async def _answer_named(dispatcher: CollectingDispatcher, tracker: Tracker, named: Named) -> list[EventType]:
    """Only a plain request for a host moves the user without a question."""
    if named.how is Naming.REFUSED:
        dispatcher.utter_message(response="utter_lets_go_on")
        return [SlotSet(OFFERED_SLOT, None), *go_on(tracker)]
    there = await reachable(other_hosts())
    if named.host not in there:
        return _say_unavailable(dispatcher, tracker, named.host, there)
    wish = wish_for(named, read_turn(tracker), tracker.events)
    if named.how is Naming.ASKED_FOR:
        return hand_over(dispatcher, tracker, named.host, wish)
    return _offer(dispatcher, tracker, named.host, wish, OFFER_NAMED_RESPONSE)


def _offer(
    dispatcher: CollectingDispatcher, tracker: Tracker, target: Host, wish: Offered, response: str
) -> list[EventType]:
    dispatcher.utter_message(response=response, title=target.title, buttons=buttons_to([target]))
    return [SlotSet(OFFERED_SLOT, wish.as_json()), *leave_the_word(tracker)]


# a yes to these takes the only host that is left, or leaves the choice
_CHOICES = frozenset({OFFER_ALL_RESPONSE, UNAVAILABLE_RESPONSE, LEFT_RESPONSE, PASSED_ON_RESPONSE})


async def _choose(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """A yes to a choice: never the host that has just failed, and never one of several."""
    failed = failed_before(tracker.events)
    left = await reachable(host for host in other_hosts() if host.id != failed)
    if left and read_turn(tracker).last_response == PASSED_ON_RESPONSE:
        say_passed_on(dispatcher, left)
        return leave_the_word(tracker)
    if len(left) == 1:
        return hand_over(dispatcher, tracker, left[0], Offered(left[0].id, None, "user_request"))
    return _offer_all(dispatcher, tracker, left)


def _offer_all(dispatcher: CollectingDispatcher, tracker: Tracker, there: tuple[Host, ...]) -> list[EventType]:
    if not there:
        dispatcher.utter_message(response="utter_no_other_hosts")
        return go_on(tracker)
    if len(there) == 1:
        return _offer(dispatcher, tracker, there[0], Offered(there[0].id, None, "user_request"), OFFER_ONLY_RESPONSE)
    dispatcher.utter_message(response=OFFER_ALL_RESPONSE, buttons=buttons_to(there))
    return [SlotSet(OFFERED_SLOT, None), *leave_the_word(tracker)]


def _say_unavailable(
    dispatcher: CollectingDispatcher, tracker: Tracker, missing: Host, there: tuple[Host, ...]
) -> list[EventType]:
    if not there:
        dispatcher.utter_message(response="utter_host_unavailable_nobody_else", title=missing.title)
        return [SlotSet(OFFERED_SLOT, None), *go_on(tracker)]
    dispatcher.utter_message(response=UNAVAILABLE_RESPONSE, title=missing.title, buttons=buttons_to(there))
    return [SlotSet(OFFERED_SLOT, None), *leave_the_word(tracker)]
