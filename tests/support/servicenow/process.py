"""The fake as tests see it: a process, and its control address."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from helpdesk_bot.desk.servicenow import ServiceNow
from tests.support.servicenow.__main__ import PASSWORD, USER

ROOT = Path(__file__).parents[3]
_START = "listening on "
_END_SECONDS = 10
_CONTROL_SECONDS = 10


class FakeInstance:
    """A running fake at `url`; over https `authority` is the file with the one that its certificate is from."""

    def __init__(self, url: str, authority: Path | None = None) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = True if authority is None else str(authority)

    def adapter(self, user: str = USER, password: str = PASSWORD, seconds: float = 5.5, **options: Any) -> ServiceNow:
        """The adapter under test, for this instance."""
        return ServiceNow(self.url, user, password, operation_seconds=seconds, **options)

    def fail(
        self, fault: str, method: str = "*", table: str = "*", times: int = 1_000_000, after: bool = False
    ) -> None:
        """Requests fail like this from now on (`faults.Fault`)."""
        self._control("POST", "faults", fault=fault, method=method, table=table, times=times, after=after)

    def mend(self) -> None:
        """Nothing fails from now on."""
        self._control("DELETE", "faults")

    def set(self, **settings: Any) -> None:
        """How the account sees the instance (`api.Settings`); what is not named is as at the beginning."""
        self._control("POST", "settings", **settings)

    def clean(self) -> None:
        """No rows, no faults, no settings, no memory."""
        self.mend()
        self.set()
        self._control("DELETE", "rows")
        self.forget()

    def forget(self) -> None:
        """Forgets the requests."""
        self._control("DELETE", "requests")

    def requests(self, method: str = "", table: str = "") -> list[dict[str, Any]]:
        """What was asked of the Table API since then, oldest first."""
        said: list[dict[str, Any]] = self._control("GET", "requests")
        return [each for each in said if method in ("", each["method"]) and table in ("", each["table"])]

    def rows(self, table: str = "incident") -> list[dict[str, Any]]:
        """All rows of a table, oldest first; journals are lists of entries, newest first."""
        rows: list[dict[str, Any]] = self._control("GET", "rows")[table]
        return rows

    def add(self, table: str, **values: str) -> dict[str, Any]:
        """The staff inserts a row."""
        row: dict[str, Any] = self._control("POST", "rows", table=table, values=values)
        return row

    def add_user(self, email: str, name: str = "Ann Lee", active: str = "true") -> dict[str, Any]:
        """Somebody works here."""
        return self.add("sys_user", email=email, name=name, active=active)

    def change(self, number: str, **values: str) -> dict[str, Any]:
        """The staff changes an incident."""
        sys_id = next(row["sys_id"] for row in self.rows() if row["number"] == number)
        row: dict[str, Any] = self._control("PATCH", "rows", table="incident", sys_id=sys_id, values=values)
        return row

    def close(self) -> None:
        """Lets go of the connection to the control address."""
        self._session.close()

    def _control(self, method: str, what: str, /, **sent: Any) -> Any:
        answer = self._session.request(method, f"{self.url}/fake/{what}", json=sent, timeout=_CONTROL_SECONDS)
        answer.raise_for_status()
        return answer.json()["result"]


@contextmanager
def running_instance(*options: str, authority: Path | None = None) -> Iterator[FakeInstance]:
    """Starts a fake on a free port; ends it as an operator would."""
    command = [sys.executable, "-m", "tests.support.servicenow", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline().strip()
            assert first.startswith(_START), f"the fake did not start: {first!r}"
            instance = FakeInstance(first.removeprefix(_START), authority)
            yield instance
            instance.close()
            process.terminate()
            assert process.wait(_END_SECONDS) == 0
        finally:
            process.kill()
