"""Whose incident it is: the customer's own e-mail address, and not every address that is spoken of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handoff.answers import Answer, read_answer
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import EmailProblem, read_email

from .report_reading import own_addresses
from .skills import FREE_TEXTS

EMAIL_SLOT = "email"  # the address that this conversation's user gave last
ASKS_AGAIN = "utter_ask_email_again"

_RESPONSES = {EmailProblem.INVALID: "utter_email_invalid", EmailProblem.SEVERAL: "utter_email_several"}
_SAYS_THE_SAME = frozenset(
    {"use it", "use that", "use that one", "use this one", "the same", "the same one", "same", "that's my address"}
    | {"that one", "it is my address", "that is my address", "same as before", "the same as before", "still the same"}
)
_SAYS_ANOTHER = frozenset({"another", "another one", "another address", "a different one", "not that one", "other one"})
_CORRECTED = re.compile(
    r"\b(?:change|correct|set|make|replace|update)\b[^@]*\b(?:to|with|into)\s+(\S+@\S+)"
    r"|\b(?:should be|instead:?|not \S+@\S+,? but)\s+(\S+@\S+)|(\S+@\S+)\s+instead\b"
    r"|^\W*(?:no|nope|sorry|wrong|oops|wait|that'?s (?:wrong|not right))\b[^@]{0,60}?(\S+@\S+)\W*$",
    re.IGNORECASE,
)


class EmailField:
    """One valid e-mail address: any that is given when it is asked for, else one that is said to be the customer's; or
    a yes to the one that is remembered."""

    slot = "incident_email"
    unclear = "utter_email_unclear"
    called = ("e-?mail", "address")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the normalised address."""
        if turn.asked == self.slot:
            again = _answer_to_the_remembered(turn)
            return again if again is not None else _address_in(turn.text)
        if turn.is_payload or turn.asked in FREE_TEXTS:
            return None
        corrected = _CORRECTED.search(turn.text) if turn.asked is not None else None
        own = next(filter(None, corrected.groups())) if corrected else " ".join(own_addresses(turn.text))
        return _address_in(own)

    def holds(self, value: Any) -> bool:
        """An address as it is normalised."""
        return isinstance(value, str) and read_email(value) == value


def _address_in(text: str) -> Reading:
    address = read_email(text)
    if not isinstance(address, EmailProblem):
        return Understood(address)
    response = _RESPONSES.get(address)
    return Unclear(response) if response else None


def remembered_email(slots: Mapping[str, Any]) -> str | None:
    """The address that the user gave last, normalised; what is none, wherever it came from, does not count."""
    known = slots.get(EMAIL_SLOT)
    address = read_email(known) if isinstance(known, str) else EmailProblem.MISSING
    return None if isinstance(address, EmailProblem) else address


def refuses_the_remembered(turn: Turn) -> bool:
    """Whether the user wants another address than the one that is remembered."""
    return _answer(turn) is Answer.NO


def _answer_to_the_remembered(turn: Turn) -> Reading:
    known = remembered_email(turn.slots)
    if _answer(turn) is Answer.YES and known is not None:
        return Understood(known)
    return Unclear("utter_email_another") if refuses_the_remembered(turn) else None


def _answer(turn: Turn) -> Answer | None:
    is_asked = turn.last_response == ASKS_AGAIN
    return read_answer(turn.text, _SAYS_THE_SAME, _SAYS_ANOTHER) if is_asked else None
