"""Incidents as rows of ServiceNow's table, both ways. Pure. docs/servicenow.md has the table of fields."""

from __future__ import annotations

from datetime import datetime

from helpdesk_bot.desk.errors import TicketSystemUnavailable
from helpdesk_bot.desk.incident import Comment, Draft, Incident, IncidentState, Priority

from .categories import read_category, write_category
from .instants import find_display, read_value
from .journal import as_comments, harmless, read_journal
from .rows import Row, display, value

INCIDENT_FIELDS = (
    "sys_id", "number", "short_description", "description", "caller_id", "caller_id.email", "priority", "category",
    "subcategory", "state", "comments", "correlation_id", "watch_list", "sys_created_on", "sys_updated_on",
)  # fmt: skip

CLOSED_CODE = "7"
_STATES = {
    "1": IncidentState.NEW,
    "2": IncidentState.IN_PROGRESS,
    "3": IncidentState.ON_HOLD,
    "6": IncidentState.RESOLVED,
    CLOSED_CODE: IncidentState.CLOSED,
    "8": IncidentState.CLOSED,  # cancelled
}
# The instance computes the priority from both. With this impact each urgency makes one of ours.
_IMPACT = "2"
_URGENCIES = {Priority.HIGH: "1", Priority.MEDIUM: "2", Priority.LOW: "3"}
_PRIORITIES = {
    "1": Priority.HIGH,
    "2": Priority.HIGH,
    "3": Priority.MEDIUM,
    "4": Priority.LOW,
    "5": Priority.LOW,
}
_DESCRIPTION_LIMIT = 4000  # the column's; the instance cuts off what is longer without a word


def write_draft(draft: Draft, correlation_id: str, caller: str | None) -> dict[str, str]:
    """The fields of a new incident for the user with the sys_id `caller`, or for an address that is no user's."""
    values = {
        "short_description": _sendable(draft.title),
        "description": _sendable(draft.description),
        "contact_type": "chat",
        "correlation_id": correlation_id,
        "correlation_display": "Helpdesk chat",
        **write_priority(draft.priority),
        **write_category(draft.category),
    }
    notes = _tried(draft.tried)
    if caller is not None:
        return {**values, "caller_id": caller, **notes}
    described = f"{values['description']}{_address_line(draft.email)}"
    if len(described) <= _DESCRIPTION_LIMIT:
        values["description"] = described
    return {**values, "watch_list": draft.email, **notes}


def write_priority(priority: Priority) -> dict[str, str]:
    """The fields from which the instance computes this priority."""
    return {"impact": _IMPACT, "urgency": _URGENCIES[priority]}


def write_closing(note: str, close_code: str) -> dict[str, str]:
    """The fields of an incident that is closed."""
    words = _sendable(note).strip() or "Closed by the customer in the chat."
    return {"state": CLOSED_CODE, "close_code": close_code, "close_notes": words[:_DESCRIPTION_LIMIT]}


def write_comment(text: str) -> dict[str, str]:
    """The fields that add a comment, which is marked already."""
    return {"comments": _sendable(text)}


def is_known_state(row: Row) -> bool:
    """Whether the row's state is one of a new instance's; companies add their own."""
    return value(row, "state") in _STATES


def is_known_priority(row: Row) -> bool:
    """Whether the row's priority is one of a new instance's."""
    return value(row, "priority") in _PRIORITIES


def is_closed(row: Row) -> bool:
    """Whether it is closed or cancelled, and so takes nothing more."""
    return read_state(row) is IncidentState.CLOSED


def read_state(row: Row) -> IncidentState:
    """The state; In Progress for one that a company added."""
    return _STATES.get(value(row, "state"), IncidentState.IN_PROGRESS)


def read_priority(row: Row) -> Priority:
    """The priority; medium for one that a company added."""
    return _PRIORITIES.get(value(row, "priority"), Priority.MEDIUM)


def read_instant(row: Row, field: str) -> datetime | None:
    """The instant in a field, aware, in UTC; None when it is none, or the account may not read it."""
    try:
        return read_value(value(row, field))
    except ValueError:
        return None


def read_incident(row: Row, now: datetime) -> Incident:
    """The incident in a row with INCIDENT_FIELDS. Instants that the row does not tell are its others, or else `now`.

    Raises TicketSystemUnavailable without a number.
    """
    number = value(row, "number")
    if not number:
        raise TicketSystemUnavailable("incident: a row without a number; check the roles of SNOW_USER")
    created, updated = read_instant(row, "sys_created_on"), read_instant(row, "sys_updated_on")
    return Incident(
        number=number,
        email=_email(row),
        priority=read_priority(row),
        category=read_category(value(row, "category"), value(row, "subcategory")),
        title=value(row, "short_description"),
        description=_description(row),
        state=read_state(row),
        created_at=created or updated or now,
        updated_at=updated or created or now,
        comments=_comments(row, updated or created or now),
    )


def _email(row: Row) -> str | None:
    if value(row, "caller_id"):
        return value(row, "caller_id.email") or None
    watchers = [watcher.strip() for watcher in value(row, "watch_list").split(",") if "@" in watcher]
    return watchers[0] if len(watchers) == 1 and value(row, "correlation_id") else None


def _description(row: Row) -> str:
    description = value(row, "description").replace("\r\n", "\n")
    email = None if value(row, "caller_id") else _email(row)
    return description.removesuffix(_address_line(email)) if email else description


def _address_line(email: str) -> str:
    return f"\n\nOpened in the chat for {email}"


def _tried(steps: tuple[str, ...]) -> dict[str, str]:
    if not steps:
        return {}
    return {
        "work_notes": "\n".join(
            ["Tried before, without success:", *(f"- {harmless(_sendable(step))}" for step in steps)]
        )
    }


def _comments(row: Row, updated: datetime) -> tuple[Comment, ...]:
    """The comments, newest first. Where instants cannot be read, they are that of the row's last change."""
    entries = read_journal(display(row, "comments"))
    told = [(read_instant(row, field), display(row, field)) for field in ("sys_created_on", "sys_updated_on")]
    shown = find_display([(instant, text) for instant, text in told if instant is not None])

    def read_shown(text: str) -> datetime:
        try:
            return updated if shown is None else shown.read(text)
        except ValueError:
            return updated

    return as_comments(entries, read_shown, display(row, "caller_id"))


def _sendable(text: str) -> str:
    """`text` without what no column can hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
