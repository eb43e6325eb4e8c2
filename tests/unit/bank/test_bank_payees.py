"""Customers add and remove payees; each name stands for one of them, and what was paid stays on record."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from financial_bot.bank import Bank, InvalidName, Money, Payee, PayeeExists, PayeeInUse, UnknownPayee

TODAY = date(2024, 6, 12)
FIVE = Money(500, "USD")


@pytest.mark.parametrize("name", ["April", "Penny", "Björk", "O'Neil", "李雷", "ann lee", "X Æ A-12", "Ł", "n" * 100])
def test_any_name_of_a_person_can_be_added(bank: Bank, name: str) -> None:
    payee = bank.add_payee("ann", name)
    assert payee == Payee(payee.id, name)
    assert bank.payees("ann")[-1] == payee
    assert bank.transfer("ann", payee.id, FIVE, TODAY, "key").recipient == name


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Ann   Lee ", "Ann Lee"),
        ("\nAnn Lee\n", "Ann Lee"),
        ("Bjo\u0308rk", "Björk"),
        ("Ann\u00a0Lee", "Ann Lee"),
    ],
)
def test_a_name_is_kept_tidy(bank: Bank, said: str, kept: str) -> None:
    assert bank.add_payee("ann", said).name == kept


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("n" * 101, "too_long"),
        ("n" * 20_000, "too_long"),
        ("\u0301" * 20_000, "too_long"),
        ("12345", "no_letters"),
        ("!?", "no_letters"),
        ("😀", "no_letters"),
        ("Ann\0Lee", "unreadable"),
        ("Ann\nLee", "unreadable"),
        ("Ann\u202eLee", "unreadable"),
        ("Ann\u200bLee", "unreadable"),
        ("Ann\u2028Lee", "unreadable"),
        ("Ann\ud800", "unreadable"),
    ],
)
def test_what_nobody_is_called_is_refused_with_the_reason(bank: Bank, name: str, reason: str) -> None:
    before = bank.payees("ann")
    with pytest.raises(InvalidName) as refused:
        bank.add_payee("ann", name)
    assert refused.value.reason == reason
    assert bank.payees("ann") == before


@pytest.mark.parametrize("name", ["alice morgan", "ALICE MORGAN", " Alice  Morgan ", "Alicé Mörgan", "AliceMorgan"])
def test_a_name_that_is_there_but_for_case_accents_and_spaces_is_named(bank: Bank, name: str) -> None:
    alice = bank.payees("ann")[0]
    with pytest.raises(PayeeExists) as refused:
        bank.add_payee("ann", name)
    assert refused.value.payee == alice


@pytest.mark.parametrize(("first", "second"), [("O'Neil", "o’neil"), ("Straße", "STRASSE"), ("Søren", "soren")])
def test_writing_alike_is_being_called_alike(bank: Bank, first: str, second: str) -> None:
    payee = bank.add_payee("ann", first)
    with pytest.raises(PayeeExists) as refused:
        bank.add_payee("ann", second)
    assert refused.value.payee == payee


@pytest.mark.parametrize(("first", "second"), [("Ann Lee", "Ann Leigh"), ("カイ", "ガイ"), ("O'Neil", "ONeil")])
def test_other_names_are_other_payees(bank: Bank, first: str, second: str) -> None:
    bank.add_payee("ann", first)
    bank.add_payee("ann", second)
    assert [payee.name for payee in bank.payees("ann")[-2:]] == [first, second]


def test_a_name_that_folds_to_many_times_its_length_still_fits(bank: Bank) -> None:
    name = "\ufdfa" * 100  # one letter that is a sentence of eighteen
    bank.add_payee("ann", name)
    with pytest.raises(PayeeExists):
        bank.add_payee("ann", name)


def test_others_payees_are_not_in_the_way(bank: Bank) -> None:
    assert bank.add_payee("ann", "Zoe").id != bank.add_payee("ben", "Zoe").id


def test_a_removed_payee_is_gone_and_its_history_stays(bank: Bank) -> None:
    alice, *others = bank.payees("ann")
    bank.transfer("ann", alice.id, FIVE, TODAY, "key")
    assert bank.remove_payee("ann", alice.id) == alice
    assert bank.payees("ann") == tuple(others)
    assert bank.find_payees("ann", "alice") == ()
    with pytest.raises(UnknownPayee):
        bank.transfer("ann", alice.id, FIVE, TODAY, "another")
    assert bank.transfer("ann", alice.id, FIVE, TODAY, "key").repeated is True
    assert bank.latest("ann")[0].counterparty == "Alice Morgan"


def test_a_removed_name_can_be_added_and_removed_again(bank: Bank) -> None:
    alice = bank.payees("ann")[0]
    bank.remove_payee("ann", alice.id)
    again = bank.add_payee("ann", "alice morgan")
    assert again.id != alice.id
    bank.remove_payee("ann", again.id)
    assert bank.add_payee("ann", "Alice Morgan").id not in {alice.id, again.id}


def test_only_ones_own_payees_can_be_removed_and_only_once(bank: Bank) -> None:
    alice = bank.payees("ann")[0]
    bank.remove_payee("ann", alice.id)
    for payee_id in (alice.id, bank.payees("ben")[0].id, 0, -1, 10**30):
        with pytest.raises(UnknownPayee):
            bank.remove_payee("ann", payee_id)
    assert len(bank.payees("ben")) == 5


def test_a_payee_for_whom_transfers_wait_is_kept_until_they_are_settled(bank: Bank, clock: object) -> None:
    alice, bob, *_ = bank.payees("ann")
    tomorrow = TODAY + timedelta(days=1)
    bank.transfer("ann", alice.id, FIVE, tomorrow, "made")
    bank.transfer("ann", alice.id, FIVE, TODAY + timedelta(days=9), "cancelled")
    bank.transfer("ann", bob.id, FIVE, tomorrow, "bob's")
    with pytest.raises(PayeeInUse) as refused:
        bank.remove_payee("ann", alice.id)
    made, cancelled = refused.value.scheduled
    assert (made.recipient, made.on, cancelled.on) == ("Alice Morgan", tomorrow, TODAY + timedelta(days=9))
    bank.cancel_scheduled("ann", cancelled.reference)
    clock.now += timedelta(days=1)
    bank.run_due()
    assert bank.remove_payee("ann", alice.id) == alice


def test_eight_threads_that_add_one_name_make_one_payee(bank: Bank) -> None:
    start = threading.Barrier(8)

    def add(_: int) -> Payee:
        start.wait()
        try:
            return bank.add_payee("ann", "Zoe Quinn")
        except PayeeExists as refused:
            return refused.payee

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(add, range(8)))) == 1
    assert [payee.name for payee in bank.payees("ann")].count("Zoe Quinn") == 1


def test_removing_and_scheduling_at_once_leaves_nothing_that_waits_for_nobody(bank: Bank) -> None:
    (*_, emma) = bank.payees("ann")
    start = threading.Barrier(2)

    def remove() -> bool:
        start.wait()
        try:
            bank.remove_payee("ann", emma.id)
        except PayeeInUse:
            return False
        return True

    def schedule() -> bool:
        start.wait()
        try:
            bank.transfer("ann", emma.id, FIVE, TODAY + timedelta(days=1), "key")
        except UnknownPayee:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        removed, scheduled = threads.submit(remove), threads.submit(schedule)
        assert removed.result() != scheduled.result()
