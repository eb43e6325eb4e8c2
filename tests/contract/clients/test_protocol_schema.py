"""docs/protocol.schema.json says what goes over the wire: examples, mutations, and what the code makes and reads."""

from __future__ import annotations

import base64
import copy
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from handoff.client.model import Answered, Conversation, Event, Said, Unanswered
from handoff.client.outgoing import outgoing
from handoff.client.parts import Offer, Refusal, read_answer, ticket_id
from handoff.client.reducer import step
from handoff.hosts import Host, Hosts
from handoff.incoming import read_message
from handoff.offers import with_ticket
from handoff.passage import MOST_HOPS
from handoff.protocol import FAILURE_REASONS, HEALTH, OfferClaims, Reason, offer, refused, trigger_payload
from handoff.protocol import Refusal as RefusalReason
from handoff.ticket import MAXIMUM_BYTES, check_ticket, open_ticket, seal
from tests.support.system import ROOT

SCHEMA = json.loads((ROOT / "docs" / "protocol.schema.json").read_text(encoding="utf-8"))
PARTS = SCHEMA["$defs"]
EXAMPLES = [(part, number) for part in PARTS for number in range(len(PARTS[part]["examples"]))]
SECRET = re.search('secret "(.*)"', SCHEMA["description"])[1]  # type: ignore[index]  # it is there

BANK = Host("financial_bot", "Bank", "http://localhost:5006", "http://localhost:5006", None, shares=("email",))
DESK = Host("helpdesk_bot", "Desk", "http://localhost:5005", "http://localhost:5005", None, accepts=("email",))
HOSTS = Hosts(Path("hosts"), (BANK, DESK))
CLAIMS = OfferClaims("9b2d7a52-55a1-4c0e-8a3e-6a1c2f0d9e41", 1_718_200_000, ["financial_bot"], None)
REMOVED = object()

# Part, number of the example, where in it, and what to put there: none of them is what the part says.
MUTATIONS: list[tuple[str, int, Sequence[str | int], Any]] = [
    ("message", 0, ["sender"], REMOVED),
    ("message", 0, ["sender"], ""),
    ("message", 0, ["sender"], "x" * 201),
    ("message", 0, ["message"], REMOVED),
    ("message", 0, ["message"], 5),
    ("message", 0, ["message"], "x" * 4001),
    ("message", 0, ["metadata"], "none"),
    ("message", 0, ["metadata", "message_id"], 7),
    ("message", 0, ["metadata", "message_id"], "ticket:1"),
    ("message", 1, ["metadata", "handoff_replay"], ["x"]),
    ("takeOver", 0, ["message"], "hello"),
    ("takeOver", 0, ["message"], "/handoff_failed{}"),
    ("takeOver", 0, ["metadata"], REMOVED),
    ("takeOver", 0, ["metadata", "message_id"], REMOVED),
    ("takeOver", 0, ["metadata", "handoff_ticket"], "no ticket"),
    ("takeOver", 0, ["metadata", "handoff_ticket"], f"a.b.{'c' * MAXIMUM_BYTES}"),
    ("takeOver", 0, ["metadata", "handoff_replay"], "x"),
    ("takeOverPayload", 0, ["from_host"], REMOVED),
    ("takeOverPayload", 0, ["from_host"], "localhost:5006"),
    ("failureReport", 0, ["message"], "/handoff_failed"),
    ("failureReport", 0, ["metadata", "message_id"], REMOVED),
    ("failurePayload", 0, ["to"], REMOVED),
    ("failurePayload", 0, ["reason"], "expired"),
    ("choice", 0, ["message"], "/handoff{}"),
    ("choicePayload", 0, ["to"], ""),
    ("health", 0, ["handoff"], 0),
    ("health", 0, ["handoff"], "1"),
    ("health", 0, ["status"], REMOVED),
    ("answer", 0, [0], "hello"),
    ("answer", 0, [0, "text"], ["hello"]),
    ("answer", 0, [1, "custom", "title"], REMOVED),
    ("answer", 0, [1, "custom", "handoff", "to"], REMOVED),
    ("answer", 1, [0, "buttons", 0, "title"], REMOVED),
    ("answer", 2, [0, "custom", "handoff_refused"], "tired"),
    ("acceptedAnswer", 0, [0], {"custom": {"handoff_refused": "loop"}}),
    ("offer", 0, ["handoff_host"], "javascript:alert(1)"),
    ("offer", 0, ["handoff_host"], REMOVED),
    ("offer", 1, ["title"], ""),
    ("offer", 0, ["handoff", "version"], 2),
    ("offer", 0, ["handoff", "to"], "help desk"),
    ("offer", 0, ["handoff", "reason"], "because"),
    ("offer", 0, ["handoff", "message"], ["hello"]),
    ("offer", 0, ["handoff", "carried"], {"email": None}),
    ("offer", 0, ["handoff", "carried"], {"letter": "x" * 501}),
    ("offer", 0, ["handoff", "ticket"], "eyJ"),
    ("offer", 0, ["handoff", "claims"], {}),
    ("refusal", 0, ["handoff_refused"], "error"),
    ("ticketHeader", 0, ["alg"], "none"),
    ("ticketHeader", 0, ["typ"], "JWT"),
    *(("ticketClaims", 0, [claim], REMOVED) for claim in PARTS["ticketClaims"]["required"]),
    ("ticketClaims", 0, ["iat"], "now"),
    ("ticketClaims", 0, ["jti"], "1"),
    ("ticketClaims", 0, ["msg"], "hello"),
    ("ticketClaims", 0, ["path"], []),
    ("ticketClaims", 0, ["path"], ["a", "b", "c", "d"]),
    ("ticketClaims", 0, ["ctx", "cards"], ["visa"]),
    ("ticketClaims", 0, ["ret"], "the bank"),
]


def validator(part: str) -> Draft202012Validator:
    """What says whether a value is this part of the protocol."""
    return Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{part}"}]})


def test_the_schema_is_one_and_every_part_explains_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for part in PARTS.values():
        assert part["title"]
        assert part["description"].endswith(".")
        assert part["examples"]


@pytest.mark.parametrize(("part", "number"), EXAMPLES)
def test_examples_are_what_they_are_examples_of(part: str, number: int) -> None:
    validator(part).validate(PARTS[part]["examples"][number])


@pytest.mark.parametrize(("part", "number", "where", "what"), MUTATIONS)
def test_what_is_not_the_protocol_is_not_valid(part: str, number: int, where: Sequence[str | int], what: Any) -> None:
    example = copy.deepcopy(PARTS[part]["examples"][number])
    place = example
    for key in where[:-1]:
        place = place[key]
    if what is REMOVED:
        del place[where[-1]]
    else:
        place[where[-1]] = what
    assert not validator(part).is_valid(example)


@pytest.mark.parametrize("part", ["message", "offer", "refusal", "ticketClaims", "takeOver", "failurePayload"])
def test_keys_of_tomorrow_do_no_harm(part: str) -> None:
    for example in PARTS[part]["examples"]:
        validator(part).validate({**example, "tomorrow": [1]})


def test_the_schema_names_what_the_code_names() -> None:
    assert PARTS["reason"]["enum"] == list(get_args(Reason))
    assert PARTS["refusal"]["properties"]["handoff_refused"]["enum"] == list(get_args(RefusalReason))
    assert PARTS["failurePayload"]["properties"]["reason"]["enum"] == list(FAILURE_REASONS)
    assert PARTS["health"]["examples"][0] == HEALTH
    assert PARTS["ticketClaims"]["properties"]["path"]["maxItems"] == MOST_HOPS
    assert PARTS["ticket"]["maxLength"] == MAXIMUM_BYTES


@pytest.mark.parametrize("message", [None, "my mail is broken"])
def test_an_offer_of_a_host_is_one_once_it_has_its_ticket(message: str | None) -> None:
    kept = offer(DESK, "other_skill", message, {"email": "a@example.com", "floor": 3}, CLAIMS)
    assert not validator("offer").is_valid(kept)  # claims that nobody has signed
    delivered = with_ticket(kept, issuer="financial_bot", conversation="c1", secret=SECRET)
    validator("offer").validate(delivered)
    header, claims, _ = delivered["handoff"]["ticket"].split(".")
    validator("ticketHeader").validate(_decoded(header))
    validator("ticketClaims").validate(_decoded(claims))


def test_an_offer_without_a_ticket_and_every_refusal_are_valid() -> None:
    validator("offer").validate(offer(DESK, "user_request"))
    for reason in get_args(RefusalReason):
        validator("refusal").validate(refused(reason))


def test_the_ticket_of_the_examples_is_accepted_and_says_what_the_examples_say() -> None:
    claims = PARTS["ticketClaims"]["examples"][0]
    sealed = PARTS["ticket"]["examples"][0]
    ticket = open_ticket(sealed, SECRET, audience=claims["aud"], conversation=claims["sub"])
    assert check_ticket(ticket, HOSTS, now=claims["iat"]) == ticket
    assert seal(ticket, SECRET) == sealed
    assert _decoded(sealed.split(".")[1]) == claims
    assert PARTS["offer"]["examples"][0]["handoff"]["carried"] == claims["ctx"]


@pytest.mark.parametrize("part", ["message", "takeOver", "failureReport", "choice"])
def test_a_host_reads_every_example_of_a_message(part: str) -> None:
    for example in PARTS[part]["examples"]:
        read = read_message(example)
        assert (read.sender, read.text) == (example["sender"], example["message"])
        assert read.message_id == example.get("metadata", {}).get("message_id")


def test_the_client_reads_every_example_of_an_answer() -> None:
    for custom in PARTS["offer"]["examples"]:
        (read,) = read_answer([{"custom": custom}])
        assert isinstance(read, Offer)
        assert (read.url, read.title) == (custom["handoff_host"], custom["title"])
        details = custom.get("handoff", {})
        assert (read.to, read.message) == (details.get("to"), details.get("message"))
        assert (read.carried, read.ticket) == (details.get("carried", {}), details.get("ticket"))
        assert ticket_id(read.ticket) == (CLAIMS.id if details else None)
    for custom in PARTS["refusal"]["examples"]:
        assert read_answer([{"custom": custom}]) == (Refusal(custom["handoff_refused"]),)


def test_all_that_the_client_sends_is_valid() -> None:
    kinds = set()
    for body in _bodies():
        validator("message").validate(body)
        part, payload = _part_of(body["message"])
        validator(part).validate(body)
        if payload:
            validator(f"{part}Payload".replace("ReportPayload", "Payload")).validate(payload)
        kinds.add(part)
    assert kinds == {"message", "takeOver", "failureReport", "choice"}


def test_a_button_for_a_host_is_a_choice() -> None:
    part, payload = _part_of(trigger_payload(DESK))
    assert part == "choice"
    validator("choicePayload").validate(payload)


def _bodies() -> Iterator[dict[str, Any]]:
    """What the client sends while an offer is followed, expires, is followed again, and either succeeds or fails."""
    custom = PARTS["offer"]["examples"][0]
    offered, expired = ({"custom": custom},), ({"custom": refused("expired")},)
    for end in (({"text": "hello"},), ({"custom": refused("loop")},), None):
        conversation = Conversation("c1", "financial_bot")
        new_id = map("id-{}".format, itertools.count()).__next__
        happened: list[tuple[object, ...] | None] = [offered, expired, offered, end, end, ({"text": "heard"},)]
        conversation = step(HOSTS, conversation, Said("my mail is broken"), new_id)
        for messages in happened:
            request = outgoing(HOSTS, conversation)
            if request is None:
                break
            yield dict(request.body)
            event: Event = Answered(request.id, messages) if messages else Unanswered(request.id, "timeout")
            conversation = step(HOSTS, conversation, event, new_id)


def _part_of(message: str) -> tuple[str, Any]:
    parts = {"/handoff": "takeOver", "/handoff_failed": "failureReport", "/trigger_handoff": "choice"}
    intent, brace, rest = message.partition("{")
    return (parts[intent], json.loads(brace + rest)) if brace else ("message", None)


def _decoded(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=="))
