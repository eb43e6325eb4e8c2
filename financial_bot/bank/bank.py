"""The bank as its users see it: one object, one database transaction per call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection, Engine

from storage import StorageUnavailable, erasing, migrate, open_engine, reading, storable_identifier, utc_now, writing

from . import accounts, cards, customers, fees, ledger, matching, names, notices, orders, payees, schedule, statements
from .errors import BankUnavailable
from .migrations import MIGRATIONS
from .model import Card, Charges, Erased, Failure, Found, Line, Moment, Notice, Payee, Receipt, Scheduled
from .money import Money

MOST_REFUSED = 5

Clock = Callable[[], datetime]

_CHECK_SECONDS = 600


class Bank:
    """Accounts, cards, payees and payments of customers, each known by the id of their conversation.

    Safe to use from several threads and from several processes on one database. Every method raises BankUnavailable
    when the database is locked for more than about three seconds, unreachable or broken, and every method that takes a
    customer raises UnknownCustomer for one that was not made sure of (`ensure_customer`).
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now, timezone: str = "America/New_York") -> None:
        self._engine = engine
        self._clock = clock
        self._zone = ZoneInfo(timezone)

    @classmethod
    def open(cls, url: str, clock: Clock = utc_now, timezone: str = "America/New_York") -> Bank:
        """Open the bank kept at `url`; make its tables, or bring those of an older version up to date.

        `clock` returns the current instant with a time zone; `timezone` decides what "today" is. Raises
        StorageUrlRefused for a malformed or unsupported url, StorageTooNew for a database that a newer version of the
        bank has changed, ZoneInfoNotFoundError for an unknown zone.
        """
        with _translated():
            bank = cls(open_engine(url), clock, timezone)
            migrate(bank.engine, MIGRATIONS)
        return bank

    @property
    def engine(self) -> Engine:
        """The way to the database, for tools and tests that look beneath."""
        return self._engine

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
        """Return what is available now; scheduled payments are not deducted."""
        with self._reading() as connection:
            return accounts.balance_of(connection, storable_identifier(customer))

    def cards(self, customer: str) -> tuple[Card, ...]:
        """Return the customer's credit cards with what is owed on each."""
        with self._reading() as connection:
            return cards.cards_of(accounts.holdings_of(connection, _known(connection, customer)))

    def charges(self, customer: str, on: date | None = None) -> Charges:
        """Return what transfers cost in the statement cycle (calendar month) of `on`, today by default.

        A transfer counts in the cycle of its day from the moment it is ordered, unless it is cancelled or has failed.
        Card payments are free and do not count.
        """
        day = on or self.today()
        with self._reading() as connection:
            return fees.charges_of(connection, _known(connection, customer), day, accounts.CURRENCY)

    def payees(self, customer: str) -> tuple[Payee, ...]:
        """Return all payees of the customer, in the order in which they were added."""
        with self._reading() as connection:
            return payees.payees_of(connection, _known(connection, customer))

    def find_payees(self, customer: str, said: str) -> tuple[Payee, ...]:
        """Return the payees that a name can mean; see `matching.find_payees`."""
        return matching.find_payees(self.payees(customer), said)

    def payees_named_in(self, customer: str, text: str) -> tuple[Payee, ...]:
        """Return the payees named in a whole sentence; see `matching.payees_named_in`."""
        return matching.payees_named_in(self.payees(customer), text)

    def add_payee(self, customer: str, name: str) -> Payee:
        """Add a payee. Raises InvalidName, and PayeeExists when one is called so but for case, accents and spaces."""
        tidy = names.tidied(name)
        with self._writing() as connection:
            return payees.add(connection, storable_identifier(customer), tidy)

    def remove_payee(self, customer: str, payee_id: int) -> Payee:
        """Remove a payee and return it; what was paid stays in the statements, and the name can be added again.

        Raises UnknownPayee (also when it was removed before), PayeeInUse while scheduled transfers wait for it.
        """
        with self._writing() as connection:
            return payees.remove(connection, storable_identifier(customer), payee_id, self._moment())

    def transfer(
        self, customer: str, payee_id: int, amount: Money, on: date, key: str, fee: Money | None = None
    ) -> Receipt:
        """Transfer `amount` to a payee: at once when `on` is today, else on that day (see `run_due`).

        The transfer may cost a fee (see `charges`), fixed now and charged together with the transfer. `fee` is the one
        that the customer agreed to: FeeChanged is raised when it is another. None agrees to any.

        `key` names the customer's wish, for example the id of the confirming message: calling again with the same key
        moves nothing and returns the first receipt with `repeated=True`. After an error nothing has moved, except that
        BankUnavailable can leave it open; calling again with the same key is safe then.

        Raises InvalidAmount, OtherCurrency, DateInPast, UnknownPayee, FeeChanged, InsufficientFunds (for amount and
        fee; transfers for today only), KeyReused (the key was used with other content, for a card payment too).
        """
        return self._order(customer, orders.Order("transfer", payee_id, amount, on, key, fee))

    def pay_card(self, customer: str, card_id: int, amount: Money, on: date, key: str) -> Receipt:
        """Pay off some of what is owed on a card: at once when `on` is today, else on that day. It costs no fee.

        Raises UnknownCard, MoreThanOwed (payments for today only; on a later day it becomes a Failure), and what
        `transfer` raises; `key` is as there.
        """
        return self._order(customer, orders.Order("card_payment", card_id, amount, on, key))

    def scheduled(self, customer: str) -> tuple[Scheduled, ...]:
        """Return the payments that wait for their day, by day and then in the order in which they were ordered."""
        with self._reading() as connection:
            return schedule.waiting(connection, _known(connection, customer))

    def cancel_scheduled(self, customer: str, reference: str) -> Scheduled:
        """Cancel a payment that waits for its day: it is never carried out, whoever is about to do so.

        Raises UnknownOrder, AlreadySettled.
        """
        with self._writing() as connection:
            return schedule.cancel(connection, storable_identifier(customer), reference, self._moment())

    def run_due(self, customer: str | None = None, now: datetime | None = None) -> tuple[Receipt | Failure, ...]:
        """Carry out the scheduled payments that are due by `now`, oldest first, each once, whoever else calls this.

        Of one customer, or of all for None. A payment without funds, or of more than is owed on the card, fails for
        good and is reported as a Failure. Both leave a notice. Each payment is a database transaction of its own: one
        that the database refuses stays scheduled and does not keep the others; BankUnavailable is raised in the end.
        """
        moment = self._moment(now)
        whose = None if customer is None else storable_identifier(customer)
        with self._reading() as connection:
            waiting = schedule.due(connection, whose, moment.today)
        outcomes: list[Receipt | Failure | None] = []
        problems: list[BankUnavailable] = []
        for conversation_id, order_id in waiting:
            try:
                with self._writing() as connection:
                    outcomes.append(schedule.settle(connection, conversation_id, order_id, moment))
            except BankUnavailable as error:
                problems.append(error)
                if len(problems) == MOST_REFUSED:  # it is not about single payments
                    break
        if problems:
            raise problems[0]
        return tuple(outcome for outcome in outcomes if outcome is not None)

    def search(
        self,
        customer: str,
        *,
        earnings: bool = False,
        counterparty: str | None = None,
        start: date | None = None,
        end: date | None = None,
        limit: int = 5,
    ) -> Found:
        """Return what was spent, or earned, in the days from `start` up to but not including `end`; None is open.

        Spending is purchases, transfers and fees, from the account and on cards; paying a card and saving are not.
        Earnings are salaries, interest and refunds. `counterparty` is a whole name, in any case (see `counterparties`).
        """
        wanted = statements.Search(earnings, counterparty, start, end, limit)
        with self._reading() as connection:
            return statements.search(connection, _known(connection, customer), wanted)

    def latest(
        self, customer: str, limit: int = 5, *, kinds: Collection[str] | None = None, names: Collection[str] = ()
    ) -> tuple[Line, ...]:
        """Return the newest movements of the account and the cards, newest first.

        `kinds` and `names` leave only some of them: of these kinds; of the accounts and with the counterparties that
        have these names.
        """
        with self._reading() as connection:
            return statements.latest(connection, _known(connection, customer), limit, kinds, names)

    def counterparties(self, customer: str) -> tuple[str, ...]:
        """Return everybody whom the customer paid or was paid by, each name once, sorted."""
        with self._reading() as connection:
            return statements.counterparties(connection, _known(connection, customer))

    def notices(self, limit: int = 100) -> tuple[Notice, ...]:
        """Return what customers, all of them, are still to be told of their scheduled payments, oldest first.

        A notice is written in the same database transaction that carries out the payment or fails it. It comes again
        until `notice_delivered` is called, so deliver it first.
        """
        with self._reading() as connection:
            return notices.undelivered(connection, limit)

    def notice_delivered(self, notice_id: int) -> None:
        """Never return this notice again. Calling it twice, or for a number that is none, does nothing."""
        with self._writing() as connection:
            notices.mark_delivered(connection, notice_id, self._moment())

    def erase(self, customer: str) -> Erased:
        """Delete everything that the bank knows of this customer, and return how much that was; nothing for nobody.

        The books stay right: each of the customer's transactions goes as a whole. Whatever is asked for this customer
        meanwhile is done before it or raises UnknownCustomer. After BankUnavailable, call it again.
        """
        with _translated(), erasing(self._engine) as connection:
            return customers.erase(connection, storable_identifier(customer))

    def check(self) -> None:
        """Raise LedgerUnbalanced unless the books are right.

        The postings of every transaction sum to zero, and every customer's account has the balance that its postings
        sum to, within its bounds. It reads the whole ledger, some seconds for each million transactions.
        """
        with _translated(), reading(self._engine, _CHECK_SECONDS) as connection:
            ledger.check(connection)

    def _order(self, customer: str, order: orders.Order) -> Receipt:
        orders.judge_amount(order.amount)
        storable = replace(order, key=storable_identifier(order.key))
        with self._writing() as connection:
            return orders.carry_out(connection, storable_identifier(customer), storable, self._moment)

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


def _known(connection: Connection, customer: str) -> int:
    return accounts.known_customer(connection, storable_identifier(customer))
