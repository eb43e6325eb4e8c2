"""The name of a new payee is found in what people say, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from financial_bot.actions.new_name import corrected_name, name_to_add, plain_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("add Zoe Chen as a payee", "Zoe Chen"),
        ("please add a payee called april jones", "april jones"),
        ("new payee: Penny Lane", "Penny Lane"),
        ("set up a new recipient named Björk", "Björk"),
        ("can you add my landlord Mr O'Neil to my payees", "Mr O'Neil"),
        ("put 李雷 on my list of payees", "李雷"),
        ("I'd like to save May as a contact", "May"),
        ("add bob", "bob"),
    ],
)
def test_a_name_that_is_said_at_once_is_not_asked_for(said: str, name: str) -> None:
    assert name_to_add(said) == name


@pytest.mark.parametrize(
    "said", ["add a payee", "I want to add someone", "can you add another recipient", "new payee please"]
)
def test_without_a_name_there_is_none(said: str) -> None:
    assert name_to_add(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Zoe Chen", "Zoe Chen"),
        ("it's Zoe", "Zoe"),
        ("her name is Zoe Chen please", "Zoe Chen"),
        ("Zoe Chen, thanks", "Zoe Chen"),
        ("May", "May"),
        ("To Chen", "To Chen"),
        ("Ittai Nam", "Ittai Nam"),
        ("it's", None),
        ("a friend", None),
    ],
)
def test_an_answer_is_the_name_without_the_words_around_it(said: str, name: str | None) -> None:
    assert plain_name(said) == name


def test_at_the_read_back_only_a_correction_is_a_name() -> None:
    assert corrected_name("no, it should be Zoë Chan") == "Zoë Chan"
    assert corrected_name("no, Zoë Chan") == "Zoë Chan"
    assert corrected_name("no thanks") is None
    assert corrected_name("why do you ask?") is None
    assert corrected_name("change the name") is None
