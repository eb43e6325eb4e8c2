"""With whom? A search is about the one who was named, and says so when nobody of that name is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duckling_client import LocalDuckling, Mention, find_mentions
from financial_bot.actions.vendor_reading import (
    AllBut,
    Everybody,
    KnownVendor,
    SeveralVendors,
    UnknownVendor,
    VendorReading,
    read_vendor,
    without,
)

VENDORS = (
    *("Starbucks", "Amazon", "Target", "Whole Foods", "Shell", "City Power and Light", "Harbor Lane Studio"),
    *("Transfer fee", "Alice Morgan"),
)
PAYEES = ("Alice Morgan", "Bob Fletcher", "Bob Sanders", "April Jones", "Chloé Dubois")
MONDAY = 1_718_028_000_000  # 2024-06-10 10:00 in New York

Read = Callable[[str], VendorReading]


@pytest.fixture
def read(duckling: LocalDuckling) -> Read:
    def mentions_in(text: str) -> list[Mention]:
        return find_mentions(duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=MONDAY)

    return lambda text: read_vendor(text, mentions_in(text), VENDORS, PAYEES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how much did I spend at Starbucks", "Starbucks"),
        ("how much did i spend at starbuks last month", "Starbucks"),
        ("STARBUCKS", "Starbucks"),
        ("amazn?", "Amazon"),
        ("what about amazon?", "Amazon"),
        ("and at target", "Target"),
        ("purchases at target on monday", "Target"),
        ("not starbucks, amazon", "Amazon"),
        ("how much did I spend at whole foods in may", "Whole Foods"),
        ("what did I buy at city power", "City Power and Light"),
        ("when did harbor lane last pay me", "Harbor Lane Studio"),
        ("how much came in from harbor lane", "Harbor Lane Studio"),
        ("what did I spend on transfer fees", "Transfer fee"),
        ("how much have I sent alice since march", "Alice Morgan"),
        ("how much did I pay alice morgan", "Alice Morgan"),
        ("money that I sent to chloe", "Chloé Dubois"),
        ("how much did I send to April", "April Jones"),
        ("Amazon's total", "Amazon"),
    ],
)
def test_a_name_is_found_without_case_and_with_small_typing_errors(read: Read, text: str, name: str) -> None:
    found = read(text)
    assert isinstance(found, KnownVendor), found
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how much did I spend at Walmart in May", "Walmart"),
        ("how much have I paid Comcast this year", "Comcast"),
        ("did my payment to Spotify go through", "Spotify"),
        ("how much did i spend at the gas station yesterday", "gas station"),
        ("what did I spend on groceries", "groceries"),
        ("how much did I send to my mom", "my mom"),
        ("what about walmart?", "walmart"),
        ("how much have I received from Acme", "Acme"),
        ("transactions with The Corner Shop from last week", "Corner Shop"),
    ],
)
def test_somebody_unknown_is_named_back(read: Read, text: str, name: str) -> None:
    assert read(text) == UnknownVendor(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how much have I spent at Alice's Bakery", "Alice's Bakery"),
        ("what did I pay Alice Cooper this year", "Alice Cooper"),
        ("how much did i pay alice cooper in may", "alice cooper"),
        ("what did I spend at chloe's cafe last week", "chloe's cafe"),
        ("payments to April O'Hara", "April O'Hara"),
        ("how much did I pay to Chloé and Alice's Garage", "Alice's Garage"),
    ],
)
def test_a_name_that_begins_like_a_payees_is_somebody_elses(read: Read, text: str, name: str) -> None:
    assert read(text) == UnknownVendor(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How Much Did I Send To Alice Altogether", "Alice Morgan"),
        ("how much did I send to Alice Last Month", "Alice Morgan"),
        ("how much did i send alice honestly", "Alice Morgan"),
        ("did alice refund me", "Alice Morgan"),
        ("alice's payments", "Alice Morgan"),
        ("money sent to alice morgn", "Alice Morgan"),
        ("what did I spend on target", "Target"),
        ("a target purchase", "Target"),
    ],
)
def test_everyday_words_behind_a_first_name_change_nobody(read: Read, text: str, name: str) -> None:
    found = read(text)
    assert isinstance(found, KnownVendor), found
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "did I stay below my spending target in june",
        "am I on target this month",
        "did I shell out a lot last month",
        "how much did we spend in Alice Springs",
    ],
)
def test_shops_and_payees_that_are_also_words_or_places_are_not_meant_there(read: Read, text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what did I spend",
        "my spending in april",
        "and last month?",
        "transactions from last week",
        "what did I spend on average",
        "how much did I spend at least",
        "what did I spend from my account",
        "what did I spend on my credit card",
        "how much have I earned from my employer",
        "shall I see my transactions",
        "what did I spend the whole month",
        "how much did I spend from march 3 to april 5",
        "what did I spend on monday",
    ],
)
def test_ways_of_speaking_name_nobody(read: Read, text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["how much did I spend in total", "and overall?", "everywhere", "with everybody"])
def test_all_of_them_can_be_said(read: Read, text: str) -> None:
    assert read(text) == Everybody()


def test_two_names_are_not_added_up_silently(read: Read) -> None:
    assert read("spending at starbucks and amazon") == SeveralVendors(("Starbucks", "Amazon"))
    assert read("how much did I pay bob") == SeveralVendors(("Bob Fletcher", "Bob Sanders"))


def test_a_search_for_everybody_but_one_is_not_taken_for_a_search_for_that_one(read: Read) -> None:
    assert read("everything except amazon") == AllBut("Amazon")


def test_a_found_name_can_be_taken_out_of_the_text(read: Read) -> None:
    text = "how much did I send to April in may"
    found = read(text)
    assert isinstance(found, KnownVendor)
    assert without(text, found.span) == "how much did I send to xxxxx in may"


@pytest.mark.parametrize("text", ["at " * 7_000, "{vendor} at {0}", "\x00 at \ud800", "at [x](http://x) and `y`"])
def test_any_text_is_read(text: str) -> None:
    assert read_vendor(text, (), VENDORS, PAYEES) is None or isinstance(
        read_vendor(text, (), VENDORS, PAYEES), UnknownVendor
    )
