"""Payments are made when they are due, and each customer is told once, whoever is down meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from financial_bot.bank import Bank, BankUnavailable, Money
from financial_bot.scheduler.duties import open_duties
from handoff.back_office.bot import Bot
from handoff.back_office.scheduler import Scheduler
from handoff.back_office.stop import Stop
from tests.unit.scheduler.conftest import KEY, Channel, Clock, order


@pytest.fixture
def stop() -> Stop:
    return Stop()


@pytest.fixture
def start(database: str, clock: Clock, channel: Channel) -> Iterator[Callable[[], Scheduler]]:
    """A function that starts one more scheduler of the same bank and bot, with connections of its own."""
    opened: list[Bank] = []

    def open_bank() -> Bank:
        opened.append(Bank.open(database, clock=clock))
        return opened[-1]

    yield lambda: scheduler_of(open_bank, channel)
    for bank in opened:
        bank.close()


def scheduler_of(open_bank: Callable[[], Bank], channel: Channel) -> Scheduler:
    return Scheduler("the bank", lambda: open_duties(open_bank), Bot(channel.url, KEY))


@pytest.fixture
def scheduler(start: Callable[[], Scheduler]) -> Scheduler:
    return start()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_payment_is_made_on_its_day_and_not_before_and_its_customer_is_told_once(
    bank: Bank, clock: Clock, channel: Channel, scheduler: Scheduler, stop: Stop
) -> None:
    before, reference = bank.balance("ann"), order(bank, "key")
    scheduler.do_what_there_is(stop)
    assert channel.taken == []
    clock.pass_days(1)
    for _ in range(3):
        scheduler.do_what_there_is(stop)
    assert bank.balance("ann") == before - Money.of("50", "USD")
    (notice,) = channel.taken
    assert notice["sender"] == "ann"
    assert notice["response"] == "utter_notice_transfer_done"
    assert notice["details"]["reference"] == reference


def test_a_payment_without_funds_fails_and_its_customer_is_told(
    bank: Bank, clock: Clock, channel: Channel, scheduler: Scheduler, stop: Stop
) -> None:
    order(bank, "key", dollars="900000")
    clock.pass_days(1)
    scheduler.do_what_there_is(stop)
    (notice,) = channel.taken
    assert notice["response"] == "utter_notice_transfer_failed_funds"


@pytest.mark.parametrize("status", [500, 503, 401, 404, 302])
def test_a_bot_that_is_down_costs_one_line_and_no_notice(
    bank: Bank,
    clock: Clock,
    channel: Channel,
    scheduler: Scheduler,
    stop: Stop,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    order(bank, "one")
    order(bank, "two", customer="ben")
    clock.pass_days(1)
    channel.status = status
    for _ in range(5):
        scheduler.do_what_there_is(stop)
    assert len(lines(caplog)) == 1
    assert f"the bot: trying on after BotUnavailable: {channel.url}" in lines(caplog)[0]
    channel.status = 200
    scheduler.do_what_there_is(stop)
    assert lines(caplog)[1:] == ["the bot: works again"]
    assert channel.ids == ["bank-1", "bank-2"]


def test_a_bot_that_took_a_notice_and_whose_answer_was_lost_gets_the_same_one_again(
    bank: Bank, clock: Clock, channel: Channel, scheduler: Scheduler, stop: Stop
) -> None:
    order(bank, "one")
    clock.pass_days(1)
    channel.loses_answers = True
    scheduler.do_what_there_is(stop)
    channel.loses_answers = False
    scheduler.do_what_there_is(stop)
    first, *more = channel.taken
    assert more
    assert all(each == first for each in more)
    assert bank.notices() == ()


def test_a_notice_that_the_bot_does_not_understand_costs_one_line_and_holds_up_nobody(
    bank: Bank,
    clock: Clock,
    channel: Channel,
    scheduler: Scheduler,
    stop: Stop,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handoff.back_office.scheduler.NOTICES_AT_ONCE", 1)
    for key in ("one", "two", "three"):
        order(bank, key)
    clock.pass_days(1)
    channel.refuses = {"bank-1", "bank-2"}
    for _ in range(4):
        scheduler.do_what_there_is(stop)
    assert channel.ids == ["bank-3"]
    assert [line.partition(" is not understood")[0] for line in lines(caplog)] == ["notice 1", "notice 2"]
    channel.refuses = set()
    for _ in range(2):
        scheduler.do_what_there_is(stop)
    assert channel.ids == ["bank-3", "bank-1", "bank-2"]


def test_a_bank_that_is_down_costs_one_line_and_payments_go_on_when_it_is_back(
    bank: Bank, clock: Clock, channel: Channel, stop: Stop, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    order(bank, "one")
    clock.pass_days(1)
    down = True

    def open_bank() -> Bank:
        if down:
            raise BankUnavailable("connection refused")
        return Bank.open(database, clock=clock)

    scheduler = scheduler_of(open_bank, channel)
    for _ in range(5):
        scheduler.do_what_there_is(stop)
    assert lines(caplog) == ["the bank: trying on after BankUnavailable: connection refused"]
    down = False
    scheduler.do_what_there_is(stop)
    assert lines(caplog)[1:] == ["the bank: works again"]
    assert channel.ids == ["bank-1"]


def test_two_schedulers_at_once_make_each_payment_once(
    bank: Bank, clock: Clock, channel: Channel, start: Callable[[], Scheduler]
) -> None:
    """Both may bring a notice, always under the same id: the bot keeps it once."""
    before = bank.balance("ann")
    for number in range(10):
        order(bank, str(number), dollars="1")
    clock.pass_days(1)
    run_at_once([start(), start(), start()])
    assert bank.balance("ann") == before - Money.of("10", "USD") - sum_of_fees(bank)
    assert set(channel.ids) == {f"bank-{number}" for number in range(1, 11)}
    assert bank.notices() == ()
    bank.check()


def sum_of_fees(bank: Bank) -> Money:
    """What the transfers of this month beyond the free ones cost."""
    charges = bank.charges("ann")
    return Money(charges.fee.minor * max(0, 10 - charges.free_per_cycle), "USD")


def run_at_once(schedulers: list[Scheduler]) -> None:
    begin = threading.Barrier(len(schedulers))

    def work(scheduler: Scheduler) -> None:
        begin.wait()
        scheduler.do_what_there_is(Stop())

    threads = [threading.Thread(target=work, args=(each,)) for each in schedulers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_nobody_foresaw_ends_neither_the_notices_nor_the_process(
    bank: Bank, clock: Clock, channel: Channel, database: str, stop: Stop, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Bank):
        def run_due(self, *_: object, **__: object) -> tuple[()]:
            raise ZeroDivisionError("a bug")

    order(bank, "one")
    clock.pass_days(1)
    bank.run_due()
    scheduler = scheduler_of(lambda: Broken.open(database, clock=clock), channel)
    for _ in range(3):
        scheduler.do_what_there_is(stop)
    assert channel.ids == ["bank-1"]
    assert lines(caplog) == ["the scheduler: trying on after ZeroDivisionError: a bug"]


def test_told_to_end_it_brings_nothing_more(
    bank: Bank, clock: Clock, channel: Channel, scheduler: Scheduler, stop: Stop
) -> None:
    order(bank, "one")
    clock.pass_days(1)
    stop.ask()
    scheduler.run(stop, 60)
    scheduler.do_what_there_is(stop)
    assert channel.taken == []
    assert len(bank.notices()) == 1
