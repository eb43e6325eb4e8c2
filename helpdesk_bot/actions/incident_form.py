"""How the forms listen that change an incident, and what comes after them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from handoff.sdk_adapter.fields import Reading, Unclear
from handoff.sdk_adapter.forms import IMPOSSIBLE, NOT_ASKED_FOR, SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.skills import RESUMED_SLOT, WANTED_SLOT, FormSkill, come_back, message_to_begin_with
from handoff.sdk_adapter.turn import Turn, read_turn
from helpdesk_bot.desk import Desk, IncidentState, Outcome

from .access import at_desk
from .desk_wishes import asks_to_reopen
from .incident_lookup import as_it_is, remembered
from .incident_number_field import NEEDS_PROOF, PROOF_AT_HAND, IncidentNumberField
from .incident_places import bare_digit
from .incident_read_back import SHOWN_SLOT, ReadBack
from .incident_reading import number_in
from .incident_slots import offered
from .incident_status import show_status
from .incident_wishes import Wish, asks_for_status, other_wish
from .outcomes import outcome_of
from .reopen_incident import answer_reopening
from .skills import ADD_COMMENT, CHANGE_PRIORITY, CLAIM_INCIDENT, CLOSE_INCIDENT, QUESTIONS, SKILLS

WISHED: Final[Mapping[Wish, FormSkill]] = {
    "close": CLOSE_INCIDENT,
    "comment": ADD_COMMENT,
    "priority": CHANGE_PRIORITY,
}
_PROOFS = frozenset({NEEDS_PROOF, PROOF_AT_HAND})


class IncidentForm(SkillForm):
    """A form that does something with one incident.

    A sentence that asks for something else than that is never taken for a choice of the incident, and "status" shows
    how the incidents are doing, whatever the classifier takes them for. A number that this conversation does not know
    leads to the form that asks for its proof. `incident` is the form's first field.
    """

    incident: IncidentNumberField
    skills: Sequence[FormSkill] = SKILLS
    interruptions = QUESTIONS

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """There is none to choose from."""
        return await self.incident.hindrance(turn)

    async def means_another(self, turn: Turn) -> FormSkill | None:
        """An incident that has to be proven first."""
        if turn.is_payload or turn.asked == self.incident.free_text:
            return None
        return CLAIM_INCIDENT if await self._is_unknown(turn) else None

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Remembers which incidents were offered, and which other form has to begin when this one is not the one."""
        events = await super().run(dispatcher, tracker, domain)
        if not events:
            return events
        turn = read_turn(tracker)
        turn = message_to_begin_with(self.skill.form, turn) or turn
        closed = await self._closed_meanwhile(dispatcher, turn, events)
        return [*events, *closed, *offered(dispatcher), *self._instead(dispatcher, turn, events)]

    def _instead(self, dispatcher: CollectingDispatcher, turn: Turn, events: list[EventType]) -> list[EventType]:
        ended = {event.get("value") for event in events if event.get("name") == self.skill.confirmation}
        wish = other_wish(turn.text, (self.incident.wish,)) if NOT_ASKED_FOR in ended else None
        needs_proof = IMPOSSIBLE in ended and any(each.get("response") in _PROOFS for each in dispatcher.messages)
        other = WISHED[wish] if wish else CLAIM_INCIDENT if needs_proof else None
        if other is None:
            return []
        return [SlotSet(WANTED_SLOT, {"form": other.form, "message": turn.message, "agreed": True})]

    def wanted_instead(self, turn: Turn, readings: Mapping[str, Reading]) -> FormSkill | None:
        """What the words ask for, else what the classifier takes them for. The text of a comment asks for nothing."""
        if not turn.is_payload and turn.asked == self.incident.free_text:
            return None
        wish = other_wish(self.incident.spoken_of_in(turn), (self.incident.wish,))
        return WISHED[wish] if wish else super().wanted_instead(turn, readings)

    async def answer_aside(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType] | None:
        """A question how incidents are doing."""
        if not asks_for_status(self.incident.spoken_of_in(turn)) or await self._is_unknown(turn):
            return None
        return [*await show_status(dispatcher, turn), SlotSet(str(turn.asked), None)]

    async def _closed_meanwhile(
        self, dispatcher: CollectingDispatcher, turn: Turn, events: list[EventType]
    ) -> list[EventType]:
        """Ends the form with a sentence when it goes on with an incident that was chosen just now, or before another
        skill came in between, and is closed: nobody shall write a comment that nobody can take."""
        new = {event["name"]: event["value"] for event in events if event.get("event") == "slot"}
        number = new.get(self.incident.slot, turn.slots.get(self.incident.slot))
        is_to_look = self.incident.slot in new or turn.slots.get(RESUMED_SLOT) == self.skill.form
        if not is_to_look or number is None or new.get(self.skill.confirmation) is not None:
            return []
        incident = await as_it_is(turn.conversation, str(number))
        if incident is None or incident.state is not IncidentState.CLOSED:
            return []
        dispatcher.utter_message(response=self.incident.closed, number=incident.number)
        return [SlotSet(self.skill.confirmation, IMPOSSIBLE), SlotSet(REQUESTED_SLOT, None)]

    async def _is_unknown(self, turn: Turn) -> bool:
        """Whether it speaks of an incident that has to be proven first."""
        text = self.incident.spoken_of_in(turn)
        number = number_in(text)
        if bare_digit(text) is not None or number is None:
            return False
        return await at_desk(lambda desk: remembered(desk, turn.conversation, number)) is None


class IncidentEnd(SkillEnd):
    """The end of such a form: makes the change that `read_back` showed, or begins the form that was meant instead."""

    skills = SKILLS
    read_back: ReadBack

    @abstractmethod
    def change(self, desk: Desk, conversation: str, slots: Mapping[str, Any]) -> Outcome:
        """Makes the change that the slots say. Raises what the desk raises."""

    def details(self, slots: Mapping[str, Any]) -> dict[str, str]:
        """What fills the response where the desk itself does not say it."""
        return {}

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """Reads back again when it is not as it was shown. DeskUnavailable ends the turn."""
        if await self.read_back.is_outdated(tracker):
            dispatcher.utter_message(response="utter_incident_changed_meanwhile")
            return (self.skill.confirmation,)
        incident, slots = self.read_back.incident, dict(tracker.slots)
        response, details = await at_desk(
            lambda desk: outcome_of(
                lambda: self.change(desk, tracker.sender_id, slots), incident.wish, str(slots[incident.slot])
            )
        )
        dispatcher.utter_message(response=response, **{**self.details(slots), **details})
        return ()

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Raises what `carry_out` raises. A question that began the form is answered with the status."""
        turn, outcome = read_turn(tracker), tracker.get_slot(self.skill.confirmation)
        wanted = tracker.get_slot(WANTED_SLOT)
        is_handed_on = isinstance(wanted, dict) and wanted.get("agreed") is True and wanted.get("form") in _FORMS
        emptied: list[EventType] = [SlotSet(slot, None) for slot in (*self.skill.slots, SHOWN_SLOT)]
        if outcome in (IMPOSSIBLE, NOT_ASKED_FOR) and is_handed_on:
            # active already, so that the rule for the form's end applies also when it ends at once
            return [*emptied, ActiveLoop(wanted["form"]), FollowupAction(wanted["form"])]
        if outcome == NOT_ASKED_FOR and asks_to_reopen(turn.text):
            answered = await answer_reopening(dispatcher, turn)
        elif outcome == NOT_ASKED_FOR and asks_for_status(turn.text):
            answered = await show_status(dispatcher, turn)
        else:
            return [SlotSet(SHOWN_SLOT, None), *await super().run(dispatcher, tracker, domain)]
        return [*answered, *emptied, *come_back(dispatcher, tracker, self.skills)]


_FORMS = frozenset(skill.form for skill in SKILLS)
