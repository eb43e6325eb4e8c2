"""Whatever goes wrong with ServiceNow: the right error in bounded time, nothing twice, nothing lost."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Category,
    Draft,
    Incident,
    IncidentState,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
    UnknownIncident,
)
from helpdesk_bot.desk.servicenow import ServiceNow
from helpdesk_bot.desk.servicenow.answers import MAY_STILL_HAPPEN
from helpdesk_bot.desk.servicenow.tickets import OPERATION_SECONDS
from storage import utc_now
from tests.support.servicenow.__main__ import PASSWORD, USER
from tests.support.servicenow.faults import ANSWERS, WAYS
from tests.support.servicenow.process import FakeInstance
from tests.support.system import free_port

EMAIL = "ann@example.com"
TITLE = "No mail whatsoever"
SAID = "It is slow, too."
OPENING, COMMENTING = "a" * 32, "b" * 32
DRAFT = Draft(EMAIL, Priority.LOW, Category.EMAIL, TITLE, "Outlook shows nothing.", ("Restart it.",))

SHORT_SECONDS = 0.8  # instead of 5.5, for the faults that take all the time there is
LEEWAY_SECONDS = 0.8
STILL_HAPPENS = timedelta(seconds=60)

REFUSALS = {"400", "403 data policy", "409", "413"}
# An account that may not read users opens incidents all the same, without a caller.
NO_CALLER = {"empty result", "403", "403 data policy"}
NO_ROWS = "empty result"
FAULTS = [*ANSWERS, *WAYS]
LOST_ANSWERS = sorted(set(FAULTS) - REFUSALS - {"404"})


@dataclass(frozen=True)
class Operation:
    """One thing that the desk asks for; `run` is given an open incident's number, `done` all incidents afterwards."""

    name: str
    write: str | None
    run: Callable[[ServiceNow, str], object]
    done: Callable[[list[Incident]], bool]


def run_open(tickets: ServiceNow, _number: str) -> object:
    return tickets.open(DRAFT, OPENING, utc_now())


OPERATIONS = [
    Operation("open", "POST", run_open, lambda found: [each.title for each in found].count(TITLE) == 1),
    Operation("find", None, lambda tickets, number: tickets.find([number]), lambda found: len(found) == 1),
    Operation(
        "comment",
        "PATCH",
        lambda tickets, number: tickets.comment(number, SAID, COMMENTING, utc_now()),
        lambda found: [comment.text for comment in found[0].comments] == [SAID],
    ),
    Operation(
        "close",
        "PATCH",
        lambda tickets, number: tickets.close(number, SAID, utc_now()),
        lambda found: found[0].state is IncidentState.CLOSED,
    ),
    Operation(
        "change_priority",
        "PATCH",
        lambda tickets, number: tickets.change_priority(number, Priority.HIGH, utc_now()),
        lambda found: found[0].priority is Priority.HIGH,
    ),
]
BY_NAME = {operation.name: operation for operation in OPERATIONS}
WRITES = [operation.name for operation in OPERATIONS if operation.write]


@pytest.fixture
def number(instance: FakeInstance) -> str:
    """An open incident, of one who is a user."""
    instance.add_user(EMAIL)
    row = instance.add("incident", short_description="Older", urgency="2", impact="2")
    return str(row["number"])


def provoke(instance: FakeInstance, operation: Operation, number: str) -> Exception | None:
    """Carries it out, in the time that is allowed; returns what was raised."""
    tickets = instance.adapter(seconds=SHORT_SECONDS)
    begun = time.monotonic()
    try:
        operation.run(tickets, number)
    except Exception as exc:
        return exc
    finally:
        assert time.monotonic() - begun < SHORT_SECONDS + LEEWAY_SECONDS
        tickets.dispose()
    return None


def check_done_once(instance: FakeInstance, operation: Operation, number: str) -> None:
    """After the fault the desk asks for the same again, twice: it is done, once."""
    instance.mend()
    tickets = instance.adapter()
    operation.run(tickets, number)
    operation.run(tickets, number)
    numbers = [row["number"] for row in instance.rows()]
    assert len(numbers) == (2 if operation.name == "open" else 1)
    assert operation.done(list(tickets.find(numbers)))
    tickets.dispose()


def check_cause(error: Exception, caplog: pytest.LogCaptureFixture, method: str, fault: str) -> None:
    """One line for the operator that says what was asked of whom, and nothing private. The desk logs it, we do not."""
    text = str(error)
    assert text.startswith(f"{method} incident: ")
    assert "\n" not in text
    assert len(text) < 350
    if fault in ANSWERS:
        assert str(ANSWERS[fault].status) in text
    for private in (PASSWORD, USER, EMAIL, TITLE, SAID, "Restart", OPENING, COMMENTING):
        assert private not in text
    assert caplog.messages == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", BY_NAME)
def test_a_fault_while_looking(
    instance: FakeInstance, number: str, caplog: pytest.LogCaptureFixture, name: str, fault: str
) -> None:
    caplog.set_level(logging.WARNING)
    instance.fail(fault, "GET", "incident")
    error = provoke(instance, BY_NAME[name], number)
    if fault == NO_ROWS:
        assert error is None if name in ("open", "find") else isinstance(error, UnknownIncident)
    else:
        assert isinstance(error, TicketSystemUnavailable)
        check_cause(error, caplog, "GET", fault)
        assert instance.requests("POST") == instance.requests("PATCH") == []
    check_done_once(instance, BY_NAME[name], number)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_looking_for_the_user(instance: FakeInstance, number: str, fault: str) -> None:
    instance.fail(fault, "GET", "sys_user")
    error = provoke(instance, BY_NAME["open"], number)
    assert error is None if fault in NO_CALLER else isinstance(error, TicketSystemUnavailable)
    check_done_once(instance, BY_NAME["open"], number)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", WRITES)
def test_a_fault_instead_of_writing(
    instance: FakeInstance, number: str, caplog: pytest.LogCaptureFixture, name: str, fault: str
) -> None:
    operation = BY_NAME[name]
    assert operation.write is not None
    instance.fail(fault, operation.write, "incident")
    error = provoke(instance, operation, number)
    assert len(instance.requests(operation.write)) == 1  # what may have been written is never repeated by itself
    if fault in REFUSALS:
        assert isinstance(error, TicketSystemRefused)
    elif fault == "404" and name != "open":
        assert isinstance(error, UnknownIncident)
        return
    else:
        assert isinstance(error, TicketSystemUnavailable)
    check_cause(error, caplog, operation.write, fault)
    check_done_once(instance, operation, number)


@pytest.mark.parametrize("fault", LOST_ANSWERS)
@pytest.mark.parametrize("name", WRITES)
def test_a_write_whose_answer_is_lost(instance: FakeInstance, number: str, name: str, fault: str) -> None:
    operation = BY_NAME[name]
    assert operation.write is not None
    instance.fail(fault, operation.write, "incident", after=True)
    assert isinstance(provoke(instance, operation, number), TicketSystemUnavailable)
    check_done_once(instance, operation, number)
    assert len(instance.requests(operation.write)) == 1  # it was found to be done


@pytest.mark.parametrize("name", BY_NAME)
def test_nobody_is_there(number: str, name: str) -> None:
    tickets = ServiceNow(f"http://127.0.0.1:{free_port()}", USER, PASSWORD)
    with pytest.raises(TicketSystemUnavailable, match=r"^GET incident: it cannot be reached"):
        BY_NAME[name].run(tickets, number)


@pytest.mark.parametrize("fault", ["no answer", "endless body", "slow headers"])
def test_a_whole_operation_takes_less_than_six_seconds(instance: FakeInstance, number: str, fault: str) -> None:
    instance.fail(fault, "GET", "sys_user")
    begun = time.monotonic()
    with pytest.raises(TicketSystemUnavailable):
        run_open(instance.adapter(), number)
    assert 5 < time.monotonic() - begun < 6


@pytest.mark.parametrize("fault", ["no answer", "reset", "502", "200 html", "empty result"])
def test_after_a_lost_answer_nobody_looks_before_the_write_has_happened_or_never_will(
    instance: FakeInstance, number: str, fault: str
) -> None:
    instance.fail(fault, "POST")
    error = provoke(instance, BY_NAME["open"], number)
    assert isinstance(error, TicketSystemUnavailable)
    assert error.retry_after is not None
    assert error.retry_after > STILL_HAPPENS


def test_nothing_takes_effect_when_its_lease_is_over(servicenow: ServiceNow) -> None:
    """A call, then all the time in which a write whose answer was lost may still happen."""
    assert servicenow.lease == timedelta(seconds=90)
    assert servicenow.lease > timedelta(seconds=OPERATION_SECONDS) + MAY_STILL_HAPPEN


def test_too_many_requests_says_when_to_come_back(instance: FakeInstance, number: str) -> None:
    instance.fail("429")
    for operation in OPERATIONS:
        error = provoke(instance, operation, number)
        assert isinstance(error, TicketSystemUnavailable)
        assert error.retry_after == timedelta(seconds=7)
        assert "Rate limit exceeded" in str(error)


def test_an_operator_learns_which_setting_is_wrong(instance: FakeInstance) -> None:
    with pytest.raises(TicketSystemUnavailable, match=r"User Not Authenticated.*SNOW_USER and SNOW_PASSWORD"):
        instance.adapter(password="wröng – 密").find(["INC0010001"])
    instance.fail("403")
    with pytest.raises(TicketSystemUnavailable, match=r"ACL Exception.*SNOW_USER"):
        instance.adapter().find(["INC0010001"])
    instance.mend()
    instance.fail("200 html")
    with pytest.raises(TicketSystemUnavailable, match=r"200 with text/html.*SNOW_INSTANCE"):
        instance.adapter().find(["INC0010001"])


def test_all_faults_together(instance: FakeInstance, number: str) -> None:
    """A bad day: each fault once, on whichever request comes next, and the desk asks until it is done."""
    for fault in sorted(set(FAULTS) - REFUSALS - {"404", NO_ROWS}):
        instance.fail(fault, times=1, after=True)
    tickets = instance.adapter(seconds=SHORT_SECONDS)
    for attempt in itertools.count():
        try:
            run_open(tickets, number)
            break
        except TicketSystemUnavailable:
            assert attempt < len(FAULTS)
    check_done_once(instance, BY_NAME["open"], number)
