"""Whatever hosts answer and wherever the client dies, it ends with the same holder, lines and work done."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.client.model import Said

from .world import NAMES, Answer, Table, World, offer, refused, text

WORDS = ("my mail is broken", "hi")
KINDS = (*WORDS, "take over", "failed")

messages = st.one_of(
    st.builds(text, st.sampled_from(("one", "two"))),
    st.builds(offer, st.sampled_from((*NAMES, "evil")), st.sampled_from((None, *WORDS))),
    st.builds(refused, st.sampled_from(("expired", "loop"))),
    st.sampled_from([{"custom": {"unknown": 1}}, {"text": "notice", "notice": "n1"}, None]),
)
answers: st.SearchStrategy[Answer] = st.one_of(
    st.lists(messages, max_size=3).map(tuple), st.sampled_from(("unreachable", "timeout"))
)
tables = st.dictionaries(st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS)), answers, max_size=10)


def told(world: World) -> tuple[Any, ...]:
    """What can be compared: ids are counted differently after a crash."""
    lines = [(line.kind, line.host, line.text, line.titles, line.problem) for line in world.conversation.lines]
    return world.conversation.holder, lines, len(world.conversation.undelivered)


def played(table: Table, crash_at: int | None = None, is_done: bool = False) -> World:
    """The user says two things, one after the other."""
    world = World(table, crash_at, is_done)
    for words in WORDS:
        world.happens(Said(words))
    return world


@settings(max_examples=200, deadline=None)
@given(tables, st.integers(0, 12), st.booleans())
def test_a_crash_changes_nothing_that_the_user_sees(table: Table, crash_at: int, is_done: bool) -> None:
    calm, crashed = played(table), played(table, crash_at, is_done)
    assert told(crashed) == told(calm)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_whatever_hosts_answer_each_message_is_sent_under_one_id_or_still_waits(table: Table) -> None:
    world = played(table)
    conversation = world.conversation
    own = [line for line in conversation.lines if line.kind == "user"]
    assert [line.text for line in own] == list(WORDS)
    assert conversation.pending is None
    waiting = {delivery.id for delivery in conversation.outbox}
    for line in own:
        sent = [request for request in world.sent if request.id == line.answers]
        assert {request.body["message"] for request in sent} <= {line.text}
        assert sent or line.answers in waiting
