"""When a part fails: the turn is given up, the user is told, nothing is lost and nothing is done twice."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests

from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.faulty_proxy import Fault, FaultyProxy
from tests.support.system import System

APOLOGY = "something went wrong on my side"


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.SERVER_ERROR, Fault.ANSWER_LOST])
def test_a_yes_that_met_a_failing_action_server_can_be_said_again_and_moves_the_money_once(
    system: System, bank_actions: FaultyProxy, fault: Fault
) -> None:
    """Also when the money moved and only the answer was lost: the next yes brings the receipt."""
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}")
    bank_actions.break_with(fault, only="action_transfer_money")
    failed = system.say("financial_bot", customer, "yes")
    assert APOLOGY in failed
    assert "Done" not in failed
    bank_actions.mend()
    receipt = system.say("financial_bot", customer, "yes")
    assert "$50.00" in receipt
    assert re.search(r"T-\d{6}", receipt)
    assert balance(system, customer) == before - 50


def test_what_no_validator_saw_is_in_no_slot(system: System, bank_actions: FaultyProxy) -> None:
    customer = new_customer()
    payee = first_payee(system, customer)
    system.say("financial_bot", customer, "send money to somebody")
    bank_actions.break_with(Fault.SERVER_ERROR, only="validate_transfer_money_form")
    assert APOLOGY in system.say("financial_bot", customer, payee)
    bank_actions.mend()
    assert "How much" in system.say("financial_bot", customer, payee)


def test_an_action_server_that_hangs_costs_ten_seconds_and_an_apology(
    system: System, bank_actions: FaultyProxy
) -> None:
    customer = new_customer()
    bank_actions.break_with(Fault.HANGS)
    assert APOLOGY in system.say("financial_bot", customer, "what's my balance?")
    bank_actions.mend()
    assert balance(system, customer) > 0


def test_a_host_that_cannot_run_its_acceptance_refuses_the_handoff(system: System, bank_actions: FaultyProxy) -> None:
    bank_actions.break_with(Fault.SERVER_ERROR)
    answers = system.send("financial_bot", new_customer(), '/handoff{"from_host": "http://localhost:5005"}')
    assert [answer["custom"] for answer in answers] == [{"handoff_refused": "unavailable"}]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else holds the write lock of an SQLite file."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize("database", ["bank.db", "financial_bot_conversations.db"])
def test_a_locked_database_is_an_apology_and_the_same_yes_works_afterwards(system: System, database: str) -> None:
    """The bank's, or the one that keeps the conversation itself."""
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}")
    with locked(system.folder / database):
        assert APOLOGY in system.say("financial_bot", customer, "yes")
    assert "$50.00" in system.say("financial_bot", customer, "yes")
    assert balance(system, customer) == before - 50


# how a deed is begun, what its receipt says, and the action that does it
DEEDS = (
    (["send $50 to alice tomorrow"], "scheduled", "action_transfer_money"),
    (["pay $20 to my emblem card"], "went to your Emblem card", "action_pay_cc"),
    (["add Zoe Chen as a payee"], "Zoe Chen is", "action_add_payee"),
    (["remove bob from my payees"], "no longer", "action_remove_payee"),
    (["send $50 to alice tomorrow", "yes", "cancel my scheduled transfer"], "called off", "action_cancel_scheduled"),
)


@pytest.mark.parametrize(("begun", "receipt", "action"), DEEDS, ids=[action for *_, action in DEEDS])
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.ANSWER_LOST])
def test_every_deed_that_met_a_failure_is_done_once_by_the_next_yes(
    system: System, bank_actions: FaultyProxy, fault: Fault, begun: list[str], receipt: str, action: str
) -> None:
    """When the deed was done and only the answer was lost, the next yes says that it was done."""
    customer = new_customer()
    system.say("financial_bot", customer, *begun)
    bank_actions.break_with(fault, only=action)
    assert APOLOGY in system.say("financial_bot", customer, "yes")
    bank_actions.mend()
    again = system.say("financial_bot", customer, "yes")
    assert receipt in again or "already" in again or "no longer" in again
    assert "yes or no" not in again


@pytest.mark.parametrize(("begun", "receipt", "action"), DEEDS, ids=[action for *_, action in DEEDS])
def test_a_locked_bank_loses_no_deed(system: System, begun: list[str], receipt: str, action: str) -> None:
    customer = new_customer()
    system.say("financial_bot", customer, *begun)
    with locked(system.folder / "bank.db"):
        assert APOLOGY in system.say("financial_bot", customer, "yes")
    assert receipt in system.say("financial_bot", customer, "yes")


def test_a_hanging_duckling_costs_its_entities_once_and_the_next_message_is_served_normally(system: System) -> None:
    customer = new_customer()
    payee = first_payee(system, customer)
    bot = next(each for each in system.children("rasa", "run", str(system.ports["financial_bot"])))
    workers = [child for child in bot.children(recursive=True) if "duckling_client.worker" in " ".join(child.cmdline())]
    assert workers
    for worker in workers:
        worker.send_signal(signal.SIGSTOP)
    assert system.say("financial_bot", customer, f"send $50 to {payee}").strip()
    psutil.wait_procs(workers, timeout=10)
    assert "$50.00" in system.say("financial_bot", customer, "$50")


def test_an_action_server_answers_nobody_who_does_not_know_the_key(system: System) -> None:
    url = f"http://127.0.0.1:{system.ports['financial_bot_actions']}"
    call = '{"next_action": "action_check_balance", "sender_id": "x", "tracker": {"sender_id": "x", "slots": {}}}'
    for headers in ({}, {"X-Action-Key": "wrong"}):
        answer = requests.post(
            f"{url}/webhook", data=call, headers={"Content-Type": "text/plain", **headers}, timeout=5
        )
        assert answer.status_code == 401
        assert "action_check_balance" not in answer.text
    assert requests.get(f"{url}/actions", timeout=5).status_code == 401
    assert requests.get(f"{url}/health", timeout=5).status_code == 200
