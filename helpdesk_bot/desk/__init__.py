"""The helpdesk: incidents, who may see them, and reading what they need from people's words. Knows nothing of chatbots.

with Desk.open("sqlite:///data/desk.db") as desk:
    outcome = desk.open_incident(
        "conversation-1", email="user@example.com", priority=Priority.HIGH, category=Category.EMAIL,
        title="No mail", description="Outlook shows nothing since Monday.", key="message-17",
    )
    if isinstance(outcome, Incident):  # else it is Waiting for the ticket system
        desk.comment("conversation-1", outcome.number, "It works on my telephone.", key="message-21")
"""

from .addresses import EmailProblem, read_email
from .desk import Desk
from .erasure import Erased
from .errors import (
    DeskError,
    DeskUnavailable,
    IncidentClosed,
    InvalidIncident,
    NotProven,
    TicketSystemError,
    TicketSystemRefused,
    TicketSystemUnavailable,
    TooManyTries,
    UnknownIncident,
)
from .incident import (
    COMMENT_LIMIT,
    DESCRIPTION_LIMIT,
    TITLE_LIMIT,
    Category,
    Comment,
    Draft,
    Incident,
    IncidentState,
    Kind,
    Known,
    Notice,
    Outcome,
    Priority,
    Waiting,
    format_incident_number,
    number_among,
    read_incident_number,
)
from .knowledge import Article, KnowledgeBase, KnowledgeError
from .local import LocalTicketSystem
from .port import TicketSystem
from .priorities import read_priority, read_urgency

__all__ = [
    "COMMENT_LIMIT",
    "DESCRIPTION_LIMIT",
    "TITLE_LIMIT",
    "Article",
    "Category",
    "Comment",
    "Desk",
    "DeskError",
    "DeskUnavailable",
    "Draft",
    "EmailProblem",
    "Erased",
    "Incident",
    "IncidentClosed",
    "IncidentState",
    "InvalidIncident",
    "Kind",
    "KnowledgeBase",
    "KnowledgeError",
    "Known",
    "LocalTicketSystem",
    "NotProven",
    "Notice",
    "Outcome",
    "Priority",
    "TicketSystem",
    "TicketSystemError",
    "TicketSystemRefused",
    "TicketSystemUnavailable",
    "TooManyTries",
    "UnknownIncident",
    "Waiting",
    "format_incident_number",
    "number_among",
    "read_email",
    "read_incident_number",
    "read_priority",
    "read_urgency",
]
