"""Adding a comment to an incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.skill_ends import key_of
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import Desk, Incident, Known, Outcome

from .comment_field import CommentField, is_too_long_a_correction
from .comment_reading import correcting_part, naming_part
from .incident_form import IncidentEnd, IncidentForm
from .incident_number_field import IncidentNumberField
from .incident_read_back import AskIncident, ReadBack
from .skills import ADD_COMMENT, CATEGORIES, SKILLS
from .written import quoted

INCIDENT = IncidentNumberField(
    "comment_incident",
    "comment",
    closed="utter_comment_incident_closed",
    nothing_open="utter_comment_no_incident",
    naming=naming_part,
    correcting=correcting_part,
    free_text=CommentField.slot,
)


class AddCommentForm(IncidentForm):
    """To which incident, and what."""

    skill = ADD_COMMENT
    # "the screen flickers too" is what people comment, and no wish for another incident
    skills: Sequence[FormSkill] = tuple(replace(each, intents=each.intents - CATEGORIES.keys()) for each in SKILLS)
    incident = INCIDENT
    read_backs = frozenset({"utter_comment_read_back"})
    says_yes = frozenset({"add it", "add that", "add the comment"})
    says_no = frozenset({"don't add it", "do not add it", "don't add that", "leave it out"})

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (INCIDENT, CommentField())

    def cannot_take_beside(self, turn: Turn) -> str | None:
        """A correction after which the comment would be too long."""
        return "utter_comment_correction_too_long" if is_too_long_a_correction(turn) else None


class AskCommentIncident(AskIncident):
    """To which incident."""

    incident = INCIDENT


class CommentReadBack(ReadBack):
    """Shows the comment and the incident."""

    skill = ADD_COMMENT
    response = "utter_comment_read_back"
    incident = INCIDENT

    def shown(self, incident: Incident | Known, slots: Mapping[str, Any]) -> dict[str, str]:
        """The comment, too."""
        return {**super().shown(incident, slots), "comment": as_plain_text(quoted(str(slots.get("comment_text"))))}


class AddComment(IncidentEnd):
    """Adds the comment once, or says why not."""

    skill = ADD_COMMENT
    read_back = CommentReadBack()
    cancelled = "utter_comment_cancelled"
    not_asked_for = "utter_comment_not_asked_for"

    def name(self) -> str:
        """Name in the domain."""
        return "action_add_comment"

    def change(self, desk: Desk, conversation: str, slots: Mapping[str, Any]) -> Outcome:
        """See `Desk.comment`."""
        number, text = str(slots["comment_incident"]), str(slots["comment_text"])
        return desk.comment(conversation, number, text, key_of(slots["comment_key"]))
