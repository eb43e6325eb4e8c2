"""The one knowledge base of this process."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from helpdesk_bot.desk import Article, KnowledgeBase, KnowledgeError

from .skills import CATEGORIES

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parents[1] / "knowledge"


@lru_cache(maxsize=1)
def the_knowledge() -> KnowledgeBase:
    """Read once, at its first use. One that cannot be read is logged and counts as empty: customers without steps can
    still open incidents."""
    try:
        return KnowledgeBase.read(FOLDER)
    except KnowledgeError as error:
        logger.error("no steps are offered: %s", error)
        return KnowledgeBase(())


def steps_of(article: str) -> tuple[str, ...]:
    """The steps of the article of that name; empty when there is none."""
    found = the_knowledge().named(article)
    return found.steps if found else ()


def is_dangerous(article: str) -> bool:
    """Whether the article of that name is about something that must not get worse, and not about repairing it."""
    found = the_knowledge().named(article)
    return found is not None and bool(found.danger)


def article_about(text: str, intent: str) -> Article | None:
    """What is known about a problem; without an intent of a problem only if the words say clearly what it is."""
    return the_knowledge().find(text, CATEGORIES.get(intent))
