"""What leaves a host: an offer with its ticket, and anything else as it is."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.offers import with_ticket
from handoff.protocol import OfferClaims, offer
from handoff.ticket import check_ticket, digest, open_ticket
from tests.support.tickets import CONVERSATION, HOSTS, NOW, SECRET

DESK = HOSTS.get("desk")


def leaving(custom: Any) -> Any:
    return with_ticket(custom, issuer="bank", conversation=CONVERSATION, secret=SECRET)


def made() -> dict[str, Any]:
    claims = OfferClaims("0b9d7a52-0000-4000-8000-000000000000", NOW, ("bank",), "bank")
    return offer(DESK, "other_skill", "my outlook crashes", {"email": "ann@example.com"}, claims)


def test_the_ticket_says_what_the_offer_says() -> None:
    sealed = leaving(made())["handoff"]["ticket"]
    ticket = check_ticket(open_ticket(sealed, SECRET, audience="desk", conversation=CONVERSATION), HOSTS, NOW)
    assert (ticket.issuer, ticket.reason, ticket.carried) == ("bank", "other_skill", {"email": "ann@example.com"})
    assert ticket.message_digest == digest("my outlook crashes")
    assert (ticket.path, ticket.returns_to) == (("bank",), "bank")
    assert ticket.expires_at - ticket.issued_at == 60


def test_an_offer_that_leaves_twice_is_the_same_offer() -> None:
    assert leaving(made()) == leaving(made())


def test_claims_do_not_leave_beside_the_ticket() -> None:
    assert set(leaving(made())["handoff"]) == {"version", "to", "reason", "message", "carried", "ticket"}


@pytest.mark.parametrize(
    "custom",
    [
        {"handoff_host": "http://localhost:1", "title": "Desk"},
        {"handoff": {"to": "desk"}},
        {"handoff": "desk"},
        {"kind": "chart", "data": [1, 2]},
        [{"a": 1, "b": 2}],
        "text",
        None,
    ],
)
def test_any_other_custom_message_leaves_as_it_is(custom: Any) -> None:
    assert leaving(custom) == custom
