"""Words that are no name by themselves where a name is asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_EVERYDAY = frozenset(
    """a an the another new someone somebody anyone anybody everyone everybody nobody noone none one person people payee
    payees recipient recipients beneficiary contact contacts friend him her them it me myself us my your our his their
    its to on in into of for from with and or i you we he she they want need like would can could please pls add change
    remove delete the name names spelling list
    yes yeah yep yup ok okay k sure no nope nah hmm hm mm hmmm uh um er oh ah huh well so maybe perhaps dunno idk
    anything nothing something whatever
    hello hi hey thanks thank bye goodbye help menu options option start over back again stop cancel quit exit skip wait
    hold moment second minute sec never mind forget that this not don't know ahead do done send right correct wrong
    true false good fine great cool
    balance balances card cards account accounts money cash transfer transfers payment payments transaction
    transactions pay bank credit earnings spending search scheduled fees fee human agent operator support all some any
    today tomorrow yesterday now later number iban""".split()
)
# no name begins with these, however it is written
_SPEAKS = frozenset(
    """how what why when where who whose whom which i i'm i'd i'll i've im let's lets he's she's it's that's there's
    what's who's where's how's don't didn't isn't aren't can't won't couldn't wouldn't doesn't""".split()
)
# in lower case these begin a sentence; "Do Kim", "The Rock" and "Grant Can" are names
_SPEAKS_IN_LOWER_CASE = frozenset(
    """is are was were am do does did can could should would shall has have had the my our your tell show give send
    transfer pay cancel remove delete list check move stop all and or but from with about because so if then please
    want need get find search help call forget never not go""".split()
)
_ENDING = re.compile(r"^['\"]+|[\s.,;:!?'\"]+$")


def is_everyday(word: str) -> bool:
    """Whether the word alone is no name: "ok", "balance"."""
    return _plain(word) in _EVERYDAY


def speaks(words: Sequence[str], *, written_as_name: bool) -> bool:
    """Whether words begin a sentence rather than a name. `written_as_name`: each begins with a capital letter."""
    first = _plain(words[0])
    if first in _SPEAKS:
        return True
    shouted = all(word.isupper() for word in words)
    as_name = written_as_name and len(words) > 1 and not shouted
    return first in _SPEAKS_IN_LOWER_CASE and not as_name


def _plain(word: str) -> str:
    return _ENDING.sub("", word).casefold().replace("’", "'")
