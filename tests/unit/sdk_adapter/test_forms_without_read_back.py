"""A form with nothing to confirm: it ends when it has everything, or when it has become needless."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker

from handoff.sdk_adapter.fields import Field, Needless, Reading, Understood
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn

from .painting import ColourField, run


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
    """Two fields and no response that reads them back."""

    skill = FormSkill("help_form", frozenset({"assist"}), ("helped", "colour"), "help_confirmed")
    read_backs = frozenset()

    def fields(self) -> Sequence[Field]:
        return (HelpedField(), ColourField())


def hear(text: str, asked: str | None, **slots: Any) -> tuple[dict[str, Any], list[str]]:
    """The slots that the form sets, and the responses that it gives."""
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    every_slot = {"requested_slot": asked, **slots}
    tracker = Tracker("s", every_slot, message, [{"event": "user"}], False, None, {"name": "help_form"}, None)
    set_slots, messages = run(HelpForm(), tracker)
    return set_slots, [str(each["response"]) for each in messages]


def test_a_no_is_an_answer_where_the_question_was_one_of_yes_or_no() -> None:
    assert hear("no", "helped") == ({"helped": "tried", "help_confirmed": None}, [])


def test_a_wish_to_leave_leaves_also_a_question_of_yes_or_no() -> None:
    assert hear("cancel", "helped")[0] == {"help_confirmed": "no", "requested_slot": None}


def test_a_form_that_has_become_needless_says_so_and_ends() -> None:
    slots, said = hear("yes", "helped", colour="red")
    assert slots == {"help_confirmed": "impossible", "requested_slot": None}
    assert said == ["utter_glad"]


def test_a_form_without_a_read_back_ends_when_it_has_everything() -> None:
    assert hear("no", "helped", colour="red")[0] == {"helped": "tried", "help_confirmed": "yes"}
    assert hear("green", "colour", helped="tried")[0] == {"colour": "green", "help_confirmed": "yes"}


def test_a_form_without_a_read_back_asks_for_what_is_missing_before_it_ends() -> None:
    assert hear("no", "helped")[0]["help_confirmed"] is None
    assert hear("a grue one", "colour", helped="tried")[0] == {"colour": None, "help_confirmed": None}
