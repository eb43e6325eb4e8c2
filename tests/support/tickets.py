"""Tickets for tests: good ones, and those that are not, sealed by whoever the test wants to be."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from handoff.hosts import Host, Hosts
from handoff.ticket import Ticket

SECRET = "a secret that only the hosts know"
NOW = 1_800_000_000
CONVERSATION = "4f0c2c1e"


def host(host_id: str, shares: tuple[str, ...] = (), accepts: tuple[str, ...] = ()) -> Host:
    """A host that is called like its id."""
    url = f"http://localhost/{host_id}"
    return Host(host_id, host_id.title(), url, url, None, (), shares, accepts)


# A bank that shares what it has, a desk that accepts little of it, and two that neither give nor take.
HOSTS = Hosts(
    Path("handoff_config.yml"),
    (
        host("bank", shares=("email", "balance"), accepts=("email",)),
        host("desk", shares=("email",), accepts=("email", "phone")),
        host("shop"),
        host("club"),
    ),
)


def good_ticket(**changed: Any) -> Ticket:
    """A ticket from bank to desk that is good at NOW, but for what is changed."""
    good = Ticket(
        issuer="bank",
        audience="desk",
        conversation=CONVERSATION,
        id="0b9d7a52-0000-4000-8000-000000000000",
        issued_at=NOW,
        expires_at=NOW + 60,
        reason="other_skill",
        message_digest=None,
        carried={"email": "ann@example.com"},
        path=("bank",),
        returns_to="bank",
    )
    return replace(good, **changed)


def sign(header: Any, claims: Any, secret: str = SECRET) -> str:
    """A JWS (RFC 7515) made by hand, so that header and claims can be anything; HMAC with SHA-256 whatever they say."""
    signed = f"{_encoded(header)}.{_encoded(claims)}"
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def claims_in(sealed: str) -> dict[str, Any]:
    """The claims of a ticket, unchecked."""
    payload = sealed.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def _encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
