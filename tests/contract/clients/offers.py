"""Offers as hosts make them, for scripts: `{url:<host>}` stands for an address that is not known yet."""

from __future__ import annotations

from typing import Any

from handoff.hosts import Host
from handoff.offers import with_ticket
from handoff.protocol import OfferClaims, offer

SECRET = "a secret of thirty-two bytes and more"
CONVERSATION = "c1"
TITLES = {"bank": "Bank", "desk": "Desk", "shop": "Shop", "club": "Club", "evil": "Evil"}
_ISSUED_AT = 1_700_000_000


def legacy(target: str) -> dict[str, Any]:
    """An offer of a host that knows two keys only."""
    return {"custom": {"handoff_host": f"{{url:{target}}}", "title": TITLES[target]}}


def full(source: str, target: str, ticket: str, message: str | None = None, **carried: Any) -> dict[str, Any]:
    """An offer as the hosts of this project make it; `ticket` is the id of its ticket."""
    url = f"{{url:{target}}}"
    host = Host(target, TITLES[target], url, url, None)
    claims = OfferClaims(ticket, _ISSUED_AT, [source], None)
    custom = offer(host, "other_skill", message, carried, claims)
    return {"custom": with_ticket(custom, issuer=source, conversation=CONVERSATION, secret=SECRET)}


def text(words: str) -> dict[str, Any]:
    """A line that a host says."""
    return {"text": words}


def buttons(*choices: tuple[str, str]) -> dict[str, Any]:
    """Buttons: title and payload."""
    return {"buttons": [{"title": title, "payload": payload} for title, payload in choices]}


def refused(reason: str) -> dict[str, Any]:
    """A target that does not take over."""
    return {"custom": {"handoff_refused": reason}}
