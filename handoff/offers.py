"""Putting the ticket into an offer as it leaves the host. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.ticket import LIFETIME_SECONDS, Ticket, digest, seal


def claims_of(custom: Any) -> Mapping[str, Any] | None:
    """The claims of an offer that `handoff.protocol.offer` made with them; None for any other custom message."""
    details = custom.get("handoff") if isinstance(custom, Mapping) else None
    claims = details.get("claims") if isinstance(details, Mapping) else None
    return claims if isinstance(claims, Mapping) else None


def with_ticket(custom: Any, *, issuer: str, conversation: str, secret: str) -> Any:
    """The custom message as a client gets it: an offer has a ticket in the place of its claims.

    The same offer always gets the same ticket, so that an answer that is given again is the same answer. Any other
    custom message stays as it is. Raises TicketTooLarge.
    """
    claims = claims_of(custom)
    if claims is None:
        return custom
    details = {key: value for key, value in custom["handoff"].items() if key != "claims"}
    message = details["message"]
    ticket = Ticket(
        issuer=issuer,
        audience=details["to"],
        conversation=conversation,
        id=claims["jti"],
        issued_at=claims["iat"],
        expires_at=claims["iat"] + LIFETIME_SECONDS,
        reason=details["reason"],
        message_digest=None if message is None else digest(message),
        carried=details["carried"],
        path=tuple(claims["path"]),
        returns_to=claims["ret"],
    )
    return {**custom, "handoff": {**details, "ticket": seal(ticket, secret)}}
