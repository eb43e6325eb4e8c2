"""One skill in the middle of another: asked about once, and back to what was interrupted, however deep."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.actions import AskWhetherToSwitch
from handoff.sdk_adapter.fields import Field, Reading, Understood
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.skills import MOST_INTERRUPTED, FormSkill
from handoff.sdk_adapter.turn import Turn


def skill(name: str) -> FormSkill:
    return FormSkill(
        f"{name}_form",
        frozenset({name}),
        (f"{name}_what",),
        f"{name}_confirmed",
        f"{name}_key",
        asks=lambda text: "don't" not in text,
        stands_alone=lambda text: text.startswith(name),
    )


SKILLS = PAINT, WASH, DRY = skill("paint"), skill("wash"), skill("dry")


class WhatField:
    """A thing out of a few."""

    unclear = "utter_unclear"
    called = ("what",)
    takes_anything = False

    def __init__(self, slot: str) -> None:
        self.slot = slot

    async def read(self, turn: Turn) -> Reading:
        return next((Understood(thing) for thing in ("door", "car", "dog") if thing in turn.text), None)

    def holds(self, value: Any) -> bool:
        return value in ("door", "car", "dog")


def form(of: FormSkill) -> SkillForm:
    class OneForm(SkillForm):
        skill = of
        skills = SKILLS
        read_backs = frozenset({f"utter_read_back_{of.form}"})

        def fields(self) -> Sequence[Field]:
            return (WhatField(of.fields[0]),)

    return OneForm()


def end(of: FormSkill, again: Sequence[str] = ()) -> SkillEnd:
    class OneEnd(SkillEnd):
        skill = of
        skills = SKILLS
        cancelled = "utter_cancelled"

        def name(self) -> str:
            return f"action_{of.form}"

        async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
            dispatcher.utter_message(response="utter_done", what=tracker.get_slot(of.fields[0]))
            return again

    return OneEnd()


class Conversation:
    """Slots and what was said, as Rasa would keep them between the actions of this layer."""

    def __init__(self, **slots: Any) -> None:
        self.slots: dict[str, Any] = {"requested_slot": None, **slots}
        self.said: list[str] = []
        self.next: str | None = None

    def run(
        self, action: Any, text: str = "", intent: str = "inform", last: str = "utter_something", **metadata: str
    ) -> None:
        message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": [], "metadata": metadata}
        events = [{"event": "bot", "metadata": {"utter_action": last}}, {"event": "user"}]
        tracker = Tracker("s", self.slots, message, events, False, None, {}, None)
        dispatcher = CollectingDispatcher()
        self.next = None
        for event in asyncio.run(action.run(dispatcher, tracker, {})):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "followup":
                self.next = event["name"]
        self.said = [message["response"] for message in dispatcher.messages]

    @property
    def set(self) -> dict[str, Any]:
        return {name: value for name, value in self.slots.items() if value is not None}


def test_a_form_that_has_ended_is_not_what_was_left_open_at_a_handoff_any_more() -> None:
    """Left in one window for another host, and finished in a second window."""
    conversation = Conversation(paint_what="car", paint_key="k", paint_confirmed="yes")
    conversation.slots["handoff_left_open"] = {"form": "paint_form", "asked": "paint_confirmed"}
    conversation.run(end(PAINT))
    assert conversation.slots["handoff_left_open"] is None


def interrupted() -> Conversation:
    """A car is being painted, and a wash was asked for."""
    conversation = Conversation(paint_what="car", paint_key="k", requested_slot="paint_confirmed")
    conversation.run(form(PAINT), "wash the dog", "wash")
    return conversation


def test_a_wish_for_another_skill_is_asked_about_and_leaks_nothing_into_this_one() -> None:
    conversation = interrupted()
    assert conversation.slots["requested_slot"] == "switch_to"
    assert conversation.slots["paint_what"] == "car"
    conversation.run(AskWhetherToSwitch())
    assert conversation.said == ["utter_ask_switch_to_wash_form"]


def test_a_yes_sets_the_skill_aside_and_begins_the_other_with_what_was_said() -> None:
    conversation = interrupted()
    conversation.run(form(PAINT), "yes", "affirm")
    assert (conversation.slots["paint_confirmed"], conversation.slots["requested_slot"]) == ("set aside", None)
    conversation.run(end(PAINT))
    assert conversation.next == "wash_form"
    assert conversation.slots["paint_what"] is None
    conversation.run(form(WASH), "yes", "affirm")
    assert conversation.slots["wash_what"] == "dog"
    assert "skill_wanted" not in conversation.set


def test_the_interrupted_skill_comes_back_with_everything_it_had_and_reads_no_message_twice() -> None:
    conversation = interrupted()
    conversation.run(form(PAINT), "yes", "affirm")
    conversation.run(end(PAINT))
    conversation.run(form(WASH), "yes", "affirm")
    conversation.slots["wash_confirmed"] = "yes"
    conversation.run(end(WASH), "yes, the door", "affirm")
    assert conversation.said == ["utter_done", "utter_back_to_paint_form"]
    assert conversation.next == "paint_form"
    conversation.run(form(PAINT), "yes, the door", "affirm")
    assert conversation.set == {"paint_what": "car", "paint_key": "k"}


def test_three_skills_deep_all_come_back_in_turn() -> None:
    conversation = interrupted()
    for at, wanted in ((PAINT, WASH), (WASH, DRY)):
        if at is WASH:
            conversation.slots["requested_slot"] = "wash_confirmed"
            conversation.run(form(WASH), "dry the door", "dry")
        conversation.run(form(at), "yes", "affirm")
        conversation.run(end(at))
        conversation.run(form(wanted), "yes", "affirm")
    assert conversation.set["dry_what"] == "door"
    for at, back in ((DRY, WASH), (WASH, PAINT)):
        conversation.slots[at.confirmation] = "no"
        conversation.run(end(at))
        assert conversation.said == ["utter_cancelled", f"utter_back_to_{back.form}"]
        conversation.run(form(back))
    assert conversation.set == {"paint_what": "car", "paint_key": "k"}


def test_what_the_user_said_to_another_host_switches_at_once_and_the_form_comes_back() -> None:
    """The user has left the form for it already."""
    conversation = Conversation(paint_what="car", paint_key="k", requested_slot="paint_confirmed")
    conversation.run(form(PAINT), "wash the dog", "wash", handoff_replay="j-1")
    assert conversation.slots["paint_confirmed"] == "set aside"
    conversation.run(end(PAINT), "wash the dog", "wash", handoff_replay="j-1")
    assert conversation.next == "wash_form"
    conversation.run(form(WASH), "wash the dog", "wash", handoff_replay="j-1")
    assert conversation.slots["wash_what"] == "dog"
    conversation.slots["wash_confirmed"] = "yes"
    conversation.run(end(WASH), "yes", "affirm")
    assert conversation.said == ["utter_done", "utter_back_to_paint_form"]
    conversation.run(form(PAINT), "yes", "affirm")
    assert conversation.set == {"paint_what": "car", "paint_key": "k"}


def test_the_same_wish_once_more_from_another_host_does_not_overwrite_what_is_half_done() -> None:
    conversation = Conversation(paint_what="car", paint_key="k", requested_slot="paint_confirmed")
    conversation.run(form(PAINT), "paint the dog", "paint", handoff_replay="j-1")
    assert conversation.slots["paint_confirmed"] == "set aside"
    conversation.run(end(PAINT), "paint the dog", "paint", handoff_replay="j-1")
    assert conversation.next == "paint_form"
    conversation.run(form(PAINT), "paint the dog", "paint", handoff_replay="j-1")
    assert conversation.slots["paint_what"] == "dog"
    assert conversation.slots["paint_key"] != "k"
    conversation.slots["paint_confirmed"] = "yes"
    conversation.run(end(PAINT), "yes", "affirm")
    assert conversation.said == ["utter_done", "utter_back_to_paint_form"]
    assert conversation.set["paint_what"] == "car"
    assert conversation.set["paint_key"] == "k"


@pytest.mark.parametrize("said", ["paint the car", "the dog please", "don't paint the dog"])
def test_but_what_fits_or_only_corrects_goes_on_with_it(said: str) -> None:
    conversation = Conversation(paint_what="car", paint_key="k", requested_slot="paint_confirmed")
    conversation.run(form(PAINT), said, "paint", handoff_replay="j-1")
    assert conversation.slots.get("paint_confirmed") is None
    assert conversation.slots["paint_key"] == "k"


def test_there_is_an_end_to_interruptions_for_carried_words_too() -> None:
    waiting = [{"form": "paint_form", "slots": {}}] * MOST_INTERRUPTED
    conversation = Conversation(requested_slot="paint_what", skills_interrupted=waiting)
    conversation.run(form(PAINT), "wash the dog", "wash", handoff_replay="j-1")
    assert conversation.said == ["utter_too_much_interrupted"]


def test_the_same_skill_twice_keeps_both_apart() -> None:
    conversation = Conversation(paint_what="car", paint_key="k", skill_wanted=None)
    conversation.slots["skills_interrupted"] = [{"form": "paint_form", "slots": {"paint_what": "door"}}]
    conversation.slots["paint_confirmed"] = "yes"
    conversation.run(end(PAINT))
    assert conversation.slots["paint_what"] == "door"


def test_a_no_goes_on_where_it_was() -> None:
    conversation = interrupted()
    conversation.run(form(PAINT), "no", "deny")
    assert conversation.said == ["utter_lets_go_on"]
    assert "skill_wanted" not in conversation.set
    assert conversation.slots["paint_what"] == "car"


def test_an_answer_to_the_open_question_counts_instead_of_a_yes_or_no() -> None:
    conversation = Conversation(requested_slot="paint_what")
    conversation.run(form(PAINT), "wash the dog", "wash")
    conversation.run(form(PAINT), "the door")
    assert conversation.slots["paint_what"] == "door"


def test_a_yes_after_the_question_was_dropped_does_not_switch() -> None:
    conversation = interrupted()
    conversation.slots["requested_slot"] = "paint_confirmed"
    conversation.run(form(PAINT), "yes", "affirm", last="utter_read_back_paint_form")
    assert conversation.slots["paint_confirmed"] == "yes"


@pytest.mark.parametrize("said", ["don't wash the dog", "yes"])
def test_talk_about_another_skill_is_no_wish_for_it(said: str) -> None:
    conversation = Conversation(requested_slot="paint_what")
    conversation.run(form(PAINT), said, "wash")
    assert conversation.slots["requested_slot"] != "switch_to"


def test_there_is_an_end_to_interruptions() -> None:
    waiting = [{"form": "paint_form", "slots": {}}] * MOST_INTERRUPTED
    conversation = Conversation(requested_slot="paint_what", skills_interrupted=waiting)
    conversation.run(form(PAINT), "wash the dog", "wash")
    assert conversation.said == ["utter_too_much_interrupted"]
    assert conversation.slots["requested_slot"] == "paint_what"


def test_a_form_that_the_bot_no_longer_has_is_left_out() -> None:
    conversation = Conversation(paint_confirmed="no", skills_interrupted=[{"form": "gone_form", "slots": {"a": 1}}])
    conversation.run(end(PAINT))
    assert conversation.next is None
    assert conversation.set == {}


def test_what_an_expired_session_left_waiting_is_forgotten_by_a_fresh_beginning() -> None:
    conversation = Conversation(skills_interrupted=[{"form": "wash_form", "slots": {"wash_what": "dog"}}])
    conversation.run(form(PAINT), "paint the car", "paint")
    assert "skills_interrupted" not in conversation.set


def test_what_changed_meanwhile_is_asked_again_and_nothing_is_forgotten() -> None:
    conversation = Conversation(paint_what="car", paint_key="k", paint_confirmed="yes")
    conversation.run(end(PAINT, again=["paint_confirmed"]))
    assert conversation.next == "paint_form"
    assert {"paint_what": "car", "paint_key": "k"}.items() <= conversation.set.items()
    assert "paint_confirmed" not in conversation.set
