"""What was answered to which message, beside the conversations. Knows no Rasa.

The events of a conversation cannot tell for ever: a tracker holds the last session and not all of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from handoff.protocol import ALWAYS_KEPT, KEPT_DAYS
from storage import Instant, create_tables, insert_if_absent, reading, storable_identifier, utc_now

_metadata = sa.MetaData()

answers = sa.Table(
    "handoff_answers",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # the order of the messages
    sa.Column("conversation_id", sa.String(255), nullable=False),
    sa.Column("message_id", sa.String(255), nullable=False),
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("answered_at", Instant, nullable=False),
    sa.UniqueConstraint("conversation_id", "message_id"),
    sa.Index("handoff_answers_by_age", "conversation_id", "answered_at"),
)

_of_conversation = answers.c.conversation_id == sa.bindparam("conversation")
_FIND = sa.select(answers.c.answers).where(_of_conversation, answers.c.message_id == sa.bindparam("message"))
_LAST = sa.select(answers.c.number).where(_of_conversation).order_by(answers.c.number.desc()).limit(ALWAYS_KEPT)
_OLD = sa.and_(_of_conversation, answers.c.answered_at < sa.bindparam("before"))
_DROP_OLD = sa.delete(answers).where(_OLD, answers.c.number.not_in(_LAST))


class AnswerBook:
    """The answers to all messages of one bot.

    A conversation's answers are kept for KEPT_DAYS, the last ALWAYS_KEPT of them however old they are (and whatever
    the clock says); its next turn drops the others. No client sends a message again after that time.
    """

    def __init__(self, engine: Engine) -> None:
        """Creates the table when it is missing. Raises StorageUnavailable.

        Messages that were answered before there was the table are not in it.
        """
        self._engine = engine
        create_tables(engine, _metadata)

    def answers(self, conversation: str, message_id: str) -> list[dict[str, Any]] | None:
        """What was answered to the message with that id, as response dicts; None when it was not answered.

        Raises StorageUnavailable.
        """
        this = {"conversation": storable_identifier(conversation), "message": storable_identifier(message_id)}
        with reading(self._engine) as connection:
            found: list[dict[str, Any]] | None = connection.execute(_FIND, this).scalar()
        return found


def keep_answers(connection: Connection, conversation: str, said: Mapping[str, list[dict[str, Any]]]) -> None:
    """Keep what was said to each message id, within somebody else's transaction; drop what is too old.

    An answer that is there stays as it is.
    """
    now, name = utc_now(), storable_identifier(conversation)
    for message_id, messages in said.items():
        row = {"message_id": storable_identifier(message_id), "answers": messages, "answered_at": now}
        insert_if_absent(connection, answers, {"conversation_id": name, **row})
    connection.execute(_DROP_OLD, {"conversation": name, "before": now - timedelta(days=KEPT_DAYS)})
