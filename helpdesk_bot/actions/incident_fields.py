"""Category and priority of an incident."""

from __future__ import annotations

import re
from typing import Any

from handoff.sdk_adapter.fields import Reading, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import Category, Priority, read_priority, read_urgency

from .knowledge import article_about
from .skills import CATEGORIES, FREE_TEXTS, OPEN_INCIDENT

_CATEGORY_IS = re.compile(r"\bcategory\b[\s\w]*?(?:should\s+be|to|is|as|:|=)\W*([\w-]+)", re.IGNORECASE)
_KIND_OF_PROBLEM = re.compile(r"\b([\w-]+)\s+(?:category|problem|issue)\b", re.IGNORECASE)
_NOT_OF_THIS_KIND = re.compile(r"(?:\bnot|n['’]t)\s+(?:an?\s+|the\s+)?[\w-]+\s+(?:problem|issue)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_CALLED = {
    "password": Category.PASSWORD,
    "email": Category.EMAIL,
    "e-mail": Category.EMAIL,
    "mail": Category.EMAIL,
    "network": Category.NETWORK,
    "hardware": Category.HARDWARE,
    "software": Category.SOFTWARE,
    "other": Category.OTHER,
}
_ADDRESS = re.compile(r"\S+@\S+")
_SPEAKS_OF_IT = re.compile(r"\b(?:priorit\w*|prio|urgen\w*|importan\w*)\b", re.IGNORECASE)
_FEW_WORDS = 4


class CategoryField:
    """What kind of problem it is: there is always one, which can be corrected at the read-back."""

    slot = "incident_category"
    unclear = "utter_incident_category_unclear"
    called = ("category",)
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the value of a Category."""
        if turn.asked is None:
            return Understood(_first_category(turn).value)
        if turn.asked == self.slot:
            return _named(_WORD.findall(turn.text))
        if turn.asked == OPEN_INCIDENT.confirmation:
            kinds = _KIND_OF_PROBLEM.findall(_NOT_OF_THIS_KIND.sub(" ", turn.text))
            return _named([*_CATEGORY_IS.findall(turn.text), *kinds])
        return None

    def holds(self, value: Any) -> bool:
        """The value of a Category."""
        return isinstance(value, str) and value in {category.value for category in Category}


class PriorityField:
    """Low, medium or high, in the words that people use; where nobody asked, only if they speak of urgency itself."""

    slot = "incident_priority"
    unclear = "utter_incident_priority_unclear"
    called = ("priority", "urgency")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is "low", "medium" or "high"."""
        if turn.is_payload or turn.asked in FREE_TEXTS:
            return None
        priority = read_priority(turn.text) if self._is_meant(turn) else read_urgency(turn.text)
        return Understood(priority.value) if priority else None

    def _is_meant(self, turn: Turn) -> bool:
        """Whether any adjective of the message is one of urgency."""
        if turn.asked == self.slot:
            return True
        beside = _ADDRESS.sub(" ", turn.text).split()  # "ann@example.com, high"
        is_said_shortly = len(beside) <= _FEW_WORDS or _SPEAKS_OF_IT.search(turn.text) is not None
        return turn.asked in ("incident_email", OPEN_INCIDENT.confirmation) and is_said_shortly

    def holds(self, value: Any) -> bool:
        """Low, medium or high."""
        return isinstance(value, str) and value in {priority.value for priority in Priority}


def _first_category(turn: Turn) -> Category:
    article = article_about(turn.text, turn.intent)
    return CATEGORIES.get(turn.intent) or (article.category if article else Category.OTHER)


def _named(words: list[str]) -> Reading:
    named = [_CALLED[word.casefold()] for word in words if word.casefold() in _CALLED]
    return Understood(named[0].value) if named else None
