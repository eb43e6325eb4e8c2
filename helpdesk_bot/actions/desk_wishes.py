"""Is it a wish that changes an incident, or talk about one? Pure.

The classifier says what a sentence is about; whether it asks for the thing is decided here, by rule.
"""

from __future__ import annotations

import re

# polite forms that contain words of the lists below
_POLITE = re.compile(
    r"\b(?:(?:if you )?don'?t mind|(?:don'?t|do not) (?:forget|let me forget)|why don'?t (?:you|we)|why not|can'?t you"
    r"|(?:how|what) about|what if you|is it possible|is there (?:a|any) way|(?:don'?t|do not) need)\b"
)
_NOT = r"(?:don'?t|do\ not|doesn'?t|does\ not|isn'?t|is\ not|shouldn'?t|should\ not|never|not)"
_FEW_WORDS = r"(?:\w+\s+){0,2}?"
_NOT_CLOSED = re.compile(
    rf"""\b{_NOT}\s+{_FEW_WORDS}(?:clos(?:e|ed|ing)|solved|fixed|resolved|work(?:s|ing)?)\b
    | ^\W*(?:why|who|when|what|how|did\ (?:you|i|we|they|it|some\w+|any\w+)|(?:has|have)(?!\ been)|was|were)\b
      (?!.*\b(?:please|can\ you|could\ you)\b)
    | ^\W*(?:is|are|has|have)\b.*\?\s*$
    | \b(?:nothing|no\ longer|neither|stopped|hardly)\s+{_FEW_WORDS}(?:work(?:s|ing)?|fixed|solved|resolved)\b
    | \bstill\s+{_FEW_WORDS}(?:broken|down|there|happen(?:s|ing)|open|not|crash\w*|fail\w*|slow|doesn'?t|can'?t)\b
    | \breopen\b | \bre-open\b | \b(?:keep|leave)\s+(?:\w+\s+){{1,3}}?open\b
    | \b(?:was|were|got|been)\s+(?:\w+\s+)?closed\b
    | \b(?:thanks|thank\ you|thx|cheers)\b.*\b(?:for|that\ you)\b.*\b(?:clos(?:ing|ed)|solv(?:ing|ed)|fix(?:ing|ed))\b
      (?!.*\bclose\b)
    | \bclose\b[^?]*\?\W*(?:no|never|don'?t|certainly|of\ course\ not)\b
    | ^\W*(?:can|could|do)\ (?:you|i|we|one)\ (?:also\ |even\ )?close\ (?:other\ )?(?:tickets|incidents|cases)\b""",
    re.VERBOSE,
)
# said before the polite forms are taken out
_ONLY_REMINDS = re.compile(
    r"^\W*(?:please )?(?:don'?t|do not) forget (?:about )?(?:me|(?:my|the|our|this) (?:\w+ )?\w+)\W*$"
)
_REOPENS = re.compile(
    r"\b(?:re-?open(?:ed|ing)?|un-?close)\b"
    r"|\bopen (?:it|this|that|(?:my|the|that) (?:\w+ ){0,3}?(?:ticket|incident|case|one)|inc[ _-]{0,2}[0-9]+)"
    r" (?:again|once more|back up)\b"
)
_CHANGES = r"(?:change|raise|lower|make|set|add|write|put|note|comment|increase|decrease|touch)"
# a wish after a question or a subordinate clause: "when I restart it, it crashes too, please add that"
_THEN_ASKS = rf"(?:(?:\bplease|\b(?:can|could|would|will)\ you|[.!?;])\s+(?:(?:please|just|also)\s+)*{_CHANGES})\b"
_NO_CHANGE = re.compile(
    rf"""\b(?:don'?t|do\ not|never)\s+(?:\w+\s+)?{_CHANGES}\b
    | ^\W*(?:why|who|when|did|has|have|was|were|is|are)\b(?!.*{_THEN_ASKS})""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"\binc[ _-]{0,2}[0-9]+\b|\b(?:ticket|incident)\s*(?:number|no\.?)?\s*#?\s*[0-9]+\b")
_A_CERTAIN_ONE = re.compile(
    r"\b(?:other|another|old|older|existing|earlier|previous|last|first)\s+(?:ticket|incident|case)s?\b"
    r"|\b(?:my|the)\s+(?!new\b)\w+\s+(?:ticket|incident)\b"
)
_COMMENTS = re.compile(
    r"\b(?:add|leave|write|put|make)\b.*\b(?:comments?|remarks?|notes?)\b"
    r"|\b(?:add|append)\b.*\bto\s+(?:my|the|an)\s+(?:ticket|incident)"
)
_CLOSES = re.compile(
    r"\bclose\b.*\b(?:tickets?|incidents?|case)\b|\bclose\s+inc|\b(?:tickets?|incidents?)\b.*\bclosed?\b"
)


def asks_to_close(text: str) -> bool:
    """Whether an incident shall be closed: not "why was it closed?", "don't close it" nor "it still doesn't work"."""
    return not (_NOT_CLOSED.search(plainly(text)) or _ONLY_REMINDS.search(_folded(text)))


def asks_to_reopen(text: str) -> bool:
    """Whether a closed incident shall be open again: "reopen it", "open my ticket again"."""
    return bool(_REOPENS.search(_folded(text)))


def asks_to_change(text: str) -> bool:
    """Whether something shall be changed or added: not "don't change it" nor "did you add my comment?"."""
    return not _NO_CHANGE.search(plainly(text))


def names_an_incident(text: str) -> bool:
    """Whether the sentence speaks of an incident that is there already, by its number or as a certain one."""
    plain = plainly(text)
    return bool(_NUMBER.search(plain) or _A_CERTAIN_ONE.search(plain))


def names_a_comment(text: str) -> bool:
    """Whether the sentence says by itself that something shall be added to an incident."""
    return names_an_incident(text) or bool(_COMMENTS.search(plainly(text)))


def names_a_closing(text: str) -> bool:
    """Whether the sentence says by itself that an incident shall be closed."""
    return bool(_CLOSES.search(plainly(text)))


def plainly(text: str) -> str:
    """The text in lower case, with plain apostrophes and single spaces, without polite forms."""
    return _POLITE.sub(" ", _folded(text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
