"""Changing how much an incident presses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handoff.sdk_adapter.fields import Field, Needless
from handoff.sdk_adapter.skill_ends import key_of
from helpdesk_bot.desk import Desk, Incident, Known, Outcome, Priority

from .incident_form import IncidentEnd, IncidentForm
from .incident_read_back import AskIncident, ReadBack
from .priority_wanted_field import INCIDENT, PriorityWantedField
from .skills import CHANGE_PRIORITY


class ChangePriorityForm(IncidentForm):
    """Of which incident, and to what."""

    skill = CHANGE_PRIORITY
    incident = INCIDENT
    read_backs = frozenset({"utter_priority_read_back"})
    says_yes = frozenset({"change it", "change that", "raise it", "lower it", "set it"})
    says_no = frozenset({"don't change it", "do not change it", "leave it as it is", "keep it", "keep it as it is"})

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (INCIDENT, PriorityWantedField())


class AskPriorityIncident(AskIncident):
    """Of which incident."""

    incident = INCIDENT


class PriorityReadBack(ReadBack):
    """Says what the priority is and what it would be."""

    skill = CHANGE_PRIORITY
    response = "utter_priority_read_back"
    incident = INCIDENT

    def shown(self, incident: Incident | Known, slots: Mapping[str, Any]) -> dict[str, str]:
        """The priority before and after, too."""
        before, wanted = incident.priority.value, str(slots.get("priority_wanted"))
        return {**super().shown(incident, slots), "before": before, "priority": wanted}

    def needless(self, incident: Incident | Known, slots: Mapping[str, Any]) -> Needless | None:
        """Also when it has that priority already."""
        wanted = slots.get("priority_wanted")
        if incident.priority.value == wanted:
            return Needless("utter_priority_same", {"number": incident.number, "priority": incident.priority.value})
        return super().needless(incident, slots)


class ChangePriority(IncidentEnd):
    """Changes the priority, or says why not."""

    skill = CHANGE_PRIORITY
    read_back = PriorityReadBack()
    cancelled = "utter_priority_cancelled"
    not_asked_for = "utter_priority_not_asked_for"

    def name(self) -> str:
        """Name in the domain."""
        return "action_change_priority"

    def change(self, desk: Desk, conversation: str, slots: Mapping[str, Any]) -> Outcome:
        """See `Desk.change_priority`."""
        wanted, key = Priority(slots["priority_wanted"]), key_of(slots["priority_key"])
        return desk.change_priority(conversation, str(slots["priority_incident"]), wanted, key)

    def details(self, slots: Mapping[str, Any]) -> dict[str, str]:
        """The priority is said also when the ticket system has still to take it."""
        return {"priority": str(slots["priority_wanted"])}
