"""What a call of an action costs: the bank's real action server, over HTTP with the key that only its bot knows."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import yaml

from financial_bot.actions.day_field import NOW
from financial_bot.bank import Bank
from handoff.sdk_adapter.forms import YES
from handoff.secret import ACTION_KEY_HEADER, action_server_key
from tests.support.system import ROOT, free_port

from .figures import timed

START_SECONDS = 60
CALL_SECONDS = 10
FREE_TRANSFERS = 6


@dataclass
class ActionServer:
    """The bank's action server, and what Rasa would send it."""

    url: str
    session: requests.Session
    domain: dict[str, Any]

    def call(self, action: str, customer: str, said: str, intent: str, slots: dict[str, Any]) -> list[str]:
        """The names of the responses that one call of an action answers with."""
        message = {"text": said, "intent": {"name": intent, "confidence": 1.0}, "entities": []}
        tracker = {
            "sender_id": customer,
            "slots": {**dict.fromkeys(self.domain["slots"]), **slots},
            "latest_message": message,
            "events": [
                {"event": "action", "name": "action_listen"},
                {"event": "user", "parse_data": message, **message},
            ],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        body = {"next_action": action, "sender_id": customer, "tracker": tracker, "domain": self.domain}
        answer = self.session.post(f"{self.url}/webhook", json=body, timeout=CALL_SECONDS)
        answer.raise_for_status()
        return [response["response"] for response in answer.json()["responses"]]


def balance_calls(server: ActionServer, customers: Sequence[str], count: int) -> list[float]:
    """Seconds for each call of action_check_balance."""
    durations = []
    for number in range(count):
        customer = customers[number % len(customers)]
        duration, answers = timed(server.call, "action_check_balance", customer, "my balance", "check_balance", {})
        assert answers == ["utter_balance"], answers
        durations.append(duration)
    return durations


def transfer_calls(server: ActionServer, bank: Bank, customers: Sequence[str], count: int) -> list[float]:
    """Seconds for each call of action_transfer_money after a yes; nobody has to pay a fee."""
    durations = []
    for number in range(count):
        customer = customers[number // FREE_TRANSFERS]
        slots = {
            "transfer_payee": str(bank.payees(customer)[0].id),
            "transfer_amount": "0.01",
            "transfer_date": NOW,
            "transfer_key": f"key-{number}",
            "transfer_fee": "0.00",
            "transfer_confirmed": YES,
        }
        duration, answers = timed(server.call, "action_transfer_money", customer, "yes", "affirm", slots)
        assert answers == ["utter_transfer_done"], answers
        durations.append(duration)
    return durations


@contextmanager
def action_server(url: str) -> Iterator[ActionServer]:
    """`python -m rasa_sdk` in the bank's folder, as the Procfile starts it, with the bank at `url`."""
    secret, port = secrets.token_hex(32), free_port()
    with (
        subprocess.Popen(
            [sys.executable, "-m", "rasa_sdk", "--quiet", "--actions", "actions", "--port", str(port)],
            cwd=ROOT / "financial_bot",
            env={**os.environ, "HANDOFF_SECRET": secret, "BANK_DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
        requests.Session() as session,
    ):
        session.headers[ACTION_KEY_HEADER] = action_server_key(secret)
        server = ActionServer(f"http://127.0.0.1:{port}", session, whole_domain())
        try:
            _wait_until_ready(process, server)
            yield server
        finally:
            process.terminate()


def whole_domain() -> dict[str, Any]:
    """About what Rasa sends along with every call."""
    whole: dict[str, Any] = {}
    for folder in (ROOT / "financial_bot" / "domain", ROOT / "handoff" / "skill" / "domain"):
        for file in sorted(folder.glob("*.yml")):
            for key, part in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                if isinstance(part, dict):
                    whole.setdefault(key, {}).update(part)
                elif isinstance(part, list):
                    whole.setdefault(key, []).extend(part)
    return whole


def _wait_until_ready(process: subprocess.Popen[bytes], server: ActionServer) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.session.get(f"{server.url}/health", timeout=1).ok:
                return
        except requests.RequestException:
            time.sleep(0.05)
    raise RuntimeError("the action server did not start")
