"""Closing an incident: the customer says that it is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.skill_ends import key_of
from helpdesk_bot.desk import Desk, Outcome

from .incident_form import IncidentEnd, IncidentForm
from .incident_number_field import IncidentNumberField
from .incident_read_back import AskIncident, ReadBack
from .skills import CLOSE_INCIDENT

# "yes, it works" is an answer to "Shall I close it?"
IS_OVER = {
    f"{it} {over}"
    for it in ("it", "that", "everything", "all of it")
    for over in (
        "works",
        "works again",
        "works now",
        "works fine",
        "works fine now",
        "is working",
        "is working again",
        "is working now",
        "is solved",
        "is fixed",
        "is fixed now",
        "is done",
        "has been solved",
        "has been fixed",
    )
} | {
    "it's solved",
    "it's fixed",
    "it's working",
    "it's working again",
    "it's working now",
    "it's done",
    "it's gone",
    "the problem is solved",
    "the problem is gone",
    "solved",
    "fixed",
    "works again",
    "works now",
    "it worked",
}

NOTE = "Closed by the customer."  # for the staff, like every note

INCIDENT = IncidentNumberField(
    "close_incident_number", "close", closed="utter_close_closed_already", nothing_open="utter_close_nothing_open"
)


class CloseIncidentForm(IncidentForm):
    """Which one."""

    skill = CLOSE_INCIDENT
    incident = INCIDENT
    read_backs = frozenset({"utter_close_read_back"})
    says_yes = frozenset(
        {
            "close it",
            "close that",
            "close the incident",
            "close the ticket",
            "close my ticket",
            "you can close it",
            *IS_OVER,
        }
    )
    says_no = frozenset({"keep it", "keep it open", "leave it open", "don't close it", "do not close it", "not yet"})

    def fields(self) -> Sequence[Field]:
        """Nothing else is needed."""
        return (INCIDENT,)


class AskCloseIncident(AskIncident):
    """Which one."""

    incident = INCIDENT


class CloseReadBack(ReadBack):
    """Names the incident."""

    skill = CLOSE_INCIDENT
    response = "utter_close_read_back"
    incident = INCIDENT


class CloseIncident(IncidentEnd):
    """Closes the incident, or says why not."""

    skill = CLOSE_INCIDENT
    read_back = CloseReadBack()
    cancelled = "utter_close_cancelled"
    not_asked_for = "utter_close_not_asked_for"

    def name(self) -> str:
        """Name in the domain."""
        return "action_close_incident"

    def change(self, desk: Desk, conversation: str, slots: Mapping[str, Any]) -> Outcome:
        """See `Desk.close_incident`. The user's own words are no note: nobody has shown them to the user."""
        number, key = str(slots["close_incident_number"]), key_of(slots["close_key"])
        return desk.close_incident(conversation, number, NOTE, key)
