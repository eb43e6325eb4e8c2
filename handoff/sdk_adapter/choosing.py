"""Whom a message chooses by name or by the way back, and with which words it goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from handoff.here import hosts
from handoff.hosts import Host
from handoff.sdk_adapter.context import other_host, other_hosts
from handoff.sdk_adapter.handing_over import passage_of
from handoff.sdk_adapter.spoken import Offered, standing_before
from handoff.sdk_adapter.turn import Turn
from handoff.sdk_adapter.words import (
    Naming,
    asks_to_go_back,
    host_named,
    how_back,
    how_named,
    is_only_an_address,
    words_beside_name,
)
from handoff.skill_names import PASSED_ON_RESPONSE


@dataclass(frozen=True)
class Named:
    """A host that a message speaks of, how, and what the message says beside that (None: nothing)."""

    host: Host
    how: Naming
    words: str | None


def named_in(turn: Turn) -> Named | None:
    """The other host that the message names; None if none or several. Raises ConfigError, UnknownHost."""
    host = None if turn.is_payload else host_named(turn.text, other_hosts(), hosts())
    if host is None:
        return None
    how, words = how_named(turn.text, host, hosts()), words_beside_name(turn.text, host, hosts())
    return Named(host, how, turn.text if words and how is Naming.MENTIONED else words)


def way_back(turn: Turn, tracker: Tracker) -> Named | None:
    """The host where the user came from, if the message speaks of going back: "back to where I was"."""
    passage = passage_of(tracker)
    if turn.is_payload or passage is None or not asks_to_go_back(turn.text):
        return None
    host = other_host(passage.returns_to) or other_host(passage.source)
    if host is None:
        return None
    return Named(host, how_back(turn.text), words_beside_name(turn.text, host, hosts()))


def words_to_carry(turn: Turn, host: Host, events: Sequence[Mapping[str, Any]]) -> str | None:
    """The words with which a wish for what `host` can do goes there: those of the offer that stands where the message
    only says an address ("no, it is ann@example.com"), which fills a slot and is no wish; None for a button's."""
    if turn.is_payload:
        return None
    offered = standing_before(events)
    if offered is not None and offered.to == host.id and offered.message and is_only_an_address(turn.text):
        return offered.message
    return turn.text


def wish_for(named: Named, turn: Turn, events: Sequence[Mapping[str, Any]]) -> Offered:
    """What goes along to the host that the user has named: what was said beside the name, else the words of the offer
    that this answers. Words that were passed on too often go to whomever the user chooses."""
    host, offered = named.host, standing_before(events)
    if named.words is not None or offered is None:
        return Offered(host.id, named.words, "user_request")
    if offered.to == host.id:
        return offered
    goes_along = turn.last_response == PASSED_ON_RESPONSE
    return Offered(host.id, offered.message if goes_along else None, "user_request")
