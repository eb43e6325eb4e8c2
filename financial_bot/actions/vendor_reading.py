"""With whom? Reading shops, employers and payees out of what a customer says about transactions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duckling_client import Mention

from .name_reading import Span, Word, names_in, words_of
from .vendor_words import is_a_place, is_a_thing, longer_name


@dataclass(frozen=True)
class KnownVendor:
    """A shop, employer or payee of the customer's; `span` is where the text names it."""

    name: str
    span: Span


@dataclass(frozen=True)
class UnknownVendor:
    """Somebody was named with whom the customer has nothing to do, in the customer's own words."""

    name: str


@dataclass(frozen=True)
class SeveralVendors:
    """More than one could be meant, or was named."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class AllBut:
    """Everybody except somebody, which cannot be searched."""

    name: str


@dataclass(frozen=True)
class Everybody:
    """The text says that it is about all of them."""


VendorReading = KnownVendor | UnknownVendor | SeveralVendors | AllBut | Everybody | None

_EVERYBODY = re.compile(
    r"\b(?:overall|altogether|in total|everywhere|anywhere|(?:for |with |at )?(?:everybody|everyone|everything)"
    r"|all (?:the )?(?:shops|stores|vendors|places|payees))\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:except|excluding|without|besides|other than|apart from|(?:everything|everybody|all) but)"
    r"(?:\s+(?:for|at|from|with|on|the|my))*\s*$",
    re.IGNORECASE,
)
_NOT_MEANT = re.compile(r"\b(?:not|instead of|rather than)(?:\s+(?:for|at|from|with|on|the|to))*\s*$", re.IGNORECASE)
_TO_SOMEBODY = re.compile(r"\b(?:to|with|at|sen[dt]|pay|paid|give|gave)\s+$", re.IGNORECASE)

_NAMING = frozenset("at from on with about".split())
_PAYING = frozenset("pay paid paying".split())
_SENDING = _PAYING | frozenset(
    """send sent sending payment payments transfer transfers transferred transaction transactions money give gave given
    went purchase purchases""".split()
)
_ARTICLES = frozenset("the a an".split())
_ENDS_A_NAME = frozenset(
    """about after again ago all also altogether and are at been before between by could did do does during each ever
    every for from go goes had has have how i if in is it last lately me month months more much next not now of on only
    or overall past per please quarter recently show since so than that then there this through till to today tomorrow
    too until up was week weeks were what when where which while who with within would year years yesterday yet you
    went""".split()
)
# After "from", "on" or "at" these are no names: the customer's own things, and ways of speaking.
_NO_NAMES = frozenset(
    """account accounts card cards checking savings saving bank visa mastercard amex credit debit balance statement
    wallet salary paycheck wages work job boss employer clients earnings income interest deposits spending expenses
    purchases transactions payments average once least most first top home date time times day days line online internet
    hand total them him her us me mine myself anybody anyone everybody everyone
    somebody someone people anything something everything stuff
    things shops stores vendors whom who monday tuesday wednesday thursday friday saturday sunday see know earned earn
    spent spend""".split()
)
# Parts of names, but no name without another word: "my mom", "the rest".
_NO_NAMES_ALONE = frozenset("my our your this that these those one ones both rest other others payees payee".split())
_AROUND_A_NAME = " .&'’\"“”*_`"
_LONGEST_NAME = 4  # words
_FEW_WORDS = 4


def read_vendor(text: str, mentions: Sequence[Mention], vendors: Sequence[str], payees: Sequence[str]) -> VendorReading:
    """With whom the transactions are that `text` is about; None when it does not say.

    `vendors` are the names in the customer's transactions, `payees` those of the payees, who can also be called by
    their first names. `mentions` are what Duckling found: a time is no name, unless money went to it ("sent to April").
    """
    text, somebody_else = _without_others(text, mentions, vendors, payees)
    if somebody_else is not None:
        return somebody_else
    called = _called(vendors, payees)
    parts = _with_first_words(called)
    long_parts = {name: names for name, names in parts.items() if name in called or " " in name}
    times = [mention for mention in mentions if mention.dim == "time"]
    found = [
        (names, span) for names, span in names_in(text, long_parts, typos=False) if not _is_a_time(text, span, times)
    ]
    if not found:
        no_names = [mention for mention in mentions if mention.dim in {"time", "amount-of-money"}]
        return _read_inexactly(text, no_names, parts)
    left_out = next((names[0] for names, span in found if is_left_out(text, span)), None)
    if left_out is not None:
        return AllBut(left_out)
    return _one_or_several([(names, span) for names, span in found if not _NOT_MEANT.search(text[: span.start])])


def _without_others(
    text: str, mentions: Sequence[Mention], vendors: Sequence[str], payees: Sequence[str]
) -> tuple[str, UnknownVendor | None]:
    """The text with "|" for what only looks like a name that is known here, and the first name in it of somebody else.

    "Alice Cooper" is not the payee Alice, and a spending target is no shop.
    """
    words = words_of(text)
    first_names = {words_of(name)[0].plain for name in payees if words_of(name)} - {name.casefold() for name in vendors}
    in_full = {name: name for name in (*payees, *vendors) if " " in name}
    times = [mention for mention in mentions if mention.dim == "time"]

    def ends(word: Word) -> bool:
        is_a_time = any(time.start < word.span.end and word.span.start < time.end for time in times)
        return is_a_time or word.plain in _ENDS_A_NAME | _NO_NAMES | first_names

    masked, somebody = text, None
    for position, word in enumerate(words):
        if is_a_thing(text, word.span):
            masked = _masked(masked, word.span)
        longer = longer_name(text, words, position, ends) if word.plain in first_names else None
        if longer is None or names_in(text[longer.start : longer.end], in_full):
            continue
        masked = _masked(masked, longer)
        if somebody is None and not is_a_place(words, position):
            somebody = UnknownVendor(text[longer.start : longer.end])
    return masked, somebody


def _masked(text: str, span: Span) -> str:
    return f"{text[: span.start]}{'|' * (span.end - span.start)}{text[span.end :]}"


def is_left_out(text: str, span: Span) -> bool:
    """Whether what stands there is to be left out: "except amazon"."""
    return _LEFT_OUT.search(text[: span.start]) is not None


def without(text: str, span: Span) -> str:
    """`text` with something else in the place of a name, so that a name is not read as a time."""
    return f"{text[: span.start]}{'x' * (span.end - span.start)}{text[span.end :]}"


_Called = Mapping[str, tuple[str, ...]]


def _called(vendors: Sequence[str], payees: Sequence[str]) -> dict[str, tuple[str, ...]]:
    called: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys((*payees, *vendors)):
        called.setdefault(name.casefold(), (name,))
    for name in dict.fromkeys(payees):
        first = name.casefold().split()[:1]
        for word in first:
            called[word] = tuple(dict.fromkeys((*called.get(word, ()), name)))
    return called


def _with_first_words(called: _Called) -> dict[str, tuple[str, ...]]:
    """Where a name must stand, a part of it is enough: "at whole foods", "from city power"."""
    shorter: dict[str, tuple[str, ...]] = {}
    for name, names in called.items():
        words = name.split()
        for length in range(1, len(words)):
            beginning = " ".join(words[:length])
            shorter[beginning] = tuple(dict.fromkeys((*shorter.get(beginning, ()), *names)))
    return {**shorter, **called}


def _is_a_time(text: str, span: Span, times: Sequence[Mention]) -> bool:
    for time in times:
        if time.start < span.end and span.start < time.end:
            alone = (time.start, time.end) == (span.start, span.end)
            return not (alone and _TO_SOMEBODY.search(text[: span.start]))
    return False


def _read_inexactly(text: str, no_names: Sequence[Mention], called: _Called) -> VendorReading:
    """A name with typing errors, or of nobody known, where one must stand; one with errors in a few words."""
    spoken = text
    for each in no_names:
        spoken = _masked(spoken, Span(each.start, each.end))
    for place in _named_places(spoken):
        name = text[place.start : place.end]
        found = names_in(name, called)
        moved = [(names, Span(place.start + span.start, place.start + span.end)) for names, span in found]
        return _one_or_several(moved) or UnknownVendor(name)
    if len(words_of(spoken)) <= _FEW_WORDS and (found := names_in(spoken, called)):
        return _one_or_several(found)
    return Everybody() if _EVERYBODY.search(text) else None


def _named_places(text: str) -> Iterator[Span]:
    """Where the sentence must name somebody: after "at", "paid to", "what about", or a capital after "paid"."""
    words = words_of(text)
    for position, word in enumerate(words):
        if not _introduces_a_name(text, words, position):
            continue
        following = list(_name_from(text, words[position + 1 :], word))
        said = {each.plain for each in following}
        if not said <= _NO_NAMES_ALONE and not said & _NO_NAMES:
            yield Span(following[0].span.start, following[-1].span.end)


def _introduces_a_name(text: str, words: Sequence[Word], position: int) -> bool:
    plain = words[position].plain
    if plain == "to":
        return any(word.plain in _SENDING for word in words[:position])
    if plain in _PAYING:
        following = words[position + 1 : position + 2]
        return any(text[word.span.start].isupper() and word.plain not in _ENDS_A_NAME for word in following)
    return plain in _NAMING or (plain == "and" and position == 0)


def _name_from(text: str, words: Sequence[Word], before: Word) -> Iterator[Word]:
    end = before.span.end
    taken = 0
    for word in words:
        if taken == 0 and word.plain in _ARTICLES:
            end = word.span.end
            continue
        apart = text[end : word.span.start].strip(_AROUND_A_NAME)
        if apart or taken == _LONGEST_NAME or (word.plain in _ENDS_A_NAME):
            return
        yield word
        taken, end = taken + 1, word.span.end


def _one_or_several(found: Sequence[tuple[tuple[str, ...], Span]]) -> VendorReading:
    names = tuple(dict.fromkeys(name for names, _ in found for name in names))
    if len(names) > 1:
        return SeveralVendors(names)
    return KnownVendor(names[0], found[0][1]) if names else None
