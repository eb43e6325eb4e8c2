"""What of a sentence is read: neither whose address it names nor how its quotes are drawn."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu_components.text import ANY_ADDRESS, normalised, spelling, well_formed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("printer broken, joe@example.com", "printer broken, name@example.com"),
        ("joe.b-c+d@mail.example.co.uk here, no network", "name@example.com here, no network"),
        ("My email is <bob@example.com>. I can't print", "My email is <name@example.com>. I can't print"),
        ("joe@example.com,high", "name@example.com,high"),
        ("mailto:joe@example.com is mine", "name@example.com is mine"),
        ("outlook of a@example.com and b@example.org", "outlook of name@example.com and name@example.com"),
        ("bob@exmaple is my address", "name@example.com is my address"),
        ("ÄNNE@exämple.de kann nicht drucken", "name@example.com kann nicht drucken"),
        ("meet me @ noon", "meet me @ noon"),
        ("user @example.com", "user @example.com"),
    ],
)
def test_whose_address_it_is_does_not_matter_and_the_words_beside_it_are_left(text: str, expected: str) -> None:
    assert normalised(text) == expected


@given(st.from_regex(r"[a-z0-9]{1,20}(\.[a-z]{1,9})?@[a-z]{1,20}\.(com|org|de)", fullmatch=True))
def test_every_address_is_the_same(address: str) -> None:
    assert normalised(address) == ANY_ADDRESS
    assert normalised(f"I am {address} and it is broken") == f"I am {ANY_ADDRESS} and it is broken"


@given(st.text(alphabet="abcdefgh XYZ 0123456789.,!?'", max_size=80))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert normalised(text) == " ".join(text.split())


@pytest.mark.parametrize("text", ["don’t", "don‘t", "don`t"])
def test_quotes_of_phones_and_word_processors_are_plain_ones(text: str) -> None:
    assert normalised(text) == "don't"
    assert normalised("“fast”") == '"fast"'


def test_a_text_of_many_lines_is_one_line() -> None:
    assert normalised("  my printer\n\nis\t broken \u2003") == "my printer is broken"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HELLOOOOO there", "helloo there"),
        ("whyyyy", "whyy"),
        ("good", "good"),
        ("send 1000 or 2500", "send 0000 or 0000"),
        ("no!!!!", "no!!!!"),
        ("Straße", "strasse"),
    ],
)
def test_letters_that_are_drawn_out_capitals_and_figures_are_alike(text: str, expected: str) -> None:
    assert spelling(text) == expected


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000, "a@" * 25_000, "a.@-" * 12_000, "a@" + "b." * 25_000, "x" * 200 + "@" * 50_000, " " * 50_000],
    ids=lambda text: text[:5],
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    began = time.process_time()
    normalised(text)
    spelling(text)
    assert time.process_time() - began < 0.5


@given(st.text(st.characters(), max_size=200))
def test_any_text_whatsoever_can_be_written_to_a_file(text: str) -> None:
    """Also halves of characters, which JSON can bring and UTF-8 cannot say."""
    for each in (normalised(text), spelling(text), well_formed(text)):
        each.encode()


def test_two_halves_of_a_character_are_that_character() -> None:
    assert well_formed("\ud83d\ude00") == "😀"
    assert well_formed("a\ud83d") == "a\ufffd"
