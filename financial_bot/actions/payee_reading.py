"""Who is meant? Reading a payee out of a whole sentence, so that nobody else gets the money. Pure.

In doubt nobody is meant: a surname that is not the payee's, a "not" before the name, a possessive, a question about a
payee all lead to asking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duckling_client import Mention
from financial_bot.bank import Payee
from financial_bot.bank.matching import find_payees, payees_named_in


@dataclass(frozen=True)
class UnknownName:
    """A name was said that no payee has."""

    name: str


@dataclass(frozen=True)
class NotThem:
    """A payee was named, but as somebody who should not get the money."""


PayeeReading = Payee | tuple[Payee, ...] | UnknownName | NotThem | None

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NOTE = re.compile(r"\b(?:with (?:a|the) )?(?:note|message|memo|reference|saying)\b.*", re.IGNORECASE | re.DOTALL)
_ABOUT_PAYEES = re.compile(
    r"\?|^\W*(?:how|what|who|whom|whose|why|when|where|did|does|do|is|are|was|has|have|should|could)\b"
    r"|\b(?:delete|remove|add|tell|ask|know|knows)\b",
    re.IGNORECASE,
)
_AFTER_TO = re.compile(r"\bto\s+(?P<name>[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){0,2}|[^\W\d_][\w'’-]+)")
_ALSO_VERBS = frozenset({"may", "will"})
_AFTER_VERBS = frozenset("i we you he she they it that this be not have get need want".split())
_NEGATIONS = frozenset("not isn't isnt ain't except without than never nor".split())
_EVERYBODY = frozenset("anyone anybody everyone everybody all".split())

# Words that may follow a first name; any other word there is taken for a surname.
_FOLLOWERS = frozenset(
    """a about after again all also an and as asap at back because before but by dollars every for from has have he her
    him if immediately in instead into is it just later like money my next no not now of on once or over please pls plz
    quickly right she since so some soon straight sum thanks thank that then this though to today tomorrow tonight
    too twice until end month week weekend payday day
    usd via was when while who will with would yes bucks cash gets needs wants should gave lent paid""".split()
)
_NO_NAMES = frozenset(
    """a account all an and anybody anyone be do everybody everyone go hell help her him it know make me move my pay
    please say see send somebody someone stop tell that the them they this transfer us wire you your""".split()
)
_SHORT_SENTENCE = 4  # words: "to zorro instead" names somebody also in lower case


def read_payee(
    text: str, mentions: Sequence[Mention], payees: Sequence[Payee], *, asked: bool, opening: bool
) -> PayeeReading:
    """The payee that `text` means, several candidates, a name that is no payee's, or None when it speaks of nobody.

    `mentions` are what Duckling found: amounts, days and addresses are no names. `asked`: the bot has just asked for
    the payee. `opening`: the message begins the transfer.
    """
    rest = _without(text, mentions)
    if not opening and _ABOUT_PAYEES.search(rest):
        return None
    named = _named(rest, payees)
    if named is not None:
        return named
    name = _name_after_to(rest, lower_case_counts=asked or opening or len(rest.split()) <= _SHORT_SENTENCE)
    if name is None and asked:
        return _one_or_several(find_payees(payees, rest.strip(" .!,")))
    if name is None:
        return None
    return _one_or_several(find_payees(payees, name)) or UnknownName(name)


def _without(text: str, mentions: Sequence[Mention]) -> str:
    covered = list(text)
    for mention in mentions:
        covered[mention.start : mention.end] = " " * (mention.end - mention.start)
    return _NOTE.sub("", "".join(covered))


def _named(text: str, payees: Sequence[Payee]) -> PayeeReading:
    """What the first and full names in the text come to; None when there are none."""
    found = list(_WORD.finditer(text))
    words = [word.group() for word in found]
    meant: dict[Payee, None] = {}
    refused = False
    for position, word in enumerate(words):
        candidates = tuple(payee for payee in payees_named_in(payees, word) if _starts(payee, word))
        follower = _follower(text, found, position)
        possessive = follower and word.casefold().endswith(("'s", "’s"))
        if not candidates or _is_a_verb(word, follower):
            continue
        if possessive or _is_refused([before.casefold() for before in words[:position]]):
            refused = True
            continue
        in_full = find_payees(candidates, f"{word} {follower}") if follower else ()
        if not in_full and follower and follower.casefold() not in _FOLLOWERS:
            return UnknownName(f"{word} {follower}")
        meant.update(dict.fromkeys(in_full or candidates))
    if meant:
        return _one_or_several(tuple(meant))
    return NotThem() if refused else None


def _follower(text: str, words: Sequence[re.Match[str]], position: int) -> str:
    """The word behind that position; "" where a comma or the like stands between."""
    if position + 1 == len(words) or text[words[position].end() : words[position + 1].start()].strip():
        return ""
    return words[position + 1].group()


def _starts(payee: Payee, word: str) -> bool:
    """Whether `word` is the payee's first name; the surname alone names nobody here."""
    return bool(payees_named_in([payee], word)) and not payee.name.casefold().endswith(" " + word.casefold())


def _is_a_verb(word: str, follower: str) -> bool:
    """ "May I send ..." names no payee called May, nor "will you ..." a Will."""
    return word.casefold() in _ALSO_VERBS and follower.casefold() in _AFTER_VERBS


def _is_refused(before: list[str]) -> bool:
    last = before[-1] if before else ""
    two_back = before[-2] if len(before) > 1 else ""
    if last == "to":
        return two_back in _NEGATIONS
    return (
        last in _NEGATIONS or (last == "but" and two_back in _EVERYBODY) or last == "of"
    )  # "instead of bob", "the wife of bob"


def _name_after_to(text: str, *, lower_case_counts: bool) -> str | None:
    for match in _AFTER_TO.finditer(text):
        name = match["name"]
        if name.casefold() not in _NO_NAMES and (name[0].isupper() or lower_case_counts):
            return name
    return None


def _one_or_several(found: tuple[Payee, ...]) -> PayeeReading:
    if len(found) == 1:
        return found[0]
    return found or None
