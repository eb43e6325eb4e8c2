"""Priorities are read from people's own words; where nobody asked, only from words about urgency itself."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_bot.desk.incident import Priority
from helpdesk_bot.desk.priorities import read_priority, read_urgency

LOW, MEDIUM, HIGH = Priority.LOW, Priority.MEDIUM, Priority.HIGH


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("High", HIGH),
        ("HIGH!!", HIGH),
        ("it's urgent", HIGH),
        ("asap", HIGH),
        ("as soon as  possible please", HIGH),
        ("this is critical", HIGH),
        ("no, it is urgent", HIGH),
        ("not low, high", HIGH),
        ("Medium", MEDIUM),
        ("normal", MEDIUM),
        ("not high, medium", MEDIUM),
        ("it's not urgent, medium", MEDIUM),
        ("low", LOW),
        ("LOW PRIORITY", LOW),
        ("not urgent", LOW),
        ("non-urgent", LOW),
        ("it isn’t very urgent", LOW),  # what telephones type
        ("not really that important", LOW),
        ("no rush", LOW),
        ("no hurry at all", LOW),
        ("I'm not in a hurry", LOW),
        ("nothing urgent", LOW),
        ("less urgent", LOW),
        ("it can wait", LOW),
        ("urgnet", HIGH),
        ("A.S.A.P.", HIGH),
        ("P1", HIGH),
        ("prio 2", HIGH),
        ("p3", MEDIUM),
        ("priority 5", LOW),
        ("whenever you have time", LOW),
    ],
)
def test_a_priority_is_read_from_the_words_people_use(text: str, priority: Priority) -> None:
    assert read_priority(text) is priority


@pytest.mark.parametrize(
    "text",
    ["", "?", "I don't know", "not sure", "highlight", "below", "high or low?", "not high", "not urgent but high", "5"],
)
def test_no_priority_is_guessed_when_it_is_unclear(text: str) -> None:
    assert read_priority(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "urgent: my outlook crashes",
        "URGENT!!! printer dead",
        "this is urgent",
        "I need help asap",
        "a.s.a.p. please",
        "A.S.A.P",
        "it's an emergency",
        "emergency! server down",
        "this is critical for me",
        "critical for us: sap",
        "high priority please",
        "open a high priority ticket",
        "prio 1",
        "priority 1: vpn",
        "P1: outlook down",
        "this is a p1",
        "as soon as possible",
        "I can't work",
        "we cannot work, the server is down",
        "can't work because of the vpn",
        "urgnet, my screen is black",
        "urgant help",
        "open an urgent ticket",
        "please fix it urgently",
        "I need it translated urgently",
        "I need help right now",
        "this can't wait",
        "priority: high",
        "my laptop is dead and i can’t work at all",
        "my mouse died (urgent)",
        "outlook crashes - urgent",
        "nobody can work",
        "it stops me from working",
        "P2 incident: no wifi",
        "it is very urgent",
        "it's really important",
        "make it urgent please",
        "can you open an urgent incident because my mouse double-clicks",
        "URGENTLY need help",
        "urgent need help",
        "prio high",
        "urgent my vpn is down",
        "need this ASAP!",
        "i am unable to work",
        "priority urgent",
        "it cannot wait",
        "UGRENT",
        "I'm in a hurry",
        "urgent request",
        "it is critical that this gets fixed",
        "pls hurry my talk starts in ten minutes",
        "the projector is dead, hurry up!",
        "it's urgent though",
        "urgent if possible, no mail",
    ],
)
def test_urgency_in_a_sentence_raises_the_priority(text: str) -> None:
    assert read_urgency(text) is HIGH


@pytest.mark.parametrize(
    "text",
    [
        "low priority",
        "not urgent",
        "no rush",
        "whenever you have time",
        "open a ticket, it's not urgent",
        "no hurry with this",
        "low prio",
        "priority low",
        "prio 4",
        "p5",
        "it can wait",
        "non-urgent request: new mouse",
        "this is not an emergency",
        "nothing urgent, but my mouse squeaks",
        "it isn’t very urgent",
        "when you have a minute",
        "not critical, the lamp blinks",
        "whenever you can",
        "not asap",
        "take your time",
        "this isn't urgent but my screen flickers",
        "when somebody has time",
        "teams has no sound, no rush though",
        "not urgent at all",
        "no hurry on this, my lamp blinks",
        "my chair squeaks, no need to hurry",
    ],
)
def test_somebody_who_has_time_gets_a_low_priority(text: str) -> None:
    assert read_urgency(text) is LOW


@pytest.mark.parametrize("text", ["medium priority", "normal priority ticket", "p3", "prio 3", "priority: medium"])
def test_a_medium_priority_is_named_as_such(text: str) -> None:
    assert read_urgency(text) is MEDIUM


@pytest.mark.parametrize(
    "text",
    [
        "low battery",
        "high school portal",
        "the top row of keys is dead",
        "medium size",
        "critical update fails",
        "my outlook crashes right now",
        "severe weather app",
        "normal.dotm is broken",
        "emergency exit door badge",
        "not high",
        "my battery is low",
        "printer P1 is jammed",
        "HP P1102",
        "mails marked as urgent are lost",
        "how do I flag a message as urgent",
        'I got a mail with "URGENT: pay now"',
        "urgent mails are not delivered",
        "emergency number display",
        "critical error in excel",
        "the screen resolution is too high",
        "I can't work with this file",
        "I can't work out how",
        "not high priority",
        "my mouse can't work",
        "it closes immediately",
        "high priority mails do not arrive",
        "high or low",
        "urgent but not urgent",
        "",
        "the wifi works, I can work again",
        "I can wait",
        "i can work",
        "major version",
        "low disk space",
        "normal mode",
        "the emergency power button",
        "importance high flag",
        "sap is slow",
        "asapmail does not start",
        "can't wait for the new laptop",
        "the room p1",
        "resurgent",
        "insurgent",
        "people hurry past my desk",
        "my laptop won't hurry",
    ],
)
def test_words_about_other_things_never_set_a_priority(text: str) -> None:
    assert read_urgency(text) is None


@given(st.sampled_from(["urgent", "asap", "no rush", "high priority", "P3"]), st.data())
def test_neither_case_nor_exclamation_marks_change_the_reading(said: str, data: st.DataObject) -> None:
    """However somebody shouts, it stays the same priority."""
    shouted = "".join(data.draw(st.sampled_from([letter.upper(), letter.lower()])) for letter in said)
    assert read_urgency(f"{shouted}{'!' * data.draw(st.integers(0, 4))} my screen is black") is read_urgency(said)


@given(st.text(max_size=4000))
def test_any_text_can_be_read(text: str) -> None:
    assert read_urgency(text) in (None, LOW, MEDIUM, HIGH)


PIECES = [
    "not a ",
    "very ",
    "it is very ",
    "urgent ",
    "u",
    "a.",
    "marked x ",
    '"',
    "p1 ",
    "priority ",
    "- ",
    "need it ",
]


@pytest.mark.parametrize("piece", [*PIECES, "can't ", "not ", " ", "\n"])
def test_a_text_of_20000_characters_is_read_quickly(piece: str) -> None:
    text = "not " + piece * (20_000 // len(piece)) + "!"
    started = time.process_time()
    read_priority(text)
    read_urgency(text)
    assert time.process_time() - started < 1
