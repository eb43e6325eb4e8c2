"""Where the bank is kept and in which time zone it lives: the same for all processes of this bot.

BANK_DATABASE_URL   an SQLAlchemy url, SQLite or PostgreSQL; var/bank.db in this folder unless set
BANK_TIMEZONE       the zone in which customers' days are understood, an IANA name; America/New_York unless set
"""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from financial_bot.bank import Bank
from handoff.errors import SettingError
from storage import StorageTooNew, StorageUnavailable, StorageUrlRefused, open_engine

URL_VARIABLE = "BANK_DATABASE_URL"
TIMEZONE_VARIABLE = "BANK_TIMEZONE"
DEFAULT_FILE = Path(__file__).parent / "var" / "bank.db"
DEFAULT_TIMEZONE = "America/New_York"


def open_bank() -> Bank:
    """The bank that the settings name. Raises SettingError, and BankUnavailable when its database does not answer."""
    zone = bank_timezone()
    try:
        return Bank.open(_url(), timezone=zone)
    except (StorageUrlRefused, StorageTooNew) as exc:
        raise SettingError(f"{URL_VARIABLE}: {exc}") from exc


def check_settings() -> None:
    """Raises SettingError for a setting that can never work; whether the database answers is not tried."""
    bank_timezone()
    try:
        open_engine(_url()).dispose()
    except StorageUrlRefused as exc:
        raise SettingError(f"{URL_VARIABLE}: {exc}") from exc
    except StorageUnavailable:
        return  # its folder cannot be made at the moment


def bank_timezone() -> str:
    """The name of the bank's time zone. Raises SettingError when there is no such zone."""
    name = os.environ.get(TIMEZONE_VARIABLE) or DEFAULT_TIMEZONE
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:  # also for a path, and for a folder of zones
        raise SettingError(f"{TIMEZONE_VARIABLE}: there is no time zone {name!r}; try America/New_York") from exc
    return name


def _url() -> str:
    return os.environ.get(URL_VARIABLE) or f"sqlite:///{DEFAULT_FILE}"
