"""How a conversation was passed on: who held it since the user's last own words, and where it may go now. Pure.

A chain of handoffs with no own word of the user's in between has an end: at most MOST_HOPS, and never to a host that
passed the same words on already. Going back on purpose (reason "return") is the exception to the second, not the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.protocol import Reason

MOST_HOPS = 3
_MAXIMUM_ID_CHARACTERS = 100


@dataclass(frozen=True)
class Passage:
    """How this host got the conversation, as the ticket said that it accepted."""

    source: str
    ticket_id: str
    reason: Reason
    message_digest: str | None
    path: tuple[str, ...]
    returns_to: str | None

    def as_json(self) -> dict[str, Any]:
        """What a tracker can keep; the keys are those of the ticket's claims."""
        return {
            "from": self.source,
            "jti": self.ticket_id,
            "reason": self.reason,
            "msg": self.message_digest,
            "path": list(self.path),
            "ret": self.returns_to,
        }


def read_passage(kept: Any) -> Passage | None:
    """What `Passage.as_json` gave; more keys do not matter. None for anything else."""
    if not isinstance(kept, Mapping):
        return None
    try:
        return Passage(kept["from"], kept["jti"], kept["reason"], kept["msg"], tuple(kept["path"]), kept["ret"])
    except (KeyError, TypeError):  # nothing that this module wrote
        return None


def path_from(host: str, passage: Passage | None, *, user_spoke: bool) -> tuple[str, ...]:
    """The path of a handoff from `host`: it begins anew where the user has said something of their own."""
    before = () if passage is None or user_spoke else passage.path
    return (*before, host)


def may_enter(path: Sequence[str], target: str, reason: Reason) -> bool:
    """Whether a conversation that went this `path` may go to `target` next."""
    return len(path) <= MOST_HOPS and target != path[-1] and (reason == "return" or target not in path)


def returns_to(host: str, passage: Passage | None, *, reason: Reason, is_interrupted: bool) -> str | None:
    """Whom the next host is to offer a return to when `host` hands over for this `reason`.

    `host` when it has something open. Nobody when it hands back itself, or two hosts would offer each other for ever.
    Else `host` if it was the user's own choice, and otherwise whoever it would itself return to.
    """
    if is_interrupted:
        return host
    if reason == "return":
        return None
    if passage is None or passage.reason == "user_request":
        return host
    return passage.returns_to


def is_host_id(value: object) -> bool:
    """Whether a value can be the id of a host at all."""
    return isinstance(value, str) and value.isidentifier() and len(value) <= _MAXIMUM_ID_CHARACTERS
