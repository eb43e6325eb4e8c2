"""A bot's back office as a process of its own, ended by SIGTERM and SIGINT."""

from __future__ import annotations

import logging
import math
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from handoff.back_office.bot import Bot
from handoff.back_office.scheduler import Duties, Scheduler
from handoff.back_office.stop import Stop
from handoff.errors import HandoffError, SettingError
from handoff.hosts import find_config
from handoff.secret import back_office_key, load_secret

SECONDS_VARIABLE = "SCHEDULER_SECONDS"
DEFAULT_SECONDS = 5.0
# honcho kills after 5. A delivery to a ticket system may take longer and is lost with the process, which is safe: it is
# asked for again when the ticket system's lease is over, under the same correlation id.
FINISH_SECONDS = 4.0


def run(
    bot: str, default_port: int, room: str, open_duties: Callable[[], Duties], check_settings: Callable[[], None]
) -> int:
    """Looks after a bot's room until told to end; the exit code, 0 after SIGTERM or SIGINT.

    `bot` is the bot's id, whose environment variables are read:
    SCHEDULER_SECONDS   how often it looks for something to do; 5 unless set
    <BOT>_URL           where it finds the bot; http://localhost:<BOT>_PORT unless set, and `default_port` without that
    LOG_LEVEL           WARNING unless set: outages, and nothing of single customers
    A setting that cannot be used ends it with a sentence and exit code 1. `check_settings` raises SettingError; `room`
    and `open_duties` are as for `Scheduler`.
    """
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING").upper(), format="%(levelname)s %(message)s")
    try:
        seconds = _seconds()
        check_settings()
        key = back_office_key(load_secret(find_config(Path.cwd())))
    except HandoffError as error:
        print(f"not started: {error}", file=sys.stderr)
        return 1
    return _until_told_to_end(Scheduler(room, open_duties, Bot(_bot_url(bot, default_port), key)), seconds)


def _until_told_to_end(scheduler: Scheduler, seconds: float) -> int:
    stop = Stop()
    stop.listen()
    # A task or a call that hangs must not keep the process alive: the work is done beside the thread that waits for the
    # signal, and what is unfinished after a few seconds is done at the next start.
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


def _bot_url(bot: str, default_port: int) -> str:
    port = os.environ.get(f"{bot.upper()}_PORT") or str(default_port)
    return os.environ.get(f"{bot.upper()}_URL") or f"http://localhost:{port}"
