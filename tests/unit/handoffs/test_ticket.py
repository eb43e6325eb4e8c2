"""A ticket is what one of the hosts said, to this host, about this conversation, now; anything else is refused."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.ticket import (
    MAXIMUM_BYTES,
    TYPE,
    Ticket,
    TicketExpired,
    TicketLoops,
    TicketRefused,
    TicketTooLarge,
    check_ticket,
    digest,
    open_ticket,
    seal,
)
from tests.support.tickets import CONVERSATION, HOSTS, NOW, SECRET, claims_in, good_ticket, sign

HEADER = {"alg": "HS256", "typ": TYPE}


def opened(sealed: str) -> Ticket:
    return open_ticket(sealed, SECRET, audience="desk", conversation=CONVERSATION)


def test_what_is_sealed_is_what_is_opened() -> None:
    ticket = good_ticket(message_digest=digest("my outlook crashes"))
    assert check_ticket(opened(seal(ticket, SECRET)), HOSTS, NOW) == ticket


def test_the_same_ticket_is_always_sealed_to_the_same_text() -> None:
    assert seal(good_ticket(), SECRET) == seal(good_ticket(), SECRET)


def test_it_is_a_json_web_signature_as_rfc_7515_has_it() -> None:
    sealed = seal(good_ticket(), SECRET)
    assert opened(sign(HEADER, claims_in(sealed))) == good_ticket()


def test_one_signed_with_another_secret_is_refused() -> None:
    with pytest.raises(TicketRefused, match="not signed by one of us"):
        opened(seal(good_ticket(), SECRET[::-1]))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "jti", "iat", "exp", "reason", "msg", "ctx", "path", "ret"])
def test_one_that_was_altered_anywhere_is_refused(claim: str) -> None:
    sealed = seal(good_ticket(), SECRET)
    header, _, signature = sealed.split(".")
    altered = sign(HEADER, {**claims_in(sealed), claim: "desk"}).split(".")[1]
    with pytest.raises(TicketRefused, match="not signed by one of us"):
        opened(f"{header}.{altered}.{signature}")


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS512"}, {"alg": "RS256"}, {}, [], {"alg": None}])
def test_no_other_algorithm_is_taken_than_hs256(header: Any) -> None:
    claims = claims_in(seal(good_ticket(), SECRET))
    if isinstance(header, dict):
        header = {"typ": TYPE, **header}
    for sealed in (sign(header, claims), sign(header, claims).rsplit(".", 1)[0] + "."):
        with pytest.raises(TicketRefused):
            opened(sealed)


@pytest.mark.parametrize("typ", ["JWT", None, "handoff+JWT2", 1])
def test_a_token_that_the_same_secret_signed_for_something_else_is_refused(typ: Any) -> None:
    with pytest.raises(TicketRefused, match="typ"):
        opened(sign({"alg": "HS256", "typ": typ}, claims_in(seal(good_ticket(), SECRET))))


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.é.é", "e30.e30.", "\x00", "{}", "a" * MAXIMUM_BYTES])
def test_what_is_no_ticket_at_all_is_refused(text: str) -> None:
    with pytest.raises(TicketRefused):
        opened(text)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", ""),
        ("iss", 7),
        ("aud", ["desk"]),
        ("sub", None),
        ("jti", ""),
        ("jti", "x" * 1000),
        ("iat", "now"),
        ("iat", True),
        ("iat", 10**400),
        ("iat", -1),
        ("exp", 1.5),
        ("reason", "because"),
        ("reason", {}),
        ("msg", "short"),
        ("msg", 5),
        ("ctx", None),
        ("ctx", ["email"]),
        ("ctx", {"email": {"a": "b"}}),
        ("ctx", {"email": "x" * 501}),
        ("path", "bank"),
        ("path", [None]),
        ("ret", 5),
        ("ret", "not an id"),
    ],
)
def test_a_malformed_claim_is_refused_by_its_name_even_when_it_is_signed(claim: str, value: Any) -> None:
    claims = claims_in(seal(good_ticket(), SECRET))
    with pytest.raises(TicketRefused, match=f"claim {claim} "):
        opened(sign(HEADER, {**claims, claim: value}))
    del claims[claim]
    with pytest.raises(TicketRefused, match=f"claim {claim} "):
        opened(sign(HEADER, claims))


def test_one_for_another_host_is_refused() -> None:
    with pytest.raises(TicketRefused, match="for shop"):
        opened(seal(good_ticket(audience="shop"), SECRET))


def test_one_for_another_conversation_is_refused_and_does_not_name_it() -> None:
    with pytest.raises(TicketRefused, match="another conversation") as refusal:
        opened(seal(good_ticket(conversation="somebody-elses"), SECRET))
    assert "somebody-elses" not in str(refusal.value)


def test_one_of_a_host_that_is_not_listed_is_refused() -> None:
    with pytest.raises(TicketRefused, match="stranger"):
        check_ticket(good_ticket(issuer="stranger", path=("stranger",)), HOSTS, NOW)


@pytest.mark.parametrize("path", [(), ("shop",), ("bank", "shop")])
def test_one_whose_path_does_not_end_with_its_issuer_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(TicketRefused, match="path"):
        check_ticket(good_ticket(path=path), HOSTS, NOW)


@pytest.mark.parametrize("later", [0, 60, 64])
def test_it_is_good_for_a_minute_and_five_seconds_of_leeway(later: int) -> None:
    check_ticket(good_ticket(), HOSTS, NOW + later)


@pytest.mark.parametrize("later", [65, 66, 100_000])
def test_after_that_it_has_expired_which_a_client_is_told(later: int) -> None:
    with pytest.raises(TicketExpired) as refusal:
        check_ticket(good_ticket(), HOSTS, NOW + later)
    assert refusal.value.refusal == "expired"


def test_one_from_the_future_is_refused_with_a_word_on_clocks_but_five_seconds_do_not_matter() -> None:
    check_ticket(good_ticket(), HOSTS, NOW - 5)
    with pytest.raises(TicketRefused, match="clocks"):
        check_ticket(good_ticket(), HOSTS, NOW - 6)


def test_nobody_can_make_one_that_lasts() -> None:
    with pytest.raises(TicketRefused, match="more than 60 s"):
        check_ticket(good_ticket(expires_at=NOW + 61), HOSTS, NOW)


def test_one_that_loops_is_refused_as_that() -> None:
    with pytest.raises(TicketLoops) as refusal:
        check_ticket(good_ticket(path=("desk", "bank")), HOSTS, NOW)
    assert refusal.value.refusal == "loop"


def test_what_may_not_enter_is_left_out_even_when_a_listed_host_signed_it() -> None:
    claimed = {"email": "ann@example.com", "balance": "$5", "phone": "555", "anything": 1}
    assert check_ticket(good_ticket(carried=claimed), HOSTS, NOW).carried == {"email": "ann@example.com"}


def test_one_larger_than_eight_kilobytes_is_neither_made_nor_taken() -> None:
    large = good_ticket(carried={f"slot_{number}": "x" * 400 for number in range(30)})
    with pytest.raises(TicketTooLarge, match="bytes"):
        seal(large, SECRET)
    claims = claims_in(seal(good_ticket(), SECRET))
    with pytest.raises(TicketRefused, match="characters"):
        opened(sign(HEADER, {**claims, "ctx": dict(large.carried)}))
