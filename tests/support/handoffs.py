"""Handing over by hand: what a client sends, step by step, so that a test can leave a step out or do it twice."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

import requests

from tests.support.system import System
from tests.support.tickets import claims_in

Messages = list[dict[str, Any]]


def offer_in(messages: Messages) -> dict[str, Any]:
    """The one offer in an answer. Fails the test where there is none."""
    offers = [each["custom"] for each in messages if "handoff_host" in each.get("custom", {})]
    assert len(offers) == 1, messages
    found: dict[str, Any] = offers[0]
    return found


def refusal_in(messages: Messages) -> str | None:
    """The reason of a refusal, None where nothing is refused."""
    return next(
        (each["custom"]["handoff_refused"] for each in messages if "handoff_refused" in each.get("custom", {})), None
    )


def take_over_body(system: System, conversation: str, left: str, ticket: str | None, message_id: str) -> dict[str, Any]:
    """The request with which a client brings a conversation that it leaves at the host `left`."""
    metadata = {"message_id": message_id, **({} if ticket is None else {"handoff_ticket": ticket})}
    text = f"/handoff{json.dumps({'from_host': system.url(left)})}"
    return {"sender": conversation, "message": text, "metadata": metadata}


def take_over(
    system: System, target: str, conversation: str, left: str, ticket: str | None, message_id: str | None = None
) -> Messages:
    """What the target answers to a take-over."""
    body = take_over_body(system, conversation, left, ticket, message_id or str(uuid.uuid4()))
    return answer_of(system.post(target, json=body))


def replay(system: System, target: str, conversation: str, offer: dict[str, Any]) -> Messages:
    """What the target answers to the words that an offer carries."""
    details = offer["handoff"]
    metadata = {"message_id": str(uuid.uuid4()), "handoff_replay": claims_in(details["ticket"])["jti"]}
    body = {"sender": conversation, "message": details["message"], "metadata": metadata}
    return answer_of(system.post(target, json=body))


def follow(system: System, conversation: str, offer: dict[str, Any], left: str) -> Messages:
    """All that the target says to a take-over and to the words that were carried, as a client would show it."""
    details = offer["handoff"]
    said = take_over(system, details["to"], conversation, left, details["ticket"])
    assert said, "a take-over without an answer"
    assert refusal_in(said) is None, said
    return said if details["message"] is None else [*said, *replay(system, details["to"], conversation, offer)]


def answer_of(answer: requests.Response) -> Messages:
    """The messages of an answer that has to be one."""
    assert answer.status_code == 200, answer.text
    messages: Messages = answer.json()
    return messages


def texts(messages: Sequence[dict[str, Any]]) -> str:
    """All texts of an answer."""
    return "\n".join(str(each["text"]) for each in messages if "text" in each)
