"""Opening an incident: whose address it is, and what is remembered of it."""

from __future__ import annotations

import pytest

from tests.support.desk_talk import DeskTalk
from tests.support.incident_talk import EMAIL, to_the_read_back


def test_a_yes_to_the_remembered_address_uses_it(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    assert EMAIL in talk.say("open another one", "open_incident")
    assert talk.said == ["utter_ask_email_again"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize("said", ["no", "no thanks", "/deny"])
def test_a_no_to_the_remembered_address_asks_for_another(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say(said, "deny")
    assert talk.said == ["utter_email_another", "utter_ask_incident_email"]
    talk.say("other@example.com")
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize(("said", "same"), [("yes use it", True), ("the same", True), ("no, another one", False)])
def test_the_remembered_address_is_taken_or_refused_in_other_words(talk: DeskTalk, said: str, same: bool) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say(said)
    assert talk.said[-1] == ("utter_ask_incident_priority" if same else "utter_ask_incident_email")


def test_the_question_about_the_remembered_address_stays_the_same(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say("hm?")
    assert talk.said == ["utter_email_unclear", "utter_ask_email_again"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_priority"]


def test_an_address_that_was_given_is_remembered_also_when_nothing_was_opened(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("no", "deny")
    assert talk.said == ["utter_incident_cancelled"]
    assert EMAIL in talk.say("open an incident", "open_incident")


@pytest.mark.parametrize(
    "said",
    [
        "I can't send mail to bob@example.com",
        "my boss bob@example.com gets no mail",
        "mails from bob@example.com bounce",
    ],
)
def test_an_address_that_is_spoken_of_is_not_the_customers(talk: DeskTalk, said: str) -> None:
    talk.say(said, "problem_email")
    talk.say("no", "deny")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize(
    "said",
    ["cc bob@example.com", "high, please also inform bob@example.com", "the e-mail to bob@example.com fails too"],
)
def test_an_address_beside_the_read_back_does_not_replace_the_customers(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said)
    assert talk.slots["incident_email"] == EMAIL
