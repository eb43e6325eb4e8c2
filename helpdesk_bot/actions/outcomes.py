"""What became of a change to an incident, as the response to give and what fills it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from handoff.plain_text import as_plain_text
from helpdesk_bot.desk import (
    DeskError,
    Incident,
    IncidentClosed,
    InvalidIncident,
    Known,
    TicketSystemRefused,
    UnknownIncident,
    Waiting,
)

logger = logging.getLogger(__name__)

Said = tuple[str, dict[str, str]]

REFUSALS: Final[dict[type[DeskError], str]] = {
    UnknownIncident: "utter_incident_gone_now",
    IncidentClosed: "utter_incident_closed_meanwhile",
    InvalidIncident: "utter_incident_not_accepted",
    TicketSystemRefused: "utter_ticket_system_refused",
}


def outcome_of(change: Callable[[], Incident | Known | Waiting], skill: str, number: str) -> Said:
    """Makes the change, and returns `utter_<skill>_done`, `utter_<skill>_waiting` or the response for what the desk
    refuses, each with number, title, state and priority as far as they are known. Raises what is not in REFUSALS:
    DeskUnavailable and TicketSystemUnavailable end the turn, and the same yes can be said again.
    """
    try:
        done = change()
    except tuple(REFUSALS) as error:
        logger.warning("%s refused: incident=%s cause=%s: %s", skill, number, type(error).__name__, error)
        return next(said for kind, said in REFUSALS.items() if isinstance(error, kind)), {"number": number}
    if isinstance(done, Waiting):
        return f"utter_{skill}_waiting", {"number": number}
    return f"utter_{skill}_done", {
        "number": done.number,
        "title": as_plain_text(done.title),
        "state": done.state.value,
        "priority": done.priority.value,
    }
