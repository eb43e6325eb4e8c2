"""What the forms of the bots say of themselves; `forms.SkillForm` explains what becomes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handoff.answers import Answer, read_answer
from handoff.sdk_adapter.fields import Field, Unclear
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn


class FormHooks(ABC):
    """What differs between forms: only `skill`, `read_backs` and `fields` have to be there."""

    skill: FormSkill
    skills: Sequence[FormSkill] = ()
    read_backs: frozenset[str]
    confirmation_unclear = "utter_confirmation_unclear"
    changed = "utter_changed"
    says_yes: frozenset[str] = frozenset()
    says_no: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    interruptions: frozenset[str] = frozenset()
    leaving_intents: frozenset[str] = frozenset({"cancel"})
    carries: Mapping[str, str] = {}

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """The form's fields in the order of its `required_slots`, without the confirmation."""

    def answer(self, text: str) -> Answer | None:
        """What `text` says as an answer to this form's read-back, or as a wish to leave it."""
        return read_answer(text, self.says_yes, self.says_no)

    def cannot_take_beside(self, turn: Turn) -> str | None:
        """The response for a message that this form cannot take beside what it has; None: it can. Asked at the
        read-back, and before that for what no field understands."""
        return None

    def begun_again(self, turn: Turn) -> str | None:
        """The response for a message in the middle of the form with which it begins anew: "sorry, I meant the scanner".
        Only the slots in `lasting` keep what they have. None: the form goes on."""
        return None

    async def means_another(self, turn: Turn) -> FormSkill | None:
        """The other skill that a message means which this form would misread, whatever its intent."""
        return None

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """What to say when the form cannot begin at all; it ends at once then, with the confirmation slot at
        IMPOSSIBLE."""
        return None

    async def answer_aside(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType] | None:
        """The events of an answer to a message that no field has to read; what was asked is asked again when they empty
        its slot. None: the message is read."""
        return None
