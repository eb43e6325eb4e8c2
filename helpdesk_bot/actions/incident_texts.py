"""Title and description of an incident, in the customer's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handoff.answers import Answer, is_question, read_answer
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import Category

from .knowledge import article_about
from .report_reading import read_report
from .skills import CATEGORIES, OPEN_INCIDENT
from .steps_field import reports_more

# so many words tell what happens; fewer only say what does not work
_TELLING_WORDS = 8

_IS_NOW = r"(?:should\s+(?:be|say|read)|to|as|is|:|=)"
_JUDGES = re.compile(
    r"(?:now\s+)?(?:fine|ok|okay|right|correct|good|great|perfect|wrong|incorrect|bad|not|too|missing|incomplete|unclear"
    r"|misleading|silly|empty|very|really|quite|still|also|a bit|no good)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\W*(?:(?:please|also|and|oh|wait)\W+)*(?:add|mention|note|include|write)\s+(?:also\s+)?(?:that\s+|this:?\s+)?(.{4,})",
    re.IGNORECASE | re.DOTALL,
)
_NEXT_PART = re.compile(
    rf"\s*(?:[,;]|\b(?:and|but)\b)\s*(?:(?:and|but)\s+)?(?:the\s+|my\s+)?(?:title|description|category|priority|e-?mail)\s+{_IS_NOW}",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"\b(?:title|description|category|priority|address|change|should be|instead)\b|@", re.IGNORECASE)


@dataclass(frozen=True)
class TextField:
    """The user's own words, up to `limit` characters: taken when they were asked for, from what the user said at first,
    and from a correction that names them ("the title should be ...")."""

    slot: str
    limit: int
    called: tuple[str, ...]
    unclear: str = "utter_incident_text_unclear"
    takes_anything: bool = True

    async def read(self, turn: Turn) -> Reading:
        """Understood is the text as it was said."""
        if turn.is_payload and turn.asked is not None:
            return None
        text = self._said(turn)
        if text is None:
            return None
        if len(text) > self.limit:
            return Unclear("utter_incident_text_too_long", {"limit": str(self.limit)})
        return Understood(text)

    def _said(self, turn: Turn) -> str | None:
        if turn.asked is None:
            return _title(turn) if self.slot == "incident_title" else _description(turn)
        if turn.asked == self.slot:
            return turn.text if turn.text.strip() and read_answer(turn.text) is not Answer.YES else None
        corrected = self._corrected(turn.text) if turn.asked == OPEN_INCIDENT.confirmation else None
        if corrected is None and self.slot == "incident_description":
            return _with_more(turn)
        return corrected

    def _corrected(self, text: str) -> str | None:
        names = "|".join(self.called)
        found = re.search(rf"\b(?:{names})\b\s*{_IS_NOW}\s*:?\s*(.+)", text, re.IGNORECASE | re.DOTALL)
        value = _NEXT_PART.split(found[1])[0].strip().strip("\"'“”") if found else ""
        return None if not value or _JUDGES.match(value) else value

    def holds(self, value: Any) -> bool:
        """A text that is not too long."""
        return isinstance(value, str) and len(value) <= self.limit


def is_a_correction(text: str) -> bool:
    """Whether the message speaks of the incident's parts, and not of a problem."""
    return _CORRECTS.search(text) is not None


def is_about_the_same(turn: Turn) -> bool:
    """Whether a message in which somebody reports a problem is about the one that the form is filled with."""
    kind, known = CATEGORIES.get(turn.intent), turn.slots.get("incident_category")
    return kind is not None and known in (kind.value, Category.OTHER.value) and not is_question(turn.text)


def _with_more(turn: Turn) -> str | None:
    """The description with what the message adds to it; None when it adds nothing."""
    more = _addition(turn)
    known = turn.slots.get("incident_description")
    return "\n".join(filter(None, [known, more])) if more and more != known else None


def _addition(turn: Turn) -> str | None:
    if reports_more(turn) or (turn.asked == "incident_email" and is_about_the_same(turn)):
        return read_report(turn.text).description
    if turn.asked != OPEN_INCIDENT.confirmation or is_a_correction(turn.text):
        return None
    added = _ADDS.fullmatch(turn.text)
    if added:
        return added[1].strip()
    return turn.text if is_about_the_same(turn) else None


def _title(turn: Turn) -> str | None:
    article = article_about(turn.text, turn.intent)
    return article.title if article else read_report(turn.text).title


def _description(turn: Turn) -> str | None:
    if turn.is_payload:
        return None
    description = read_report(turn.text).description
    article = article_about(turn.text, turn.intent)
    is_vague = article is not None and article.is_general  # only what kind of problem it is was understood
    return None if is_vague and len((description or "").split()) < _TELLING_WORDS else description
