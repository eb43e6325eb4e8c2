"""What a first message tells about the problem is kept word for word; everything beside it is taken off."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_bot.actions.report_reading import TITLE_WIDTH, Report, own_addresses, read_report
from helpdesk_bot.desk import read_email


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("open a ticket: the projector in room 4 is dead", "the projector in room 4 is dead"),
        ("can you open an incident because my mouse double-clicks", "my mouse double-clicks"),
        ("urgent: my outlook crashes, I'm user@example.com", "my outlook crashes"),
        ("reset my password", "reset my password"),
        ("Hi, my vpn is down", "my vpn is down"),
        (
            "Hello there! Can you please open a ticket for me? My laptop battery is dead. Thanks",
            "My laptop battery is dead.",
        ),
        ("my outlook crashes asap", "my outlook crashes"),
        ("my outlook crashes, it's urgent", "my outlook crashes"),
        ("I can't send mail to bob@example.com", "I can't send mail to bob@example.com"),
        ("mails to bob@example.com bounce", "mails to bob@example.com bounce"),
        ("user@example.com: my screen flickers", "my screen flickers"),
        ("my screen flickers, user@example.com", "my screen flickers"),
        ("my outlook crashes, I'm user@example.com, it started on Monday", "my outlook crashes, it started on Monday"),
        ("my email is user@example.com and my mouse is broken", "my mouse is broken"),
        ("please reset my password", "reset my password"),
        ("can you reset my password?", "can you reset my password?"),
        ("URGENT!!! printer on floor 3 jammed", "printer on floor 3 jammed"),
        ("create a ticket for the broken printer on floor 2", "the broken printer on floor 2"),
        ("report a problem with the printer", "report a problem with the printer"),
        ("Log an incident please - Excel won't open", "Excel won't open"),
        ("i need help with my second monitor, it stays black", "my second monitor, it stays black"),
        ("my mouse is dead. please open a ticket", "my mouse is dead."),
        ("vpn down, open a ticket please", "vpn down"),
        ("my laptop is slow and I want to open a ticket", "my laptop is slow"),
        ("low priority: the lamp at my desk blinks", "the lamp at my desk blinks"),
        ("the lamp blinks, no rush", "the lamp blinks"),
        ("I need a new ticket for my laptop battery", "my laptop battery"),
        ("The battery is low", "The battery is low"),
        ("my phone battery is low priority customer", "my phone battery is low priority customer"),
        (
            "Dear team,\n\nmy laptop does not start.\nIt beeps three times.\n\nKind regards",
            "my laptop does not start.\nIt beeps three times.",
        ),
        ("open a ticket for user@example.com: outlook hangs often", "outlook hangs often"),
        ("the ticket printer at the cinema desk is broken", "the ticket printer at the cinema desk is broken"),
        ("ticket machine broken at gate", "ticket machine broken at gate"),
        ("open the door of the printer fails", "open the door of the printer fails"),
        ("so my outlook keeps crashing", "my outlook keeps crashing"),
        ("now teams crashes again", "teams crashes again"),
        ("it is not possible to print anything now", "it is not possible to print anything"),
        ("I'm getting an error in SAP when I post invoices", "I'm getting an error in SAP when I post invoices"),
        ("help! my laptop is on fire", "my laptop is on fire"),
        ("I have an issue: Word does not save", "Word does not save"),
        ("please help me, I can't log in to SAP", "I can't log in to SAP"),
        ("I can't log in to SAP, can you help me?", "I can't log in to SAP"),
        ("My name is Bob (bob@example.com) and the wifi drops", "My name is Bob and the wifi drops"),
        ("raise a ticket that says the coffee machine leaks", "the coffee machine leaks"),
        ("emergency exit door badge reader is broken", "emergency exit door badge reader is broken"),
        ("P1: the mail server is down", "the mail server is down"),
        ("It's urgent, the mail server is down!", "the mail server is down!"),
        ("support portal shows an error page", "support portal shows an error page"),
        ("help desk phone line is dead", "help desk phone line is dead"),
        ("I need access to SAP for my new colleague", "I need access to SAP for my new colleague"),
        ("in a hurry - my badge reader fails", "my badge reader fails"),
        ("my outlook crashes when I press send", "my outlook crashes when I press send"),
        ("outlook crashes, thanks!", "outlook crashes"),
        ("Please open an incident. My mouse died. My email is user@example.com.", "My mouse died."),
        ("My outlook crashes. My email is user@example.com. It's urgent.", "My outlook crashes."),
        ("my mailbox user@example.com is full", "my mailbox user@example.com is full"),
        ("issue with vpn on my laptop", "issue with vpn on my laptop"),
    ],
)
def test_the_problem_is_kept_and_the_rest_is_taken_off(text: str, description: str) -> None:
    assert read_report(text).description == description


@pytest.mark.parametrize(
    "text",
    [
        "open a ticket",
        "I need help",
        "I want to report a problem",
        "outlook",
        "I have a problem",
        "I have a problem with my email",
        "problem with outlook",
        "something is broken",
        "I'd like to open a high priority ticket",
        "how do I report a problem?",
        "new ticket",
        "/open_incident",
        "hi",
        "???",
        "“”",
        "I am user@example.com",
        "user@example.com",
        "",
        '/open_incident{"incident_title": "my mouse"}',
    ],
)
def test_who_tells_of_no_problem_is_asked_for_it(text: str) -> None:
    assert read_report(text) == Report(None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("open a ticket: the projector in room 4 is dead", "The projector in room 4 is dead"),
        ("my laptop is slow. It started on Monday.", "My laptop is slow"),
        ("my laptop is slow\nit started on Monday", "My laptop is slow"),
        ("version 4.2 of the viewer crashes", "Version 4.2 of the viewer crashes"),
        ("my " + "laptop battery " * 20, "My laptop battery laptop battery laptop battery laptop…"),
        ("abc " + "x" * 80, "Abc…"),
        ("x" * 80 + " abc", "X" * 1 + "x" * 58 + "…"),
        ("ßcanner does nothing", "ßcanner does nothing"),
    ],
)
def test_the_title_is_the_first_sentence_shortened_at_a_word(text: str, title: str) -> None:
    assert read_report(text).title == title


_PARTS = st.sampled_from(
    """hi|please|open a ticket|because|my mouse double-clicks|urgent:|asap|, I'm user@example.com|user@example.com
    |thanks|can you|report a problem with|the printer|is jammed.|(|"|\n|!|no rush|and|my e-mail is|help me|🙂|İ|ß
    |\ud800|\0""".split("|")
)
_MESSAGES = st.lists(_PARTS, max_size=12).map(" ".join) | st.text(max_size=300)


@given(_MESSAGES)
def test_every_word_of_the_description_is_the_customers_own(text: str) -> None:
    """In the same order, with nothing added."""
    left = iter(re.findall(r"\w+", text))
    assert all(word in left for word in re.findall(r"\w+", read_report(text).description or ""))


@given(_MESSAGES)
def test_a_title_fits_on_a_line_and_exists_with_the_description_only(text: str) -> None:
    report = read_report(text)
    assert (report.title is None) == (report.description is None)
    if report.title is not None:
        assert 0 < len(report.title) <= TITLE_WIDTH
        assert report.title == " ".join(report.title.split())


@given(_MESSAGES)
def test_a_description_that_is_read_again_stays_as_it_is(text: str) -> None:
    once = read_report(text)
    if once.description is not None:
        assert read_report(once.description).description in (once.description, None)


PIECES = [
    "hi ",
    "please ",
    "open a ticket ",
    "a@b.c ",
    "@",
    "a",
    "i want to ",
    "- ",
    ", ",
    "\n",
    " ",
    "i'm ",
    "urgent ",
    "the ",
]


@pytest.mark.parametrize("piece", [*PIECES, "is ", "x@y, ", "not a ", "so ", "can you ", "( ", "and and "])
def test_a_text_of_4000_characters_is_read_quickly(piece: str) -> None:
    text = (piece * 4000)[:4000]
    started = time.process_time()
    read_report(text)
    read_report("open a" + text + "x")
    assert time.process_time() - started < 0.5


def test_line_breaks_of_a_long_report_are_kept() -> None:
    lines = "\n\n".join(f"step {number}: the app shows error {number}" for number in range(100))
    assert read_report(f"open a ticket: {lines}").description == lines


@pytest.mark.parametrize(
    "text",
    [
        "please open a ticket under my e-mail ann@example.com, no hurry",
        "I need a ticket for ann@example.com, that's me",
        "ticket please, mail me at ann@example.com",
        "notify me at ann@example.com when it is done",
    ],
)
def test_an_address_that_is_called_ones_own_is(text: str) -> None:
    assert read_email(" ".join(own_addresses(text))) == "ann@example.com"


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com sends me spam",
        "mails to ann@example.com bounce",
        "I can't share it with ann@example.com",
        "a mail from ann@example.com is gone",
    ],
)
def test_an_address_that_is_spoken_of_is_nobodys_own(text: str) -> None:
    assert own_addresses(text) == ()


def test_an_address_that_begins_the_sentence_stays_whole() -> None:
    assert read_report("ann@example.com is not in my address book").description == (
        "ann@example.com is not in my address book"
    )
