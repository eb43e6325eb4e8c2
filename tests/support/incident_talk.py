"""Ways to the read-back of an incident."""

from __future__ import annotations

from helpdesk_bot.desk import Desk, Incident
from tests.support.desk_talk import CUSTOMER, DeskTalk

EMAIL = "ann.berg@example.com"


def the_incident(desk: Desk) -> Incident:
    """The only one of the customer's."""
    (incident,) = desk.incidents(CUSTOMER)
    return incident


def to_the_read_back(talk: DeskTalk) -> str:
    """Slot by slot."""
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("The screen is dark since this morning")
    return talk.say("Dark screen")


def to_the_read_back_of_outlook(talk: DeskTalk) -> str:
    """Of an e-mail problem, with the steps tried."""
    talk.say("my outlook crashes", "problem_email")
    talk.say("no", "deny")
    talk.say(EMAIL)
    return talk.say("low")
