"""Did the steps help? What a customer answers, decided by rule. Pure.

A wrong yes costs the customer the ticket, so all of the answer has to say that it works. A wrong no costs one question
more, so one clause that says so is enough.
"""

from __future__ import annotations

import re
from enum import Enum

from handoff.answers import Answer, is_question, read_answer

from .solved_words import (
    ACKNOWLEDGES,
    DID_THAT,
    NO_ANSWER,
    NO_TICKET,
    OFFERS,
    REGRETS,
    STILL_BROKEN,
    TICKET,
    TRIED,
    TRYING,
    WORKS,
    YES,
)


class Solved(Enum):
    """What became of the problem."""

    YES = "yes"
    NO = "no"
    TICKET = "ticket"
    TRYING = "trying"


class _Says(Enum):
    """What one clause says."""

    WORKS = "it works"
    BROKEN = "it does not"
    TRIED = "I have tried that"
    TICKET = "open a ticket"
    TRYING = "I am at it"
    YES = "yes"
    NO = "no"
    LEAVE = "never mind"
    ACKNOWLEDGES = "ok, thanks"
    NOTHING = "something else"


_LONGEST_ANSWER = 400
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "yesss", "nooo"
_CLAUSES = re.compile(r"[,.;:!…()\n–—]+|\s-+\s|\b(?:but|and|then|though|although|however|because|except that)\b")
# "Did not help" and "can't print" begin like questions.
_STATES = re.compile(
    r"(?:did|does|do|is|are|was|can|could|will|would)(?:n't|'t| not| nothing| fixed| solved| working| now| still)\b"
    r"|did (?:it|that|this|all|everything) already\b|did that\b|will (?:do|try|check|see)\b"
)
_EDGES = " \t\n\"'“”*_🙂😊🙏\N{VARIATION SELECTOR-16}"

# Per clause, the first that fits; the clause is all of it, or has it in it.
_WHOLE = ((_Says.WORKS, WORKS), (_Says.YES, YES), (_Says.ACKNOWLEDGES, ACKNOWLEDGES))
_WITHIN = (
    (_Says.NOTHING, NO_ANSWER),
    (_Says.LEAVE, NO_TICKET),
    (_Says.TICKET, TICKET),
    (_Says.TRYING, TRYING),
    (_Says.BROKEN, STILL_BROKEN),
    (_Says.TRIED, TRIED),
)
# A yes of `read_answer` may be an "ok", which says nothing about the problem.
_OF_ANSWERS: dict[Answer | None, _Says] = {Answer.NO: _Says.NO, Answer.LEAVE: _Says.LEAVE}
_OF_BUTTONS: dict[Answer | None, Solved] = {Answer.YES: Solved.YES, Answer.NO: Solved.NO}


def read_solved(text: str) -> Solved | None:
    """What the whole text says after steps were offered; None for a question, a contradiction, or anything else.

    Who only acknowledges ("ok", "thanks") is still trying. "Yes, but it still crashes" is NO, "no, it works now" YES.
    """
    plain = " ".join(text.casefold().replace("’", "'").split())
    plain = _DRAWN_OUT.sub(r"\1", plain)
    if not plain or len(plain) > _LONGEST_ANSWER:
        return None
    if plain.startswith("/"):
        return _OF_BUTTONS.get(read_answer(plain))
    if _is_a_question(plain):
        return Solved.TICKET if OFFERS.match(plain) and TICKET.search(plain) else None
    clauses = [clause for part in _CLAUSES.split(plain) if (clause := part.strip(_EDGES))]
    beside_that = [clause for clause in clauses if not DID_THAT.fullmatch(clause)]
    return _weigh([_read_clause(clause) for clause in beside_that or clauses])


def _is_a_question(plain: str) -> bool:
    return "?" in plain or (is_question(plain) and not _STATES.match(plain))


def _read_clause(clause: str) -> _Says:
    clause = REGRETS.sub("", clause)
    for says, pattern in _WHOLE:
        if pattern.fullmatch(clause):
            return says
    for says, pattern in _WITHIN:
        if pattern.search(clause):
            return says
    begins = _Says.NO if clause.startswith(("no ", "nope ")) else _Says.NOTHING
    return _OF_ANSWERS.get(read_answer(clause), begins)


def _weigh(said: list[_Says]) -> Solved | None:
    """What all clauses mean together, in the order in which they were said."""
    kinds = set(said)
    if _Says.BROKEN in kinds:
        return _weigh_last(said, _Says.BROKEN)
    if _Says.TICKET in kinds:
        return Solved.TICKET
    if _Says.TRYING in kinds:
        return _weigh_last(said, _Says.TRYING)
    if _Says.NOTHING in kinds:
        refused = said[0] is _Says.NO or _Says.TRIED in kinds
        return Solved.NO if refused and not kinds & {_Says.WORKS, _Says.YES} else None
    return _weigh_all(said)


def _weigh_last(said: list[_Says], kind: _Says) -> Solved | None:
    """After "it is broken" and "I am at it" a later clause can say otherwise."""
    later = said[len(said) - said[::-1].index(kind) :]
    if _Says.WORKS in later:
        return Solved.YES if kind is _Says.TRYING and _Says.NOTHING not in said else None
    if kind is _Says.TRYING or _Says.TRYING in later:
        return Solved.TRYING
    return Solved.NO


def _weigh_all(said: list[_Says]) -> Solved | None:
    """Only short answers are left."""
    kinds = set(said) - {_Says.ACKNOWLEDGES}
    if _Says.WORKS in kinds:
        return None if _Says.NO in said[said.index(_Says.WORKS) :] else Solved.YES
    if not kinds:
        return Solved.TRYING if said else None
    if kinds <= {_Says.NO, _Says.TRIED}:
        return Solved.NO
    return Solved.YES if kinds == {_Says.YES} else None
