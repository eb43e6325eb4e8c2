"""The name of a new payee is found in what people say, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from financial_bot.actions.add_payee import AddPayeeForm
from financial_bot.actions.new_name import corrected_name, name_to_add, names_several, plain_name
from financial_bot.bank import Bank
from tests.support.bank_talk import Talk


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
        ("add payee Yara Moon", "Yara Moon"),
        ("add a payee Iris Vale", "Iris Vale"),
        ("add the payee Iris Vale", "Iris Vale"),
        ("add contact Iris Vale", "Iris Vale"),
        ("add a new payee Iris Vale", "Iris Vale"),
        ("add another payee, Iris Vale", "Iris Vale"),
        ("can you add Iris Vale?", "Iris Vale"),
        ("add {name} as a payee", "{name}"),
        ("add Iris Vale with account 12345678", "Iris Vale"),
        ("add Iris Vale and send her 20", "Iris Vale"),
        ("add a recipient named Bob's Burgers", "Bob's Burgers"),
        ("add 7 Eleven as a payee", "7 Eleven"),
    ],
)
def test_a_name_that_is_said_at_once_is_not_asked_for(said: str, name: str) -> None:
    assert name_to_add(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "add a payee",
        "I want to add someone",
        "can you add another recipient",
        "new payee please",
        "add a payee to my list",
        "add a payee for me",
        "add a payee please",
        "add a card",
        "add a payee and send 20",
    ],
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
        ("{name}", "{name}"),
        ("**Bold**", "**Bold**"),
        (": Zoe", "Zoe"),
        ("- Zoe Chen", "Zoe Chen"),
        ("'Zoe Chen'", "Zoe Chen"),
        ("spelled Stoane", "Stoane"),
        ("Iris Vale, my sister", "Iris Vale"),
        ("my sister Iris Vale", "Iris Vale"),
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


@pytest.mark.parametrize(
    "name",
    """May/Will/Mark/Penny/Art/Sue/Bill/Ok Chen/李雷/O'Neil/Mary Ann van der Berg/Ok Go/Yes Theatre/Stop Signs Ltd/
    Do Kim/Can Yilmaz/
    The Rock/All Good Inc/Two Men and a Van/J. R. R. Tolkien/iris vale/IRIS VALE/D'Artagnan/will smith/
    Zero {0} Brace/Clown 🤡 Joe/Müller-Lüdenscheidt/Max Balance/Mr. Stone""".replace("\n    ", "").split("/"),
)
def test_names_like_other_words_are_names(name: str) -> None:
    assert plain_name(name) == name.rstrip(".")


def test_a_name_that_is_asked_is_a_name() -> None:
    assert plain_name("Ok Chen?") == "Ok Chen"


@pytest.mark.parametrize(
    "said",
    """yes/ok/okay/hmm/what?/why?/I'm not sure/i don't know/I don’t know/why do you ask?/wait a second/none/help/
    balance/how much did I spend last month/what's the weather/my outlook is broken/all my cards/let's stop here/
    actually never mind/I want to talk to a human/show me my cards/transfer money/is that necessary/can I do it later/
    zoe?/abc123/the usual one/How much do I owe on the emblem card?/one two three four five six/THE USUAL/go ahead/
    menu/options/payees/tell me a joke/please help""".replace("\n    ", "").split("/"),
)
def test_other_words_are_no_name(said: str) -> None:
    assert plain_name(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("actually it's Johnny Smith", "Johnny Smith"),
        ("Jim Beam", "Jim Beam"),
        ("Mary Ann Berg", "Mary Ann Berg"),
        ("no, it's Stoane", "Stoane"),
        ("it's spelled Stoane", "Stoane"),
        ("spelled Stoane", "Stoane"),
        ("no", None),
        ("yes please", None),
        ("Yes Please", None),
        ("Yes, Add", None),
        ("Go Ahead", None),
        ("Thank You", None),
        ("Yes", None),
        ("No Thanks", None),
        ("No, Thank You", None),
        ("Actually No", None),
        ("that's right", None),
        ("That's Right", None),
        ("Sounds good", None),
        ("Cancel", None),
        ("jim beam", None),
    ],
)
def test_a_full_name_at_the_read_back_is_a_correction(said: str, name: str | None) -> None:
    assert corrected_name(said) == name


@pytest.mark.parametrize("name", ["Iris Vale and Kit Moss", "Iris Vale, Kit Moss", "Iris Vale & Kit Moss"])
def test_two_people_are_seen(name: str) -> None:
    assert names_several(name)


@pytest.mark.parametrize("name", ["Smith and Sons", "Two Men and a Van", "Marks and Spencer", "Andy Band", "Iris Vale"])
def test_a_firm_is_one(name: str) -> None:
    assert not names_several(name)


def test_two_people_are_added_one_at_a_time(bank: Bank, talk: Talk) -> None:
    talk.say("add Iris Vale and Kit Moss as payees", AddPayeeForm(), "add_payee")
    assert talk.said == ["utter_new_payee_one_at_a_time"]
    assert talk.slots["new_payee_name"] is None
