"""Showing a user's words back inside a bot's Markdown without their becoming Markdown. Pure."""

from __future__ import annotations

import re

# Also what would be a link by itself (GitHub Flavored Markdown, section 6.9) or a character by its name.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~]|:(?=//)|(?<=\bwww)\.|&(?=#?\w+;))", re.IGNORECASE)
_TURNS_THE_LINE_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode Annex 9: explicit directional formatting


def as_plain_text(said: str) -> str:
    """`said` as one line in which every character stands for itself (CommonMark, section 2.4: backslash escapes)."""
    return _MARKUP.sub(r"\\\1", " ".join(_TURNS_THE_LINE_ROUND.sub("", said).split()))
