"""The scheduler as a process: `python -m financial_bot.scheduler`, from the folder financial_bot.

SCHEDULER_SECONDS    how often it looks for something to do; 5 unless set
FINANCIAL_BOT_URL    where it finds the bot; http://localhost:<FINANCIAL_BOT_PORT, else 5006> unless set
LOG_LEVEL            WARNING unless set: outages, and nothing of single payments

The bank's settings are in `financial_bot.settings`, HANDOFF_SECRET is as for the bot. SIGTERM and SIGINT end it with
exit code 0; a setting that cannot be used ends it with a sentence and exit code 1.
"""

from __future__ import annotations

import logging
import math
import os
import sys
import threading
from pathlib import Path

from financial_bot.scheduler.bot import Bot
from financial_bot.scheduler.scheduler import Scheduler
from financial_bot.scheduler.stop import Stop
from financial_bot.settings import SettingError, check_settings, open_bank
from handoff.errors import HandoffError
from handoff.hosts import find_config
from handoff.secret import back_office_key, load_secret

SECONDS_VARIABLE = "SCHEDULER_SECONDS"
URL_VARIABLE = "FINANCIAL_BOT_URL"
PORT_VARIABLE = "FINANCIAL_BOT_PORT"
DEFAULT_SECONDS = 5.0
DEFAULT_PORT = "5006"
FINISH_SECONDS = 4.0  # honcho kills after 5


def main() -> int:
    """Runs until told to end; the exit code."""
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING").upper(), format="%(levelname)s %(message)s")
    try:
        seconds = _seconds()
        check_settings()
        scheduler = Scheduler(open_bank, Bot(_bot_url(), back_office_key(load_secret(find_config(Path.cwd())))))
    except (SettingError, HandoffError) as error:
        print(f"not started: {error}", file=sys.stderr)
        return 1
    stop = Stop()
    stop.listen()
    # A payment or a call that hangs must not keep the process alive: the work is done beside the thread that waits for
    # the signal, and what is unfinished after a few seconds is done at the next start.
    work = threading.Thread(target=scheduler.run, args=(stop, seconds), daemon=True)
    work.start()
    while not stop.wait(1.0):
        if not work.is_alive():
            return 1
    work.join(FINISH_SECONDS)
    return 0


def _seconds() -> float:
    written = os.environ.get(SECONDS_VARIABLE) or str(DEFAULT_SECONDS)
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise SettingError(f"{SECONDS_VARIABLE}: {written!r} is no number of seconds above zero")
    return seconds


def _bot_url() -> str:
    port = os.environ.get(PORT_VARIABLE) or DEFAULT_PORT
    return os.environ.get(URL_VARIABLE) or f"http://localhost:{port}"


if __name__ == "__main__":
    sys.exit(main())
