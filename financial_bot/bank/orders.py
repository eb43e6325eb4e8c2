"""Orders to pay a payee or a card: judged, carried out or scheduled, each at most once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from .accounts import Holdings, holdings_of, locked_customer
from .cards import card_account
from .errors import DateInPast, FeeChanged, InvalidAmount, KeyReused, OtherCurrency
from .fees import charges_of
from .model import Moment, PaymentKind, Receipt
from .money import Money
from .outcomes import Row, receipt_of
from .payees import payee_of
from .payments import Payment, pay
from .schema import orders

LIMIT_MINOR = 100_000_000  # 1,000,000.00


@dataclass(frozen=True)
class Order:
    """What a customer asked for. `recipient_id` is a payee's or a card's.

    `key` names this very wish: the same key is never carried out twice. `agreed_fee` is what the customer was told;
    None when nothing was said of a fee.
    """

    kind: PaymentKind
    recipient_id: int
    amount: Money
    on: date
    key: str
    agreed_fee: Money | None = None


def judge_amount(amount: Money) -> None:
    """Raise InvalidAmount for an amount that can never be paid: zero, negative, or over 1,000,000.00."""
    if amount.minor <= 0:
        raise InvalidAmount("not_positive")
    if amount.minor > LIMIT_MINOR:
        raise InvalidAmount("over_limit")


def carry_out(connection: Connection, conversation_id: str, order: Order, clock: Callable[[], Moment]) -> Receipt:
    """Move the money when the order is for today, or write the order down for its day.

    A known key comes before all other checks, so that an order repeated after midnight is still the same order.
    """
    customer_id = locked_customer(connection, conversation_id)
    moment = clock()  # read only now: midnight may have passed while waiting for the lock
    earlier = _find(connection, customer_id, order.key)
    if earlier is not None:
        return _repeat(earlier, order)
    holdings = holdings_of(connection, customer_id)
    if order.amount.currency != holdings.currency:
        raise OtherCurrency(order.amount.currency, holdings.currency)
    if order.on < moment.today:
        raise DateInPast(order.on, moment.today)
    payment = _payment(connection, holdings, order)
    if order.on > moment.today:
        # Funds are checked on the day itself: much can come in and go out until then.
        outcome = {"scheduled": True, "state": "scheduled", "balance_after": holdings.checking.balance.minor}
    else:
        outcome = _settle_now(connection, holdings, payment, moment)
    return _record(connection, customer_id, order, payment, {**outcome, "ordered_at": moment.now})


def _payment(connection: Connection, holdings: Holdings, order: Order) -> Payment:
    if order.kind == "card_payment":
        card = card_account(holdings, order.recipient_id)
        return Payment(card.name, order.amount, Money(0, holdings.currency), card)
    payee = payee_of(connection, holdings.customer_id, order.recipient_id)
    fee = charges_of(connection, holdings.customer_id, order.on, holdings.currency).next_fee
    if order.agreed_fee not in (None, fee):
        raise FeeChanged(fee)
    return Payment(payee.name, order.amount, fee)


def _settle_now(connection: Connection, holdings: Holdings, payment: Payment, moment: Moment) -> dict[str, Any]:
    number, balance = pay(connection, holdings, payment, moment)
    return {
        "scheduled": False,
        "state": "done",
        "balance_after": balance.minor,
        "transaction_number": number,
        "settled_at": moment.now,
    }


def _record(
    connection: Connection, customer_id: int, order: Order, payment: Payment, outcome: dict[str, Any]
) -> Receipt:
    row = {
        "customer_id": customer_id,
        "key": order.key,
        "kind": order.kind,
        _recipient_column(order.kind): order.recipient_id,
        "recipient": payment.recipient,
        "minor": payment.amount.minor,
        "fee": payment.fee.minor,
        "currency": payment.amount.currency,
        "on": order.on,
        **outcome,
    }
    inserted = connection.execute(insert(orders).values(**row))
    return receipt_of({**row, "id": inserted.inserted_primary_key[0]}, row["balance_after"])


def _find(connection: Connection, customer_id: int, key: str) -> Row | None:
    query = select(orders).where(orders.c.customer_id == customer_id, orders.c.key == key)
    row: Row | None = connection.execute(query).mappings().one_or_none()
    return row


def _repeat(earlier: Row, order: Order) -> Receipt:
    receipt = receipt_of(earlier, earlier["balance_after"], repeated=True)
    recipient_id = earlier[_recipient_column(earlier["kind"])]
    content = (earlier["kind"], recipient_id, receipt.amount, receipt.on)
    if content != (order.kind, order.recipient_id, order.amount, order.on):
        raise KeyReused(receipt_of(earlier, earlier["balance_after"]))
    return receipt


def _recipient_column(kind: str) -> str:
    return "card_id" if kind == "card_payment" else "payee_id"
