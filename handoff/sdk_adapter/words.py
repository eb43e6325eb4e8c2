"""What the words of a message mean beside the host that they name. Pure."""

from __future__ import annotations

import re
from enum import Enum

from handoff.answers import Answer, read_answer
from handoff.hosts import Host, Hosts
from handoff.names import is_named

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[,.;:!?\n]+|\s[-–—]+\s")
_CLAUSE = re.compile(rf"{_STOP.pattern}|\b(?:because|since|as|and|cause|cos)\b", re.IGNORECASE)

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
# all that a sentence may have beside the name if it is to move somebody without a question
_PLAIN_REQUEST = frozenset(
    """a an and at away back bring can chat connect could d directly for forward get give go hand have help i
    immediately instead just let lets like may me might move need now ok okay on over pass please pls plz put rather
    redirect refer return right s send so speak straight sure switch take talk thank thanks the then through to transfer
    us wanna want we with would yeah yep yes you
    agent assistant bot desk folks guys human people person service somebody someone team""".split()
)
_REFUSAL = frozenset("don dont hate never no not stop won wouldn".split())
_BESIDE_A_REFUSAL = frozenset(
    """again any anymore be being bringing do ever going handing moving more sending switching t taking that
    transferred transferring""".split()
)
_NO_REQUEST = _REFUSAL | frozenset("already asked came got said sent talked told took why".split())


_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
_OF_AN_ADDRESS = frozenset(
    "actually address addres correct e email hello mail mean meant new oops other rather right sorry use wrong".split()
)


class Naming(Enum):
    """What a text wants of the host that it names."""

    ASKED_FOR = "asked for"  # to go there, and nothing else: "helpdesk please"
    REFUSED = "refused"  # not to go there: "don't take me to the helpdesk"
    MENTIONED = "mentioned"  # anything else: "the helpdesk sent me here"


def button_words(host: Host) -> str:
    """What a button types that chooses `host` in words of the user's own."""
    return f"take me to the {host.title}"


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts are about the same thing: they share half of the words that mean something in the shorter one,
    and two of them if it has two."""
    words, others = significant_words(one), significant_words(other)
    fewer = min(len(words), len(others))
    return fewer > 0 and len(words & others) >= max(fewer / 2, min(fewer, 2))


def significant_words(text: str) -> frozenset[str]:
    """The words that say what a text is about, in lower case and without a plural's s."""
    words = frozenset(_WORD.findall(text.casefold())) - _SMALL_WORDS
    return frozenset(_PLURAL.sub("", word) for word in words)


def is_only_an_address(text: str) -> bool:
    """Whether a text says an e-mail address and nothing else that means something: "sorry, my e-mail is a@b.org"."""
    rest, found = _ADDRESS.subn(" ", text)
    return found > 0 and significant_words(rest) <= _OF_AN_ADDRESS


def host_named(text: str, others: tuple[Host, ...], hosts: Hosts) -> Host | None:
    """The one of `others` that `text` names by a word that only its title has ("helpdesk please"), or by its whole
    title; None if none or several."""
    named = [host for host in others if is_named(text, host, hosts)]
    return named[0] if len(named) == 1 else None


def asks_to_go_back(text: str) -> bool:
    """Whether a text that asks for somebody else asks for whoever the user came from: "back to the bank"."""
    return _BACK.search(text) is not None


def how_named(text: str, host: Host, hosts: Hosts) -> Naming:
    """What `text`, which names `host`, wants of it. What is said in clauses of its own is another matter: "helpdesk
    please, my outlook does not start"."""
    title = frozenset(_WORD.findall(host.title.casefold()))
    beside = frozenset(_WORD.findall(" ".join(_of_the_name(text, host, hosts)).casefold())) - title
    rest = beside - _PLAIN_REQUEST
    if rest:
        is_refusal = rest & _REFUSAL and rest <= _REFUSAL | _BESIDE_A_REFUSAL
        return Naming.REFUSED if is_refusal else Naming.MENTIONED
    is_bare = beside <= {"the"}  # a name in a list is no request: "I asked support, the helpdesk"
    return Naming.MENTIONED if is_bare and words_beside_name(text, host, hosts) else Naming.ASKED_FOR


def _of_the_name(text: str, host: Host, hosts: Hosts) -> list[str]:
    """The clauses that belong to the host's name: its own, what an "and" joins it to, and what follows and says nothing
    by itself ("the helpdesk? no!")."""
    title, found = frozenset(_WORD.findall(host.title.casefold())), list[str]()
    for part in _STOP.split(text):
        clauses = _clauses(part)
        end = max((at + 1 for at, clause in enumerate(clauses) if is_named(clause, host, hosts)), default=0)
        found += clauses[:end]
        found += [clause for clause in clauses[end:] if found and not _wants(clause, title)]
    return found or [text]


def how_back(text: str) -> Naming:
    """What a text wants that speaks of the way back: "take me back", "don't take me back", "they sent me back"."""
    words = frozenset(_WORD.findall(text.casefold()))
    if not words & _NO_REQUEST:
        return Naming.ASKED_FOR
    return Naming.REFUSED if words & _REFUSAL else Naming.MENTIONED


def words_beside_name(text: str, host: Host, hosts: Hosts) -> str | None:
    """What the user wants of `host`, where a text asks for it by name: of "take me to the helpdesk, my outlook crashes"
    it is "my outlook crashes". None when it only asks for the host, or for the way back to it."""
    title = frozenset(_WORD.findall(host.title.casefold()))
    clauses = _clauses(text)
    naming = [clause for clause in clauses if is_named(clause, host, hosts)]
    if any(_wants(clause, title) for clause in naming):
        return text
    rest = _without(text, [*naming, *filter(asks_to_go_back, clauses)])
    return rest if _wants(rest, title) else None


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.split(text)]


def _wants(text: str, title: frozenset[str]) -> bool:
    words = frozenset(_WORD.findall(text.casefold())) - title - _SMALL_WORDS - _ASKING_FOR
    return bool(words)


def _without(text: str, naming: list[str]) -> str:
    for clause in naming:
        text = text.replace(clause, " ", 1)
    joined = " ".join(text.split()).strip(" ,.;:!?-–—")
    return re.sub(r"^(?:because|since|as|and|cause|cos)\s+", "", joined, flags=re.IGNORECASE)


_OBJECTS = re.compile(
    r"[?]|\byeah right\b"
    r"|\b(?:no|nope|nah|not|don'?t|never|but|if|unless|only|wait|first|later|tomorrow|maybe|perhaps|probably|why|what|or)\b",
    re.IGNORECASE,
)


def objects(text: str) -> bool:
    """Whether a text that sounds like a yes to an offer is none without reservation: "why not", "ok?", "yes but first
    tell me my balance". A plain yes never is, whatever words it has."""
    return read_answer(text) is not Answer.YES and _OBJECTS.search(text) is not None
