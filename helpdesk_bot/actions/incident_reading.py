"""Which incident is meant in a sentence? Pure.

By its number, by its place in what was shown ("the second one"), or by words of its title ("the outlook one").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpdesk_bot.desk import Known, number_among, read_incident_number

from .incident_places import THING, at_place, bare_digit

_ADDRESS = re.compile(r"\S+@\S+")
_NUMBERS = re.compile(r"\binc[ _-]{0,2}0*([1-9][0-9]{0,11})\b", re.IGNORECASE)
# "the outlook one", "my printer ticket": words before these name an incident and nothing else
_NAMED = re.compile(rf"\b(?:the|my|that|this)\s+(?P<words>(?:[\w'-]+\s+){{1,4}}?){THING}\b", re.IGNORECASE)
_IS_OVER = r"(?:works?|is|are|was|has|have|seems?|runs?|prints?|starts?|got)"
_SUBJECT = re.compile(rf"\b(?:the|my|our)\s+(?P<subject>(?:[\w'-]+\s+){{1,3}}?){_IS_OVER}\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\bsolved\s+(?:the|my)\s+(?P<subject>[\w'-]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SHORTEST_STEM = 4
_SAY_NOTHING = frozenset(
    """a about above actually add again all already also am an and any are as asap at be because been but by can change
    close closed comment could critical did do does doesn don done down e everything few fine fix fixed for from get
    gone good got has have help high higher highest how i if important in inc incident incidents increase info is issue
    issues it its just know last let low lower lowest make me medium mine more my need needs new no normal not note now
    number of off ok okay on one ones open or other our out over please priority problem problems raise request resolve
    resolved s set should since so solved some status still t that thanks the their them then there they thing this
    ticket tickets to too update up urgency urgent use very want was we went were what when which will with work working
    works yes you your""".split()
)
MOST_SHOWN = 5  # in one list
# beside a title or a number they only say that it is meant
_CHOOSING = frozenset(
    """a about actually also and but case choose close closing down do for fix fixed have i i'd in incident instead is
    issue it it's its just make m mean meant mine mistake my no nope not now of oh on one oops other pick please
    problem rather s select should solved sorry take that thats the then this ticket tickets to use wait want wanted was
    what wrong yes you d incidents number ah hm hmm well works working work again resolved put add change""".split()
)


@dataclass(frozen=True)
class NotYours:
    """A number that is none of the known incidents'."""

    number: str


Meant = tuple[Known, ...] | NotYours


@dataclass(frozen=True)
class Sight:
    """What a sentence can mean: all that are `known` and the `choices` among them, both newest first; the numbers that
    were `shown` last, in that order; and the number that was spoken of `last`."""

    known: tuple[Known, ...]
    choices: tuple[Known, ...]
    shown: tuple[str, ...] = ()
    last: str | None = None

    @property
    def as_shown(self) -> tuple[Known, ...]:
        """Those of the last list, unless another one was spoken of since; without a list the choices, oldest first."""
        by_number = {each.number: each for each in self.known}
        listed = tuple(by_number[number] for number in self.shown if number in by_number)
        is_stale = self.last is not None and self.last not in self.shown
        return self.choices[:MOST_SHOWN][::-1] if is_stale or not listed else listed

    def numbered(self, number: str) -> tuple[Known, ...]:
        """The one of that number, however many zeros it was said with, if it is known."""
        meant = number_among(number, [each.number for each in self.known])
        return tuple(each for each in self.known if each.number == meant)

    def by_age(self, some: Iterable[Known]) -> tuple[Known, ...]:
        """Oldest first."""
        numbers = {each.number for each in some}
        return tuple(each for each in reversed(self.known) if each.number in numbers)


def number_in(text: str) -> str | None:
    """The one number of an incident in a text that may have an e-mail address in it; see read_incident_number."""
    return read_incident_number(_ADDRESS.sub(" ", text))


def numbers_in(text: str) -> list[str]:
    """All numbers of incidents in a text, each once, in their order."""
    if (number := number_in(text)) is not None:
        return [number]
    found = (read_incident_number(f"INC{digits}") for digits in _NUMBERS.findall(_ADDRESS.sub(" ", text)))
    return list(dict.fromkeys(each for each in found if each is not None))


def has_several_numbers(text: str) -> bool:
    """Whether numbers of different incidents are in the text."""
    return len(set(_NUMBERS.findall(_ADDRESS.sub(" ", text)))) > 1


def incidents_meant(text: str, words: str, sight: Sight) -> Meant | None:
    """What a sentence says about which of the known incidents it means; None: nothing, (): one that there is not.

    `words` is the part of `text` whose words may be a title's. A number counts for all that are known, places for what
    was shown, words for the choices, and what certainly names one for all again. Several are returned where the words
    fit several equally well.
    """
    number, digit = number_in(text), bare_digit(text)
    if digit is not None:
        return _by_digit(digit, number, sight)
    if number is not None:
        return sight.numbered(number) or NotYours(number)
    named = by_title(words, sight.choices) or by_title(named_part(words), sight.known)
    if named:
        placed = at_place(text, named[::-1], named[::-1])
        return named if placed is None else placed
    return at_place(text, sight.as_shown, sight.by_age(sight.as_shown))


def by_title(text: str, incidents: Sequence[Known]) -> tuple[Known, ...]:
    """The incidents whose titles have most of the words of a text, if any has one."""
    said = _telling(text)
    hits = {each.number: len(_shared(said, _telling(each.title))) for each in incidents}
    most = max(hits.values(), default=0)
    return tuple(each for each in incidents if most and hits[each.number] == most)


def named_part(text: str) -> str:
    """Only what certainly names an incident: "printer" in "did you close my printer ticket on monday"."""
    return " ".join(found["words"] for found in _NAMED.finditer(text))


def names_another(text: str, incident: Known) -> bool:
    """Whether the text certainly speaks of something that is not in the incident's title: "the printer works again"."""
    subjects = [found["subject"] for pattern in (_SUBJECT, _WITHOUT) for found in pattern.finditer(text)]
    named = _telling(" ".join([named_part(text), *subjects]))
    return bool(named) and not _shared(named, _telling(incident.title))


def without_title(text: str, title: str) -> str:
    """The text without the words of a title that it names; they may be words of urgency: "the low battery ticket"."""
    if not _shared(_telling(text), _telling(title)):
        return text
    words = frozenset(_WORD.findall(title.casefold()))
    return _WORD.sub(lambda found: " " if _shared([found[0].casefold()], words) else found[0], text)


def is_nothing_but_a_choice(text: str, titles: Iterable[str]) -> bool:
    """Whether a text says only which incident it means: "no, the outlook one", "INC0000003 instead", "vpn"."""
    rest = without_title(_NUMBERS.sub(" ", text), " ".join(titles))
    return all(word in _CHOOSING for word in _WORD.findall(rest.casefold()))


def _by_digit(digit: int, number: str | None, sight: Sight) -> Meant:
    """A digit alone is the number of an incident, a place among those shown, or could be both."""
    numbered = sight.numbered(number) if number else ()
    placed = sight.as_shown[digit - 1 : digit]
    both = tuple({each.number: each for each in (*numbered, *placed)}.values())
    return both or NotYours(str(number))


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _SAY_NOTHING)


def _shared(said: Iterable[str], title: Iterable[str]) -> set[str]:
    return {word for word in title if any(_is_the_same(word, other) for other in said)}


def _is_the_same(one: str, other: str) -> bool:
    """Also "printers" and "printer", "password" and "passwords"."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _SHORTEST_STEM and long.startswith(short))
