"""The ticket with which a conversation changes hands: a JSON Web Signature that the source seals and the target checks.

JWS compact serialization (RFC 7515) of JWT claims (RFC 7519), HS256 only (RFC 7518, 3.2), `typ` handoff+jwt. Signed and
not encrypted: it holds nothing that the user may not read. Pure: the time is an argument.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import jwt

from handoff.errors import HandoffError, UnknownHost
from handoff.hosts import Hosts
from handoff.passage import MOST_HOPS, is_host_id, may_enter
from handoff.policy import Carried, is_carriable
from handoff.policy import carried as may_travel
from handoff.protocol import Reason, Refusal

TYPE = "handoff+jwt"
ALGORITHM = "HS256"
MAXIMUM_BYTES = 8192
LIFETIME_SECONDS = 60
LEEWAY_SECONDS = 5

_MAXIMUM_ID_CHARACTERS = 200
_DIGEST_CHARACTERS = 64
_END_OF_TIME = 2**40  # far beyond any date, and small enough to calculate with


class TicketRefused(HandoffError):
    """A ticket that is not accepted; `refusal` is what the client is told, the text is for the operator's log."""

    refusal: Refusal = "ticket"


class TicketTooLarge(HandoffError):
    """A ticket that cannot be made; the text says how large it would be."""


class TicketExpired(TicketRefused):
    """It was good once."""

    refusal: Refusal = "expired"


class TicketLoops(TicketRefused):
    """The conversation was passed on too often, or has been here, since the user last spoke."""

    refusal: Refusal = "loop"


@dataclass(frozen=True)
class Ticket:
    """What a source says about a conversation that it hands over.

    `issuer`, `audience` and `returns_to` are ids of hosts, `conversation` the sender that all hosts know, `id` a uuid4,
    `issued_at` and `expires_at` seconds since 1970, `message_digest` is `digest` of the message that the target will be
    sent next, `carried` the slots that travel, `path` who held the conversation since the user's last own words, oldest
    first, the issuer last.
    """

    issuer: str
    audience: str
    conversation: str
    id: str
    issued_at: int
    expires_at: int
    reason: Reason
    message_digest: str | None
    carried: Carried
    path: tuple[str, ...]
    returns_to: str | None


def digest(message: str) -> str:
    """SHA-256 of the message's UTF-8 bytes, 64 hexadecimal characters."""
    return hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()


def seal(ticket: Ticket, secret: str) -> str:
    """The ticket as it travels. The same ticket always gives the same text. Raises TicketTooLarge: more than 8 kB."""
    claims = {
        "iss": ticket.issuer,
        "aud": ticket.audience,
        "sub": ticket.conversation,
        "jti": ticket.id,
        "iat": ticket.issued_at,
        "exp": ticket.expires_at,
        "reason": ticket.reason,
        "msg": ticket.message_digest,
        "ctx": dict(ticket.carried),
        "path": list(ticket.path),
        "ret": ticket.returns_to,
    }
    sealed = jwt.encode(claims, secret, algorithm=ALGORITHM, headers={"typ": TYPE})
    if len(sealed) > MAXIMUM_BYTES:
        raise TicketTooLarge(f"the ticket would have {len(sealed)} bytes, at most {MAXIMUM_BYTES} are allowed")
    return sealed


def open_ticket(sealed: str, secret: str, *, audience: str, conversation: str) -> Ticket:
    """The ticket inside `sealed`, signed with `secret`, for this host and this conversation.

    Whether it may be used now is another question (`check_ticket`): one that was accepted before is answered again
    even when it has expired since. Raises TicketRefused.
    """
    ticket = _read(_claims(sealed, secret))
    if ticket.audience != audience:
        raise TicketRefused(f"the ticket is for {ticket.audience}, not for {audience}")
    if ticket.conversation != conversation:
        raise TicketRefused("the ticket is for another conversation")
    return ticket


def check_ticket(ticket: Ticket, hosts: Hosts, now: float) -> Ticket:
    """The ticket with only those slots that may enter, when it may be used at `now` (seconds since 1970).

    Raises TicketRefused, TicketExpired, TicketLoops.
    """
    try:
        source, target = hosts.get(ticket.issuer), hosts.get(ticket.audience)
    except UnknownHost as error:
        raise TicketRefused(f"the ticket's issuer or audience is not listed: {error}") from error
    if ticket.path[-1:] != (ticket.issuer,):
        raise TicketRefused(f"the ticket's path does not end with its issuer {ticket.issuer}")
    _check_time(ticket, now)
    if not may_enter(ticket.path, ticket.audience, ticket.reason):
        raise TicketLoops(f"passed on by {' > '.join(ticket.path)} to {ticket.audience}, at most {MOST_HOPS} times")
    carried = may_travel(source, target, ticket.carried)
    return Ticket(**{**vars(ticket), "carried": carried})


def _check_time(ticket: Ticket, now: float) -> None:
    if ticket.expires_at - ticket.issued_at > LIFETIME_SECONDS:
        raise TicketRefused(f"the ticket is valid for more than {LIFETIME_SECONDS} s")
    if ticket.issued_at > now + LEEWAY_SECONDS:
        raise TicketRefused(f"the ticket is from the future, by {ticket.issued_at - now:.0f} s: compare the clocks")
    if ticket.expires_at + LEEWAY_SECONDS <= now:
        raise TicketExpired(f"the ticket has expired {now - ticket.expires_at:.0f} s ago")


def _claims(sealed: str, secret: str) -> Mapping[str, Any]:
    if len(sealed) > MAXIMUM_BYTES:
        raise TicketRefused(f"the ticket has {len(sealed)} characters, at most {MAXIMUM_BYTES} are allowed")
    try:
        # a JWS and not yet a JWT: which claims are needed and how they are compared is `check_ticket`'s own
        opened = jwt.PyJWS().decode_complete(sealed, secret, algorithms=[ALGORITHM])
        claims = json.loads(opened["payload"])
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise TicketRefused(f"the ticket is not signed by one of us: {type(error).__name__}") from error
    if opened["header"].get("typ") != TYPE or not isinstance(claims, dict):
        raise TicketRefused(f"the ticket's typ is not {TYPE}, or it has no claims")
    return claims


def _read(claims: Mapping[str, Any]) -> Ticket:
    """Raises TicketRefused for a claim that is missing or not what it has to be."""
    return Ticket(
        issuer=_claim(claims, "iss", is_host_id),
        audience=_claim(claims, "aud", is_host_id),
        conversation=_claim(claims, "sub", _is_id),
        id=_claim(claims, "jti", _is_id),
        issued_at=_claim(claims, "iat", _is_time),
        expires_at=_claim(claims, "exp", _is_time),
        reason=_claim(claims, "reason", lambda reason: reason in get_args(Reason)),
        message_digest=_claim(claims, "msg", _is_digest),
        carried=_claim(claims, "ctx", _is_carried),
        path=tuple(_claim(claims, "path", _is_path)),
        returns_to=_claim(claims, "ret", lambda host: host is None or is_host_id(host)),
    )


def _claim(claims: Mapping[str, Any], name: str, is_sound: Any) -> Any:
    if name not in claims or not is_sound(claims[name]):
        raise TicketRefused(f"the ticket's claim {name} is missing or malformed")
    return claims[name]


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAXIMUM_ID_CHARACTERS


def _is_time(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _END_OF_TIME


def _is_digest(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) == _DIGEST_CHARACTERS)


def _is_carried(value: Any) -> bool:
    return isinstance(value, dict) and all(is_carriable(each) for each in value.values())


def _is_path(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_host_id, value))
