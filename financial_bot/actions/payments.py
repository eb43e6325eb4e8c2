"""What a payment came to, as the response to give and what fills it."""

from __future__ import annotations

from collections.abc import Callable

from financial_bot.bank import (
    BankError,
    BankUnavailable,
    FeeChanged,
    InsufficientFunds,
    KeyReused,
    MoreThanOwed,
    Receipt,
)
from financial_bot.words import written_day, written_money
from handoff.plain_text import as_plain_text

Said = tuple[str, dict[str, str]]


def outcome_of(pay: Callable[[], Receipt], skill: str) -> Said:
    """Pays, and returns one of the responses `utter_<skill>_...` with its details: done, scheduled (either with_fee),
    done_before, no_funds, owed_less, fee_changed, refused. Raises BankUnavailable.
    """
    try:
        outcome, details = _of_receipt(pay())
    except BankUnavailable:
        raise
    except BankError as error:
        outcome, details = _of_refusal(error)
    return f"utter_{skill}_{outcome}", details


def _of_receipt(receipt: Receipt) -> Said:
    if receipt.repeated:
        return "done_before", details_of(receipt)
    when = "scheduled" if receipt.scheduled else "done"
    return f"{when}_with_fee" if receipt.fee.minor else when, details_of(receipt)


def _of_refusal(error: BankError) -> Said:
    match error:
        case KeyReused():
            return "done_before", details_of(error.receipt)
        case InsufficientFunds():
            return "no_funds", {"available": written_money(error.available)}
        case MoreThanOwed():
            return "owed_less", {"owed": written_money(error.owed)}
        case FeeChanged():
            return "fee_changed", {}
        case _:
            return "refused", {}


def details_of(receipt: Receipt) -> dict[str, str]:
    """amount, recipient, fee, day, reference and balance, as people read them."""
    return {
        "amount": written_money(receipt.amount),
        "recipient": as_plain_text(receipt.recipient),
        "fee": written_money(receipt.fee),
        "day": written_day(receipt.on),
        "reference": receipt.reference,
        "balance": written_money(receipt.balance_after),
    }
