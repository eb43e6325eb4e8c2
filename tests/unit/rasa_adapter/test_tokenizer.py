"""An e-mail address in a message does not decide what the message is about."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from handoff.rasa_adapter.tokenizer import ONLY_AN_ADDRESS, AddressFreeTokenizer

CONFIG = WhitespaceTokenizer.get_default_config()


def words(text: str) -> list[str]:
    return [token.text for token in AddressFreeTokenizer(CONFIG).tokenize(Message.build(text=text), TEXT)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("printer broken, joe@example.com", "printer broken"),
        ("joe.b-c+d@mail.example.co.uk here, no network", "here no network"),
        ("My email is <bob@example.com>. I can't print", "My email is I can t print"),
        ("joe@example.com,high", "high"),
        ("mailto:joe@example.com is mine", "is mine"),
        ("joe@example.com's mouse", "s mouse"),
        ("outlook of a@example.com and b@example.org is slow", "outlook of and is slow"),
        ("bob@exmaple is my address", "is my address"),
        ("ÄNNE@exämple.de kann nicht drucken", "kann nicht drucken"),
        ("meet me @ noon", "meet me @ noon"),
        ("user @example.com", "user @example.com"),
    ],
)
def test_the_words_beside_an_address_are_left(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize(
    "text", ["joe@example.com", " joe@example.com!!", "<ann@example.org>", "a@example.com, b@example.com", "🙂 j@x.yz"]
)
def test_a_message_that_is_only_an_address_is_one_word_whosever_it_is(text: str) -> None:
    assert words(text) == [ONLY_AN_ADDRESS]


def test_the_word_for_an_address_stands_where_the_address_is() -> None:
    (token,) = AddressFreeTokenizer(CONFIG).tokenize(Message.build(text=" (joe@example.com)"), TEXT)
    assert (token.start, token.end) == (2, 17)


@given(st.text(alphabet="ab@.1 ,'!<>-é🙂", max_size=60))
def test_words_stand_in_the_text_where_they_say(text: str) -> None:
    for token in AddressFreeTokenizer(CONFIG).tokenize(Message.build(text=text), TEXT):
        assert token.text in (text[token.start : token.end], ONLY_AN_ADDRESS)


@given(st.text(alphabet=st.characters(blacklist_characters="@"), min_size=1, max_size=60))
def test_without_an_address_the_words_are_those_of_rasa(text: str) -> None:
    message = Message.build(text=text)
    expected = WhitespaceTokenizer(CONFIG).tokenize(message, TEXT)
    assert AddressFreeTokenizer(CONFIG).tokenize(message, TEXT) == expected


def test_a_long_text_takes_no_long_time() -> None:
    began = time.process_time()
    for text in ("a" * 50_000, "a@" * 25_000, "a.@-" * 12_000, "a@" + "b." * 25_000):
        words(text)
    assert time.process_time() - began < 5
