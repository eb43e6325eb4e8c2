"""What the words of a message mean beside the host that they name. Pure."""

from __future__ import annotations

import re

from handoff.hosts import Host, Hosts, distinctive_words

_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,.;:!?\n]+|\s[-–—]+\s|\b(?:because|since|as|and|cause|cos)\b", re.IGNORECASE)

_PLURAL = re.compile(r"(?<=\w\w[^\Ws])s$")

_BACK = re.compile(r"\b(?:back to|(?:go|take me|bring me|send me|get me|switch|put me|let me) back)\b", re.IGNORECASE)

# words of no matter to what a sentence is about
_SMALL_WORDS = frozenset(
    """a about again all also am an and any anything are as at back be because been but by can cannot could d did do
    does doing don done for from get give go had has have he hello help her here hey hi him his how i if im in into is
    it its just know let like ll m make me more much my need no not now of ok okay on one or our out over please pls s
    she should show since so some something still t take tell than thank thanks that the their them then there they
    thing this to too up us ve very want was we well were what when where which who why will with without would yes you
    your re""".split()
)
# how people ask for somebody, beside the name
_ASKING_FOR = frozenset(
    """bring call change chat connect forward hand move pass put redirect refer return send speak switch talk through
    transfer somebody someone else instead rather another other person people human assistant bot agent guys folks team
    desk service""".split()
)


def significant_words(text: str) -> frozenset[str]:
    """The words that say what a text is about, in lower case and without a plural's s."""
    words = frozenset(_WORD.findall(text.casefold())) - _SMALL_WORDS
    return frozenset(_PLURAL.sub("", word) for word in words)


def host_named(text: str, others: tuple[Host, ...], hosts: Hosts) -> Host | None:
    """The one of `others` that `text` names by a word that only its title has ("helpdesk please"); None if none or
    several."""
    words = set(_WORD.findall(text.casefold())) - _SMALL_WORDS
    named = [host for host in others if words & distinctive_words(host, hosts)]
    return named[0] if len(named) == 1 else None


def asks_to_go_back(text: str) -> bool:
    """Whether a text that asks for somebody else asks for whoever the user came from: "back to the bank"."""
    return _BACK.search(text) is not None


def words_beside_name(text: str, host: Host, hosts: Hosts) -> str | None:
    """What the user wants of `host`, where a text asks for it by name: of "take me to the helpdesk, my outlook crashes"
    it is "my outlook crashes". None when it only asks for the host, or for the way back to it."""
    name = distinctive_words(host, hosts)
    title = frozenset(_WORD.findall(host.title.casefold()))
    clauses = [clause.strip() for clause in _CLAUSE.split(text)]
    naming = [clause for clause in clauses if name & set(_WORD.findall(clause.casefold()))]
    if any(_wants_something(clause, title) for clause in naming):
        return text
    rest = _without(text, [*naming, *filter(asks_to_go_back, clauses)])
    return rest if _wants_something(rest, title) else None


def _wants_something(text: str, title: frozenset[str]) -> bool:
    words = frozenset(_WORD.findall(text.casefold())) - title - _SMALL_WORDS - _ASKING_FOR
    return bool(words)


def _without(text: str, naming: list[str]) -> str:
    for clause in naming:
        text = text.replace(clause, " ", 1)
    joined = " ".join(text.split()).strip(" ,.;:!?-–—")
    return re.sub(r"^(?:because|since|as|and|cause|cos)\s+", "", joined, flags=re.IGNORECASE)
