"""Recorded answers: what a repeated message id gets."""

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, BotUttered, Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.turns import recorded_answers


def tracker(*events: object) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("conversation", list(events), slots=[])


def said(message_id: str) -> UserUttered:
    return UserUttered("text", {"name": "greet", "confidence": 1.0}, message_id=message_id)


def test_the_answers_to_that_message_come_back_in_order_and_no_others() -> None:
    kept = tracker(
        said("one"),
        ActionExecuted("utter_a"),
        BotUttered("a", {"buttons": [{"title": "b", "payload": "/b"}]}),
        BotUttered("c"),
        ActionExecuted("action_listen"),
        said("two"),
        BotUttered("d"),
    )
    answers = recorded_answers(kept, "one")
    assert answers is not None
    assert [answer["text"] for answer in answers] == ["a", "c"]
    assert answers[0]["buttons"] == [{"title": "b", "payload": "/b"}]


def test_a_message_that_was_never_seen_has_no_answers() -> None:
    assert recorded_answers(tracker(said("one"), BotUttered("a")), "two") is None
    assert recorded_answers(tracker(), "one") is None


def test_a_message_that_was_answered_with_nothing_is_still_known() -> None:
    assert recorded_answers(tracker(said("one")), "one") == []


def test_answers_are_known_after_a_restart_of_the_conversation_too() -> None:
    assert recorded_answers(tracker(said("one"), BotUttered("a"), Restarted()), "one") is not None
