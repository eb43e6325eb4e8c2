"""The text of a comment, as a field of a form."""

from __future__ import annotations

from typing import Any

from handoff.answers import read_answer
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import COMMENT_LIMIT

from .comment_reading import answered_comment, read_comment, read_correction
from .skills import ADD_COMMENT


class CommentField:
    """The user's own words: those of the first message that are the comment, those that were asked for, and at the
    read-back a correction."""

    slot = "comment_text"
    unclear = "utter_comment_unclear"
    called = ("comment", "text", "note", "wording")
    takes_anything = True

    async def read(self, turn: Turn) -> Reading:
        """Understood is the comment as it was said. A correction that makes it too long is none."""
        said = None if turn.is_payload else _said(turn)
        if said is None or is_too_long_a_correction(turn):
            return None
        if len(said) > COMMENT_LIMIT:
            return Unclear("utter_comment_too_long", {"limit": str(COMMENT_LIMIT)})
        return Understood(said)

    def holds(self, value: Any) -> bool:
        """A text that is not too long."""
        return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= COMMENT_LIMIT


def is_too_long_a_correction(turn: Turn) -> bool:
    """Whether it is an answer to the read-back after which the comment would be too long."""
    said = _said(turn) if turn.asked == ADD_COMMENT.confirmation and not turn.is_payload else None
    return said is not None and len(said) > COMMENT_LIMIT


def _said(turn: Turn) -> str | None:
    if turn.asked == CommentField.slot:
        text = turn.text.strip()
        return answered_comment(text) if text and read_answer(text) is None else None
    if turn.asked == ADD_COMMENT.confirmation:
        current = turn.slots.get(CommentField.slot)
        return read_correction(turn.text, current if isinstance(current, str) else "").comment
    return read_comment(turn.text).comment if turn.asked is None else None
