"""The bank as its users see it: one object, one database transaction per call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection, Engine

from storage import (
    StorageUnavailable,
    create_tables,
    open_engine,
    reading,
    storable_identifier,
    utc_now,
    writing,
)

from . import customers, ledger, matching, payees, schedule, transfers
from .errors import BankUnavailable
from .model import Failure, Moment, Payee, Receipt
from .money import Money
from .schema import metadata

Clock = Callable[[], datetime]


class Bank:
    """Accounts, payees and transfers of customers, each known by the id of their conversation.

    Safe to use from several threads and from several processes on one database. Every method raises BankUnavailable
    when the database is locked for more than about three seconds, unreachable or broken.
    """

    def __init__(self, engine: Engine, clock: Clock, zone: ZoneInfo) -> None:
        self._engine = engine
        self._clock = clock
        self._zone = zone

    @classmethod
    def open(cls, url: str, clock: Clock = utc_now, timezone: str = "America/New_York") -> Bank:
        """Open the bank kept at `url` and create what is missing of its tables.

        `clock` returns the current instant with a time zone; `timezone` decides what "today" is. Raises
        StorageUrlRefused for a malformed or unsupported url, ZoneInfoNotFoundError for an unknown zone.
        """
        zone = ZoneInfo(timezone)
        with _translated():
            engine = open_engine(url)
            create_tables(engine, metadata)
        bank = cls(engine, clock, zone)
        with bank._writing() as connection:
            ledger.open_house_accounts(connection)
        return bank

    def close(self) -> None:
        """Close all database connections."""
        self._engine.dispose()

    def __enter__(self) -> Bank:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def today(self) -> date:
        """Return today's date in the bank's time zone."""
        return self._moment().today

    def ensure_customer(self, conversation_id: str) -> None:
        """Make sure that this customer exists: a demo account with payees and a history of its own."""
        customer = storable_identifier(conversation_id)
        with self._reading() as connection:
            if customers.exists(connection, customer):
                return
        with self._writing() as connection:
            customers.create(connection, customer, self._moment())

    def balance(self, customer: str) -> Money:
        """Return what is available now; scheduled transfers are not deducted. Raises UnknownCustomer."""
        with self._reading() as connection:
            return ledger.balance_of(connection, ledger.account_of(connection, storable_identifier(customer)))

    def payees(self, customer: str) -> tuple[Payee, ...]:
        """Return all payees of the customer. Raises UnknownCustomer."""
        with self._reading() as connection:
            account = ledger.account_of(connection, storable_identifier(customer))
            return payees.payees_of(connection, account.customer_id)

    def find_payees(self, customer: str, said: str) -> tuple[Payee, ...]:
        """Return the payees that a name can mean; see `matching.find_payees`. Raises UnknownCustomer."""
        return matching.find_payees(self.payees(customer), said)

    def payees_named_in(self, customer: str, text: str) -> tuple[Payee, ...]:
        """Return the payees named in a whole sentence; see `matching.payees_named_in`. Raises UnknownCustomer."""
        return matching.payees_named_in(self.payees(customer), text)

    def transfer(self, customer: str, payee_id: int, amount: Money, on: date, key: str) -> Receipt:
        """Transfer `amount` to a payee: at once when `on` is today, else on that day (see `run_due`).

        `key` names the customer's wish, for example the id of the confirming message: calling again with the same key
        moves nothing and returns the first receipt with `repeated=True`. After an error nothing has moved, except that
        BankUnavailable can leave it open; calling again with the same key is safe then.

        Raises InvalidAmount, OtherCurrency, DateInPast, UnknownPayee, InsufficientFunds (transfers for today only),
        KeyReused (the key was used with other content), UnknownCustomer.
        """
        transfers.judge_amount(amount)
        order = transfers.Order(payee_id, amount, on, storable_identifier(key))
        with self._writing() as connection:
            # The clock is read once the lock is held: midnight may have passed while waiting.
            return transfers.carry_out(connection, storable_identifier(customer), order, self._moment())

    def run_due(self, customer: str | None = None, now: datetime | None = None) -> tuple[Receipt | Failure, ...]:
        """Carry out the scheduled transfers that are due by `now`, oldest first, each once, whoever else calls this.

        Of one customer, or of all for None. A transfer without funds fails for good and is reported as a Failure. Each
        transfer is a database transaction of its own: when BankUnavailable is raised, those before it stay done.
        """
        moment = self._moment(now)
        whose = None if customer is None else storable_identifier(customer)
        with self._reading() as connection:
            waiting = schedule.due(connection, whose, moment.today)
        outcomes = []
        for conversation_id, transfer_id in waiting:
            with self._writing() as connection:
                outcomes.append(schedule.settle(connection, conversation_id, transfer_id, moment))
        return tuple(outcome for outcome in outcomes if outcome is not None)

    def check(self) -> None:
        """Raise LedgerUnbalanced unless the postings of every transaction sum to zero."""
        with self._reading() as connection:
            ledger.check(connection)

    def _moment(self, now: datetime | None = None) -> Moment:
        instant = now or self._clock()
        return Moment(instant, instant.astimezone(self._zone).date())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _translated(), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _translated(), writing(self._engine) as connection:
            yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as exc:
        raise BankUnavailable(str(exc)) from exc
