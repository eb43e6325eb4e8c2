"""Deletes a conversation from the desk: `python -m helpdesk_bot.erase ID`, as `helpdesk_bot.settings` say."""

from __future__ import annotations

import sys

from handoff.back_office.erasing import NOTHING, NotErased, run
from helpdesk_bot.desk import DeskUnavailable, TicketSystemUnavailable
from helpdesk_bot.settings import open_desk


def erase(conversation_id: str) -> str:
    """What was deleted and what stays in the company's ticket system. Raises SettingError, NotErased."""
    try:
        with open_desk() as desk:
            erased = desk.erase(conversation_id)
    except (DeskUnavailable, TicketSystemUnavailable) as error:
        raise NotErased(str(error)) from error
    if not erased.anything:
        return NOTHING
    done = "all that was kept here"
    return f"{done}; in the ticket system stay: {', '.join(erased.stay)}" if erased.stay else done


if __name__ == "__main__":
    sys.exit(run("desk", erase))
