"""A card is found by its name as people type it, and no other card is taken for it."""

from __future__ import annotations

import pytest

from financial_bot.actions.card_reading import read_cards
from financial_bot.bank import Card, Money

NOTHING = Money(0, "USD")
EMBLEM, JUSTICE, CREDIT_ALL, IRON = (
    Card(number, name, NOTHING, NOTHING)
    for number, name in enumerate(("Emblem", "Justice Bank", "Credit All", "Iron Bank"), start=1)
)
CARDS = (EMBLEM, JUSTICE, CREDIT_ALL, IRON)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("pay my emblem card", EMBLEM),
        ("EMBLEM", EMBLEM),
        ("emblm please", EMBLEM),
        ("the embelm one", EMBLEM),
        ("what's on my Justice Bank card", JUSTICE),
        ("justice", JUSTICE),
        ("justise bank", JUSTICE),
        ("pay justice's minimum", JUSTICE),
        ("pay $50 to credit all", CREDIT_ALL),
        ("creditall", CREDIT_ALL),
        ("credit-all", CREDIT_ALL),
        ("crdit all", CREDIT_ALL),
        ("iron bank", IRON),
        ("the iron card", IRON),
    ],
)
def test_a_card_is_found_by_its_name(text: str, card: Card) -> None:
    assert read_cards(text, CARDS) == (card,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pay my credit card",
        "my bank",
        "all of it",
        "credit",
        "pay the credit, all of it",
        "icon",
        "ironic",
        "just us",
    ],
)
def test_what_names_no_card_finds_none(text: str) -> None:
    assert read_cards(text, CARDS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "can I afford a new iron",
        "is there any justice",
        "how much credit all together have I",
        "the emblem of our club",
        "my iron levels",
        "the justice system",
    ],
)
def test_an_everyday_word_is_no_card(text: str) -> None:
    assert read_cards(text, CARDS) == ()


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("my new emblem card", EMBLEM),
        ("another iron payment", IRON),
        ("a justice bank bill", JUSTICE),
        ("no justice", JUSTICE),
        ("pay emblem on the 5th", EMBLEM),
        ("justice is due friday", JUSTICE),
        ("credit all of it", CREDIT_ALL),
    ],
)
def test_a_card_is_found_also_where_words_stand_around_it(text: str, card: Card) -> None:
    assert read_cards(text, CARDS) == (card,)


def test_several_cards_come_in_the_order_of_the_sentence_each_once() -> None:
    assert read_cards("iron and emblem and the iron bank", CARDS) == (IRON, EMBLEM)


@pytest.mark.parametrize(
    "text", ["all my cards", "ALL OF MY CREDIT CARDS", "each card", "all four cards", "every card"]
)
def test_all_cards_are_all_of_them(text: str) -> None:
    assert read_cards(text, CARDS) == CARDS


def test_a_customer_without_cards_has_none_to_name() -> None:
    assert read_cards("all my cards, emblem first", ()) == ()


def test_a_very_long_text_is_read_up_to_a_point() -> None:
    assert read_cards("emblem " + "blah " * 4_000, CARDS) == (EMBLEM,)
