"""A ticket system that is down or slow: nothing is lost, nothing is opened twice, and nobody else has to wait."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from helpdesk_bot.desk import Category, Desk, Incident, Priority
from tests.support.servicenow.__main__ import PASSWORD, USER
from tests.support.servicenow.process import FakeInstance
from tests.support.system import PORT_NAMES, ROOT, System, free_port, start_system

DESK = "helpdesk_bot"
TITLE = "The projector is dark"
WAIT_SECONDS = 120  # whoever is killed while delivering holds the delivery for half a minute
SLOW_CONVERSATIONS = 20


def someone() -> str:
    return f"user-{uuid.uuid4()}"


@contextmanager
def instance(port: int) -> Iterator[FakeInstance]:
    """A ServiceNow on that port, killed in the end."""
    command = [sys.executable, "-m", "tests.support.servicenow", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline()
            yield FakeInstance(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def settings_for(port: int) -> dict[str, str]:
    return {"SNOW_INSTANCE": f"http://127.0.0.1:{port}", "SNOW_USER": USER, "SNOW_PASSWORD": PASSWORD}


def listed(system: System, who: str) -> list[dict[str, Any]]:
    """The notices that the page would find."""
    url = f"{system.url(DESK)}/webhooks/rest/notices"
    found: list[dict[str, Any]] = requests.get(url, params={"sender": who}, timeout=10).json()
    return found


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def confirm_an_incident(system: System, who: str) -> str:
    """What the bot says to the yes."""
    read_back = system.say(DESK, who, "open an incident", f"{who}@example.com", "high", "It stays dark.", TITLE)
    assert TITLE in read_back, read_back
    return system.say(DESK, who, "yes")


def kill_what_delivers(system: System) -> None:
    """kill -9 of the scheduler and of the action server, at once; `handoff up` ends with them."""
    port = str(system.ports["helpdesk_bot_actions"])
    for process in (*system.children("helpdesk_bot.scheduler"), *system.children("rasa_sdk", "--port", port)):
        process.kill()
    system.process.wait(timeout=60)


@pytest.fixture
def ports() -> dict[str, int]:
    return {name: free_port() for name in PORT_NAMES}


def test_what_is_confirmed_during_an_outage_is_opened_once_whatever_is_killed_and_its_number_comes_as_a_notice(
    tmp_path: Path, ports: dict[str, int]
) -> None:
    """Ann confirms while nobody listens there; Ben's incident is opened and every answer about it is lost."""
    ann, ben, port = someone(), someone(), free_port()
    system = start_system(tmp_path, ports, settings_for(port))
    try:
        said = confirm_an_incident(system, ann)
        assert "can't be reached" in said
        assert not re.search(r"INC\d", said)
        with instance(port) as servicenow:
            servicenow.fail("reset", "POST", "incident", after=True)
            servicenow.fail("503", "GET", "incident")
            assert "can't be reached" in confirm_an_incident(system, ben)
            assert (listed(system, ann), listed(system, ben)) == ([], [])
            kill_what_delivers(system)
            servicenow.mend()

            system = start_system(tmp_path, ports, settings_for(port))
            wait_until(lambda: listed(system, ann) and listed(system, ben))
            numbers = {row["number"] for row in servicenow.rows() if row["short_description"] == TITLE}
            assert len(numbers) == len(servicenow.rows()) == 2

            (notice,) = listed(system, ann)
            anns = re.findall(r"INC\d+", notice["text"])
            first, *rest = system.send(DESK, ann, "hi")
            assert first["text"] == notice["text"]
            assert first["notice"] == notice["id"]
            assert not any("notice" in each for each in rest)
            assert listed(system, ann) == []
            bens = re.findall(r"INC\d+", system.send(DESK, ben, "hi")[0]["text"])
            assert {*anns, *bens} == numbers
            assert anns[0] in system.say(DESK, ann, "status of my incidents")
            assert len(servicenow.rows()) == 2
    finally:
        system.interrupt()


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, FakeInstance]]:
    """A system whose ServiceNow can be made slow."""
    port = free_port()
    with instance(port) as servicenow:
        system = start_system(tmp_path_factory.mktemp("slow"), extra=settings_for(port))
        yield system, servicenow
        system.interrupt()


def open_directly(system: System, servicenow: FakeInstance, people: list[str]) -> None:
    """Everybody has an incident, without the talking."""
    with Desk.open(f"sqlite:///{system.folder}/desk.db", servicenow.adapter()) as desk:
        for who in people:
            opened = desk.open_incident(
                who,
                email="ann@example.com",
                priority=Priority.LOW,
                category=Category.OTHER,
                title=TITLE,
                description="",
                key="key",
            )
            assert isinstance(opened, Incident)


def seconds_for(work: Callable[[], object]) -> float:
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def test_twenty_slow_answers_delay_nobody_else(slow: tuple[System, FakeInstance]) -> None:
    """Neither a greeting nor an action that goes to the desk, in a conversation of its own."""
    system, servicenow = slow
    people, other = [someone() for _ in range(SLOW_CONVERSATIONS)], someone()
    open_directly(system, servicenow, people)
    system.say(DESK, other, "hi", "status of my incidents")  # whatever happens at the first time has happened
    servicenow.forget()
    servicenow.fail("no answer")

    def ask(who: str) -> float:
        return seconds_for(lambda: system.say(DESK, who, "status of my incidents"))

    with ThreadPoolExecutor(SLOW_CONVERSATIONS) as everybody:
        waiting = [everybody.submit(ask, who) for who in people]
        wait_until(lambda: len(servicenow.requests()) >= SLOW_CONVERSATIONS)
        greeting = seconds_for(lambda: system.say(DESK, other, "hi"))
        action = ask(other)
        assert not any(each.done() for each in waiting)
        slowest = max(each.result() for each in waiting)
    servicenow.mend()
    assert max(greeting, action) < slowest / 5, (greeting, action, slowest)
