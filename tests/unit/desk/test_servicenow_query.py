"""No text can change a query: an instance finds by it what it was meant to find, or is not asked at all."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from requests import Request

from helpdesk_bot.desk import Category, Draft, Priority
from helpdesk_bot.desk.servicenow import ServiceNow
from helpdesk_bot.desk.servicenow.query import Condition, QueryRefused, encode
from storage import utc_now
from tests.support.servicenow.process import FakeInstance
from tests.support.servicenow.querying import parse

FIELDS = frozenset({"email", "active", "number"})
NASTY = (
    "^ ^^ + % & = ? # ' \" \\ , < > @ javascript: JavaScript: ^NQactive=true ^ORactive=true ^ORDERBYemail ^EQ LIKE"
    " IN != a b ä é ß 日 😀 %5E %00 example.com numberISNOTEMPTY"
).split()
pieces = st.one_of(st.sampled_from([*NASTY, " ", "\0", "\n", "\r", "\t", "\u2028"]), st.text(max_size=4))
nasty_texts = st.one_of(st.lists(pieces, max_size=8).map("".join), st.text(max_size=40))
mail_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6).map("".join)


@given(nasty_texts)
@example("^NQactive=true")
@example("^")
@example("a^")
@example("javascript:gs.getUserID()")
@example(" javascript:1")
@example("\ud800")
def test_a_value_finds_itself_and_nothing_else(text: str) -> None:
    try:
        encoded = encode(Condition("email", "=", text), Condition("active", "=", "true"), oldest_first="number")
    except QueryRefused:
        return
    sent = dict(
        parse_qsl(Request("GET", "http://x", params={"sysparm_query": encoded}).prepare().url.partition("?")[2])
    )
    query = parse(sent["sysparm_query"], FIELDS)
    itself = {"email": text, "active": "true", "number": "1"}
    others = [{"email": "x@example.com", "active": "true"}, {"email": "", "active": "true"}]
    others += [{"email": text, "active": "false"}, {"email": text + "x", "active": "true"}]
    assert (query.ignored, query.evaluated, query.orders) == ([], [], [("number", False)])
    assert query.find([itself, *others]) == [itself]


@pytest.mark.parametrize("text", ["x^NQactive=true", "x^ORactive=true", "javascript:gs.log()"])
def test_written_as_it_is_such_a_value_would_find_what_is_somebody_elses(text: str) -> None:
    """The fake is as gullible as an instance, or the test above would promise nothing."""
    theirs = {"email": "eve@example.com", "active": "true"}
    assert parse(f"email={text}", FIELDS).find([theirs]) == [theirs]


@pytest.mark.parametrize(
    "value",
    ["javascript:gs.log()", " JavaScript:x", "\tjavascript:", "a\nb", "a\rb", "a\0b", "a\u2028b", "\ud800", "", "  "],
)
def test_what_an_instance_would_run_or_misread_is_refused(value: str) -> None:
    with pytest.raises(QueryRefused) as refusal:
        encode(Condition("email", "=", value))
    with pytest.raises(QueryRefused):
        encode(Condition("number", "IN", ["INC0000001", value]))
    assert value.strip() == "" or value.strip() not in str(refusal.value)


@pytest.mark.parametrize("field", ["", "Email", "email=", "a^b", "a.b.", "javascript:x", "email\n"])
def test_a_field_is_a_name(field: str) -> None:
    with pytest.raises(QueryRefused):
        encode(Condition(field, "=", "x"))


def test_lists_have_values_and_values_no_comma() -> None:
    assert encode(Condition("number", "IN", ["INC1", "INC^2"])) == "numberININC1,INC^^2"
    for values in ([], ["INC1,INC2"]):
        with pytest.raises(QueryRefused):
            encode(Condition("number", "IN", values))
    with pytest.raises(QueryRefused):
        encode(Condition("number", "IN", "INC1"))
    with pytest.raises(QueryRefused):
        encode(Condition("number", "=", ["INC1"]))


def test_a_query_without_conditions_would_find_everything_and_is_refused() -> None:
    with pytest.raises(QueryRefused):
        encode()


@given(email=mail_texts, text=nasty_texts)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(email="o'neil^NQactive=true@example.com", text="^NQactive=true")
@example(email="javascript:x@example.com", text="javascript:gs.log()")
def test_whatever_people_write_reaches_their_own_incident_only(
    instance: FakeInstance, servicenow: ServiceNow, email: str, text: str
) -> None:
    """Over real HTTP: somebody else's rows are never found, taken or changed."""
    instance.clean()
    eve = instance.add_user("eve@example.com", "Eve")
    theirs = instance.add("incident", short_description="Eve's", caller_id=eve["sys_id"])
    draft = Draft(email, Priority.LOW, Category.OTHER, text, text, (text,))
    mine = servicenow.open(draft, "d" * 32, utc_now())
    servicenow.comment(mine.number, text, "e" * 32, utc_now())
    servicenow.comment(mine.number, text, "e" * 32, utc_now())
    servicenow.close(mine.number, text, utc_now())
    assert servicenow.open(draft, "d" * 32, utc_now()).number == mine.number
    assert servicenow.find([text, email]) == ()
    hers, my_row = instance.rows()
    assert hers == theirs
    assert (my_row["state"], my_row["caller_id"], len(my_row["comments"])) == ("7", "", 1)
