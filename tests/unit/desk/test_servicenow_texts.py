"""Addresses of instances, categories, and what an answer of any shape is taken for."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_bot.desk import Category, DeskError, TicketSystemUnavailable
from helpdesk_bot.desk.servicenow import ServiceNow, instance_url
from helpdesk_bot.desk.servicenow.address import instance_name
from helpdesk_bot.desk.servicenow.answers import read_row, read_rows
from helpdesk_bot.desk.servicenow.calls import Call, Reply
from helpdesk_bot.desk.servicenow.categories import CATEGORIES, read_category, write_category
from helpdesk_bot.desk.servicenow.instants import find_display
from helpdesk_bot.desk.servicenow.journal import read_journal

NOW = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("dev12345", "https://dev12345.service-now.com"),
        (" Dev12345 \n", "https://dev12345.service-now.com"),
        ("acme.service-now.com", "https://acme.service-now.com"),
        ("https://help.acme.example/", "https://help.acme.example"),
        ("https://acme.service-now.com:8443", "https://acme.service-now.com:8443"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://localhost:8123/", "http://localhost:8123"),
        ("http://[::1]:8123", "http://[::1]:8123"),
        ("http://[::1]", "http://[::1]"),
        ("dev12345.", "https://dev12345.service-now.com"),
        ("ACME.Service-Now.com.", "https://acme.service-now.com"),
        ("acme.service-now.com:443", "https://acme.service-now.com"),
        ("HTTPS://ACME.Service-Now.com:443/", "https://acme.service-now.com"),
        ("https://Help.Acme.Example.:443", "https://help.acme.example"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("https://localhost:80", "https://localhost:80"),
    ],
)
def test_an_instance_is_named_in_several_ways(text: str, url: str) -> None:
    assert instance_url(text) == url


@pytest.mark.parametrize(
    "text",
    ["", "dev 12345", "acme.example.com", "http://acme.service-now.com", "ftp://127.0.0.1", "https://", "https://a b",
     "https://user:secret@acme.service-now.com", "https://acme.service-now.com/nav_to.do", "https://acme:port",
     "https://acme.service-now.com?x=secret", "http://127.0.0.1.example.com", "http://localhost.example.com", "//x",
     "a/b"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError) as refusal:
        instance_url(text)
    assert " " in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_its_name_is_the_instances() -> None:
    assert ServiceNow(instance_url("dev12345"), "u", "p").name == "servicenow:dev12345"
    assert ServiceNow(instance_url("https://help.acme.example"), "u", "p").name == "servicenow:help.acme.example"


@pytest.mark.parametrize(
    "text",
    ["acme", "ACME", "acme.", "acme.service-now.com", "https://acme.service-now.com", "acme.service-now.com:443",
     "https://ACME.service-now.com:443/", "https://acme.service-now.com."],
)  # fmt: skip
def test_its_name_is_the_same_however_it_is_written(text: str) -> None:
    """Or the incidents of a conversation would be unknown after a change of the setting that changes nothing."""
    assert ServiceNow(instance_url(text), "u", "p").name == "servicenow:acme"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://ACME.service-now.com.:443", "acme"),
        ("https://help.acme.example:8443", "help.acme.example:8443"),
        ("https://acme.service-now.com:8443", "acme:8443"),
        ("http://[::1]:80", "[::1]"),
    ],
)
def test_a_name_has_no_port_but_an_unusual_one(url: str, name: str) -> None:
    assert instance_name(url) == name


@pytest.mark.parametrize("category", Category)
def test_each_category_is_written_and_read_by_one_table(category: Category) -> None:
    values = write_category(category)
    assert read_category(values["category"], values["subcategory"]) is category
    assert category in {row[0] for row in CATEGORIES}


@pytest.mark.parametrize(
    ("name", "below", "category"),
    [
        ("network", "vpn", Category.NETWORK),
        ("Hardware", "mouse", Category.HARDWARE),
        ("software", "os", Category.SOFTWARE),
        ("inquiry", "antivirus", Category.OTHER),
        ("", "", Category.OTHER),
        ("facilities", "coffee", Category.OTHER),
    ],
)
def test_a_category_of_the_staffs_is_read_as_the_nearest(name: str, below: str, category: Category) -> None:
    assert read_category(name, below) is category


def test_summer_and_winter_have_an_offset_each() -> None:
    winter, summer = datetime(2024, 1, 10, 12, tzinfo=timezone.utc), datetime(2024, 7, 10, 12, tzinfo=timezone.utc)
    display = find_display([(winter, "2024-01-10 04:00:00"), (summer, "2024-07-10 05:00:00")])
    assert display is not None
    assert display.read("2024-01-11 04:00:00") == winter + timedelta(days=1)
    assert display.read("2024-07-09 05:00:00") == summer - timedelta(days=1)


def test_a_journal_is_read_in_any_language_and_with_empty_lines() -> None:
    shown = "12.06.2024 14:00:00 - Zoë O'Neil-Müller (Zusätzliche Kommentare)\nzwei\n\nAbsätze - (so)\n\n"
    shown += "11.06.2024 09:30:00 - System (Zusätzliche Kommentare)\neins\n\n"
    assert [(entry.author, entry.text) for entry in read_journal(shown)] == [
        ("Zoë O'Neil-Müller", "zwei\n\nAbsätze - (so)"),
        ("System", "eins"),
    ]
    assert read_journal("") == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["result", "error", "message", "detail", "value", "sys_id"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
bodies = st.one_of(json_values.map(lambda value: json.dumps(value).encode()), st.binary(max_size=30))


@given(
    status=st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 409, 413, 418, 422, 429, 500, 503, 599]),
    body=bodies,
    wait=st.sampled_from(["", "7", "-1", "1e9", "9" * 30, "soon", "²", "Wed, 12 Jun 2024 14:00:30 GMT", "Wed, 99"]),
)
def test_whatever_comes_back_is_rows_or_an_error_of_ours(status: int, body: bytes, wait: str) -> None:
    reply = Reply(status, {**JSON, "retry-after": wait}, body)
    for call in (
        Call("GET", "incident"),
        Call("POST", "incident", values={}),
        Call("PATCH", "incident", "1", values={}),
    ):
        try:
            read_row(call, reply, NOW) if call.is_write else read_rows(call, reply, NOW)
        except DeskError as exc:
            retry_after = exc.retry_after if isinstance(exc, TicketSystemUnavailable) else None
            assert retry_after is None or timedelta(0) <= retry_after <= timedelta(hours=1)


def test_words_that_we_sent_are_not_repeated_in_a_cause() -> None:
    call = Call("POST", "incident", values={"short_description": "My secret title"})
    error = {"error": {"message": "Invalid", "detail": "value 'My secret\n title' of short_description"}}
    reply = Reply(500, JSON, json.dumps(error).encode())
    with pytest.raises(TicketSystemUnavailable) as raised:
        read_row(call, reply, NOW)
    assert str(raised.value) == "POST incident: 500 Invalid / value '…' of short_description"
