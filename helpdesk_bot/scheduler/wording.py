"""Which response of the bot's tells a user what became of a delivery that had to wait, and what fills it. Pure."""

from __future__ import annotations

from typing import Any

from handoff.back_office.notices import notice_request
from handoff.plain_text import as_plain_text
from helpdesk_bot.desk import Notice


def as_request(notice: Notice) -> dict[str, Any]:
    """What the bot's channel takes as a notice, as JSON; the same notice always has the same id."""
    return notice_request("desk", notice.id, notice.conversation_id, response_of(notice), details_of(notice))


def response_of(notice: Notice) -> str:
    """The name of a response in helpdesk_bot/domain/notices.yml."""
    return f"utter_notice_incident_{notice.kind}" + ("" if notice.delivered else "_refused")


def details_of(notice: Notice) -> dict[str, str]:
    """The values of its placeholders. What was never opened has no number."""
    number = {} if notice.number is None else {"number": as_plain_text(notice.number)}
    return {"title": as_plain_text(notice.title), **number}
