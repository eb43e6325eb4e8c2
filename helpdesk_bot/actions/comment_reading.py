"""What of a sentence is the comment, and what only says where it goes? Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STAFF = (
    r"(?:them|him|her|it|everybody|everyone|(?:the\ |your\ )?"
    r"(?:help\ ?desk|technicians?|agents?|team|staff|people|guys|engineers?|support))"
)
_THING = r"(?:one|ticket|incident|issue|problem|case)"
_NUMBER = r"(?:inc[ _-]{0,2}[0-9]+|(?:ticket|incident|case)\s*(?:number|no\.?)?\s*\#?[0-9]+)"
_A_TICKET = rf"(?:{_NUMBER}|(?:my|the|that|this)\s+(?:[\w'-]+\s+){{0,4}}?{_THING})"
_VERB = r"(?:add|append|note|write|put|post|mention|say|comment|state|attach)"
_NOUN = (
    r"(?:comments?|notes?|information|infos?|details?|something|updates?|messages?|texts?|remarks?|lines?|words"
    r"|things?)"
)

_IN_A_TICKET = rf"(?:(?:in|on)\s+{_A_TICKET}\s+)?"
# "that ticket", "that stupid ticket", "that to my ticket"
_NO_CLAUSE = rf"\s+(?:(?:(?!the\b|my\b|this\b)\w+\s+)?{_THING}|to|in|on|into)\b"
_ONLY_POINTS = re.compile(r"\W*(?:that|this|it|these|the following)?\W*", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“„]([^\"“”]+)[\"”]$")
_LEADING = re.compile(r"^that\s+", re.IGNORECASE)

_FLAGS = re.IGNORECASE | re.DOTALL | re.VERBOSE
# each finds the comment as its group; what is around it says where it goes
_PATTERNS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        # add "it also happens at home" to INC0000012
        r"[\"“„](?P<comment>[^\"“”]{2,})[\"”]",
        # a comment on INC0000012: it also happens at home
        rf"(?:\b(?:{_VERB}|{_NOUN}|update|saying|as\ follows)\b|{_NUMBER}) .*? (?::|\s[-–—])\s+ (?P<comment>\S.*)$",
        # I also have this with Excel, add that please
        rf"""^\W*(?P<comment>\S.+?)(?:\s*[,.;:!–—-]+\s*|(?<=\?)\s+)
        (?:(?:please|pls|and|so|can\ you|could\ you|just)\s+)*
        (?:add|note|append|write|put|mention)\s+(?:that|this|it)(?:\s+down)?
        (?:\s+(?:please|too|as\ well|(?:to|in|into|on)\s+(?:it|{_A_TICKET})))*\W*$""",
        # one more thing for my ticket, it's only in the morning
        rf"^\W*(?:one|another|a|some)\s+(?:(?:more|last|further|other)\s+)?{_NOUN}\s+(?:for|on|about|to)\s+{_A_TICKET}\s*[,:–—-]\s*(?P<comment>\S.+)$",
        # comment on vpn: still broken
        rf"^\W*(?:(?:please|add|a|another)\s+)*{_NOUN}\s+(?:on|for|to|about)\s+[^:]{{1,40}}:\s*(?P<comment>\S.+)$",
        rf"^\W*(?:please\s+)?{_VERB}\s+(?:this|that|the\ following)\s*:\s*(?P<comment>\S.+)$",
        # let them know (that) it also happens at home
        rf"\blet\s+{_STAFF}\s+know\s+{_IN_A_TICKET}(?:that\s+)?(?P<comment>\S.+)$",
        rf"\b(?:tell|inform)\s+{_STAFF}\s+{_IN_A_TICKET}(?:that\s+)?(?P<comment>(?!about\b)\S.+)$",
        # add to INC0000012 that it also happens at home
        rf"\b(?:{_VERB}|{_NOUN}|update|saying|says|know)\b .*? \bthat\b (?!{_NO_CLAUSE}) \s+(?P<comment>\S.+)$",
        r"\bsaying\s+(?:that\s+)?(?P<comment>\S.+)$",
        # add it also happens at home to INC0000012
        rf"""\b(?:add|append|put|post|write)\s+
        (?!(?:to|an?|another|some|more|one|(?:further\s+)?{_NOUN})\b)(?P<comment>\S.+?)\s+
        (?:to|in|into|on)\s+{_A_TICKET}\W*$""",
    )
)
# "... that it beeps, to INC0000012"
_ADDRESSED = re.compile(rf"\W+(?:to|in|into|on)\s+{_NUMBER}\W*$", _FLAGS)
_CORRECTED = re.compile(
    r"""\b(?:comment|text|note|it)\s+(?:(?:should|must|has\ to)\b\s*(?:be|say|read)?|to\s+(?:be|say|read))
    \s*:?\s*(?:that\s+)?[\"“]?(?P<comment>\S.*?)[\"”]?\s*$
    | ^(?:no\W+)?(?:rather\s+)?(?:say|write|put)\s+(?:that\s+|rather\s+|instead\s+)?[\"“]?(?P<said>\S.*?)[\"”]?\s*$""",
    _FLAGS,
)
_MORE = re.compile(
    rf"""^(?:(?:yes|yeah|ok|okay|and|please|oh|no)\W+)*(?:(?:also|and)\s+)?(?:add|mention|note)\s+
    (?:also\s+|as\ well\s+|too\s+)?(?:that\s+)?(?!(?:it|this|{_NOUN})\W*$)(?P<comment>\S.*)$""",
    _FLAGS,
)
_END = ".!?:;,…"
_WORDS_BEFORE = r"(?:no|nope|yes|oh|sorry|oops|wait|actually|rather|please|ok|okay|well|hmm?|and|but|just)"
_BEFORE = re.compile(rf"\W*(?:{_WORDS_BEFORE}\W*)+", _FLAGS)
_OTHER = rf"(?:{_NUMBER}|(?:my|the|that|this)\s+(?:other|(?:[\w'-]+\s+){{0,4}}?(?:one|ticket|incident|case)))"
# add it to the other one; it should go to INC0000012
_ONLY_WHERE = re.compile(
    rf"""\W*(?:{_WORDS_BEFORE}\W+)*(?:(?:can|could|would)\s+you\s+(?:please\s+)?)?
    (?:(?:add|put|write|post|move|append)\s+)?(?:(?:it|that|this|(?:the|my)\s+(?:comment|text|note))\s+)?
    (?:(?:should|must|has\ to|belongs|goes)\s+)?(?:(?:go|be|be\ added|belong)\s+)?
    (?:to|in|into|on)\s+(?P<where>{_OTHER})(?:\s+(?:please|instead|rather))*\W*""",
    _FLAGS,
)
_INCIDENT = re.compile(rf"\W*{_OTHER}\W*", _FLAGS)
_WHERE = re.compile(rf"\b(?:to|in|into|on)\s+(?P<where>{_A_TICKET})", _FLAGS)
# around a comment they only say that it shall be added
_WISHING = frozenset(
    """a add also an and append as attach can comment could d following follows hello hi i in information into it just
    know let like mention my note ok okay on one please pls post put say saying support tell that the them this to too
    want well with would write yes you incident ticket""".split()
)


@dataclass(frozen=True)
class Said:
    """`comment` is None where there is none yet; `naming` is the rest, which may name an incident."""

    naming: str
    comment: str | None


def read_comment(text: str) -> Said:
    """The comment in a wish to add one: "add to INC0000012 that it also happens at home"."""
    found = [
        each for each in (pattern.search(text) for pattern in _PATTERNS) if each and _is_a_comment(each["comment"])
    ]
    if not found:
        return Said(text, None)
    first = min(found, key=lambda each: each.start("comment"))
    comment, end = first["comment"], first.end("comment")
    addressed = _ADDRESSED.search(comment)
    if addressed:
        comment, end = comment[: addressed.start()], first.start("comment") + addressed.start()
    return Said(f"{text[: first.start('comment')]} {text[end:]}", _plain(comment))


def naming_part(text: str) -> str:
    """The part of a wish to add a comment that may name an incident."""
    return read_comment(text).naming


def read_correction(text: str, current: str) -> Said:
    """The comment after a correction of `current`: another one ("it should say ..."), or the one so far and more ("add
    that ..."). The comment is None when the sentence corrects no text but at most where it goes."""
    only_where = _ONLY_WHERE.fullmatch(text)
    if only_where:
        return Said(only_where["where"], None)
    said = read_comment(text)
    where = _WHERE.search(said.naming)
    if said.comment is not None and where:
        return Said(where["where"], said.comment)
    found, more = _CORRECTED.search(text), _MORE.search(text)
    if found:
        return _corrected(text, found, found.lastgroup or "comment", "")
    if more:
        return _corrected(text, more, "comment", f"{current}{' ' if current.endswith(tuple(_END)) else '. '}")
    return Said(text, None)


def correcting_part(text: str) -> str:
    """The part of an answer to the read-back that may name an incident."""
    return read_correction(text, "").naming


def answered_comment(text: str) -> str:
    """The comment in an answer to the question for it: all of it, without words that only wish it to be added."""
    said = read_comment(text)
    words = re.findall(r"[a-z]+", re.sub(_NUMBER, " ", said.naming.casefold(), flags=_FLAGS))
    return said.comment if said.comment is not None and all(word in _WISHING for word in words) else text


def _corrected(text: str, found: re.Match[str], group: str, before: str) -> Said:
    words = found[group].strip()
    return Said(text, None) if _INCIDENT.fullmatch(words) else Said(text[: found.start(group)], f"{before}{words}")


def _plain(comment: str) -> str:
    """Without the "that" in front, and without quotes around all of it."""
    text = _LEADING.sub("", comment.strip())
    return _QUOTED.sub(r"\1", text)


def _is_a_comment(text: str) -> bool:
    """Not when it is only the number of the incident, points to what comes later, or is "no" before a correction."""
    is_only_a_number = re.fullmatch(rf"\W*{_NUMBER}\W*", text, _FLAGS)
    return not (is_only_a_number or _ONLY_POINTS.fullmatch(text) or _BEFORE.fullmatch(text))
