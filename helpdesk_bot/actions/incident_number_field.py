"""One of the incidents that the conversation may see, as a field of a form.

Read from what the desk itself remembers, so it works while the ticket system is down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.sdk_adapter.fields import Needless, Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import EmailProblem, IncidentState, Known, number_among, read_email, read_incident_number

from .access import at_desk
from .incident_lookup import latest
from .incident_places import bare_digit, means_several, means_the_other, points_to_it
from .incident_reading import (
    MOST_SHOWN,
    Meant,
    NotYours,
    Sight,
    has_several_numbers,
    incidents_meant,
    is_nothing_but_a_choice,
    named_part,
    names_another,
    number_in,
)
from .incident_slots import last_in, shown_in
from .incident_wishes import Wish, wishes_in

NOT_YOURS = "utter_incident_not_yours"
NEEDS_PROOF, PROOF_AT_HAND = "utter_incident_needs_proof", "utter_incident_proof_at_hand"

_LONGEST_TITLE = 40
_ASKS_FOR_STATUS = re.compile(r"\b(?:status|state|progress|news|update|how|what|when|show|look|check)\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"^\W*(?:no|nope|not|wait|sorry|oops)\b|\binstead\b|\bi mean[t]?\b|\brather\b"
    r"|\bwrong (?:one|ticket|incident|number)\b",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(r"\bnot\s+(?:(?:the|my|that|this)\s+)?[\w'-]+(?:\s+(?:one|ticket|incident))?", re.IGNORECASE)


def _all_of_it(text: str) -> str:
    return text


@dataclass(frozen=True)
class IncidentNumberField:
    """An incident by number, place or words of its title.

    `wish` is what the skill does with it: a sentence that asks for that may name another incident at any time; what
    else is said after the incident was chosen changes it only when it says so ("no, the outlook one").
    `closed` is the response for one that is closed, with {number}; `nothing_open` the one for a conversation that has
    none to choose from. `naming` gives the part of the first message that may name an incident, `correcting` that of an
    answer to the read-back; while `free_text` is asked for nothing is read.
    """

    slot: str
    wish: Wish
    closed: str
    nothing_open: str
    naming: Callable[[str], str] = _all_of_it
    correcting: Callable[[str], str] = _all_of_it
    free_text: str | None = None
    unclear: str = "utter_incident_number_unclear"
    called: tuple[str, ...] = ("incident", "ticket", "number", "one")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the number. When the form begins and nothing is said of any, "it" is the one that was spoken of
        last, and the only one to choose from is taken unless another one is named. Raises DeskUnavailable."""
        is_later = turn.asked is not None
        if is_later and (turn.asked == self.free_text or turn.is_payload or _asks_for_status(turn)):
            return None
        text, sight = self.spoken_of_in(turn), await self._sight(turn)
        is_choosing = turn.asked in (None, self.slot)
        if has_several_numbers(text) or (is_choosing and means_several(text) and len(sight.choices) > 1):
            return Unclear("utter_incident_one_at_a_time", buttons=incident_buttons(sight.choices))
        meant = self._chosen(turn, text, sight) if is_choosing else self._corrected(turn, text, sight)
        return await self._judged(turn, sight, meant)

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """What to say when there is none to choose from: why, and what can be done. Raises DeskUnavailable."""
        conversation = turn.conversation
        known, waiting = await at_desk(lambda desk: (desk.known(conversation), desk.waiting(conversation)))
        number = number_in(self.spoken_of_in(turn))
        is_known = number is not None and number_among(number, [each.number for each in known]) is not None
        if choices_of(known) or is_known:
            return None
        if number is not None:
            return Unclear(_proof(turn), {"number": number})
        if any(each.kind == "open" for each in waiting):
            return Unclear("utter_incident_without_number")
        return Unclear(self.nothing_open)

    def spoken_of_in(self, turn: Turn) -> str:
        """The part of the message in which the user speaks to the bot: no payload, and no text for the incident."""
        if turn.is_payload or (self.free_text is not None and turn.asked == self.free_text):
            return ""
        if turn.asked is None:
            return self.naming(turn.text)
        return self.correcting(turn.text) if _is_read_back(turn) else turn.text

    def holds(self, value: Any) -> bool:
        """A number as it is written everywhere."""
        return isinstance(value, str) and value.startswith("INC") and read_incident_number(value) == value

    async def _sight(self, turn: Turn) -> Sight:
        known = await at_desk(lambda desk: desk.known(turn.conversation))
        return Sight(known, choices_of(known), shown_in(turn.slots), last_in(turn.slots))

    def _chosen(self, turn: Turn, text: str, sight: Sight) -> Meant | None:
        """When the form begins, or asks which one."""
        meant = incidents_meant(text, text, sight)
        if meant is not None or turn.asked is not None:
            return meant
        last = tuple(each for each in sight.choices if each.number == sight.last)
        supposed = last if last and points_to_it(text) else sight.choices
        if any(names_another(text, each) for each in supposed):
            return ()
        return supposed if len(supposed) == 1 else None

    def _corrected(self, turn: Turn, text: str, sight: Sight) -> Meant | None:
        """When there is one, or another slot is asked for: only what says which incident is meant."""
        current = turn.slots.get(self.slot)
        others = tuple(each for each in sight.choices if each.number != current)
        if current is not None and means_the_other(text):
            return others
        if bare_digit(text) is not None:
            meant = incidents_meant(text, "", sight) if _is_read_back(turn) else None
            return None if isinstance(meant, NotYours) else meant
        wanted = _NOT_THAT.sub(" ", text)
        if is_nothing_but_a_choice(wanted, [each.title for each in sight.known]):
            return incidents_meant(wanted, wanted, sight)
        if _CORRECTS.search(text) or self.wish in wishes_in(text):
            return incidents_meant(wanted, named_part(wanted), sight)
        return None

    async def _judged(self, turn: Turn, sight: Sight, meant: Meant | None) -> Reading:
        if meant is None:
            return None
        if isinstance(meant, NotYours):
            details = {"number": meant.number}
            return Needless(_proof(turn), details) if turn.asked is None else Unclear(NOT_YOURS, details)
        if not meant:
            return Unclear("utter_incident_none_fits")
        if len(meant) > 1:
            return Unclear("utter_incident_several", buttons=incident_buttons(meant))
        return await self._unless_closed(turn, meant[0])

    async def _unless_closed(self, turn: Turn, incident: Known) -> Reading:
        if incident.state is IncidentState.CLOSED:
            now = await at_desk(lambda desk: latest(desk, turn.conversation, incident))
            if now.state is IncidentState.CLOSED:
                details = {"number": incident.number}
                return Needless(self.closed, details) if turn.asked is None else Unclear(self.closed, details)
        return Understood(incident.number)


def choices_of(known: Sequence[Known]) -> tuple[Known, ...]:
    """Those that are open; if none is, those that are resolved, since they can still be commented on and closed."""
    is_open = tuple(each for each in known if each.is_open)
    return is_open or tuple(each for each in known if each.state is not IncidentState.CLOSED)


def incident_buttons(incidents: Sequence[Known]) -> list[dict[str, str]]:
    """Buttons that send the number, the newest at the end, where "the last one" is."""
    return [
        {"title": f"{each.number} {_short(each.title)}", "payload": each.number}
        for each in reversed(incidents[:MOST_SHOWN])
    ]


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"


def _is_read_back(turn: Turn) -> bool:
    return turn.asked is not None and turn.asked.endswith("confirmed")


def _asks_for_status(turn: Turn) -> bool:
    """In mid-form the status of an incident is a question, though it names one."""
    return turn.intent == "incident_status" and bool(_ASKS_FOR_STATUS.search(turn.text))


def _proof(turn: Turn) -> str:
    """What to say before the form for the proof begins: asked for the address, unless the message has it."""
    return NEEDS_PROOF if isinstance(read_email(turn.text), EmailProblem) else PROOF_AT_HAND
