"""Whether steps helped is read by rule: an "ok" costs nobody the ticket, and a clear no is not asked about again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_bot.actions.solved_reading import Solved, read_solved


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "yep that did it",
        "works again",
        "solved",
        "fixed, thanks",
        "it works now",
        "no it works now",
        "no, it works now",
        "Yes, it works",
        "yes thank you",
        "it's working again",
        "that helped",
        "that did the trick",
        "problem solved",
        "the problem is gone",
        "I can log in again",
        "I can print now, thanks!",
        "it doesn't crash anymore",
        "no longer crashes",
        "no more errors",
        "👍",
        "yup",
        "yes it did",
        "great, it works",
        "ok it works now",
        "thanks, that fixed it",
        "works like a charm",
        "everything is fine now",
        "my vpn is back",
        "never mind, it works",
        "let me check... yes, it works",
        "it seems to work now",
        "Restarting helped",
        "it's fixed",
        "all good now",
        "/affirm",
        "outlook works again",
        "the printer works again, thank you very much!",
        "is working now",
        "yes, solved",
        "oh wait, it works",
        "I did that and it works now",
        "tried it and it works",
        "the issue is resolved",
        "no need anymore, it works",
        "hey it worked!",
        "that has solved my problem",
        "resolved by restarting",
        "it stopped crashing",
        "no problem any more",
        "it's fixed now, forget the ticket",
        "actually i restarted and its fine, no ticket please",
        "it works again, don't open it",
        "i rebooted and it seems fine",
        "awesome works",
        "oh wait it prints again",
        "ok its working now",
        "i restarted it and now it works",
        "it works now, you don't need to open a ticket",
        "yay it works",
        "it turned on again",
        "i got it to work",
        "its ok now",
        "seems fine",
        "it started working again",
        "the wifi came back",
        "it solved itself",
        "a restart did it",
        "actually it works now",
        "it works, cancel the ticket",
    ],
)
def test_that_it_works_now_closes_the_matter(text: str) -> None:
    assert read_solved(text) is Solved.YES


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No.",
        "still broken",
        "didn't help",
        "nope, same problem",
        "I tried all that already",
        "it works for a minute and then crashes again",
        "partly",
        "yes but it still crashes",
        "no, it still doesn't work",
        "not solved",
        "not really",
        "nothing changed",
        "same",
        "same as before",
        "it did not help",
        "did not help",
        "can't log in",
        "it crashed again",
        "still the same",
        "no luck",
        "it's worse now",
        "no change",
        "that didn't work",
        "doesn't work",
        "it doesn't work anymore",
        "it no longer works",
        "half of it works",
        "it only works sometimes",
        "tried that",
        "I already tried that",
        "did that already",
        "already done that",
        "yes I did all that but it is still black",
        "it keeps crashing",
        "unfortunately not",
        "sadly no",
        "I'm afraid not",
        "no effect",
        "the problem persists",
        "the problem is back",
        "It still won't turn on",
        "no thanks",
        "👎",
        "/deny",
        "nope",
        "nah",
        "not at all",
        "a little bit better",
        "it worked yesterday but not today",
        "still broken, please open a ticket",
        "it works but it still freezes sometimes",
        "Nope. I restarted it twice.",
        "i get the same error",
        "unfortunately it still crashes",
        "that doesn't fix it",
        "none of that helped",
        "nothing helped",
        "nothing works",
        "it works on my phone but not on my laptop",
        "won't start",
        "still nothing",
        "not working",
        "not fixed",
        "it failed",
        "I did all of them",
        "nothing works now",
        "sorry, no",
        "that helped a bit",
        "I can only print again",
        "done, still the same",
        "I restarted it and it still crashes",
        "a restart did not do it",
        "it came back and is gone again, still broken",
        "it turned on again but not for long",
    ],
)
def test_that_it_did_not_help_or_not_for_long_is_a_no(text: str) -> None:
    assert read_solved(text) is Solved.NO


@pytest.mark.parametrize(
    "text",
    [
        "just open a ticket",
        "open a ticket please",
        "skip that",
        "I don't have time for this",
        "can somebody call me",
        "no, just open a ticket",
        "can you just open a ticket?",
        "a ticket please",
        "ticket",
        "I want a ticket",
        "please create an incident",
        "skip",
        "I have no time for that",
        "no time",
        "I'd rather have a ticket",
        "I don't want to try that",
        "can I talk to someone?",
        "could you open a ticket please?",
        "I can't do that",
        "too complicated, open a ticket",
        "my boss is waiting, just open a ticket",
        "I need somebody to look at it",
        "please have someone call me back",
        "yes, open a ticket",
        "get me a ticket",
        "raise a ticket",
        "just open it",
        "open an incident",
        "that's too technical for me",
        "skip the steps",
        "it is fixed but I want a ticket anyway",
        "stop asking, open a ticket",
    ],
)
def test_who_wants_a_ticket_gets_one_without_the_steps(text: str) -> None:
    assert read_solved(text) is Solved.TICKET


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "okay I'll try",
        "one moment",
        "let me check",
        "thanks",
        "will do",
        "Ok thanks",
        "okay",
        "sure",
        "thank you",
        "I'll try that",
        "wait",
        "hold on",
        "let me try",
        "give me a minute",
        "trying now",
        "still trying",
        "I'm restarting it now",
        "one sec",
        "great, thanks",
        "hmm ok",
        "no, let me check",
        "alright, I'll give it a go",
        "not yet",
        "got it",
        "I'll let you know",
        "I haven't tried it yet",
        "perfect, I will try it",
        "5 minutes",
        "brb",
        "still loading",
        "I'll see if it works",
        "let me see whether it crashes again",
        "no problem",
    ],
)
def test_who_only_acknowledges_or_is_at_it_has_not_answered_yet(text: str) -> None:
    assert read_solved(text) is Solved.TRYING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "did it work?",
        "does it matter?",
        "how do I do that?",
        "what is safe mode?",
        "I don't know",
        "not sure",
        "is it supposed to be off?",
        "should I open a ticket?",
        "what happens if you open a ticket?",
        "cancel",
        "never mind",
        "stop",
        "forget it",
        "banana",
        "where is the power button",
        "yes no",
        "yes or no",
        "why? it still crashes",
        "if it crashes again I'll tell you",
        "still broken. oh wait, it works now!",
        "it would work if I had admin rights",
        "don't open a ticket",
        "which cable",
        "I don't understand step 2",
        "yes?",
        "my e-mail is user@example.com",
        "hello there friend",
        "it might work",
        "INC0000012",
        "low priority",
        "how can somebody do this?",
        "maybe",
        "I am not at my desk",
        "works?",
        "it works on Tuesdays",
        "I hope it works",
        "I think it works",
        "not sure if it's fixed",
        "everything works except the printer",
        "works but very slow",
        "yes please",
        "yes and no",
        "done",
        "someone fixed it",
        "no ticket please",
        "don't open it",
        "forget the ticket",
        "finished",
    ],
)
def test_questions_doubts_and_contradictions_are_no_answer(text: str) -> None:
    assert read_solved(text) is None


_PARTS = [
    "yes",
    "no",
    "ok",
    "it works",
    "still broken",
    "open a ticket",
    "let me check",
    "banana",
    "but",
    ",",
    ".",
    "I'll",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=8))
def test_a_yes_is_never_read_where_something_is_still_broken(parts: list[str]) -> None:
    """A wrong yes would cost the customer the ticket."""
    said = " ".join(parts)
    if "still broken" in parts or "banana" in parts:
        assert read_solved(said) is not Solved.YES


@given(st.sampled_from(["it works now", "still broken", "open a ticket", "ok"]), st.data())
def test_case_and_punctuation_do_not_change_the_answer(said: str, data: st.DataObject) -> None:
    shouted = "".join(data.draw(st.sampled_from([letter.upper(), letter.lower()])) for letter in said)
    assert read_solved(f"  {shouted}{data.draw(st.sampled_from(['', '!', '.', ' ...', '!!!']))} ") is read_solved(said)


@given(st.text(max_size=500))
def test_any_text_can_be_read(text: str) -> None:
    assert read_solved(text) in (None, *Solved)


@pytest.mark.parametrize(
    "piece", ["not a ", "yes ", "no ", "ok ", "it is ", "the the ", "now ", "my a b ", "x", "sure", "oh "]
)
def test_a_long_text_is_read_quickly(piece: str) -> None:
    started = time.perf_counter()
    for text in ((piece * 400)[:399] + "!", piece * 5000):
        read_solved(text)
    assert time.perf_counter() - started < 0.5
