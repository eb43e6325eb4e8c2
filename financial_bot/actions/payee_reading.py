"""Who is meant? Reading a payee out of a whole sentence, so that nobody else gets the money. Pure.

In doubt nobody is meant: a surname that is not the payee's, a "not" or "from" before the name, a possessive, a question
about a payee all lead to asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duckling_client import Mention
from financial_bot.bank import Payee
from financial_bot.bank.matching import find_payees, payees_named_in

from .notes import without_note
from .payee_words import GIVING, NO_NAMES, RELATIONS, is_no_name_here, may_be_a_surname, tells_about


@dataclass(frozen=True)
class UnknownName:
    """A name was said that no payee has."""

    name: str


@dataclass(frozen=True)
class NotThem:
    """A payee was named, but as somebody who should not get the money."""


PayeeReading = Payee | tuple[Payee, ...] | UnknownName | NotThem | None

_BLANK = ","  # stands where an amount or a day stood: what is left and right of it does not belong together
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ABOUT_PAYEES = re.compile(
    r"\?|^\W*(?:how|what|who|whom|whose|why|when|where|did|does|do|is|are|was|has|have|should|could)\b"
    r"|\b(?:delete|remove|add|tell|ask|know|knows)\b"
    r"|\b(?:i|we|he|she|they)(?: have| had|'ve)?(?: already| just)? (?:paid|sent|gave|transferred|wired|lent|told)\b",
    re.IGNORECASE,
)
_AFTER_TO = re.compile(r"\bto\s+(?P<name>[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){0,2}|[^\W\d_][\w'’-]+)")
# "change bob to emma", "replace bob with alice", "bob -> emma"
_REPLACED = re.compile(
    r"\b(?:change|replace|switch|swap|exchange|substitute)\b(?P<old>.{0,80}?)\b(?:to|with|for|by|into)\b(?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ARROW = re.compile(r"(?P<old>[^<>=→⇒]{0,80})(?:->|=>|→|⇒)(?P<new>.+)", re.DOTALL)
# where a name stands that is not behind "to": "send alcie 10", "alcie $10"; the group is the name
_AFTER_GIVING = re.compile(
    r"\b(?:send|sends|give|gives|pay|pays|wire|transfer|lend)\s+(?P<name>[^\W\d_][\w'’-]*)(?:\s+(?P<next>[^\W\d_][\w'’-]*))?",
    re.IGNORECASE,
)
_BEFORE_AMOUNT = re.compile(r"(?<![\w'’-])(?P<name>[^\W\d_][\w'’-]*)(?P<next>)[\s,]*(?:,|[$\d])")
# "send hiroshi 25": in lower case a name is one only between such a verb and an amount
_GIVEN_AN_AMOUNT = re.compile(
    r"\b(?:send|sends|give|gives|wire|lend)\s+(?P<name>[^\W\d_][\w'’-]{2,})\s*(?=,|[$\d])", re.IGNORECASE
)
_RELATED = re.compile(
    r"\b(?:my|our)\s+(?:(?:dear|best|good|old|older|elder|big|little|young|younger|new|former|twin)\s+)?"
    rf"(?:{'|'.join(sorted(RELATIONS, key=len, reverse=True))})\s+(?:(?:called|named)\s+)?"
    r"(?=(?P<name>[^\W\d_][\w'’-]*))",
    re.IGNORECASE,
)
_NEGATIONS = frozenset("not isn't isnt ain't except without than never nor".split())
_EVERYBODY = frozenset("anyone anybody everyone everybody all".split())
_FROM_MY = (["from", "my"], ["from", "our"])
_RELATIONS = frozenset({"friend", "family"})
_OF_THEIRS = frozenset({"account", "iban", "bank"})  # "to bob's account" is to Bob
_SHORT_SENTENCE = 4  # words: "to zorro instead" names somebody also in lower case


def read_payee(
    text: str, mentions: Sequence[Mention], payees: Sequence[Payee], *, asked: bool, opening: bool
) -> PayeeReading:
    """The payee that `text` means, several candidates, a name that is no payee's, or None when it speaks of nobody.

    `mentions` are what Duckling found: amounts, days and addresses are no names. `asked`: the bot has just asked for
    the payee. `opening`: the message begins the transfer.
    """
    in_full = _full_names(text, payees)
    if asked and any((start, end) == _without_ends(text) for start, end in in_full):
        return _one_or_several(find_payees(payees, text))
    rest = _without_relations(_without(text, mentions, in_full, payees, opening))
    if not opening and _ABOUT_PAYEES.search(rest):
        return None
    replaced = _REPLACED.search(rest) or _ARROW.match(rest)
    if replaced and payees_named_in(payees, replaced["old"]):
        return _named(replaced["new"], payees, opening) or _said_to(f"to {replaced['new']}", payees, True)
    named = _named(rest, payees, opening)
    if named is not None:
        return named
    lower_case_counts = asked or opening or len(_WORD.findall(rest)) <= _SHORT_SENTENCE
    said = _said_to(rest, payees, lower_case_counts)
    if said is None and (asked or opening):
        said = _mistyped(rest, payees)
    if said is None and asked:
        return _one_or_several(find_payees(payees, rest.strip(" .!,")))
    return said


def _without_ends(text: str) -> tuple[int, int]:
    stripped = text.strip(" .!,")
    start = text.find(stripped)
    return start, start + len(stripped)


def _full_names(text: str, payees: Sequence[Payee]) -> tuple[tuple[int, int], ...]:
    """Where full names of two and more words stand, exactly but for case."""
    names = [payee.name for payee in payees if " " in payee.name]
    found = (re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)
    return tuple(match.span() for matches in found for match in matches)


def _without(
    text: str,
    mentions: Sequence[Mention],
    in_full: Sequence[tuple[int, int]],
    payees: Sequence[Payee],
    opening: bool,
) -> str:
    """The text without amounts, days and notes; a mention leaves the words that are a payee's name."""
    covered = list(text)
    for mention in mentions:
        start = _behind_a_name(text, mention, payees, opening)
        covered[start : mention.end] = _BLANK * (mention.end - start)
    for start, end in in_full:  # "Ten Pence Ltd" is no money, "Bill Stop" no order
        covered[start:end] = text[start:end]
    return without_note("".join(covered))


def _without_relations(text: str) -> str:
    """The text without "my brother" where a name follows it: "to my brother Kwame" is to Kwame."""
    return _RELATED.sub(lambda found: "" if _names_the_relation(found["name"], text) else found[0], text)


def _names_the_relation(word: str, text: str) -> bool:
    is_a_name = word.casefold() not in NO_NAMES and may_be_a_surname(word)
    return is_a_name and (text.islower() or (word[0].isupper() and not text.isupper()))


def _behind_a_name(text: str, mention: Mention, payees: Sequence[Payee], opening: bool) -> int:
    """The start of the mention, or of what follows a payee's name at its beginning: "send May 10" has no day in it.

    Later on, "to May 10" is a day again.
    """
    before = _WORD.findall(text[: mention.start])
    last = before[-1].casefold() if before else ""
    expected = last in GIVING - {"for"} and (opening or last != "to")
    first = _WORD.match(mention.body)
    if first and expected and any(_starts(payee, first.group()) for payee in payees):
        return mention.start + first.end()
    return mention.start


def _named(text: str, payees: Sequence[Payee], opening: bool) -> PayeeReading:
    """What the first and full names in the text come to; None when there are none."""
    found = list(_WORD.finditer(text))
    words = [word.group() for word in found]
    meant: dict[Payee, None] = {}
    refused = False
    for position, word in enumerate(words):
        candidates = tuple(payee for payee in payees_named_in(payees, word) if _starts(payee, word))
        if not candidates:
            continue
        follower, before = (
            _follower(text, found, position),
            [each.casefold() for each in words[max(0, position - 3) : position]],
        )
        in_full = _in_full(candidates, word, follower)
        if not in_full and is_no_name_here(word, before[-1] if before else "", follower):
            continue
        if _is_refused(before) or (_is_possessive(word) and follower and follower.casefold() not in _OF_THEIRS):
            refused = True
            continue
        if not in_full and not _is_possessive(word) and _has_another_surname(text, found, position, payees):
            return UnknownName(f"{word} {follower}")
        if in_full or opening or not tells_about(follower):
            meant.update(dict.fromkeys(in_full or candidates))
    if meant:
        return _one_or_several(tuple(meant))
    return NotThem() if refused else None


def _in_full(candidates: Sequence[Payee], word: str, follower: str) -> tuple[Payee, ...]:
    """Those whose full name the two words are or begin."""
    if not follower:
        return ()
    longer = [Payee(payee.id, " ".join(payee.name.split()[:2])) for payee in candidates]
    ids = {payee.id for payee in find_payees(longer, f"{word} {follower}")}
    return tuple(payee for payee in candidates if payee.id in ids)


def _has_another_surname(text: str, words: Sequence[re.Match[str]], position: int, payees: Sequence[Payee]) -> bool:
    """Whether the word behind a first name is a surname.

    In lower case it is one only in a text that is all so, or at the end of what is said behind "to" or "for": "money
    for Alice smith". Where names are written as names are, "Alice weirdly" is none.
    """
    follower = _follower(text, words, position)
    if not follower or not may_be_a_surname(follower) or any(_starts(payee, follower) for payee in payees):
        return False
    if follower[0].isupper() or not follower[0].islower() or text.islower():
        return True
    behind = text[words[position + 1].end() :].lstrip(" .!")
    before = words[position - 1].group().casefold() if position else ""
    return before in {"to", "for"} and (not behind or behind[0] in ",;:")


def _follower(text: str, words: Sequence[re.Match[str]], position: int) -> str:
    """The word behind that position; "" where a comma, a number or the like stands between."""
    if position + 1 == len(words) or text[words[position].end() : words[position + 1].start()].strip():
        return ""
    if text[words[position].end() : words[position + 1].start()] == "":
        return ""  # "½" and "5th" are no words of their own
    return words[position + 1].group()


def _starts(payee: Payee, word: str) -> bool:
    """Whether `word` is the payee's first name; the surname alone names nobody here."""
    return bool(payees_named_in([payee], word)) and not payee.name.casefold().endswith(" " + word.casefold())


def _is_possessive(word: str) -> bool:
    return word.casefold().endswith(("'s", "’s"))


def _is_refused(before: list[str]) -> bool:
    last = before[-1] if before else ""
    two_back = before[-2] if len(before) > 1 else ""
    if last == "to":
        return two_back in _NEGATIONS
    if last == "from" or (before[-3:-1] in _FROM_MY and last not in NO_NAMES - _RELATIONS):
        return True  # "50 from alice", "from my friend alice", but not "from my account alice"
    return (
        last in _NEGATIONS or (last == "but" and two_back in _EVERYBODY) or (last == "of" and two_back != "rid")
    )  # "instead of bob", "the wife of bob", but not "get rid of bob"


def _said_to(text: str, payees: Sequence[Payee], lower_case_counts: bool) -> PayeeReading:
    """Whom "to zorro" names, who is no payee under exactly that name."""
    for match in _AFTER_TO.finditer(text):
        name = match["name"]
        if name.casefold() not in NO_NAMES and (name[0].isupper() or lower_case_counts):
            return _one_or_several(find_payees(payees, name)) or UnknownName(name)
    return None


def _mistyped(text: str, payees: Sequence[Payee]) -> PayeeReading:
    """Whom a name means that stands before an amount or behind "send" and has one error, or is no payee's."""
    for match in _name_places(text):
        name, behind = match["name"], match["next"] or ""
        if name.casefold() in NO_NAMES:
            continue
        full = f"{name} {behind}" if may_be_a_surname(behind) else name
        meant = find_payees(payees, full)
        if meant:
            return _one_or_several(meant)
        if name[0].isupper() and not text.isupper() and text[: match.start("name")].strip(" ,"):
            return UnknownName(full)
    given = () if text.isupper() else _GIVEN_AN_AMOUNT.finditer(text)
    return next((UnknownName(match["name"]) for match in given if _is_no_other_word(match["name"])), None)


def _is_no_other_word(word: str) -> bool:
    """Whether a word in lower case between "send" and an amount is none but a name: not "send roughly 50"."""
    return may_be_a_surname(word) and word.casefold() not in NO_NAMES and not word.endswith("ly")


def _name_places(text: str) -> Iterator[re.Match[str]]:
    yield from _AFTER_GIVING.finditer(text)
    yield from _BEFORE_AMOUNT.finditer(text)


def _one_or_several(found: tuple[Payee, ...]) -> PayeeReading:
    if len(found) == 1:
        return found[0]
    return found or None
