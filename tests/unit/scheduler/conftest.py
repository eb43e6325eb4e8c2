"""A real bank whose clock the tests set, and an HTTP server that takes notices as the bot does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from financial_bot.bank import Bank, Money
from handoff.secret import BACK_OFFICE_KEY_HEADER

KEY = "the key"


class Clock:
    """A clock that stands still until a test sets `now`."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


def number_of(notice: dict[str, Any]) -> str:
    """The id without what tells notices of different banks apart: "bank-1"."""
    return str(notice["id"]).rpartition("-")[0]


class Channel:
    """Takes notices on a free port of 127.0.0.1, in the order in which they come.

    `status` is what it answers to who knows `key`, `refuses` are the numbers of notices that it does not understand;
    with `loses_answers` it takes a notice and closes the connection, with `hangs` it never answers.
    """

    def __init__(self) -> None:
        self.key = KEY
        self.taken: list[dict[str, Any]] = []
        self.status = 200
        self.refuses: set[str] = set()
        self.loses_answers = False
        self.hangs = False
        self._released = threading.Event()
        channel = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                channel._take(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def ids(self) -> list[str]:
        """The numbers of what was taken, "bank-1", repetitions included."""
        return [number_of(notice) for notice in self.taken]

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def _take(self, call: BaseHTTPRequestHandler) -> None:
        notice = json.loads(call.rfile.read(int(call.headers["Content-Length"])))
        right = call.path == "/webhooks/rest/notices" and call.headers[BACK_OFFICE_KEY_HEADER] == self.key
        status = 401 if not right else 400 if number_of(notice) in self.refuses else self.status
        if self.hangs:
            self._released.wait(60)
        if status == 200:
            self.taken.append(notice)
        if self.hangs or self.loses_answers:
            call.close_connection = True
            return
        call.send_response(status)
        call.send_header("Content-Length", "2")
        call.end_headers()
        call.wfile.write(b"{}")


@pytest.fixture
def channel() -> Iterator[Channel]:
    """The bot's side."""
    channel = Channel()
    yield channel
    channel.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The url of the bank's database."""
    return f"sqlite:///{tmp_path}/bank.db"


@pytest.fixture
def bank(database: str, clock: Clock) -> Iterator[Bank]:
    """A bank with the customers ann and ben."""
    with Bank.open(database, clock=clock) as bank:
        bank.ensure_customer("ann")
        bank.ensure_customer("ben")
        yield bank


def order(bank: Bank, key: str, customer: str = "ann", dollars: str = "50") -> str:
    """Orders a transfer for tomorrow; its reference."""
    payee = bank.payees(customer)[0]
    receipt = bank.transfer(customer, payee.id, Money.of(dollars, "USD"), bank.today() + timedelta(days=1), key)
    assert receipt.scheduled
    return receipt.reference
