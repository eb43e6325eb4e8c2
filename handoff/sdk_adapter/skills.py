"""What the forms of a bot know of each other: which skills there are, and which of them are interrupted.

An interrupted skill waits in a slot, which is all that an action can keep between two messages. It waits with what it
had, so its slots are free for another go at the same skill, and they come back as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from handoff.sdk_adapter.turn import Turn

WANTED_SLOT = "skill_wanted"
INTERRUPTED_SLOT = "skills_interrupted"
RESUMED_SLOT = "skill_resumed"
SWITCH_SLOT = "switch_to"  # what a form requests while it asks whether to switch

MOST_INTERRUPTED = 5


def _always(text: str) -> bool:
    return True


def _never(text: str) -> bool:
    return False


@dataclass(frozen=True)
class FormSkill:
    """A skill with a form.

    `form` is its name in the domain, `intents` begin it, `fields` are the slots that it fills, `confirmation` the slot
    of the user's yes, `key` the slot of the idempotency key where the deed needs one, `others` any more slots that are
    its own; of the fields, those that are `remembered` outlive the skill, since they are the user's. `asks` says
    whether a text of one of the intents is really a wish for the skill and not talk about it; `stands_alone`
    whether it is one also where it could be the answer to another form's question: "send bob $50" after "How much
    shall I pay?". With `only_alone` nothing else is taken for a wish for the skill in the middle of another one.
    """

    form: str
    intents: frozenset[str]
    fields: tuple[str, ...]
    confirmation: str
    key: str | None = None
    others: tuple[str, ...] = ()
    remembered: frozenset[str] = frozenset()
    asks: Callable[[str], bool] = _always
    stands_alone: Callable[[str], bool] = _never
    only_alone: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        """All slots that are the skill's own."""
        own = (field for field in self.fields if field not in self.remembered)
        key = () if self.key is None else (self.key,)
        return (*own, self.confirmation, *key, *self.others)

    def is_asked_for(self, turn: Turn) -> bool:
        """Whether the message is a wish for this skill; its intent is one of `intents` or was taken for it."""
        return turn.is_payload or self.asks(turn.text)


@dataclass(frozen=True)
class Interrupted:
    """A skill that waits, and the values of its slots."""

    form: str
    slots: Mapping[str, Any]


def interrupted_skills(slots: Mapping[str, Any]) -> tuple[Interrupted, ...]:
    """The skills that wait, the one that was interrupted last at the end."""
    waiting = slots.get(INTERRUPTED_SLOT) or []
    return tuple(Interrupted(each["form"], each["slots"]) for each in waiting)


def want(skill: FormSkill, turn: Turn) -> SlotSet:
    """Remembers that `turn` asked for `skill`, until the user has said whether to switch."""
    return SlotSet(WANTED_SLOT, {"form": skill.form, "message": turn.message})


def message_to_begin_with(form: str, turn: Turn) -> Turn | None:
    """After a switch to `form` the message that asked for it, which is what the form begins with, and not the yes to
    the question; None when the form begins without a switch."""
    wanted = turn.slots.get(WANTED_SLOT)
    is_agreed = isinstance(wanted, dict) and wanted.get("form") == form and wanted.get("agreed") is True
    return turn.saying(wanted["message"]) if wanted and is_agreed else None


def set_aside(skill: FormSkill, slots: Mapping[str, Any]) -> list[EventType]:
    """Events that put `skill` on the stack and begin the one that is wanted."""
    kept = {slot: slots.get(slot) for slot in skill.slots if slot != skill.confirmation}
    waiting = [*(slots.get(INTERRUPTED_SLOT) or []), {"form": skill.form, "slots": kept}]
    wanted = slots[WANTED_SLOT]
    return [
        SlotSet(INTERRUPTED_SLOT, waiting),
        SlotSet(WANTED_SLOT, {**wanted, "agreed": True}),
        *(SlotSet(slot, None) for slot in skill.slots),
        FollowupAction(wanted["form"]),
    ]


def come_back(dispatcher: CollectingDispatcher, tracker: Tracker, skills: Sequence[FormSkill]) -> list[EventType]:
    """Events that go on with the skill that was interrupted last, if there is one; says so first.

    A form that the bot does not have any more, after an update, is left out.
    """
    known = {skill.form for skill in skills}
    waiting = [each for each in interrupted_skills(tracker.slots) if each.form in known]
    if not waiting:
        return [SlotSet(INTERRUPTED_SLOT, None)] if tracker.get_slot(INTERRUPTED_SLOT) else []
    back = waiting.pop()
    dispatcher.utter_message(response=f"utter_back_to_{back.form}")
    rest = [{"form": each.form, "slots": dict(each.slots)} for each in waiting]
    return [
        SlotSet(INTERRUPTED_SLOT, rest or None),
        *(SlotSet(slot, value) for slot, value in back.slots.items()),
        *run_again(back.form),
    ]


def open_form(tracker: Tracker) -> dict[str, Any] | None:
    """The form that is open and the slot that it asked for, as a slot can keep it; see `open_again`."""
    form = (tracker.active_loop or {}).get("name")
    return {"form": form, "asked": tracker.get_slot(REQUESTED_SLOT)} if form else None


def open_again(kept: Mapping[str, Any]) -> list[EventType]:
    """Events after which the form that `open_form` gave hears the next message as if it had just asked."""
    return [ActiveLoop(kept["form"]), SlotSet(REQUESTED_SLOT, kept["asked"]), FollowupAction("action_listen")]


def run_again(form: str) -> list[EventType]:
    """Events after which the form asks for what it lacks, without reading the latest message."""
    return [SlotSet(RESUMED_SLOT, form), ActiveLoop(form), FollowupAction(form)]
