"""Deletes a conversation from a bot's conversations: `python -m handoff.rasa_adapter.erase ID`, in the bot's folder.

The bot may be running: it keeps nothing of a conversation in memory between turns, and a turn that is being answered is
saved before or not at all. Nothing is left in the files of an SQLite database either.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from handoff.back_office.erasing import NotErased, counted, run
from handoff.errors import SettingError
from handoff.incoming import BadMessage, read_sender
from handoff.rasa_adapter.conversations_database import (
    URL_VARIABLE,
    configured_url,
    conversations_url,
    erase_conversation,
)
from storage import StorageUnavailable, StorageUrlRefused, open_engine


def erase(conversation_id: str) -> str:
    """What was deleted, for a person. Raises ConfigError, SettingError, NotErased."""
    try:
        engine = open_engine(conversations_url(configured_url()))
        erased = erase_conversation(engine, read_sender(conversation_id))
        engine.dispose()
    except BadMessage as error:
        raise NotErased(f"no conversation can have this id: {error}") from error
    except StorageUrlRefused as error:
        raise SettingError(f"{URL_VARIABLE}: {error}") from error
    except StorageUnavailable as error:
        raise NotErased(str(error)) from error
    return counted(**asdict(erased))


if __name__ == "__main__":
    sys.exit(run("conversations", erase))
