"""Nobody else gets the money: who is meant in a sentence."""

from __future__ import annotations

from time import process_time

import pytest

from duckling_client import Mention
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


@pytest.mark.parametrize("text", ["get rid of bob", "please get rid of Bob Fletcher"])
def test_to_get_rid_of_somebody_means_that_payee(text: str) -> None:
    assert read(text) == BOB


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("send $40 to my brother Kwame", "Kwame"),
        ("pay my landlord Mr Weiss 900", "Mr Weiss"),
        ("give my best friend called Ines 20", "Ines"),
        ("send 20 to my sister ada", "ada"),
        ("please send hiroshi 25", "hiroshi"),
        ("lend carlos 30 dollars", "carlos"),
    ],
)
def test_a_name_behind_a_relation_or_before_an_amount_is_named_back(text: str, name: str) -> None:
    assert read(text) == UnknownName(name)


def test_a_payee_behind_a_relation_is_found() -> None:
    assert read("send 50 to my old friend bob") == BOB
    assert read("from my brother bob to my sister alice 20") == ALICE


@pytest.mark.parametrize(
    "text",
    [
        *("send 50 to my mum", "send it to my boss asap", "give my brother 50", "send 5 to my friend in Spain"),
        *("send roughly 50", "give precisely 50", "send them 50", "wire usd 50", "SEND MY BROTHER CASH 50"),
    ],
)
def test_relations_and_everyday_words_before_an_amount_are_no_names(text: str) -> None:
    assert read(text) is None


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


def time(text: str, said: str) -> Mention:
    start = said.index(text)
    return Mention("time", text, start, start + len(text), latent=False, value={"type": "value"})


def number(text: str, said: str) -> Mention:
    start = said.index(text)
    return Mention("number", text, start, start + len(text), latent=False, value={"type": "value"})


@pytest.mark.parametrize("text", ["transfer 50 from alice", "move 50 from alice to me", "it is from my friend alice"])
def test_whom_the_money_comes_from_gets_none(text: str) -> None:
    assert read(text) == NotThem()


@pytest.mark.parametrize(
    ("text", "payee"),
    [
        ("transfer 50 from bob to alice", ALICE),
        ("change from bob to alice", ALICE),
        ("change bob to alice", ALICE),
        ("replace bob with alice", ALICE),
        ("alice -> bob", BOB),
        ("swap Alice for Bob please", BOB),
        ("change it to alice", ALICE),
        ("send from my account bob 5", BOB),
    ],
)
def test_of_two_who_are_exchanged_the_second_is_meant(text: str, payee: Payee) -> None:
    assert read(text, opening=False) == payee


def test_an_exchange_for_somebody_unknown_names_that_person() -> None:
    assert read("change bob to Zorro", opening=False) == UnknownName("Zorro")
    assert read("change bob to alice smith", opening=False) == UnknownName("alice smith")
    assert read("change bob's amount to 60", opening=False) is None


FOLLOWED = [
    "send bob 17 US dollars",
    "send bob US dollars",
    "send bob $5O",
    "send bob tomrorow",
    "send bob everything",
    "send bob each month",
    "send bob daily",
    "send bob 5 per week",
    "send bob starting tomorrow",
    "send bob first thing",
    "give bob his 50 back",
    "send bob the 50 I owe him",
    "send bob 3 x 10",
    "send bob ½ dollar",
    "send bob 5½ dollars",
    "send bob half a million",
    "bob i guess",
    "send 5 to bob's account",
    "send bob quarterly",
    "Send Bob weirdly 5",
    "send bob 20 20th",
    "send bob up to 50",
    "send bob $50 minus fees",
]


@pytest.mark.parametrize("text", FOLLOWED)
def test_an_everyday_word_behind_a_name_is_no_surname(text: str) -> None:
    assert read(text) == BOB


def test_a_word_behind_an_amount_is_no_surname() -> None:
    said = "send bob $5 manana"
    assert read_payee(said, [number("$5", said)], PAYEES, asked=False, opening=True) == BOB


@pytest.mark.parametrize("text", ["alice already paid 20", "i paid alice 20 yesterday"])
def test_a_report_about_a_payee_changes_nobody(text: str) -> None:
    assert read(text, opening=False) is None


def test_two_first_names_in_a_row_are_two_people() -> None:
    assert read("bob alice", opening=False) == (BOB, ALICE)


@pytest.mark.parametrize(
    ("text", "payee"), [("send alcie 10", ALICE), ("send Cloe 10", CHLOE), ("alcie $10", ALICE), ("Pay Chole 5", CHLOE)]
)
def test_a_typing_error_is_forgiven_where_a_name_stands(text: str, payee: Payee) -> None:
    said = read_payee(text, [number(text.rsplit(maxsplit=1)[-1], text)], PAYEES, asked=False, opening=True)
    assert said == payee


@pytest.mark.parametrize(("text", "name"), [("send Zorro 10", "Zorro"), ("give Zoe Chen 5", "Zoe Chen")])
def test_a_capitalised_name_that_is_no_payees_is_named_also_without_to(text: str, name: str) -> None:
    assert read(text) == UnknownName(name)


@pytest.mark.parametrize(
    "text", ["send money", "Send Money 50", "SEND MONEY", "Transfer 50", "pay attention 10", "send 50", "Yes 50"]
)
def test_other_words_there_are_no_names(text: str) -> None:
    assert read(text) is None


MAY, WILL, APRIL_JUNE = Payee(7, "May Chen"), Payee(8, "Will Ferris"), Payee(9, "April June")


@pytest.mark.parametrize(
    ("text", "taken_for_a_day", "payee"),
    [
        ("send May 10", "May 10", MAY),
        ("may I send May 10", "May 10", MAY),
        ("send 10 to may on may 10", "may on may 10", MAY),
        ("send april 20 on april 5", "april 20 on april 5", APRIL_JUNE),
        ("I will pay will 20", "", WILL),
        ("will you send Will 10?", "", WILL),
        ("will you send 20 to may", "", MAY),
    ],
)
def test_who_is_called_like_a_month_or_a_verb_is_found_where_a_name_stands(
    text: str, taken_for_a_day: str, payee: Payee
) -> None:
    mentions = [time(taken_for_a_day, text)] if taken_for_a_day else []
    assert read_payee(text, mentions, (MAY, WILL, APRIL_JUNE, BOB), asked=False, opening=True) == payee


def test_a_month_in_a_day_is_nobody() -> None:
    said = "move it to may 5"
    assert read_payee(said, [time("may 5", said)], (MAY, BOB), asked=False, opening=False) is None
    assert (
        read_payee("send bob 5 on may 5", [time("may 5", "send bob 5 on may 5")], (MAY, BOB), asked=False, opening=True)
        == BOB
    )


@pytest.mark.parametrize(
    "name", ["Justice Okoro", "Emblem Smith", "Bill Stop", "Ten Pence Ltd", "All Good Inc", "Mary Ann van der Berg"]
)
def test_a_full_name_wins_over_the_words_in_it(name: str) -> None:
    payees = (Payee(20, name), BOB)
    said = f"send 5 to {name}"
    mentions = [Mention("amount-of-money", name[:9], 10, 19, latent=False, value={})]
    assert read_payee(said, mentions, payees, asked=False, opening=True) == payees[0]
    assert read_payee(name.lower(), (), payees, asked=True, opening=False) == payees[0]


def test_a_name_that_begins_like_a_question_is_an_answer() -> None:
    payees = (Payee(20, "Do Kim"), BOB)
    assert read_payee("Do Kim", (), payees, asked=True, opening=False) == payees[0]


def test_a_text_of_20000_characters_is_read_quickly() -> None:
    started = process_time()
    for text in ("x" * 20_000, "-" * 20_000, "change " * 3_000, "alice " * 3_000, "x-" * 10_000, "to " * 7_000):
        read(text)
    assert process_time() - started < 5


def test_the_bill_is_not_bill() -> None:
    assert read_payee("pay the bill 20", (), (Payee(3, "Bill Stop"),), asked=False, opening=True) is None
