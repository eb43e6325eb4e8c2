"""Addresses and incident numbers are read from people's own words, and in doubt not at all."""

import time

import pytest

from helpdesk_bot.desk import EmailProblem, format_incident_number, number_among, read_email, read_incident_number


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("user@example.com", "user@example.com"),
        ("My email is Bob@Example.COM.", "Bob@example.com"),
        ("<mailto:bob@example.com>, thanks", "bob@example.com"),
        ("bob+it@sub.example.co.uk!", "bob+it@sub.example.co.uk"),
        ("bob@example.com, I mean BOB@example.com", "bob@example.com"),
        (["bob@example.com"], "bob@example.com"),
        (("not one", "bob@example.com"), "bob@example.com"),
    ],
)
def test_the_one_address_is_read(said: str | list[str], address: str) -> None:
    assert read_email(said) == address


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("I have none", EmailProblem.MISSING),
        ("", EmailProblem.MISSING),
        ([], EmailProblem.MISSING),
        ("bob@", EmailProblem.INVALID),
        ("bob@localhost", EmailProblem.INVALID),
        ("a@b@example.com", EmailProblem.INVALID),
        ("bob..smith@example.com", EmailProblem.INVALID),
        ("x" * 300 + "@example.com", EmailProblem.INVALID),
        ("bob\0@example.com", EmailProblem.INVALID),
        ("\ud800@example.com", EmailProblem.INVALID),
        ([42], EmailProblem.INVALID),
        ("ann@example.com or bob@example.com", EmailProblem.SEVERAL),
    ],
)
def test_what_is_not_one_address_is_told_apart(said: str | list[str], problem: EmailProblem) -> None:
    assert read_email(said) is problem


@pytest.mark.parametrize(
    "text",
    [
        *(
            "INC0000012",
            "inc0000012",
            "inc 12",
            "INC-12",
            "incident #12",
            "what about incident number 12?",
            "#12",
            " 12 ",
        ),
        *("has anybody looked at case 12 yet", "ticket 12 of last week", "status of request 12"),
        *("I opened one by phone, number 12", "close 12 please", "bump 12 up to top priority"),
    ],
)
def test_an_incident_number_becomes_canonical(text: str) -> None:
    assert read_incident_number(text) == "INC0000012"


def test_the_same_number_written_twice_is_one_number() -> None:
    assert read_incident_number("inc 12, that is INC0000012") == "INC0000012"


@pytest.mark.parametrize(
    "text",
    [
        *("", "my incident", "I have 12 problems", "since 12", "inc 12 or inc 13", "INC0000000", "12abc", "9" * 30),
        *("I opened a ticket 3 days ago", "the incident 10 minutes ago", "ticket 2 of 3", "I closed a ticket 5 times"),
        *("in case 2 come", "close 2 tickets", "raise 40 questions", "my phone is number 12", "the ticket 9 pm"),
    ],
)
def test_no_incident_number_is_guessed(text: str) -> None:
    assert read_incident_number(text) is None


def test_numbers_beyond_seven_digits_stay_readable() -> None:
    assert read_incident_number(format_incident_number(12_345_678)) == "INC12345678"


@pytest.mark.parametrize("piece", ["not a ", "very ", "@", "a@", "a.", "x", "inc ", "inc", "inc:", " ", "\n", "0", "#"])
def test_a_text_of_20000_characters_is_read_quickly(piece: str) -> None:
    text = "not inc" + piece * (20_000 // len(piece)) + "!"
    started = time.process_time()
    read_email(text)
    read_incident_number(text)
    assert time.process_time() - started < 0.5


def test_a_number_that_is_written_longer_keeps_its_zeros() -> None:
    assert read_incident_number("my inc 00010001") == "INC00010001"
    assert read_incident_number("inc 10001, that is INC00010001") == "INC00010001"


def test_a_number_means_the_same_one_else_the_only_one_that_differs_in_zeros_alone() -> None:
    assert number_among("INC0010001", ["INC00010001", "INC0010002"]) == "INC00010001"
    assert number_among("INC0010001", ["INC00010001", "INC0010001"]) == "INC0010001"
    assert number_among("INC0010001", ["INC00010001", "INC000010001"]) is None
    assert number_among("INC0010001", ["REQ0010001", "INC0100010"]) is None
