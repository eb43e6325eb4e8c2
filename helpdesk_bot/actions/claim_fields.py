"""Number and e-mail address of an incident that was opened elsewhere, as fields of a form."""

from __future__ import annotations

import re
from typing import Any

from handoff.sdk_adapter.fields import Needless, Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import EmailProblem, number_among, read_email, read_incident_number

from .access import at_desk
from .email_field import EmailField
from .incident_reading import number_in, numbers_in

_FORGOTTEN = re.compile(
    r"\b(?:(?:don['’]?t|do not|can['’]?t|cannot|didn['’]?t)\s+(?:\w+\s+)?(?:know|remember|recall|have|find|keep)"
    r"|forgot(?:ten)?|no idea|no clue|not sure|unsure|lost|have no|haven['’]?t got)\b",
    re.IGNORECASE,
)


class ClaimNumberField:
    """The number of any incident, whether there is one or not; needless when the conversation knows it already, or
    when the user has no number."""

    slot = "claim_number"
    unclear = "utter_claim_number_unclear"
    called = ("number", "incident", "ticket")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the number. Raises DeskUnavailable."""
        text = "" if turn.is_payload else turn.text
        numbers = numbers_in(text)
        if not numbers:
            is_forgotten = turn.asked == self.slot and _FORGOTTEN.search(text)
            return Needless("utter_claim_number_forgotten") if is_forgotten else None
        known = {each.number for each in await at_desk(lambda desk: desk.known(turn.conversation))}
        unknown = [number for number in numbers if number_among(number, known) is None]
        if len(unknown) > 1:
            return Unclear("utter_incident_one_at_a_time")
        return Understood(unknown[0]) if unknown else Needless("utter_claim_needless", {"number": numbers[0]})

    def holds(self, value: Any) -> bool:
        """A number as it is written everywhere."""
        return isinstance(value, str) and value.startswith("INC") and read_incident_number(value) == value


class ClaimEmailField(EmailField):
    """The e-mail address for which it was opened, or a yes to the one that is remembered."""

    slot = "claim_email"

    async def read(self, turn: Turn) -> Reading:
        """Understood is the normalised address; needless when the user does not know it."""
        address = EmailProblem.MISSING if turn.is_payload else read_email(turn.text)
        if not isinstance(address, EmailProblem):
            return Understood(address)  # whoever's it is: it is the one that the incident was opened with
        reading = await super().read(turn)
        if reading is not None or turn.asked != self.slot or turn.is_payload:
            return reading
        number = turn.slots.get(ClaimNumberField.slot)
        if _FORGOTTEN.search(turn.text):
            return Needless("utter_claim_email_forgotten", {"number": str(number)})
        is_the_number = number is not None and number_in(turn.text) == number
        return Unclear("utter_claim_number_known", {"number": str(number)}) if is_the_number else None
