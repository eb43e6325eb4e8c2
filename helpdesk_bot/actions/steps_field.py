"""Help first: whether there are steps to try, and whether they helped."""

from __future__ import annotations

import re
from typing import Any

from handoff.answers import Answer, is_question, read_answer
from handoff.sdk_adapter.fields import Needless, Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import read_email

from .knowledge import article_about, is_dangerous
from .skills import CATEGORIES, FREE_TEXTS, OPEN_INCIDENT
from .solved_reading import Solved, read_solved

# what the slot holds: the steps did not help, the user did not want them, or there were none to offer
TRIED, SKIPPED, NONE = "tried", "skipped", "none"

# a sentence of so many words after the steps is about what happened when they were tried
_REPORT_WORDS = 4
# where any words are an answer, so few that it works are no description
_FEW_WORDS = 5
_SURE_OF_ANOTHER = 0.6

# "the title is fine"
_PART = re.compile(r"\b(?:title|description|category|priority|e-?mail|address|incident|ticket)\b", re.IGNORECASE)
_ASKS_FOR_A_TICKET = re.compile(
    r"\b(?:open|create|file|raise|log|make|submit)\s+(?:me\s+)?(?:a|an|the)?\s*(?:new\s+)?(?:ticket|incident|case)\b",
    re.IGNORECASE,
)
_NOT_TRIED = re.compile(
    r"\b(?:did|have|had|do)(?:n['’]?t| not)\s+(?:even\s+|really\s+)?(?:try|tried|do|done)\b(?!\s+help)"
    r"|\b(?:did|tried|done)\s+none\b"
    r"|\bcan(?:['’]?t|not| not)\s+(?:do|try)\s+(?:that|this|it|them|these|any)\b",
    re.IGNORECASE,
)

SOLVED_BUTTONS = (
    {"title": "Yes, it works", "payload": "it works now"},
    {"title": "No, it doesn't", "payload": "no, that didn't help"},
    {"title": "Just open a ticket", "payload": "just open a ticket"},
)


OPEN_BUTTONS = (
    {"title": "Yes, open a ticket", "payload": "/affirm"},
    {"title": "No", "payload": "/deny"},
)


class ArticleField:
    """Which article of the knowledge base is about the problem; never asked for."""

    slot = "incident_article"
    unclear = "utter_steps_unclear"
    called = ("article",)
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the article's name, or NONE."""
        if turn.asked is not None:
            return None
        article = article_about(turn.text, turn.intent)
        return Understood(article.name if article else NONE)

    def holds(self, value: Any) -> bool:
        """Any name: an article can have been removed since."""
        return isinstance(value, str)


class StepsField:
    """Whether the knowledge base's steps helped; then no incident is needed."""

    slot = "incident_steps"
    unclear = "utter_steps_unclear"
    called = ("steps",)
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is TRIED, SKIPPED or NONE; Needless: it works."""
        if turn.asked is None:
            return _at_first(turn)
        if turn.asked == self.slot:
            return _answer(turn)
        if _is_good_news(turn):
            return Needless("utter_incident_not_needed")
        takes_back = turn.asked == OPEN_INCIDENT.confirmation and turn.slots.get(self.slot) == TRIED
        return Understood(SKIPPED) if takes_back and _NOT_TRIED.search(turn.text) else None

    def holds(self, value: Any) -> bool:
        """One of the three."""
        return value in (TRIED, SKIPPED, NONE)


def reports_more(turn: Turn) -> bool:
    """Whether an answer to the steps tells more about the problem, and not only that it is still there."""
    return turn.asked == StepsField.slot and read_solved(turn.text) in (None, Solved.NO) and _is_a_report(turn)


def is_another_problem(turn: Turn) -> bool:
    """Whether the answer to the steps is about another problem than theirs: "sorry, I meant the scanner"."""
    if turn.asked != StepsField.slot or turn.intent not in CATEGORIES or turn.intent_confidence < _SURE_OF_ANOTHER:
        return False
    article = article_about(turn.text, turn.intent)
    is_of_another_kind = CATEGORIES[turn.intent].value != turn.slots.get("incident_category")
    is_other = article is not None and article.name != turn.slots.get(ArticleField.slot)
    still = (None, Solved.NO) if is_of_another_kind else (None,)  # "still can't send" is about the same problem
    is_clear = is_of_another_kind or (article is not None and not article.is_general)
    return is_other and is_clear and read_solved(turn.text) in still and not is_question(turn.text)


def _at_first(turn: Turn) -> Reading:
    article = article_about(turn.text, turn.intent)
    if article is None:
        return Understood(NONE)
    if article.danger:
        return None  # whatever else is wanted, this has to be known first
    wants_a_ticket = turn.intent not in CATEGORIES or _ASKS_FOR_A_TICKET.search(turn.text)
    return Understood(SKIPPED) if wants_a_ticket else None


def _answer(turn: Turn) -> Reading:
    if is_dangerous(str(turn.slots.get(ArticleField.slot))):
        return _answer_whether_to_open(turn)
    solved = read_solved(turn.text)
    if solved is Solved.YES:
        return Needless("utter_steps_helped")
    wants_a_ticket = solved is Solved.TICKET or turn.intent == "open_incident"
    if wants_a_ticket or _NOT_TRIED.search(turn.text) or isinstance(read_email(turn.text), str):
        return Understood(SKIPPED)  # an address is what comes next: whoever gives it wants the incident
    if solved is Solved.NO:
        return Understood(TRIED)
    if solved is Solved.TRYING:
        return Unclear("utter_take_your_time", buttons=SOLVED_BUTTONS)
    return Understood(SKIPPED) if _is_a_report(turn) else None  # nothing says that the steps were tried


def _answer_whether_to_open(turn: Turn) -> Reading:
    """After a danger nobody is asked whether it works."""
    answer = read_answer(turn.text)
    if answer is Answer.NO:
        return Needless("utter_incident_cancelled")
    wants_one = turn.intent == "open_incident" or isinstance(read_email(turn.text), str) or _is_a_report(turn)
    return Understood(SKIPPED) if answer is Answer.YES or wants_one else None


def _is_a_report(turn: Turn) -> bool:
    about_the_problem = turn.intent == "inform" or turn.intent in CATEGORIES
    return about_the_problem and not is_question(turn.text) and len(turn.text.split()) >= _REPORT_WORDS


def _is_good_news(turn: Turn) -> bool:
    """Whether it works now, said where that answers no question."""
    if read_solved(turn.text) is not Solved.YES or read_answer(turn.text) is not None or _PART.search(turn.text):
        return False
    return turn.asked not in FREE_TEXTS or len(turn.text.split()) <= _FEW_WORDS
