"""What becomes of incidents in ServiceNow: whose they are, what the staff sees, and what its own settings change."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_bot.desk import (
    Category,
    Draft,
    IncidentState,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
)
from helpdesk_bot.desk.servicenow import ServiceNow
from helpdesk_bot.desk.servicenow.deadline import Deadline
from storage import utc_now
from tests.support.servicenow.process import FakeInstance

EMAIL = "Ann.Lee+desk^1@example.com"
DESCRIPTION = "Outlook shows nothing\nsince Monday."
FIRST, SECOND, THIRD = "a" * 32, "b" * 32, "c" * 32


def draft(**values: Any) -> Draft:
    usual = {"email": EMAIL, "priority": Priority.HIGH, "category": Category.EMAIL, "title": "No mail"}
    return Draft(**{**usual, "description": DESCRIPTION, **values})


def open_one(tickets: ServiceNow, **values: Any) -> str:
    return tickets.open(draft(**values), FIRST, utc_now()).number


def only_row(instance: FakeInstance) -> dict[str, Any]:
    (row,) = instance.rows()
    return row


def test_the_one_user_with_this_address_is_the_caller(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture
) -> None:
    ann = instance.add_user(EMAIL.lower())
    instance.add_user("ann.lee@example.com", "Another Ann")
    instance.add_user(EMAIL, "Ann, who left", active="false")
    opened = servicenow.open(draft(), FIRST, utc_now())
    row = only_row(instance)
    assert (row["caller_id"], row["watch_list"], row["description"]) == (ann["sys_id"], "", DESCRIPTION)
    assert opened.email == EMAIL.lower()
    assert caplog.messages == []


@pytest.mark.parametrize(("users", "words"), [(0, "no active user"), (2, "several active users")])
def test_without_one_user_the_address_itself_is_told(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture, users: int, words: str
) -> None:
    for count in range(users):
        instance.add_user(EMAIL, f"Ann {count}")
    opened = servicenow.open(draft(), FIRST, utc_now())
    row = only_row(instance)
    assert (row["caller_id"], row["watch_list"]) == ("", EMAIL)
    assert row["description"].splitlines()[-1].endswith(EMAIL)
    assert (opened.email, opened.description) == (EMAIL, DESCRIPTION)
    assert len(caplog.messages) == 1
    assert words in caplog.messages[0]
    assert EMAIL not in caplog.text


def test_an_incident_with_a_caller_or_several_watchers_is_nobody_elses(
    instance: FakeInstance, servicenow: ServiceNow
) -> None:
    number = open_one(servicenow)
    instance.change(number, watch_list=f"{EMAIL},eve@example.com")
    assert servicenow.find([number])[0].email is None
    ben = instance.add_user("ben@example.com", "Ben")
    instance.change(number, watch_list="eve@example.com", caller_id=ben["sys_id"])
    assert servicenow.find([number])[0].email == "ben@example.com"
    strange = instance.add("incident", short_description="by telephone", watch_list="eve@example.com")
    assert servicenow.find([strange["number"]])[0].email is None


@pytest.mark.parametrize(
    ("priority", "urgency", "computed"),
    [(Priority.HIGH, "1", "2"), (Priority.MEDIUM, "2", "3"), (Priority.LOW, "3", "4")],
)
def test_the_instance_computes_the_priority(
    instance: FakeInstance, servicenow: ServiceNow, priority: Priority, urgency: str, computed: str
) -> None:
    open_one(servicenow, priority=priority)
    row = only_row(instance)
    assert (row["impact"], row["urgency"], row["priority"]) == ("2", urgency, computed)


def test_what_the_staff_made_critical_is_not_lowered_to_high(instance: FakeInstance, servicenow: ServiceNow) -> None:
    number = open_one(servicenow, priority=Priority.LOW)
    instance.change(number, impact="1", urgency="1")
    assert servicenow.change_priority(number, Priority.HIGH, utc_now()).priority is Priority.HIGH
    assert only_row(instance)["priority"] == "1"


def test_the_staff_sees_where_it_comes_from_and_what_was_tried(instance: FakeInstance, servicenow: ServiceNow) -> None:
    open_one(servicenow, tried=("Restart Outlook.",))
    row = only_row(instance)
    assert (row["contact_type"], row["correlation_display"], row["correlation_id"]) == ("chat", "Helpdesk chat", FIRST)
    assert [note["text"] for note in row["work_notes"]] == ["Tried before, without success:\n- Restart Outlook."]
    assert row["comments"] == []


def test_a_closed_incident_has_a_code_and_notes(instance: FakeInstance) -> None:
    tickets = instance.adapter(close_code="Resolved by caller")
    number = open_one(tickets)
    tickets.close(number, "It works again.", utc_now())
    row = only_row(instance)
    assert (row["state"], row["close_code"], row["close_notes"]) == ("7", "Resolved by caller", "It works again.")


def test_what_a_data_policy_of_the_instance_forbids_is_refused(instance: FakeInstance) -> None:
    """It would be forbidden for ever: the user hears it, and the operator reads what to look at."""
    tickets = instance.adapter(close_code="")
    number = open_one(tickets)
    cause = r"PATCH incident: 403 .*Data Policy Exception: Resolution code.*check SNOW_CLOSE_CODE"
    with pytest.raises(TicketSystemRefused, match=cause):
        tickets.close(number, "It works again.", utc_now())
    assert only_row(instance)["state"] == "1"


def test_a_cancelled_incident_is_closed(instance: FakeInstance, servicenow: ServiceNow) -> None:
    number = open_one(servicenow)
    instance.change(number, state="8")
    assert servicenow.find([number])[0].state is IncidentState.CLOSED
    servicenow.close(number, "", utc_now())
    assert only_row(instance)["state"] == "8"


def test_a_state_of_the_companys_own_is_in_progress_and_logged_once(
    instance: FakeInstance, servicenow: ServiceNow, caplog: pytest.LogCaptureFixture
) -> None:
    instance.add_user(EMAIL)
    number = open_one(servicenow)
    instance.change(number, state="-40")
    for _ in range(3):
        assert servicenow.find([number])[0].state is IncidentState.IN_PROGRESS
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "-40" in caplog.text


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati"])
@pytest.mark.parametrize("format", ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H.%M.%S", "%m-%d-%Y %I:%M:%S %p", "%d.%m.%Y %H:%M"])
def test_comments_have_their_instants_in_whatever_way_the_account_sees_them(
    instance: FakeInstance, servicenow: ServiceNow, zone: str, format: str
) -> None:
    number = open_one(servicenow)
    servicenow.comment(number, "Hello?", SECOND, utc_now())
    instance.change(number, comments="Yes.")
    instance.set(zone=zone, format=format)
    comments = servicenow.find([number])[0].comments
    assert [comment.text for comment in comments] == ["Yes.", "Hello?"]
    for comment in comments:
        assert abs(comment.at - utc_now()) < timedelta(seconds=90)


def test_instants_in_an_unknown_format_are_those_of_the_last_change(
    instance: FakeInstance, servicenow: ServiceNow
) -> None:
    number = open_one(servicenow)
    servicenow.comment(number, "Hello?", SECOND, utc_now())
    instance.set(format="%Y-%m-%d %H-%M")
    found = servicenow.find([number])[0]
    assert all(comment.at == found.updated_at for comment in found.comments)
    again = servicenow.comment(number, "Hello?", SECOND, utc_now())
    assert again.comments == found.comments  # still once


def test_what_the_caller_writes_elsewhere_is_the_customers_too(instance: FakeInstance, servicenow: ServiceNow) -> None:
    instance.add_user(EMAIL, "Ann Lee")
    number = open_one(servicenow)
    instance.set(author="Ann Lee")
    servicenow._tables.update(  # as the portal would: without a mark
        "incident", only_row(instance)["sys_id"], {"comments": "From the portal."}, ("sys_id",), Deadline.within(5)
    )
    (comment,) = servicenow.find([number])[0].comments
    assert (comment.text, comment.by_customer) == ("From the portal.", True)


@pytest.mark.parametrize("ignored", ["number", "correlation_id"])
def test_an_instance_that_ignores_a_condition_changes_nothing(
    instance: FakeInstance, servicenow: ServiceNow, ignored: str
) -> None:
    """It answers with all rows: the first one would be somebody else's."""
    instance.add("incident", short_description="Somebody else's")
    instance.set(ignores=[ignored])
    with pytest.raises(TicketSystemUnavailable, match=f"another {ignored}"):
        if ignored == "number":
            servicenow.close("INC0099999", "", utc_now())
        else:
            servicenow.open(draft(), FIRST, utc_now())
    assert only_row(instance)["state"] == "1"


def test_an_instance_that_ignores_the_address_makes_nobody_the_caller(
    instance: FakeInstance, servicenow: ServiceNow
) -> None:
    instance.add_user("eve@example.com", "Eve")
    instance.set(ignores=["email"])
    open_one(servicenow)
    assert only_row(instance)["caller_id"] == ""


def test_incidents_come_in_as_many_pages_as_there_are(instance: FakeInstance, servicenow: ServiceNow) -> None:
    numbers = [instance.add("incident", short_description=f"{count}")["number"] for count in range(25)]
    instance.set(largest_page=10)
    found = servicenow.find(numbers)
    assert [incident.number for incident in found] == sorted(numbers, reverse=True)
    assert len(instance.requests("GET")) == 3


def test_pages_without_end_are_not_followed_for_ever(instance: FakeInstance, servicenow: ServiceNow) -> None:
    numbers = [instance.add("incident", short_description=f"{count}")["number"] for count in range(25)]
    instance.set(largest_page=1)
    with pytest.raises(TicketSystemUnavailable, match="more than 20 pages"):
        servicenow.find(numbers)


@pytest.mark.parametrize(
    "text",
    [
        f"see [chat {SECOND[:12]}]",
        f"[CHAT {SECOND[:12].upper()}]",
        f"[chat [chat {SECOND[:12]}]{SECOND[:12]}]",
        f"x\n\n2024-06-12 14:00:00 - Beth Anglin (Additional comments)\nYour account is blocked. [chat {SECOND[:12]}]",
        "x\r\n\r\n12.06.2024 14:00 - Beth Anglin (Work notes)\r\nforged",
        "[code]<script>alert(1)</script>[/code]",
    ],
)
def test_no_text_of_a_user_counts_as_somebody_elses_or_as_another_wish(
    instance: FakeInstance, servicenow: ServiceNow, text: str
) -> None:
    number = open_one(servicenow, description=text)
    after = servicenow.comment(number, text, THIRD, utc_now())
    assert [comment.by_customer for comment in after.comments] == [True]
    after = servicenow.comment(number, "Second wish.", SECOND, utc_now())
    assert [comment.by_customer for comment in after.comments] == [True, True]
    assert after.comments[0].text == "Second wish."
    assert len(only_row(instance)["comments"]) == 2
    assert "[code]" not in only_row(instance)["comments"][1]["text"]


def test_erasing_leaves_all_to_the_company(instance: FakeInstance, servicenow: ServiceNow) -> None:
    number = open_one(servicenow)
    assert servicenow.erase([number, "INC0099999"]) == (number, "INC0099999")
    assert len(instance.rows()) == 1
