"""A yes is a yes only when nothing else was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.answers import Answer, asks_to_wait, read_answer


@pytest.mark.parametrize(
    "text",
    """yes|Yes!|YES PLEASE|yep|yeah, do it|sure|ok|okay then|go ahead|please do|yes please do that|that's right
    |that’s correct|sounds good|perfect, thanks|y|👍|👍🏽|✅|of course|yes, send it now please
    |yes I would like to do that|/affirm|alright|confirm
    |yes, go ahead and send it|I confirm|  yes  |ok do it|yes yes yes|ye|yes do|actually yes|go on then""".split("|"),
)  # fmt: skip
def test_plain_consent_is_a_yes(text: str) -> None:
    assert read_answer(text.strip("\n")) is Answer.YES


@pytest.mark.parametrize(
    "text",
    """no|No.|nope|nah|no thanks|don't|please don't|no, don't send it|not now|I'd rather not|never|I object|reject
    |decline|👎|/deny|no no no|of course not|actually no|no, actually""".split("|"),
)  # fmt: skip
def test_plain_refusal_is_a_no(text: str) -> None:
    assert read_answer(text.strip("\n")) is Answer.NO


@pytest.mark.parametrize(
    "text",
    """cancel|stop|never mind|nope, forget it|no, cancel that please|go back|abort|I changed my mind
    |quit|go away""".split("|"),
)
def test_wanting_out_is_to_leave(text: str) -> None:
    assert read_answer(text.strip()) is Answer.LEAVE


@pytest.mark.parametrize(
    "text",
    [
        *("yes?", "ok?", "why?", "really?", "is that right?", "should I say yes?", "yes or no?", "yes or no"),
        *(
            "yes no",
            "no yes",
            "yes but no",
            "yes actually no",
            "yes I said no",
            "I never said yes",
            "I would not say yes",
        ),
        *(
            "YES PLEASE DO NOT",
            "yes but don't send it yet",
            "yes it's wrong",
            "yeah right",
            "please wait",
            "yes but wait",
        ),
        *("ok let me think", "repeat please", "redo", "yes, but half of that", "yes, double it", "yes, send it twice"),
        *(
            "yes every month",
            "only if it's free",
            "provided it's free",
            "yes unless it's too late",
            "yes when I get paid",
        ),
        *(
            "undefined",
            "yes {amount}",
            "/affirm/deny",
            "yes and also send 20 to bob",
            "yes but make it 70",
            "not yet",
            "",
        ),
        *(
            "why",
            "if I say yes you send it",
            "do you want to do it",
            "please",
            "thanks",
            "the",
            "no problem",
            "/affirm{}",
        ),
        *("don't stop", "yes, cancel", "ok cancel", "wrong person", "no, make it $60", "no, 50", "x" * 500),
    ],
)
def test_a_question_a_condition_a_contradiction_or_more_than_an_answer_is_none(text: str) -> None:
    assert read_answer(text) is None


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_in_no_time(text: str) -> None:
    read_answer(text)


@pytest.mark.parametrize("text", ["yes " * 30, "no, " * 30 + "x", "please " * 17 + "?"])
def test_repetition_is_read_in_no_time(text: str) -> None:
    read_answer(text)


@pytest.mark.parametrize("text", ["close it", "yes, close it please", "ok close it"])
def test_what_one_question_calls_a_yes_is_none_elsewhere(text: str) -> None:
    """ "Close it" closes an incident; said to the read-back of a payment, it moves nothing."""
    assert read_answer(text, {"close it"}) is Answer.YES
    assert read_answer(text) is None


def test_what_one_question_calls_a_no_is_none_elsewhere() -> None:
    assert read_answer("no, keep it open", {"close it"}, {"keep it open"}) is Answer.NO
    assert read_answer("no, keep it open") is None


@pytest.mark.parametrize("text", ["don't close it", "close it?", "close it and open another"])
def test_a_phrase_of_ones_own_counts_only_when_it_is_all_that_is_said(text: str) -> None:
    assert read_answer(text, {"close it"}) is None


@pytest.mark.parametrize(
    "text", ["no wait", "Wait!", "hold on please", "one sec", "not yet", "let me think", "no, wait"]
)
def test_who_needs_a_moment_says_neither_yes_nor_no(text: str) -> None:
    assert asks_to_wait(text)
    assert read_answer(text) is None


@pytest.mark.parametrize(
    "text", ["", "please", "wait for friday", "no wait, 60", "yes but wait", "don't wait", "waiter"]
)
def test_more_than_that_is_no_request_for_a_moment(text: str) -> None:
    assert not asks_to_wait(text)
