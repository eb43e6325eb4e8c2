"""The sentences that the client itself says when no host does: one table. Pure."""

from __future__ import annotations

from handoff.client.model import Problem

_SENTENCES: dict[Problem, str] = {
    "unreachable": "{holder} cannot be reached just now.",
    "timeout": "{holder} took too long to answer.",
    "http": "{holder} has a problem and could not answer.",
    "invalid": "{holder} has a problem and could not answer.",
    "silent": "{holder} gave no answer.",
    "endless": "You were passed on too many times. {holder} is still here: please say again what you need.",
    "not_taken": "{about} cannot take over just now. You are still talking to {holder}.",
    "both_down": "{about} cannot take over just now, and {holder} cannot be reached either.",
}


def sentence(problem: Problem, holder: str, about: str = "") -> str:
    """What to tell the user; `holder` and `about` are titles of hosts."""
    return _SENTENCES[problem].format(holder=holder, about=about)
