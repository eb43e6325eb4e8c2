"""Where incidents are kept: the same for all processes of this bot.

DESK_DATABASE_URL    an SQLAlchemy url, SQLite or PostgreSQL; var/desk.db in this folder unless set
SNOW_INSTANCE        a company's ServiceNow: "dev12345", "dev12345.service-now.com" or an https url; unless set,
                     incidents are kept in the desk's own database
SNOW_USER            who is asking there
SNOW_PASSWORD        that user's password, or:
SNOW_PASSWORD_FILE   a file whose first line it is
SNOW_CLOSE_CODE      the resolution code that a closed incident gets there; "Closed/Resolved by Caller" unless set
REQUESTS_CA_BUNDLE   a file (PEM) or a folder with the certificate authorities that count, or:
SSL_CERT_FILE        such a file; unless set, the public authorities
"""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from handoff.errors import SettingError
from helpdesk_bot.desk import Desk
from helpdesk_bot.desk.servicenow import CLOSE_CODE, OPERATION_SECONDS, ServiceNow, instance_url
from storage import StorageTooNew, StorageUnavailable, StorageUrlRefused, open_engine

URL_VARIABLE = "DESK_DATABASE_URL"
INSTANCE_VARIABLE = "SNOW_INSTANCE"
USER_VARIABLE = "SNOW_USER"
PASSWORD_VARIABLE = "SNOW_PASSWORD"
PASSWORD_FILE_VARIABLE = "SNOW_PASSWORD_FILE"
CLOSE_CODE_VARIABLE = "SNOW_CLOSE_CODE"
CA_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")  # the first that is set counts
# an instance that needs 2.7 s for each of three requests would never get an incident otherwise; with the minute that
# ServiceNow gives a transaction it is still within `ServiceNow.lease`
PATIENT_SECONDS = 20.0
DEFAULT_FILE = Path(__file__).parent / "var" / "desk.db"


@dataclass(frozen=True)
class Instance:
    """How to get into a company's ServiceNow. `ca_bundle` None: the public authorities."""

    url: str
    user: str
    password: str = field(repr=False)
    close_code: str
    ca_bundle: str | None = None


def open_desk(*, nobody_waits: bool = False) -> Desk:
    """The desk that the settings name. Where `nobody_waits` for an answer, a slow ticket system gets more time.

    Raises SettingError, and DeskUnavailable when its database does not answer.
    """
    instance = servicenow_instance()
    seconds = PATIENT_SECONDS if nobody_waits else OPERATION_SECONDS
    tickets = None if instance is None else _servicenow(instance, seconds)
    try:
        return Desk.open(_url(), tickets)
    except (StorageUrlRefused, StorageTooNew) as exc:
        raise SettingError(f"{URL_VARIABLE}: {exc}") from exc


def check_settings() -> None:
    """Raises SettingError for a setting that can never work; whether database and ticket system answer is not tried."""
    servicenow_instance()
    try:
        open_engine(_url()).dispose()
    except StorageUrlRefused as exc:
        raise SettingError(f"{URL_VARIABLE}: {exc}") from exc
    except StorageUnavailable:
        return  # its folder cannot be made at the moment


def servicenow_instance() -> Instance | None:
    """The ServiceNow that is set; None for incidents in the desk's own database. Raises SettingError."""
    named = os.environ.get(INSTANCE_VARIABLE, "").strip()
    if not named:
        return None
    try:
        url = instance_url(named)
    except ValueError as exc:
        raise SettingError(f"{INSTANCE_VARIABLE}: {exc}") from exc
    user = os.environ.get(USER_VARIABLE, "").strip()
    if not user:
        raise SettingError(f"{USER_VARIABLE} is not set: who is asking at {url}?")
    close_code = os.environ.get(CLOSE_CODE_VARIABLE) or CLOSE_CODE
    return Instance(url, user, _password(url), close_code, _ca_bundle() if url.startswith("https:") else None)


def _servicenow(instance: Instance, operation_seconds: float) -> ServiceNow:
    return ServiceNow(
        instance.url,
        instance.user,
        instance.password,
        close_code=instance.close_code,
        ca_bundle=instance.ca_bundle,
        operation_seconds=operation_seconds,
    )


def _ca_bundle() -> str | None:
    """The file or folder of the company's own authorities. Raises SettingError."""
    variable = next((name for name in CA_BUNDLE_VARIABLES if os.environ.get(name)), None)
    if variable is None:
        return None
    place = Path(os.environ[variable])
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        is_folder = place.is_dir()
        context.load_verify_locations(cafile=None if is_folder else place, capath=place if is_folder else None)
    except (OSError, ValueError) as exc:  # ssl.SSLError is an OSError; ValueError: a NUL in the path
        problem = "it has no certificates" if isinstance(exc, ssl.SSLError) else getattr(exc, "strerror", str(exc))
        raise SettingError(f"{variable}: {place} cannot be read: {problem}") from exc
    return str(place)


def _password(url: str) -> str:
    written, file = os.environ.get(PASSWORD_VARIABLE), os.environ.get(PASSWORD_FILE_VARIABLE)
    if written and file:
        raise SettingError(f"{PASSWORD_VARIABLE} and {PASSWORD_FILE_VARIABLE} are both set: unset one of them")
    if file:
        return _first_line(Path(file))
    if not written:
        problem = f"neither {PASSWORD_VARIABLE} nor {PASSWORD_FILE_VARIABLE} is set"
        raise SettingError(f"{problem}: {url} wants a password")
    return written


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            password = lines.readline().rstrip("\r\n")
    except (OSError, ValueError) as exc:  # ValueError: not UTF-8, or a NUL in the path
        problem = exc.strerror if isinstance(exc, OSError) else "it is not a text in UTF-8"
        raise SettingError(f"{PASSWORD_FILE_VARIABLE}: {file} cannot be read: {problem}") from exc
    if not password:
        raise SettingError(f"{PASSWORD_FILE_VARIABLE}: the first line of {file} is empty")
    return password


def _url() -> str:
    return os.environ.get(URL_VARIABLE) or f"sqlite:///{DEFAULT_FILE}"
