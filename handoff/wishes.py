"""Where a message may be two: "what's my balance, and then send 50 to Alice". Pure, and knows no classifier.

`clauses_in` proposes, the bot's own classifier says what each clause is about, and `parts_of` decides. What it cannot
tell for sure stays one message: a wish that is taken apart wrongly may lose the day on which money shall move.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from handoff.protocol import is_payload
from handoff.skill_names import OTHER_SKILL_PREFIX

LONGEST_TEXT = 300  # characters; who writes more tells a story
MOST_CLAUSES = 6
MOST_PARTS = 3
SURE_OF_A_PART = 0.85  # how sure the classifier has to be of each wish

_FEWEST_PARTS = 2
_FEWEST_WORDS = 2  # "Bob" and "tomorrow" are no wishes

_AFTERWARDS = r"(?:then|after\s+that|afterwards|next|finally|also|oh|plus|besides|by\s+the\s+way|btw)"
_AND = rf"(?:(?:oh\s+|plus\s+)?and(?:\s+{_AFTERWARDS})*|plus|then|after\s+that|btw)"
_LEAD = rf"(?:(?:{_AND}|{_AFTERWARDS})\b[,\s]+)"
_NO_TITLE = r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bno)(?<!\bmrs)(?<!\binc)(?<!\be\.g)(?<!\bi\.e)(?<!\b[a-z])"
_JOINT = re.compile(
    rf"""(?P<end>(?:{_NO_TITLE}\.|[;?!])+\s+|\s*\n+\s*){_LEAD}?
    | ,\s+(?P<comma_and>{_LEAD})?
    | (?P<word>\s+{_AND}\b[,\s]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# what ties the parts of a message to each other: a condition, an order in time, an alternative, a share
_TIE = re.compile(
    r"\b(?:if|unless|until|till|once|before|in case|provided|as long as|as soon as|otherwise|instead|both|each"
    r"|respectively|whichever|twice|again)\b"
    r"|\bafter\b(?!\s+that\b)"
    r"|\bwhen(?:ever)?\b(?!\s+(?:is|are|was|were|will|do|does|did|can|has|have)\b)",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“”«»„`]|(?<!\d):(?!\d)")
_POLITE = re.compile(r"\b(?:is|would|will) it (?:be )?(?:possible|ok|okay|fine)\b", re.IGNORECASE)
_WITHOUT_A_NOUN = r"^(?:(?!(?:my|the|a|an|another)\b)\S+\s+){0,4}?"
_REFERS_BACK = re.compile(
    rf"{_WITHOUT_A_NOUN}(?:it(?:'s|'ll)?|them)\b|^(?:tell|let|ask|wish|thank|remind)\s+(?:him|her)\b"
    r"|^(?:please\s+)?(?:schedule|plan|book|set|do|make)\s+the\b"
    rf"|{_WITHOUT_A_NOUN}(?:this|that|these|those)(?=\W*$"
    r"|\s+(?:for|on|to|from|by|at|with|as|tomorrow|today|now|please|too|then)\b)",
    re.IGNORECASE,
)
_ASKS_NOTHING = re.compile(r"\b(?:when|why|where|who|whom|how|which|what)\W*$", re.IGNORECASE)
_OPENS_NO_CLAUSE = re.compile(
    r"[$€£]?\d|(?:\S+\s+(?:as|too)|the|an?|my|his|her|their|our|your|this|that|these|those|some|any|all|another|to|for"
    r"|from|on|at|in|by|with|of)\b(?!.*\b(?:is|are|was|were|do|does|did|has|have|can|could|will|works?|please)\b)"
    r"(?!.*\w'(?:s|t)\b)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:do not|never|not|cannot|without|refuse|stop|no longer)\b|\b\w+n['’]?t\b(?<!\bwant)(?<!\bsent)(?<!\brent)"
    r"(?<!\bspent)(?<!\bcurrent)(?<!\brecent)(?<!\bpayment)(?<!\baccount)(?<!\bamount)(?<!\bassistant)(?<!\bprint)",
    re.IGNORECASE,
)


class Joint(Enum):
    """What stands before a clause."""

    NOTHING = "nothing"
    COMMA = "a comma"
    WORD = "a word such as and"
    END = "the end of a sentence"


@dataclass(frozen=True)
class Clause:
    """A piece of a message that may be a wish: the user's words with their punctuation, what kind of joint stands
    before them, and that joint as it was written."""

    text: str
    joint: Joint
    lead: str

    @property
    def may_be_a_wish(self) -> bool:
        """Whether it is worth asking the classifier: not "tomorrow", "make it urgent" or "want to know when"."""
        plain = _POLITE.sub(" ", self.text)
        if len(self.text.split()) < _FEWEST_WORDS or _ASKS_NOTHING.search(plain):
            return False
        return self.joint is Joint.NOTHING or not _REFERS_BACK.search(plain)


@dataclass(frozen=True)
class Kinds:
    """What a bot says of its intents: `no_wishes` are wishes of nothing, those of a group in `together` are one matter,
    and what follows one of `to_the_end` is part of it."""

    no_wishes: frozenset[str]
    together: tuple[frozenset[str], ...] = ()
    to_the_end: frozenset[str] = frozenset()

    def is_wish(self, intent: str) -> bool:
        """Whether a part with this intent asks for something."""
        return bool(intent) and intent not in self.no_wishes

    def are_one(self, one: str, other: str) -> bool:
        """Whether wishes of these intents are told in one message as one matter."""
        return one == other or any({one, other} <= group for group in self.together)


@dataclass
class _Group:
    """Clauses that are one part, what it is about, and the clause that says so."""

    intent: str
    wish: Clause
    clauses: list[Clause] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The clauses as they were written."""
        first, *others = self.clauses
        return first.text + "".join(clause.lead + clause.text for clause in others)


@dataclass(frozen=True)
class Part:
    """One wish of a message: its words, and the intent that the classifier gave what is most of them."""

    text: str
    intent: str


@dataclass(frozen=True)
class Wishes:
    """What was found in a message: its parts in the order in which they are to be answered, none where it is one
    message. `are_left_together`: it has several wishes for all that one can tell, and no way to take them apart."""

    parts: tuple[Part, ...] = ()
    are_left_together: bool = False


def clauses_in(text: str) -> tuple[Clause, ...]:
    """The clauses of a message that may be two wishes; none of one that is certainly no such message.

    That is one without a joint ("and", ", then", ". "), a button's payload, a long one, one that quotes, and one whose
    parts are tied to each other by a condition or the like. Costs one pass over the text.
    """
    if len(text) > LONGEST_TEXT or is_payload(text) or not _JOINT.search(text.strip()):
        return ()
    clauses = tuple(_split(text.strip()))
    is_tied = _TIE.search(text) or _QUOTE.search(text)
    candidates = sum(clause.may_be_a_wish for clause in clauses)
    return () if is_tied or candidates < _FEWEST_PARTS or len(clauses) > MOST_CLAUSES else clauses


def _split(text: str) -> list[Clause]:
    found, start, lead, joint = list[Clause](), 0, "", Joint.NOTHING
    for at in _JOINT.finditer(text):
        ending = at["end"] or ""
        words = text[start : at.start()] + ending.rstrip()
        if not words.strip(" ,.;?!"):
            continue
        found.append(Clause(words, joint, lead))
        start, lead = at.end(), text[at.start() + len(ending.rstrip()) : at.end()]
        joint = Joint.END if ending else Joint.WORD if at["word"] or at["comma_and"] else Joint.COMMA
    return [*found, Clause(text[start:], joint, lead)] if text[start:] else found


def parts_of(
    clauses: Sequence[Clause], intents: Sequence[str | None], kinds: Kinds, acts: Callable[[str], bool]
) -> Wishes:
    """The wishes of a message.

    `intents` are what the classifier is sure of, one per clause, None where it is not; `acts` says whether an intent
    begins something that changes the world, so that no word of it may be lost. What another host has to see to comes
    last, since the conversation may go there with it.
    """
    wishes = [intent if intent is not None and kinds.is_wish(intent) else None for intent in intents]
    groups = _grouped(clauses, wishes, kinds)
    if len(groups) < _FEWEST_PARTS or _is_under_a_not(groups, acts):
        return Wishes()
    elsewhere = [group for group in groups if group.intent.startswith(OTHER_SKILL_PREFIX)]
    if len(groups) > MOST_PARTS or len(elsewhere) > 1 or _shares_a_verb(groups, acts):
        return Wishes(are_left_together=True)
    ordered = [*(group for group in groups if group not in elsewhere), *elsewhere]
    return Wishes(tuple(Part(group.text, group.intent) for group in ordered))


def _grouped(clauses: Sequence[Clause], wishes: Sequence[str | None], kinds: Kinds) -> list[_Group]:
    """The clauses by wish. What is no wish belongs to the one before it, unless a comma leads on to the next; none when
    nobody can tell to which."""
    groups, loose = list[_Group](), list[Clause]()
    for clause, wish in zip(clauses, wishes, strict=True):
        last = groups[-1] if groups else None
        if wish is None or (last is not None and last.intent in kinds.to_the_end):
            loose.append(clause)
            continue
        if last is not None and kinds.are_one(last.intent, wish):
            last.clauses += [*loose, clause]
        elif last is None or not loose:
            groups.append(_Group(wish, clause, [*loose, clause]))
        elif clause.joint is not Joint.COMMA:
            last.clauses += loose
            groups.append(_Group(wish, clause, [clause]))
        elif loose[0].joint is not Joint.COMMA:
            groups.append(_Group(wish, clause, [*loose, clause]))
        else:
            return []
        loose = []
    if groups:
        groups[-1].clauses += loose
    return groups


def _shares_a_verb(groups: Sequence[_Group], acts: Callable[[str], bool]) -> bool:
    """Whether a part has no verb but that of the deed before it: "send 50 to Ann and $20 to Bob"."""
    return any(acts(before.intent) and _OPENS_NO_CLAUSE.match(after.wish.text) for before, after in _joined(groups))


def _is_under_a_not(groups: Sequence[_Group], acts: Callable[[str], bool]) -> bool:
    """Whether a deed may be what is not to be done, or cannot: "I can't log in and pay my card"."""
    return any(acts(after.intent) and _NEGATION.search(before.text) for before, after in _joined(groups))


def _joined(groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """The neighbours that stand in one sentence."""
    return (pair for pair in itertools.pairwise(groups) if pair[1].clauses[0].joint is not Joint.END)
