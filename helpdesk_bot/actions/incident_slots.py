"""What a conversation remembers of the incidents that it spoke of: slots that outlive the skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from helpdesk_bot.desk import read_incident_number

LAST_SLOT = "incident_last"  # the number of the one that was opened or shown last: "it"
OPENED_SLOT = "incident_opened"  # the number of the one that was opened last: what other hosts may be told
SHOWN_SLOT = "incidents_shown"  # the numbers of the last list, in its order: "the second one"


def last_in(slots: Mapping[str, Any]) -> str | None:
    """The number of the incident that was spoken of last."""
    last = slots.get(LAST_SLOT)
    return last if isinstance(last, str) else None


def shown_in(slots: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers of the last list."""
    shown = slots.get(SHOWN_SLOT)
    return tuple(each for each in shown if isinstance(each, str)) if isinstance(shown, list) else ()


def spoke_of(number: str) -> list[EventType]:
    """Events after which "it" means that incident."""
    return [SlotSet(LAST_SLOT, number)]


def spoke_of_several(numbers: Sequence[str]) -> list[EventType]:
    """Events after which "the second one" counts among those, in that order, and "it" means none."""
    return [SlotSet(SHOWN_SLOT, list(numbers)), SlotSet(LAST_SLOT, None)]


def offered(dispatcher: CollectingDispatcher) -> list[EventType]:
    """Events that remember the incidents of the last buttons that this action has shown, if they are incidents."""
    lists = [_numbers(message.get("buttons") or ()) for message in dispatcher.messages]
    shown = next((numbers for numbers in reversed(lists) if numbers), None)
    return [] if shown is None else [SlotSet(SHOWN_SLOT, shown), SlotSet(LAST_SLOT, None)]


def _numbers(buttons: Iterable[dict[str, str]]) -> list[str]:
    payloads = [str(button.get("payload")) for button in buttons]
    return [each for each in payloads if each.startswith("INC") and read_incident_number(each) == each]
