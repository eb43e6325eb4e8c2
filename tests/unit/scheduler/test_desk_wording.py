"""Users of the helpdesk are told in the bot's own responses, with every placeholder filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from handoff.rasa_adapter.wording import fill
from helpdesk_bot.desk import Notice
from helpdesk_bot.desk.incident import Kind
from helpdesk_bot.scheduler.wording import as_request, details_of, response_of

DOMAIN = Path(__file__).parents[3] / "helpdesk_bot" / "domain" / "notices.yml"
RESPONSES: dict[str, Any] = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def notice(kind: Kind, delivered: bool, title: str = "No mail", who: str = "ann") -> Notice:
    opened = kind != "open" or delivered
    return Notice(17, who, kind, "INC0000012" if opened else None, title, delivered)


OUTCOMES = [notice(kind, delivered) for kind in KINDS for delivered in (True, False)]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=response_of)
def test_each_outcome_has_words_of_its_own_that_name_the_incident(outcome: Notice) -> None:
    name = response_of(outcome)
    for variant in RESPONSES[name]:
        said = fill(name, variant, details_of(outcome))["text"]
        assert "No mail" in said
        assert outcome.number is None or f"**{outcome.number}**" in said
        assert said.startswith("I'm sorry") is not outcome.delivered


def test_no_response_is_there_for_nothing() -> None:
    assert {response_of(outcome) for outcome in OUTCOMES} == set(RESPONSES)


def test_a_title_is_shown_as_words_and_not_as_markup() -> None:
    details = details_of(notice("open", True, "![x](http://host)\n**now**"))
    assert details["title"] == "!\\[x\\](http\\://host) \\*\\*now\\*\\*"


def test_a_notice_has_the_same_id_whenever_it_is_brought_and_another_desks_another_one() -> None:
    first = as_request(notice("open", True))
    assert first == as_request(notice("open", True))
    assert first["id"].startswith("desk-17-")
    assert first["id"] != as_request(notice("open", True, who="ben"))["id"]
