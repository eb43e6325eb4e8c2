"""Rows of orders as the objects that customers see, and the references that they know them by."""

import re
from collections.abc import Mapping
from typing import Any

from .model import Failure, Receipt, Scheduled
from .money import Money

_PREFIXES = {"transfer": "T", "card_payment": "C"}
_REFERENCE = re.compile(r"\s*([TC])-([0-9]{6,15})\s*", re.IGNORECASE)

Row = Mapping[str, Any]


def reference_of(row: Row) -> str:
    """Return the reference that customers see: T-000123 for a transfer, C-000124 for a card payment."""
    return f"{_PREFIXES[row['kind']]}-{row['id']:06d}"


def order_number(reference: str) -> tuple[str, int] | None:
    """Return the kind and number of the order that a reference names, in any case, or None when it is no reference."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    (kind,) = (kind for kind, prefix in _PREFIXES.items() if prefix == match[1].upper())
    return kind, int(match[2])


def receipt_of(row: Row, balance_minor: int, *, repeated: bool = False) -> Receipt:
    """Return the receipt for one step of an order, with the balance after that step."""
    return Receipt(
        reference=reference_of(row),
        kind=row["kind"],
        recipient=row["recipient"],
        amount=Money(row["minor"], row["currency"]),
        fee=Money(row["fee"], row["currency"]),
        on=row["on"],
        scheduled=row["scheduled"],
        repeated=repeated,
        balance_after=Money(balance_minor, row["currency"]),
    )


def failure_of(row: Row, available_minor: int) -> Failure:
    """Return what is told about a failed order; its reason is in the row."""
    return Failure(
        reference=reference_of(row),
        kind=row["kind"],
        recipient=row["recipient"],
        amount=Money(row["minor"], row["currency"]),
        on=row["on"],
        reason=row["failure"],
        available=Money(available_minor, row["currency"]),
    )


def scheduled_of(row: Row) -> Scheduled:
    """Return an order that waits for its day, or did so until just now."""
    return Scheduled(
        reference=reference_of(row),
        kind=row["kind"],
        recipient=row["recipient"],
        amount=Money(row["minor"], row["currency"]),
        fee=Money(row["fee"], row["currency"]),
        on=row["on"],
    )
