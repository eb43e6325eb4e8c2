"""Showing a user's words back inside a bot's Markdown without their becoming Markdown. Pure."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def as_plain_text(said: str) -> str:
    """`said` as one line in which every character stands for itself (CommonMark, section 2.4: backslash escapes)."""
    return _MARKUP.sub(r"\\\1", " ".join(said.split()))
