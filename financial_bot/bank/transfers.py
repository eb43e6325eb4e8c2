"""Orders to transfer money: judged, carried out or scheduled, each at most once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from .errors import DateInPast, InsufficientFunds, InvalidAmount, KeyReused, OtherCurrency
from .ledger import Account, Entry, account_of, balance_of, post
from .model import Moment, Receipt
from .money import Money
from .payees import payee_of
from .schema import transfers

LIMIT_MINOR = 100_000_000  # 1,000,000.00


@dataclass(frozen=True)
class Order:
    """What a customer asked for. `key` names this very wish: the same key is never carried out twice."""

    payee_id: int
    amount: Money
    on: date
    key: str


def judge_amount(amount: Money) -> None:
    """Raise InvalidAmount for an amount that can never be transferred: zero, negative, or over 1,000,000.00."""
    if amount.minor <= 0:
        raise InvalidAmount("not_positive")
    if amount.minor > LIMIT_MINOR:
        raise InvalidAmount("over_limit")


def carry_out(connection: Connection, conversation_id: str, order: Order, moment: Moment) -> Receipt:
    """Move the money when the order is for today, or write the order down for its day.

    A known key comes before all other checks, so that an order repeated after midnight is still the same order.
    """
    account = account_of(connection, conversation_id, lock=True)
    earlier = _find(connection, account, order.key)
    if earlier is not None:
        return _repeat(earlier, order)
    if order.amount.currency != account.currency:
        raise OtherCurrency(order.amount.currency, account.currency)
    if order.on < moment.today:
        raise DateInPast(order.on, moment.today)
    payee = payee_of(connection, account.customer_id, order.payee_id)
    row = {
        "customer_id": account.customer_id,
        "key": order.key,
        "payee_id": payee.id,
        "payee_name": payee.name,
        "minor": order.amount.minor,
        "currency": order.amount.currency,
        "on": order.on,
        "ordered_at": moment.now,
    }
    if order.on > moment.today:
        outcome = _leave_scheduled(connection, account)
    else:
        outcome = _settle_now(connection, account, payee.name, order.amount, moment)
    return _record(connection, {**row, **outcome})


def pay(connection: Connection, account: Account, payee_name: str, amount: Money, moment: Moment) -> tuple[int, Money]:
    """Post one payment from a locked account; return its transaction number and the balance after it.

    Raises InsufficientFunds, and then nothing was posted.
    """
    available = balance_of(connection, account)
    if available < amount:
        raise InsufficientFunds(available)
    number = post(connection, account, [Entry("transfer", payee_name, moment.today, -amount.minor)], moment.now)
    return number, available - amount


def reference_of(transfer_id: int) -> str:
    """Return the reference that customers see: T-000123."""
    return f"T-{transfer_id:06d}"


def _settle_now(
    connection: Connection, account: Account, payee_name: str, amount: Money, moment: Moment
) -> dict[str, Any]:
    number, balance = pay(connection, account, payee_name, amount, moment)
    return {
        "scheduled": False,
        "state": "done",
        "balance_after": balance.minor,
        "transaction_number": number,
        "settled_at": moment.now,
    }


def _leave_scheduled(connection: Connection, account: Account) -> dict[str, Any]:
    # Funds are checked on the day itself: much can come in and go out until then.
    return {"scheduled": True, "state": "scheduled", "balance_after": balance_of(connection, account).minor}


def _record(connection: Connection, row: Mapping[str, Any]) -> Receipt:
    inserted = connection.execute(insert(transfers).values(**row))
    return _receipt({**row, "id": inserted.inserted_primary_key[0]}, repeated=False)


def _find(connection: Connection, account: Account, key: str) -> Mapping[str, Any] | None:
    query = select(transfers).where(transfers.c.customer_id == account.customer_id, transfers.c.key == key)
    row: Mapping[str, Any] | None = connection.execute(query).mappings().one_or_none()
    return row


def _repeat(earlier: Mapping[str, Any], order: Order) -> Receipt:
    content = (earlier["payee_id"], Money(earlier["minor"], earlier["currency"]), earlier["on"])
    if content != (order.payee_id, order.amount, order.on):
        raise KeyReused(_receipt(earlier, repeated=False))
    return _receipt(earlier, repeated=True)


def _receipt(row: Mapping[str, Any], *, repeated: bool) -> Receipt:
    return Receipt(
        reference=reference_of(row["id"]),
        payee_name=row["payee_name"],
        amount=Money(row["minor"], row["currency"]),
        on=row["on"],
        scheduled=row["scheduled"],
        repeated=repeated,
        balance_after=Money(row["balance_after"], row["currency"]),
    )
