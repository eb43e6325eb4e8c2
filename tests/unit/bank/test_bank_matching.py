"""The payee that people mean is found, and nobody else is."""

import time

import pytest

from financial_bot.bank import Payee
from financial_bot.bank.matching import alike, find_payees, payees_named_in

ALICE, BOB, CHLOE = Payee(1, "Alice Morgan"), Payee(2, "Bob Fletcher"), Payee(3, "Chloé Dubois")
OWEN, SEAN = Payee(4, "Øwen Lindqvist"), Payee(5, "Seán O'Hara")
ALL = (ALICE, BOB, CHLOE, OWEN, SEAN)


@pytest.mark.parametrize(
    ("said", "payee"),
    [
        ("alice", ALICE),
        ("  ALICE   morgan ", ALICE),
        ("Alice's", ALICE),
        ("Alice’s", ALICE),  # what telephones type
        ("bob", BOB),
        ("chloe", CHLOE),
        ("Chloe\u0301", CHLOE),
        ("owen lindqvist", OWEN),
        ("Sean O’Hara", SEAN),
    ],
)
def test_a_payee_is_found_by_first_or_full_name_in_any_case_and_without_accents(said: str, payee: Payee) -> None:
    assert find_payees(ALL, said) == (payee,)


@pytest.mark.parametrize(
    ("said", "payee"),
    [
        ("alise", ALICE),
        ("Alcie", ALICE),
        ("alic", ALICE),
        ("allice", ALICE),
        ("Alice Morgn", ALICE),
        ("bob flecther", BOB),
        ("Chole", CHLOE),
    ],
)
def test_one_typing_error_in_a_word_is_forgiven(said: str, payee: Payee) -> None:
    assert find_payees(ALL, said) == (payee,)


@pytest.mark.parametrize(
    "said",
    ["rob", "bo", "Alice Smith", "Morgan Alice", "lice", "malice", "alicia", "albert", "", "  ", "$50", "a" * 100_000],
)
def test_somebody_else_is_not_found(said: str) -> None:
    assert find_payees(ALL, said) == ()


def test_an_exact_name_wins_over_a_similar_one() -> None:
    emma, emmy = Payee(1, "Emma Stone"), Payee(2, "Emmy Stone")
    assert find_payees((emma, emmy), "emmy") == (emmy,)
    assert find_payees((emma, emmy), "emmi") == (emma, emmy)


def test_a_shared_first_name_finds_all_who_bear_it() -> None:
    second = Payee(9, "Alice Adams")
    assert find_payees((ALICE, second), "alice") == (ALICE, second)
    assert find_payees((ALICE, second), "alice adams") == (second,)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("transfer $50 to alice tomorrow", (ALICE,)),
        ("pay chloe 20, then BOB FLETCHER 30", (CHLOE, BOB)),
        ("it is for Bob, Bob Fletcher, not Alice", (BOB, ALICE)),
        ("what is Alice's account?", (ALICE,)),
        ("send money to malice or boba", ()),
        ("what did I spend?", ()),
    ],
)
def test_the_payees_named_in_a_sentence_are_found_in_order(sentence: str, named: tuple[Payee, ...]) -> None:
    assert payees_named_in(ALL, sentence) == named


def test_a_full_name_in_a_sentence_means_only_that_payee() -> None:
    second = Payee(9, "Alice Adams")
    assert payees_named_in((ALICE, second), "50 to alice adams please") == (second,)
    assert payees_named_in((ALICE, second), "50 to alice please") == (ALICE, second)


def test_a_text_of_20000_characters_is_searched_quickly() -> None:
    started = time.process_time()
    assert payees_named_in(ALL, "x-" * 5_000 + " alice " + "'" * 10_000) == (ALICE,)
    assert time.process_time() - started < 1


def test_two_words_are_alike_with_one_typing_error_in_a_longer_word() -> None:
    assert alike("tomrorow", "Tomorrow")
    assert not alike("bob", "rob")
    assert not alike("bob", "bib")
