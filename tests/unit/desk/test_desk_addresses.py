"""Addresses are found however they are pasted, and compared as the same mailbox and nothing else."""

import pytest

from helpdesk_bot.desk.addresses import EmailProblem, read_email, same_address


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("my address is user@example.com.", "user@example.com"),
        ("<user@example.com>", "user@example.com"),
        ("mailto:user@example.com?subject=help", "user@example.com"),
        ("user@exämple.com", "user@exämple.com"),
        ("user@xn--exmple-cua.com", "user@exämple.com"),
        ("a^b@example.com", "a^b@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("o’brien@example.com", "o'brien@example.com"),  # what telephones type
        ("“user@example.com”", "user@example.com"),
        ("‘user@example.com’", "user@example.com"),
        ("«user@example.com»", "user@example.com"),
        ("user@example.com’s mailbox is full", "user@example.com"),
        ("user@example.com/", "user@example.com"),
        ("it is user@example.com…", "user@example.com"),
        ("user@example.com—thanks", "user@example.com"),
        ("[user@example.com](mailto:user@example.com)", "user@example.com"),
    ],
)
def test_an_address_is_read_out_of_whatever_surrounds_it(said: str, address: str) -> None:
    assert read_email(said) == address


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("user at example dot com", EmailProblem.MISSING),
        ("user@localhost", EmailProblem.INVALID),
        ("ann@example.com, no, bob@example.com", EmailProblem.SEVERAL),
        ("ann@example.com/bob@example.com", EmailProblem.INVALID),
        ("straße@example.com or strasse@example.com", EmailProblem.SEVERAL),
    ],
)
def test_no_address_is_guessed(said: str, problem: EmailProblem) -> None:
    assert read_email(said) is problem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("user@example.com", "USER@Example.com "),
        ("user@exämple.com", "user@XN--EXMPLE-CUA.com"),
        ("ünal@example.com", "u\u0308nal@example.com"),
    ],
)
def test_two_spellings_of_one_address_are_the_same(one: str, other: str) -> None:
    assert same_address(one, other)
    assert same_address(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("user@example.com", "user@example.org"),
        ("straße@example.com", "strasse@example.com"),
        ("user@example.com", "user+it@example.com"),
        ("", ""),
        ("nobody", "nobody"),
        ("user@example.com", "user@example.com^ORemailISNOTEMPTY"),
    ],
)
def test_other_mailboxes_and_what_is_no_address_are_not_the_same(one: str, other: str) -> None:
    assert not same_address(one, other)
