"""The scheduler as a process: `python -m financial_bot.scheduler`, from the folder financial_bot.

Its settings are those of `handoff.back_office.process.run`, with FINANCIAL_BOT_URL and FINANCIAL_BOT_PORT, and those of
`financial_bot.settings`; HANDOFF_SECRET is as for the bot.
"""

from __future__ import annotations

import sys

from financial_bot.scheduler.duties import open_duties
from financial_bot.settings import check_settings
from handoff.back_office.process import run

DEFAULT_PORT = 5006


def main() -> int:
    """Runs until told to end; the exit code."""
    return run("financial_bot", DEFAULT_PORT, "the bank", open_duties, check_settings)


if __name__ == "__main__":
    sys.exit(main())
