"""What goes into an incident is cleaned and within limits, and a refusal names the field."""

import pytest

from helpdesk_bot.desk import DESCRIPTION_LIMIT, TITLE_LIMIT, Category, DeskError, InvalidIncident, Priority
from helpdesk_bot.desk.incident import Draft, make_draft


def draft(email: str = "ann@example.com", title: str = "No mail", description: str = "Nothing.") -> Draft:
    return make_draft(email=email, priority=Priority.LOW, category=Category.OTHER, title=title, description=description)


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"title": "x" * (TITLE_LIMIT + 1)}, "title", "too_long"),
        ({"title": ""}, "title", "missing"),
        ({"title": " \n\0\ud800 "}, "title", "missing"),
        ({"description": "x" * (DESCRIPTION_LIMIT + 1)}, "description", "too_long"),
        ({"email": ""}, "email", "missing"),
        ({"email": "ann"}, "email", "invalid"),
        ({"email": "my address is ann@example.com"}, "email", "invalid"),
        ({"email": "ann@example.com\0"}, "email", "invalid"),
    ],
)
def test_a_refusal_names_the_field_and_the_problem(wrong: dict[str, str], field: str, problem: str) -> None:
    with pytest.raises(InvalidIncident) as refused:
        draft(**wrong)
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert isinstance(refused.value, DeskError)


def test_texts_of_exactly_the_limit_are_kept_whole() -> None:
    whole = draft(title="x" * TITLE_LIMIT, description="y" * DESCRIPTION_LIMIT)
    assert (len(whole.title), len(whole.description)) == (160, 4000)


def test_the_limits_count_what_is_left_after_cleaning() -> None:
    assert draft(title=" " * 500 + "\0" * 500 + "x").title == "x"


def test_a_title_becomes_one_clean_line() -> None:
    assert draft(title=" No\0 mail\n\tsince \x1b[31mMonday\ud800 😀 ").title == "No mail since [31mMonday 😀"


def test_a_description_keeps_its_lines_and_loses_control_characters() -> None:
    assert draft(description="\r\nfirst\r\n\tsecond\rthird\0\x07\udfff\x85 ").description == "first\n\tsecond\nthird"


def test_a_description_may_be_empty() -> None:
    assert draft(description="").description == ""


def test_the_address_is_kept_normalised() -> None:
    assert draft(email=" Ann@EXAMPLE.com ").email == "Ann@example.com"
