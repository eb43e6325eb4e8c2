"""Behaviour of Rasa's that is replaced, because Rasa has no hook for it: one module per subject, one function per
replacement, which says what it replaces, why and how.

`turns`, `wording` and `action_server` change what Rasa does. The others do the same in less time. Read in rasa 3.6.21;
`apply` refuses any other version. tests/unit/rasa_adapter checks that what should stay the same does.
"""

from __future__ import annotations

import rasa

from handoff.errors import ConfigError
from handoff.rasa_adapter.counters import set_up
from handoff.rasa_adapter.patches import (
    action_server,
    graph,
    log,
    lookups,
    memory,
    parsing,
    rules,
    trackers,
    turns,
    wording,
)

RASA_VERSION = "3.6.21"

_applied = False


def apply() -> None:
    """Replaces what is listed here, once per process. Raises ConfigError on another version of Rasa."""
    global _applied  # noqa: PLW0603  # patching is process-wide, and so is the memory of it
    if _applied:
        return
    if rasa.__version__ != RASA_VERSION:
        raise ConfigError(f"handoff.rasa_adapter.patches was written for rasa {RASA_VERSION}, not {rasa.__version__}")
    set_up()
    for subject in (turns, wording, action_server, graph, rules, trackers, lookups, parsing, log, memory):
        subject.replace()
    _applied = True
