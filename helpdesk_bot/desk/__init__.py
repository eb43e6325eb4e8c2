"""The helpdesk: incidents, and reading what they need from people's words. Knows nothing of chatbots.

with Desk.open("sqlite:///data/desk.db") as desk:
    incident = desk.open_incident(
        "conversation-1", email="user@example.com", priority=Priority.HIGH,
        title="No mail", description="Outlook shows nothing since Monday.", key="message-17",
    )
    desk.incident("conversation-1", incident.number).state
"""

from .addresses import EmailProblem, read_email
from .desk import Desk
from .errors import DeskError, DeskUnavailable, InvalidIncident, UnknownIncident
from .incident import (
    DESCRIPTION_LIMIT,
    TITLE_LIMIT,
    Draft,
    Incident,
    IncidentState,
    Priority,
    format_incident_number,
    read_incident_number,
)
from .port import IncidentStore
from .priorities import read_priority
from .store import LocalIncidentStore

__all__ = [
    "DESCRIPTION_LIMIT",
    "TITLE_LIMIT",
    "Desk",
    "DeskError",
    "DeskUnavailable",
    "Draft",
    "EmailProblem",
    "Incident",
    "IncidentState",
    "IncidentStore",
    "InvalidIncident",
    "LocalIncidentStore",
    "Priority",
    "UnknownIncident",
    "format_incident_number",
    "read_email",
    "read_incident_number",
    "read_priority",
]
