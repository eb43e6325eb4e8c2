"""An instance that answers otherwise than ours: read as well as can be, and told to the operator once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone

import pytest

from helpdesk_bot.desk import Category, Draft, Priority, TicketSystemUnavailable
from helpdesk_bot.desk.servicenow import ServiceNow
from helpdesk_bot.desk.servicenow.answers import MAY_STILL_HAPPEN, read_row, read_rows
from helpdesk_bot.desk.servicenow.calls import Call, Reply
from helpdesk_bot.desk.servicenow.instants import read_value
from helpdesk_bot.desk.servicenow.oddities import find_oddities
from helpdesk_bot.desk.servicenow.records import INCIDENT_FIELDS, read_incident
from helpdesk_bot.desk.servicenow.rows import as_row, display, value
from storage import utc_now
from tests.support.servicenow.process import FakeInstance

EMAIL = "ann@example.com"
DRAFT = Draft(EMAIL, Priority.HIGH, Category.NETWORK, "No VPN", "")
OPENING, COMMENTING = "a" * 32, "b" * 32
NOW = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)
LOOK = Call("GET", "incident")


def check_all_operations(tickets: ServiceNow) -> None:
    opened = tickets.open(DRAFT, OPENING, utc_now())
    assert tickets.open(DRAFT, OPENING, utc_now()).number == opened.number
    assert tickets.find([opened.number]) == (opened,)
    tickets.comment(opened.number, "Hello?", COMMENTING, utc_now())
    commented = tickets.comment(opened.number, "Hello?", COMMENTING, utc_now())
    assert [comment.text for comment in commented.comments] == ["Hello?"]
    assert tickets.change_priority(opened.number, Priority.LOW, utc_now()).priority is Priority.LOW
    assert not tickets.close(opened.number, "", utc_now()).is_open


@pytest.mark.parametrize("users", [0, 1])
def test_null_is_read_as_nothing(instance: FakeInstance, servicenow: ServiceNow, users: int) -> None:
    """An incident without a description, a comment or a caller would be unreadable for ever."""
    for _ in range(users):
        instance.add_user(EMAIL)
    instance.set(nulls=True)
    check_all_operations(servicenow)


@pytest.mark.parametrize(
    ("content", "read", "shown"),
    [
        ({"value": "7", "display_value": "Closed"}, "7", "Closed"),
        ({"value": "", "display_value": None}, "", ""),
        ({"value": None, "display_value": None}, "", ""),
        ({"value": "7"}, "7", ""),
        ({}, "", ""),
        (None, "", ""),
        ("7", "7", "7"),
        (7, "7", "7"),
        ({"value": 7, "display_value": True}, "7", "true"),
        ({"value": ["7"], "display_value": {}}, "", ""),
        (["7"], "", ""),
    ],
)
def test_a_field_of_any_form_is_read(content: object, read: str, shown: str) -> None:
    row = as_row({"state": content})
    assert row is not None
    assert (value(row, "state"), display(row, "state")) == (read, shown)


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "text/json", "x/y+json"])
def test_json_is_json_whatever_the_exact_name_of_its_type(kind: str) -> None:
    assert read_rows(LOOK, Reply(200, {"content-type": kind}, b'\xef\xbb\xbf{"result": []}'), NOW) == ()


def test_an_answer_without_rows_is_never_taken_for_nothing_found() -> None:
    """Or a second incident would be opened: this strictness is needed."""
    for body in (b'{"result": null}', b'{"result": {}}', b'{"result": "none"}', b'{"result": [7]}', b"{}", b"[]"):
        with pytest.raises(TicketSystemUnavailable):
            read_rows(LOOK, Reply(200, {"content-type": "application/json"}, body), NOW)
        with pytest.raises(TicketSystemUnavailable):
            read_row(Call("POST", "incident"), Reply(201, {"content-type": "application/json"}, body), NOW)


@pytest.mark.parametrize(
    "text", ["2024-06-12 14:00:00", "2024-06-12T14:00:00Z", "2024-06-12 16:00:00+02:00", " 2024-06-12 14:00:00.000 "]
)
def test_instants_are_read_in_each_form_of_the_standard(text: str) -> None:
    assert read_value(text) == NOW


@pytest.mark.parametrize("hidden", [["sys_created_on"], ["sys_updated_on"], ["sys_created_on", "sys_updated_on"]])
def test_an_incident_without_readable_instants_is_shown_all_the_same(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture, hidden: list[str]
) -> None:
    instance.add_user(EMAIL)
    instance.set(hides=hidden)
    number = servicenow.open(DRAFT, OPENING, utc_now()).number
    for _ in range(3):
        (found,) = servicenow.find([number])
    assert abs(found.created_at - utc_now()) < timedelta(seconds=30)
    assert abs(found.updated_at - utc_now()) < timedelta(seconds=30)
    assert len(caplog.messages) == len(hidden)
    assert all(field in caplog.text for field in hidden)


@pytest.mark.parametrize("field", [name for name in INCIDENT_FIELDS if name not in ("number", "correlation_id")])
def test_an_account_that_may_not_read_a_field_reads_the_rest(
    instance: FakeInstance, servicenow: ServiceNow, field: str
) -> None:
    instance.add_user(EMAIL)
    number = servicenow.open(DRAFT, OPENING, utc_now()).number
    instance.set(hides=[field])
    assert servicenow.open(DRAFT, OPENING, utc_now()).number == number
    assert [incident.number for incident in servicenow.find([number])] == [number]


def test_without_a_sys_id_nothing_is_written(instance: FakeInstance, servicenow: ServiceNow) -> None:
    """The address of the row would be that of the whole table."""
    number = servicenow.open(DRAFT, OPENING, utc_now()).number
    instance.set(hides=["sys_id"])
    with pytest.raises(TicketSystemUnavailable, match="sys_id"):
        servicenow.close(number, "", utc_now())
    assert instance.requests("PATCH") == []


@pytest.mark.parametrize("row", ['{"number": "INC0010001"}', '{"sys_id": "2", "number": "INC0010001"}', "{}"])
def test_a_write_is_done_when_its_own_row_came_back(row: str) -> None:
    """Anything else is no proof: the desk looks for it again, when it has happened or never will."""
    reply = Reply(200, {"content-type": "application/json"}, f'{{"result": {row}}}'.encode())
    with pytest.raises(TicketSystemUnavailable) as raised:
        read_row(Call("PATCH", "incident", "1"), reply, NOW)
    assert raised.value.retry_after == MAY_STILL_HAPPEN


def test_an_account_that_may_not_read_users_opens_incidents_without_a_caller(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture
) -> None:
    instance.add_user(EMAIL)
    instance.fail("403", "GET", "sys_user")
    for wish in (OPENING, COMMENTING):
        assert servicenow.open(DRAFT, wish, utc_now()).email == EMAIL
    assert [row["caller_id"] for row in instance.rows()] == ["", ""]
    assert len(caplog.messages) == 1
    assert "SNOW_USER may not read users" in caplog.text
    assert EMAIL not in caplog.text


def test_an_instance_with_many_users_that_ignores_the_address_still_opens_incidents(
    instance: FakeInstance, servicenow: ServiceNow
) -> None:
    for count in range(30):
        instance.add_user(f"user{count}@example.com")
    instance.set(ignores=["email"], largest_page=1)
    assert servicenow.open(DRAFT, OPENING, utc_now()).email == EMAIL
    assert len(instance.requests("GET", "sys_user")) == 1


def test_what_is_usual_is_no_oddity(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture
) -> None:
    instance.add_user(EMAIL)
    check_all_operations(servicenow)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"comments": "plain"}, "comments in another form"),
        ({"comments": {"value": "", "display_value": "yesterday, Ann: hello"}}, "comments in a form that is not known"),
        ({"state": {"value": "-40"}}, "a state '-40'"),
        ({"priority": {"value": "high!"}}, "a priority 'high!'"),
        ({"sys_created_on": {"value": "yesterday"}}, "no sys_created_on that can be read"),
    ],
)
def test_what_is_unusual_is_said_without_words_of_users(content: dict[str, object], words: str) -> None:
    usual = {"number": "INC0010001", "state": "1", "priority": "3", "comments": ""}
    usual |= {"sys_created_on": "2024-06-12 14:00:00", "sys_updated_on": "2024-06-12 14:00:00"}
    row = as_row({**{name: {"value": text, "display_value": text} for name, text in usual.items()}, **content})
    assert row is not None
    said = list(find_oddities(row))
    assert any(words in sentence for sentence in said)
    assert "hello" not in "".join(said)
    assert read_incident(row, NOW).number == "INC0010001"


def test_an_oddity_is_logged_once(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    row = instance.add("incident", short_description="Older", state="-40")
    for _ in range(3):
        servicenow.find([row["number"]])
    assert len(caplog.messages) == 1
