"""How an incident is shown to its customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from helpdesk_bot.desk import Incident, Known
from storage import utc_now

from .written import quoted, written_ago, written_time


def show(dispatcher: CollectingDispatcher, incident: Incident | Known) -> None:
    """State, priority, times, and what the staff wrote last; of a remembered one also since when it is not fresh."""
    if isinstance(incident, Known):
        dispatcher.utter_message(
            response="utter_incident_remembered",
            seen=written_time(incident.seen_at, utc_now()),
            **_in_short(incident),
        )
    else:
        _show_now(dispatcher, incident, utc_now())


def listed(incidents: Sequence[Incident | Known]) -> str:
    """A Markdown list without words of its own: number, title, state, priority."""
    short = [_in_short(each) for each in incidents]
    return "\n".join(f"- **{each['number']}** {each['title']}: {each['state']}, {each['priority']}" for each in short)


def _show_now(dispatcher: CollectingDispatcher, incident: Incident, now: datetime) -> None:
    dispatcher.utter_message(
        response="utter_incident_status",
        opened=written_ago(incident.created_at, now),
        updated=written_ago(incident.updated_at, now),
        **_in_short(incident),
    )
    answer = next((each for each in incident.comments if not each.by_customer), None)
    if answer is not None:
        dispatcher.utter_message(
            response="utter_incident_answer",
            when=written_ago(answer.at, now),
            comment=as_plain_text(quoted(answer.text)),
        )


def _in_short(incident: Incident | Known) -> dict[str, str]:
    return {
        "number": incident.number,
        "title": as_plain_text(incident.title),
        "state": incident.state.value,
        "priority": incident.priority.value,
    }
