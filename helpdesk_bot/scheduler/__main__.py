"""The scheduler as a process: `python -m helpdesk_bot.scheduler`, from the folder helpdesk_bot.

Its settings are those of `handoff.back_office.process.run`, with HELPDESK_BOT_URL and HELPDESK_BOT_PORT, and those of
`helpdesk_bot.settings`; HANDOFF_SECRET is as for the bot.
"""

from __future__ import annotations

import sys

from handoff.back_office.process import run
from helpdesk_bot.scheduler.duties import open_duties
from helpdesk_bot.settings import check_settings

DEFAULT_PORT = 5005


def main() -> int:
    """Runs until told to end; the exit code."""
    return run("helpdesk_bot", DEFAULT_PORT, "the desk", open_duties, check_settings)


if __name__ == "__main__":
    sys.exit(main())
