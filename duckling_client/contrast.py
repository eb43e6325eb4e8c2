"""Corrections by contrast: "not $15 but $50", "$50 instead of $15", "tomorrow, not today", "rather 60 than 50"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from duckling_client.mention import Mention

_NEGATION = r"(?:not|never|\w+n['\u2019]t|dont|didnt|doesnt|isnt|wasnt|cant|wont|cannot)"
# "if not $50, $20" and "why not $50" deny nothing.
_DENIED = re.compile(
    rf"(?<!\bif )(?<!\bwhy )(?<!\bor )\b(?:{_NEGATION}(?:\s+(?:mean|say|said|want))?|instead\s+of|rather\s+than)"
    r"\s+(?:(?:the|for|on|to|in|from|since|during)\s+)*$"
    r"|\brather\b(?:(?!\b(?:more|less|other|fewer)\b)[^,;.!?])*\bthan\s+(?:(?:the|for|on|to)\s+)*$",
    re.I,
)
_CONTINUED = re.compile(r"\s*(?:,?\s*\b(?:and|or|nor|to)\b|[&/\u2013-])\s*", re.I)
# "not 1 234", "not twelve fifty": two mentions to Duckling, one amount to the customer.
_RUNS_ON = re.compile(r"\s*|[.,':]")
# "change 50 to 45", "from 50 to 45": the first is what was said before. "Send 10 to 20" is a range.
_REPLACED_BEFORE = re.compile(
    r"(?:\b(?:change|correct|adjust|lower|raise|increase|decrease|reduce|drop|cut|bring|bump|switch)(?:\s+(?:it|that|this"
    r"|the|my|amount|sum|total|payment|transfer|down|up|back))*(?:\s+from)?"
    r"|^\W*(?:(?:no|nope|nah|wait|sorry|oops|actually|please|i|meant|mean)\W+)*from)\s+$",
    re.I,
)
_REPLACED_BY = re.compile(r"\s+(?:down\s+|up\s+)?to\s+(?:just\s+|only\s+|be\s+)?", re.I)
_DENIED_CLAUSE = re.compile(
    rf"\b{_NEGATION}\b(?!\s+forget\b)(?:(?!\b(?:but|so|then|please|instead)\b)[^,;.!?:])*$",
    re.I,
)


def denied_mentions(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Those of the mentions that the text says are not meant; mentions must not overlap."""
    replaced = [old for old, _ in replacements(text, mentions)]
    ordered = sorted(mentions, key=lambda mention: mention.start)
    denied: list[Mention] = []
    for at, mention in enumerate(ordered):
        following = ordered[at + 1] if at + 1 < len(ordered) else None
        refused = mention in replaced or _is_denied(text, mention, denied[-1] if denied else None, replaced)
        if refused and not _runs_on(text, mention, following):
            denied.append(mention)
    return denied


def replacements(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Neighbours of which the second is said to replace the first: "change it from 50 to 45"."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    return [
        (old, new)
        for old, new in pairwise(ordered)
        if _REPLACED_BEFORE.search(text[: old.start]) and _REPLACED_BY.fullmatch(text[old.end : new.start])
    ]


def stands_in_a_denial(before: str) -> bool:
    """Whether a text that ends here is in a clause with a "not" ("I did not want to send"); "don't forget" is none."""
    return _DENIED_CLAUSE.search(before) is not None


def _is_denied(text: str, mention: Mention, denied_before: Mention | None, replaced: Sequence[Mention]) -> bool:
    continues = denied_before is not None and denied_before not in replaced
    if denied_before is not None and continues and _CONTINUED.fullmatch(text[denied_before.end : mention.start]):
        return True
    return _DENIED.search(text[: mention.start]) is not None


def _runs_on(text: str, mention: Mention, following: Mention | None) -> bool:
    if following is None or following.dim != "number":
        return False
    return _RUNS_ON.fullmatch(text[mention.end : following.start]) is not None
