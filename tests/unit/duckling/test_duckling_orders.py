"""Amounts as customers type them into an order or a correction, with and without a currency."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from duckling_client import Amount, AmountReason, Day, Mention, UnclearAmount, read_amount, read_day
from duckling_client.exact_number import exact_number

Find = Callable[[str], list[Mention]]
TODAY = date(2024, 6, 10)


def amount_in(find: Find, text: str) -> Amount | UnclearAmount:
    return read_amount(text, find(text), bare_numbers=True)


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("no, 50", "50"),
        ("no 50", "50"),
        ("oh no, 50", "50"),
        ("no wait, 50", "50"),
        ("no wait 30", "30"),
        ("I meant 50", "50"),
        ("I said 50", "50"),
        ("sorry, 50", "50"),
        ("make it 60", "60"),
        ("no, make it 60 instead", "60"),
        ("raise it to $50", "50"),
        ("send alice 50", "50"),
        ("can you send alice 50?", "50"),
        ("send bob 15 on the 3rd", "15"),
        ("send bob 5 at 5 tomorrow", "5"),
        ("wire emma 100", "100"),
        ("send alice 1,000", "1000"),
        ("send alice twenty five", "25"),
        ("send alice a hundred", "100"),
        ("send bob a thousand tomorrow", "1000"),
        ("send alice 5k", "5000"),
        ("send Lisa Chang 50 on friday", "50"),
        ("send money to alice 50", "50"),
        ("give bob twenty bucks", "20"),
        ("send Alice fifty cents", "0.50"),
        ("15 to bob", "15"),
        ("$15 alice", "15"),
        ("Alice 50", "50"),
        ("don't forget to send alice $50", "50"),
        ("send alice 50 on 24/12/2026", "50"),
        ("send 50 june 15", "50"),
        ("on monday 45", "45"),
        ("on mondya 45", "45"),
        ("pay my card 20", "20"),
        ("send bob 20 if it rains", "20"),
    ],
)
def test_an_order_says_how_much(mentions_in: Find, text: str, dollars: str) -> None:
    assert amount_in(mentions_in, text) == Amount(Decimal(dollars), "USD")


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("not $15 but $50", "50"),
        ("no not $50, $15", "15"),
        ("no wait 50 not 15", "50"),
        ("no wait 50 not $15", "50"),
        ("not $15 but 50", "50"),
        ("not 15, $50", "50"),
        ("$50 instead of $15", "50"),
        ("instead of $15, $50", "50"),
        ("$50, not $15", "50"),
        ("rather 60 than 50", "60"),
        ("I'd rather send 60 than 50", "60"),
        ("$60 rather than $50", "60"),
        ("I didn't mean 50, I meant 60", "60"),
        ("not 50 or 60, 70", "70"),
        ("45 not 50", "45"),
        ("not 50 but 45", "45"),
        ("change 20 to 50", "50"),
        ("from 50 to 45", "45"),
        ("no, from 50 to 45", "45"),
        ("change it from 50 to 45", "45"),
        ("change it from $50 to $45", "45"),
        ("lower the amount from 50 to 45 dollars", "45"),
        ("lower it to 40", "40"),
    ],
)
def test_in_a_contrast_the_affirmed_amount_counts(mentions_in: Find, text: str, dollars: str) -> None:
    assert amount_in(mentions_in, text) == Amount(Decimal(dollars), "USD")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not 50", AmountReason.ODD),
        ("not $50", AmountReason.ODD),
        ("not 50 or 60", AmountReason.ODD),
        ("don't send $50", AmountReason.ODD),
        ("I did not want to send alice 50", AmountReason.ODD),
        ("not $1 234", AmountReason.ODD),
        ("not 1 234", AmountReason.SEVERAL),
        ("not twelve fifty", AmountReason.SEVERAL),
        ("not only $50 but also $20", AmountReason.SEVERAL),
        ("if not $50, $20", AmountReason.SEVERAL),
        ("$50 no $15", AmountReason.SEVERAL),
        ("not $15 but $50 or $60", AmountReason.SEVERAL),
    ],
)
def test_a_denial_that_leaves_no_single_amount_is_asked_about(
    mentions_in: Find, text: str, reason: AmountReason
) -> None:
    assert amount_in(mentions_in, text) == UnclearAmount(reason)


@pytest.mark.parametrize(
    "text",
    [
        "ten to twenty dollars",
        "10 to 20",
        "20 to $30",
        "$20 to 30",
        "between 20 and 30",
        "send alice $20 twice",
        "twice $20",
        "send it 3 times, $20",
        "send $20 to bob and ann each",
        "1.000 dollars",
        "$1,000.000",
        "2.000",
        "fifty-ish",
        "50ish",
        "50+",
        "~50",
        "50 or so",
        "50 max",
        "maybe 50",
        "around $50",
        "about 50",
        "roughly $20",
        "add $5",
        "add alice 50",
        "add to that $5",
        "twice please send alice $20",
        "raise it by $5",
        "increase by 50",
        "increase it by 10",
        "bump it up by 5",
        "reduce it by 10 dollars",
        "cut it by $10",
        "10 of it",
        "send alice from 20 to 50",
        "$5 more",
        "$5 less",
        "$5 extra",
        "another $5",
        "half of that",
        "half a hundred",
        "double it",
        "send alice 1/2",
        "send alice minus 50",
        "send alice 50 bananas",
        "send my 2 friends 50",
    ],
)
def test_ranges_multiples_changes_and_guesses_are_no_amounts(mentions_in: Find, text: str) -> None:
    assert isinstance(amount_in(mentions_in, text), UnclearAmount)


@pytest.mark.parametrize(
    "text",
    [
        "not that one",
        "that one",
        "this one",
        "which one",
        "the first one",
        "the other one",
        "one",
        "account no 50",
        "house no 50",
        "invoice 4711",
        "pay invoice 4711",
        "card 4321",
        "pay my card 4321",
        "pay card 2",
        "card ending in 4321",
        "5th",
        "the 5th",
        "24.12.2026",
        "24/12/2026",
        "2026/12/24",
        "24.12.",
        "on 24.12",
        "31.9.2024",
        "31 june 15",
        "in 3 business days",
        "2moro",
    ],
)
def test_pronouns_names_and_dates_are_no_amounts(mentions_in: Find, text: str) -> None:
    assert amount_in(mentions_in, text) == UnclearAmount(AmountReason.NONE)


@pytest.mark.parametrize(
    ("text", "dollars", "day"),
    [
        ("15 on friday", "15", "2024-06-14"),
        ("5 tomorrow", "5", "2024-06-11"),
        ("five tomorrow", "5", "2024-06-11"),
        ("340 on the 2nd", "340", "2024-07-02"),
        ("1500 tomorrow", "1500", "2024-06-11"),
        ("20 today", "20", "2024-06-10"),
        ("send 50 at 12:30 tomorrow", "50", "2024-06-11"),
        ("send 50 on 24.12.", "50", "2024-12-24"),
    ],
)
def test_a_number_before_a_day_is_an_amount_and_the_day_is_read_too(
    mentions_in: Find, text: str, dollars: str, day: str
) -> None:
    assert amount_in(mentions_in, text) == Amount(Decimal(dollars), "USD")
    read = read_day(text, mentions_in(text), today=TODAY)
    assert isinstance(read, Day)
    assert read.date.isoformat() == day


@pytest.mark.parametrize("text", ["at 5 tomorrow", "5 tomorrow morning", "june 15", "15 june", "in 5 days"])
def test_a_number_of_a_time_is_no_amount(mentions_in: Find, text: str) -> None:
    assert amount_in(mentions_in, text) == UnclearAmount(AmountReason.NONE)


def test_an_article_alone_is_no_number() -> None:
    assert exact_number("a") is None
    assert exact_number("an") is None


_PLAIN_WORDS = """send pay alice Bob Penny Bill Mark April May no not wait make it that this the a an half double some
another more less rather than instead of to from on friday tomorrow later now soon first second other change amount
each please yes same all everything rest twice few couple balance savings rent day month""".split()


def test_no_sentence_without_digits_number_words_or_currencies_gives_an_amount(mentions_in: Find) -> None:
    chosen = random.Random(7)
    for _ in range(300):
        text = " ".join(chosen.choices(_PLAIN_WORDS, k=chosen.randint(1, 5)))
        assert isinstance(amount_in(mentions_in, text), UnclearAmount), text


def test_no_pronoun_among_plain_words_gives_an_amount(mentions_in: Find) -> None:
    chosen = random.Random(11)
    for _ in range(150):
        words = [*chosen.choices(_PLAIN_WORDS, k=chosen.randint(0, 4)), "one"]
        chosen.shuffle(words)
        text = " ".join(words)
        assert isinstance(amount_in(mentions_in, text), UnclearAmount), text
