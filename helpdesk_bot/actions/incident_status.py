"""How the user's incidents are doing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.turn import Turn, read_turn
from helpdesk_bot.desk import Desk, EmailProblem, Incident, Known, TicketSystemUnavailable, Waiting, read_email
from storage import utc_now

from .access import at_desk
from .incident_lookup import look_up, note_silence
from .incident_places import at_place, points_to_it
from .incident_reading import MOST_SHOWN, Sight, by_title, named_part, numbers_in
from .incident_shown import listed, show
from .incident_slots import last_in, shown_in, spoke_of, spoke_of_several
from .skills import CLAIM_INCIDENT
from .written import written_ago, written_time

_ALL = re.compile(r"\b(?:all|every|everything|closed|resolved|finished|past|history|ever)\b", re.IGNORECASE)


class IncidentStatus(Action):
    """One incident by its number or a word of its title, or those that are open, or all."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_incident_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks for the proof of an incident that this conversation does not know. DeskUnavailable ends the turn."""
        return await show_status(dispatcher, read_turn(tracker), (tracker.active_loop or {}).get("name") is not None)


async def show_status(dispatcher: CollectingDispatcher, turn: Turn, in_the_middle: bool = True) -> list[EventType]:
    """Shows what the message of `turn` asks for. An incident that this conversation does not know leads to the question
    for its proof, unless that would come in the middle of another skill. Raises DeskUnavailable."""
    text = "" if turn.is_payload else turn.text
    said = numbers_in(text) or await _named(turn, text)
    found = await at_desk(lambda desk: [(each, look_up(desk, turn.conversation, each)) for each in said[:MOST_SHOWN]])
    unknown = [number for number, incident in found if incident is None]
    numbers = [incident.number for _, incident in found if incident is not None]
    for _, incident in found:
        if incident is not None:
            show(dispatcher, incident)
            await _show_waiting(dispatcher, turn.conversation, incident.number)
    if unknown:
        return _ask_for_proof(dispatcher, turn, unknown, in_the_middle)
    if not found:
        return await _show_several(dispatcher, turn.conversation, bool(_ALL.search(text)))
    return spoke_of(numbers[0]) if len(numbers) == 1 else spoke_of_several(numbers)


def _ask_for_proof(
    dispatcher: CollectingDispatcher, turn: Turn, numbers: Sequence[str], in_the_middle: bool
) -> list[EventType]:
    """Begins the form for that, which reads the same message; not in the middle of another one."""
    if in_the_middle:
        dispatcher.utter_message(response="utter_incident_later", number=numbers[0])
        return []
    if len(numbers) == 1 and isinstance(read_email(turn.text), EmailProblem):
        dispatcher.utter_message(response="utter_incident_needs_proof", number=numbers[0])
    # active already, so that the rule for the form's end applies also when it ends at once
    return [ActiveLoop(CLAIM_INCIDENT.form), FollowupAction(CLAIM_INCIDENT.form)]


async def _named(turn: Turn, text: str) -> list[str]:
    """The number of the one incident that the text means without a number: by a word of its title, its place in the
    last list, or as the one that was spoken of last."""
    known = await at_desk(lambda desk: desk.known(turn.conversation))
    if _ALL.search(text):  # "has my printer ticket been closed?" means one all the same
        named = by_title(named_part(text), known)
        return [named[0].number] if len(named) == 1 else []
    choices, last = tuple(each for each in known if each.is_open), last_in(turn.slots)
    sight = Sight(known, choices, shown_in(turn.slots), last)
    meant = by_title(text, known) or at_place(text, sight.as_shown, sight.by_age(sight.as_shown))
    if not meant and last is not None and points_to_it(text):
        meant = sight.numbered(last)
    return [meant[0].number] if meant and len(meant) == 1 else []


async def _show_several(dispatcher: CollectingDispatcher, conversation: str, with_closed: bool) -> list[EventType]:
    incidents = await at_desk(lambda desk: _incidents(desk, conversation))
    wanted = [each for each in incidents if with_closed or each.is_open]
    waiting = await at_desk(lambda desk: desk.waiting(conversation))
    if len(wanted) == 1:
        show(dispatcher, wanted[0])
    elif wanted:
        _show_list(dispatcher, wanted, with_closed)
    elif incidents:
        dispatcher.utter_message(response="utter_incidents_none_open")
    elif not waiting:
        dispatcher.utter_message(response="utter_no_incidents")
    for each in waiting:
        _tell_waiting(dispatcher, each)
    numbers = [each.number for each in reversed(wanted[:MOST_SHOWN])]
    return [] if not numbers else spoke_of(numbers[0]) if len(numbers) == 1 else spoke_of_several(numbers)


def _incidents(desk: Desk, conversation: str) -> Sequence[Incident | Known]:
    """All, newest first: as they are, or as they are remembered while the ticket system does not answer."""
    try:
        return desk.incidents(conversation)
    except TicketSystemUnavailable as error:
        note_silence(error)
        return desk.known(conversation)


def _show_list(dispatcher: CollectingDispatcher, incidents: Sequence[Incident | Known], with_closed: bool) -> None:
    shown = incidents[:MOST_SHOWN][::-1]  # the newest at the end, where "the last one" is
    seen = [each.seen_at for each in shown if isinstance(each, Known)]
    if seen:
        dispatcher.utter_message(
            response="utter_incidents_remembered", incidents=listed(shown), seen=written_time(min(seen), utc_now())
        )
    else:
        response = "utter_incidents_all" if with_closed else "utter_incidents_open"
        dispatcher.utter_message(response=response, incidents=listed(shown))
    if len(incidents) > MOST_SHOWN:
        dispatcher.utter_message(response="utter_incidents_more", count=str(len(incidents) - MOST_SHOWN))


async def _show_waiting(dispatcher: CollectingDispatcher, conversation: str, number: str) -> None:
    for each in await at_desk(lambda desk: desk.waiting(conversation)):
        if each.number == number:
            _tell_waiting(dispatcher, each)


def _tell_waiting(dispatcher: CollectingDispatcher, waiting: Waiting) -> None:
    dispatcher.utter_message(
        response=f"utter_waiting_{waiting.kind}",
        number=waiting.number or "",
        title=as_plain_text(waiting.title),
        since=written_ago(waiting.since, utc_now()),
    )
