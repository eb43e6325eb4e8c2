"""Nobody else gets the money: who is meant in a sentence."""

from __future__ import annotations

import pytest

from financial_bot.actions.payee_reading import NotThem, UnknownName, read_payee
from financial_bot.bank import Payee

ALICE, BOB, CHLOE = Payee(1, "Alice Morgan"), Payee(2, "Bob Fletcher"), Payee(3, "Chloé Dubois")
APRIL, OTHER_BOB = Payee(4, "April May"), Payee(5, "Bob Sanders")
PAYEES = (ALICE, BOB, CHLOE, APRIL)


def read(text: str, *, asked: bool = False, opening: bool = True) -> object:
    return read_payee(text, (), PAYEES, asked=asked, opening=opening)


@pytest.mark.parametrize(
    ("text", "payee"),
    [
        ("send money to alice", ALICE),
        ("SEND IT TO ALICE MORGAN", ALICE),
        ("send chloe some money please", CHLOE),
        ("send money to Bob Fletcher tomorrow", BOB),
        ("alice instead", ALICE),
        ("actually not Alice but Bob", BOB),
        ("bob instead of alice", BOB),
        ("send money to April", APRIL),
        ("transfer to alice with the note 'happy birthday bob'", ALICE),
        ("to Allice", ALICE),
    ],
)
def test_a_payee_is_found_by_first_or_full_name(text: str, payee: Payee) -> None:
    assert read(text) == payee


@pytest.mark.parametrize("text", ["send money to alice smith", "SEND MONEY TO ALICE SMITH", "money for Alice smith"])
def test_another_surname_is_another_person_in_any_case(text: str) -> None:
    found = read(text)
    assert isinstance(found, UnknownName)
    assert found.name.casefold() == "alice smith"


@pytest.mark.parametrize("text", ["not bob", "anyone but alice", "yes but not to alice", "alice's brother"])
def test_somebody_who_should_not_get_it_does_not(text: str) -> None:
    assert read(text, asked=True, opening=False) == NotThem()


@pytest.mark.parametrize("text", ["who is bob?", "how much money does alice have", "delete alice from my payees"])
def test_talk_about_a_payee_chooses_nobody(text: str) -> None:
    assert read(text, asked=True, opening=False) is None


def test_two_candidates_are_both_offered() -> None:
    assert read("send money to alice and bob") == (ALICE, BOB)
    assert read("send money to alice, bob gets some too") == (ALICE, BOB)
    payees = (BOB, OTHER_BOB)
    assert read_payee("to bob", (), payees, asked=True, opening=False) == payees
    assert read_payee("to bob sanders", (), payees, asked=True, opening=False) == OTHER_BOB


@pytest.mark.parametrize(("text", "name"), [("send money to Zorro", "Zorro"), ("to zorro instead", "zorro")])
def test_a_name_that_no_payee_has_is_named(text: str, name: str) -> None:
    assert read(text) == UnknownName(name)


@pytest.mark.parametrize(
    "text", ["go to hell", "send money to me", "I want to send money", "is it safe to say yes?", ""]
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert read(text, asked=True, opening=False) is None


@pytest.mark.parametrize("text", ["may I send Bob some money", "will you send it to Bob"])
def test_a_verb_is_no_payee_of_that_name(text: str) -> None:
    payees = (Payee(7, "May Chen"), Payee(8, "Will Ferris"), BOB)
    assert read_payee(text, (), payees, asked=False, opening=True) == BOB


@pytest.mark.parametrize(("text", "name"), [("send may some money", "May Chen"), ("to Will please", "Will Ferris")])
def test_a_payee_named_like_a_verb_is_found(text: str, name: str) -> None:
    payees = (Payee(7, "May Chen"), Payee(8, "Will Ferris"), BOB)
    found = read_payee(text, (), payees, asked=False, opening=True)
    assert isinstance(found, Payee)
    assert found.name == name
