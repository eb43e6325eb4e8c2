"""How every form listens, on a small form of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.fields import Field, Needless, Reading, Unclear, Understood
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn


class ColourField:
    """Red and green are colours; "grue" is none."""

    slot = "colour"
    unclear = "utter_colour_unclear"
    called = ("colour", "color")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        if "reddish" in turn.text:
            return Unclear("utter_which_red", buttons=[{"title": "red", "payload": "red"}])
        if "grue" in turn.text:
            return Unclear("utter_no_such_colour", {"name": "grue"})
        return next((Understood(colour) for colour in ("red", "green") if colour in turn.text), None)

    def holds(self, value: Any) -> bool:
        return value in ("red", "green")


class NoteField:
    """Anything, when it was asked for."""

    slot = "note"
    unclear = "utter_note_unclear"
    called = ("note",)
    takes_anything = True

    async def read(self, turn: Turn) -> Reading:
        return Understood(turn.text) if turn.asked == self.slot else None

    def holds(self, value: Any) -> bool:
        return isinstance(value, str)


PAINT = FormSkill("paint_form", frozenset({"paint"}), ("colour", "note"), "confirmed", "key")
WASH = FormSkill(
    "wash_form", frozenset({"wash"}), ("water",), "wash_confirmed", "wash_key", asks=lambda text: "wash" in text
)


class PaintForm(SkillForm):
    """A colour, a note, a confirmation."""

    skill = PAINT
    skills = (PAINT,)
    read_backs = frozenset({"utter_read_back"})
    interruptions = frozenset({"help"})

    def fields(self) -> Sequence[Field]:
        return (ColourField(), NoteField())


def hear(
    text: str,
    intent: str = "inform",
    asked: str | None = "colour",
    confidence: float = 0.9,
    last: str = "utter_read_back",
    **metadata: str,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The slots that the form sets and the responses that it gives."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "metadata": metadata,
    }
    events = [{"event": "bot", "metadata": {"utter_action": last}}, {"event": "user"}]
    tracker = Tracker("s", {"requested_slot": asked}, message, events, False, None, {"name": "paint_form"}, None)
    dispatcher = CollectingDispatcher()
    set_slots = asyncio.run(PaintForm().run(dispatcher, tracker, {}))
    return {event["name"]: event["value"] for event in set_slots}, dispatcher.messages


def test_one_message_can_fill_a_slot_that_was_not_asked_for() -> None:
    slots, said = hear("in red please", asked="note")
    assert slots["colour"] == "red"
    assert said == []


def test_what_an_earlier_form_left_behind_is_forgotten_when_a_form_begins() -> None:
    """A session that expires drops the form and carries its slots over."""
    slots, _ = hear("paint something", "paint", asked=None)
    assert {name: value for name, value in slots.items() if name != "key"} == {
        "colour": None,
        "note": None,
        "confirmed": None,
    }
    assert hear("paint it red", "paint", asked=None)[0]["colour"] == "red"


def test_the_key_is_new_with_each_form_and_stays_while_the_form_goes_on() -> None:
    first, again, later = (hear("red", asked=asked)[0] for asked in (None, None, "note"))
    assert first["key"] != again["key"]
    assert "key" not in later


@pytest.mark.parametrize(
    ("text", "confirmed"), [("yes", "yes"), ("/affirm", "yes"), ("no", "no"), ("never mind", "no")]
)
def test_a_yes_or_no_counts_when_it_answers_the_read_back(text: str, confirmed: str) -> None:
    assert hear(text, asked="confirmed")[0] == {"confirmed": confirmed}


@pytest.mark.parametrize("text", ["why?", "yes no", "yes but wait", "yeah right", "only if it's free"])
def test_what_is_not_plainly_a_yes_is_none_however_sure_the_classifier_is(text: str) -> None:
    slots, said = hear(text, "affirm", asked="confirmed", confidence=1.0)
    assert slots == {"confirmed": None}
    assert [each["response"] for each in said] == ["utter_confirmation_unclear"]


@pytest.mark.parametrize("last", ["utter_offer_hosts", "utter_offer_skilled_host"])
def test_a_yes_to_an_offer_made_since_the_read_back_is_no_yes_to_the_read_back(last: str) -> None:
    assert hear("yes", "affirm", asked="confirmed", last=last) == ({}, [])


def test_a_yes_after_anything_but_the_read_back_brings_the_read_back_again() -> None:
    assert hear("yes", "affirm", asked="confirmed", last="utter_help")[0] == {"confirmed": None}


def test_a_yes_that_changes_something_is_no_yes_and_the_change_is_said() -> None:
    slots, said = hear("yes but green", "affirm", asked="confirmed")
    assert slots == {"colour": "green", "confirmed": None}
    assert [each["response"] for each in said] == ["utter_changed"]


def test_a_question_at_the_read_back_changes_nothing_unless_it_asks_for_the_change() -> None:
    assert hear("is red allowed here?", asked="confirmed")[0] == {"confirmed": None}
    assert hear("can you make it red?", asked="confirmed")[0] == {"colour": "red", "confirmed": None}


@pytest.mark.parametrize("text", ["wrong colour", "change the colour please", "that is the wrong color"])
def test_naming_what_is_wrong_asks_for_it_again(text: str) -> None:
    assert hear(text, "deny", asked="confirmed")[0] == {"colour": None, "confirmed": None}


def test_a_yes_to_another_question_confirms_nothing() -> None:
    slots, said = hear("yes", "affirm", asked="colour")
    assert slots == {"colour": None}
    assert [each["response"] for each in said] == ["utter_colour_unclear"]


@pytest.mark.parametrize("asked", ["colour", "note"])
@pytest.mark.parametrize("text", ["cancel", "never mind", "no", "go back", "stop it please"])
def test_there_is_a_way_out_at_any_slot(asked: str, text: str) -> None:
    assert hear(text, "inform", asked)[0] == {"confirmed": "no", "requested_slot": None}


@pytest.mark.parametrize("text", ["cancel does not work", "the stop button is broken", "hi, my screen says goodbye"])
def test_where_any_words_are_an_answer_words_like_a_command_are_an_answer(text: str) -> None:
    assert hear(text, "cancel", "note")[0] == {"note": text, "confirmed": None}


def test_a_question_is_left_to_the_rules_but_not_when_it_answers_what_was_asked() -> None:
    assert hear("what can you do", "help") == ({}, [])
    assert hear("red, what else", "help")[0]["colour"] == "red"
    assert hear("what can you do", "help", asked="note") == ({}, [])
    assert hear("mumble", "help", confidence=0.3)[1][0]["response"] == "utter_colour_unclear"


@pytest.mark.parametrize("intent", ["human_handoff", "trigger_handoff", "handoff", "handoff_failed"])
def test_handoff_messages_never_fill_a_slot(intent: str) -> None:
    assert hear(f"/{intent}", intent, asked="note") == ({}, [])


def test_what_the_user_said_to_another_host_is_no_answer_to_what_this_form_had_asked() -> None:
    assert hear("my outlook crashes", asked="note")[0]["note"] == "my outlook crashes"
    slots, said = hear("my outlook crashes", asked="note", handoff_replay="j-1")
    assert slots == {"note": None}
    assert said[0]["response"] == "utter_note_unclear"
    assert hear("in red please", asked="note", handoff_replay="j-1")[0]["colour"] == "red"


@pytest.mark.parametrize("asked", ["confirmed", "colour", "note"])
@pytest.mark.parametrize("text", ["no", "stop", "yes", "never mind"])
def test_an_answer_that_was_carried_here_neither_ends_nor_confirms_what_is_open(text: str, asked: str) -> None:
    assert hear(text, "inform", asked, handoff_replay="j-1") == ({asked: None}, [])


def test_nor_does_it_agree_to_a_switch() -> None:
    assert hear("yes", "affirm", "switch_to", handoff_replay="j-1") == ({"requested_slot": "switch_to"}, [])


@pytest.mark.parametrize("text", ["take me to the Helpdesk Assistant", " Take me to the financial assistant "])
def test_the_words_of_a_button_for_a_host_are_never_an_answer(text: str) -> None:
    assert hear(text, "human_handoff", asked="note", confidence=0.3) == ({}, [])
    assert hear(text, "inform", asked="colour") == ({}, [])


def test_a_question_that_was_carried_here_is_answered_like_any_question() -> None:
    assert hear("what can you do for me here today then", "help", asked="note", handoff_replay="j-1") == ({}, [])


@pytest.mark.parametrize("text", ["I want to talk to a human", "human please", "agent", "the helpdesk please"])
def test_asking_for_somebody_else_is_heard_in_the_middle_of_a_form(text: str) -> None:
    assert hear(text, "human_handoff") == ({}, [])


def test_another_hosts_skill_is_heard_when_the_classifier_is_sure_and_it_is_no_answer() -> None:
    assert hear("my outlook keeps crashing", "skill_of_helpdesk_bot") == ({}, [])
    assert hear("my outlook keeps crashing", "skill_of_helpdesk_bot", confidence=0.5)[1]
    assert hear("a red outlook crashes", "skill_of_helpdesk_bot")[0]["colour"] == "red"


def test_what_is_unusable_is_said_and_the_slot_is_asked_again() -> None:
    slots, said = hear("in grue", asked="confirmed")
    assert slots == {"colour": None, "confirmed": None}
    assert (said[0]["response"], said[0]["name"]) == ("utter_no_such_colour", "grue")


@pytest.mark.parametrize("text", ["", "x" * 20_000, "\ud83d", "{name}", None, 42, ["red"]])
def test_any_text_ends_in_a_question(text: Any) -> None:
    slots, said = hear(text)
    assert slots == {"colour": None}
    assert said


def test_a_choice_of_buttons_is_the_question_and_is_not_asked_twice() -> None:
    slots, said = hear("something reddish")
    assert [each["response"] for each in said] == ["utter_which_red"]
    assert slots == {"colour": None, "requested_slot": "which_colour", "confirmed": None}
    assert hear("the red one", asked="which_colour")[0]["colour"] == "red"


class HelpedField:
    """A question of yes or no: did the steps help?"""

    slot = "helped"
    unclear = "utter_helped_unclear"
    called = ("steps",)
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        if turn.asked != self.slot:
            return None
        return {"yes": Needless("utter_glad", {"what": "paint"}), "no": Understood("tried")}.get(turn.text)

    def holds(self, value: Any) -> bool:
        return value == "tried"


class HelpForm(SkillForm):
    """Nothing to confirm: it ends when its two fields are filled."""

    skill = FormSkill("help_form", frozenset({"assist"}), ("helped", "colour"), "help_confirmed")
    read_backs = frozenset()

    def fields(self) -> Sequence[Field]:
        return (HelpedField(), ColourField())


def hear_help(text: str, asked: str | None, **slots: Any) -> tuple[dict[str, Any], list[str]]:
    """The slots that the form without a confirmation sets, and the responses that it gives."""
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    every_slot = {"requested_slot": asked, **slots}
    tracker = Tracker("s", every_slot, message, [{"event": "user"}], False, None, {"name": "help_form"}, None)
    dispatcher = CollectingDispatcher()
    events = asyncio.run(HelpForm().run(dispatcher, tracker, {}))
    said = [str(message["response"]) for message in dispatcher.messages]
    return {event["name"]: event["value"] for event in events}, said


def test_a_no_is_an_answer_where_the_question_was_one_of_yes_or_no() -> None:
    assert hear_help("no", "helped") == ({"helped": "tried", "help_confirmed": None}, [])


def test_a_wish_to_leave_leaves_also_a_question_of_yes_or_no() -> None:
    assert hear_help("cancel", "helped")[0] == {"help_confirmed": "no", "requested_slot": None}


def test_a_form_that_has_become_needless_says_so_and_ends() -> None:
    slots, said = hear_help("yes", "helped", colour="red")
    assert slots == {"help_confirmed": "impossible", "requested_slot": None}
    assert said == ["utter_glad"]


def test_a_form_without_a_read_back_ends_when_it_has_everything() -> None:
    assert hear_help("no", "helped", colour="red")[0] == {"helped": "tried", "help_confirmed": "yes"}
    assert hear_help("green", "colour", helped="tried")[0] == {"colour": "green", "help_confirmed": "yes"}


def test_a_form_without_a_read_back_asks_for_what_is_missing_before_it_ends() -> None:
    assert hear_help("no", "helped")[0]["help_confirmed"] is None
    assert hear_help("a grue one", "colour", helped="tried")[0] == {"colour": None, "help_confirmed": None}
