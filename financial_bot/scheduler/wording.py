"""Which response of the bot's tells a customer what became of a payment, and what fills it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from financial_bot.bank import Failure, Notice, Receipt
from financial_bot.words import written_day, written_money
from handoff.back_office.notices import notice_request
from handoff.plain_text import as_plain_text


@dataclass(frozen=True)
class Wording:
    """A response in financial_bot/domain/notices.yml and the values of its placeholders."""

    response: str
    details: dict[str, str]


def as_request(notice: Notice) -> dict[str, Any]:
    """What the bot's channel takes as a notice, as JSON; the same notice always has the same id."""
    wording = wording_of(notice.outcome)
    return notice_request("bank", notice.id, notice.conversation_id, wording.response, wording.details)


def wording_of(outcome: Receipt | Failure) -> Wording:
    """How to tell the customer about it."""
    what = "transfer" if outcome.kind == "transfer" else "card"
    recipient = "payee" if outcome.kind == "transfer" else "card"
    details = {
        "amount": written_money(outcome.amount),
        recipient: as_plain_text(outcome.recipient),
        "reference": outcome.reference,
        "day": written_day(outcome.on),
    }
    how, more = _done(outcome) if isinstance(outcome, Receipt) else _failed(outcome)
    return Wording(f"utter_notice_{what}_{how}", {**details, **more})


def _done(receipt: Receipt) -> tuple[str, dict[str, str]]:
    if receipt.fee.minor > 0:
        return "done_with_fee", {"fee": written_money(receipt.fee)}
    return "done", {}


def _failed(failure: Failure) -> tuple[str, dict[str, str]]:
    available = written_money(failure.available)
    if failure.reason == "more_than_owed":
        return "failed_owed", {"owed": available}
    # enough for the amount and yet too little: then it was the fee on top
    return "failed_fee" if failure.available.minor >= failure.amount.minor else "failed_funds", {"available": available}
