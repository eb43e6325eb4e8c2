"""A statement shows what was spent and earned, once each, with sums that are those of its lines."""

from collections import Counter
from datetime import date, timedelta

import pytest

from financial_bot.bank import Bank, Line, Money
from financial_bot.bank.demo import history
from financial_bot.bank.ledger import Entry

TODAY = date(2024, 6, 12)
FIVE = Money(500, "USD")
SPENDING = ("purchase", "transfer", "fee")
EARNINGS = ("salary", "income")


def entries(kinds: tuple[str, ...], start: date = date.min, end: date = date.max) -> list[Entry]:
    return [entry for entry in history("ann", TODAY) if entry.kind in kinds and start <= entry.booked_on < end]


def as_lines(found: list[Entry]) -> list[Line]:
    return [
        Line(one.booked_on, one.kind, one.counterparty, Money(one.minor, "USD"), one.account) for one in found[::-1]
    ]


@pytest.mark.parametrize("earnings", [False, True])
def test_everything_is_found_with_its_sums(bank: Bank, earnings: bool) -> None:
    expected = entries(EARNINGS if earnings else SPENDING)
    found = bank.search("ann", earnings=earnings, limit=1000)
    assert list(found.lines) == as_lines(expected)
    assert found.count == len(expected) > 10
    assert found.total.minor == abs(sum(entry.minor for entry in expected)) > 0
    assert sum(amount.minor for _, amount in found.by_month) == found.total.minor
    assert sum(amount.minor for _, amount in found.by_counterparty) == found.total.minor


def test_purchases_with_cards_are_found_and_say_so(bank: Bank) -> None:
    accounts = {line.account for line in bank.search("ann", limit=1000).lines}
    assert accounts == {"Checking", "Emblem", "Justice Bank", "Credit All", "Iron Bank"}


def test_a_period_begins_with_its_first_day_and_ends_before_its_last(bank: Bank) -> None:
    expected = entries(SPENDING, date(2024, 4, 1), date(2024, 5, 1))
    found = bank.search("ann", start=date(2024, 4, 1), end=date(2024, 5, 1), limit=1000)
    assert list(found.lines) == as_lines(expected) != []
    assert [month for month, _ in found.by_month] == [date(2024, 4, 1)]
    day = expected[0].booked_on
    (one,) = {line.booked_on for line in bank.search("ann", start=day, end=day + timedelta(days=1)).lines}
    assert one == day
    assert bank.search("ann", start=day, end=day).count == 0


@pytest.mark.parametrize(("start", "end"), [(date(2024, 3, 1), None), (None, date(2024, 3, 1))])
def test_a_period_can_be_open(bank: Bank, start: date | None, end: date | None) -> None:
    expected = entries(SPENDING, start or date.min, end or date.max)
    assert bank.search("ann", start=start, end=end).count == len(expected) > 5


@pytest.mark.parametrize("said", ["Starbucks", "starbucks", "STARBUCKS", " star bucks "])
def test_a_counterparty_is_found_however_it_is_written(bank: Bank, said: str) -> None:
    expected = [entry for entry in entries(SPENDING) if entry.counterparty == "Starbucks"]
    found = bank.search("ann", counterparty=said, limit=1000)
    assert list(found.lines) == as_lines(expected)
    assert found.by_counterparty == (("Starbucks", found.total),)


@pytest.mark.parametrize("said", ["", "Nobody", "Star", "%", "_tarbucks", "x" * 20_000, "a\0b"])
def test_a_counterparty_that_is_none_is_not_found(bank: Bank, said: str) -> None:
    found = bank.search("ann", counterparty=said)
    assert (found.total, found.count, found.lines) == (Money(0, "USD"), 0, ())
    assert (found.by_month, found.by_counterparty) == ((), ())


def test_months_without_anything_are_there_as_zero(bank: Bank) -> None:
    """Interest comes every fourth month or so, and a chart needs the months between."""
    found = bank.search("ann", earnings=True, counterparty="Evergreen Savings", limit=1000)
    months = [month for month, _ in found.by_month]
    assert months == [
        date(2023 + count // 12, count % 12 + 1, 1)
        for count in range(months[0].month - 1, len(months) + months[0].month - 1)
    ]
    assert {line.booked_on.replace(day=1) for line in found.lines} == {
        month for month, amount in found.by_month if amount.minor
    }
    assert any(amount.minor == 0 for _, amount in found.by_month)


def test_counterparties_are_sorted_by_their_sums(bank: Bank) -> None:
    sums: Counter[str] = Counter()
    for entry in entries(SPENDING):
        sums[entry.counterparty] -= entry.minor
    found = bank.search("ann").by_counterparty
    assert dict(found) == {name: Money(minor, "USD") for name, minor in sums.items()}
    assert [amount for _, amount in found] == sorted((amount for _, amount in found), key=lambda amount: -amount.minor)


def test_the_newest_lines_come_first_and_at_most_as_many_as_asked_for(bank: Bank) -> None:
    everything = bank.search("ann", limit=1000)
    assert bank.search("ann", limit=3).lines == everything.lines[:3]
    assert bank.search("ann").lines == everything.lines[:5]
    assert bank.search("ann", limit=0) == bank.search("ann", limit=-1)
    assert bank.search("ann", limit=0).total == everything.total


def test_transfers_and_their_fees_are_spending_and_card_payments_are_not(bank: Bank) -> None:
    alice, card = bank.payees("ann")[0], bank.cards("ann")[0]
    bank.pay_card("ann", card.id, FIVE, TODAY, "card")
    for number in range(7):
        bank.transfer("ann", alice.id, FIVE, TODAY, f"key-{number}")
    found = bank.search("ann", start=TODAY)
    assert (found.total, found.count) == (Money(7 * 500 + 1000, "USD"), 8)
    assert [line.kind for line in found.lines[:2]] == ["fee", "transfer"]
    assert bank.search("ann", counterparty="alice morgan").count == 7


def test_the_latest_movements_are_of_all_kinds_once_each(bank: Bank) -> None:
    card = bank.cards("ann")[0]
    bank.pay_card("ann", card.id, FIVE, TODAY, "card")
    expected = as_lines([entry for entry in history("ann", TODAY) if entry.kind != "opening"])
    lines = bank.latest("ann", limit=1000)
    assert lines[0] == Line(TODAY, "card_payment", "Emblem", -FIVE, "Checking")
    assert list(lines[1:]) == expected
    assert bank.latest("ann") == lines[:5]
    assert bank.latest("ann", limit=0) == bank.latest("ann", limit=-3) == ()


def test_all_whom_the_customer_had_to_do_with_are_named_once(bank: Bank) -> None:
    expected = sorted({entry.counterparty for entry in history("ann", TODAY) if entry.kind != "opening"})
    assert list(bank.counterparties("ann")) == expected
    assert {"Starbucks", "Amazon", "Target", "Harbor Lane Studio", "Evergreen Savings"} < set(expected)


def test_nobody_sees_anybody_elses_movements(bank: Bank) -> None:
    before = bank.latest("ben", limit=1000), bank.search("ben"), bank.counterparties("ben")
    zoe = bank.add_payee("ann", "Zoe")
    bank.transfer("ann", zoe.id, FIVE, TODAY, "key")
    assert (bank.latest("ben", limit=1000), bank.search("ben"), bank.counterparties("ben")) == before


def test_the_latest_can_be_of_some_kinds_or_of_some_names_only(bank: Bank) -> None:
    every = bank.latest("ann", limit=1000)
    card = bank.cards("ann")[0].name
    assert bank.latest("ann", limit=1000, kinds={"salary"}) == tuple(line for line in every if line.kind == "salary")
    of_the_card = tuple(line for line in every if card in (line.account, line.counterparty))
    assert of_the_card
    assert bank.latest("ann", limit=1000, names={card}) == of_the_card
    assert bank.latest("ann", limit=2, names={card}) == of_the_card[:2]


def test_a_search_tells_the_day_of_the_oldest_that_it_found(bank: Bank) -> None:
    everything = bank.search("ann", limit=1000)
    assert everything.first_day == everything.lines[-1].booked_on
    assert bank.search("ann", counterparty="Nobody").first_day is None
