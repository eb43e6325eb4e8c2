"""The payee of a transfer, as a field of its form."""

from __future__ import annotations

from collections.abc import Sequence

from financial_bot.bank import Payee
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.forms import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .mentions import mentions_of
from .payee_reading import NotThem, UnknownName, read_payee


class PayeeField:
    """One of the customer's own payees."""

    slot = "transfer_payee"
    unclear = "utter_transfer_payee_unclear"
    called = ("payee", "person", "recipient", "receiver", "name")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the payee's id."""
        if turn.is_payload:
            return None
        payees = await at_bank(turn.conversation, lambda bank: bank.payees(turn.conversation))
        asked, opening = turn.asked == self.slot, turn.asked is None
        reading = read_payee(turn.text, mentions_of(turn), payees, asked=asked, opening=opening)
        if isinstance(reading, Payee):
            return Understood(reading.id)
        if isinstance(reading, UnknownName):
            return Unclear("utter_transfer_payee_unknown", {"name": as_plain_text(reading.name)})
        if isinstance(reading, NotThem):
            return Unclear(self.unclear)
        return Unclear("utter_transfer_payee_several", buttons=payee_buttons(reading)) if reading else None


def payee_buttons(payees: Sequence[Payee]) -> list[dict[str, str]]:
    """Buttons that send the payee's name, so that typing and pressing are the same."""
    return [{"title": payee.name, "payload": payee.name} for payee in payees]
