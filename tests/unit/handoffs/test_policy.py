"""Nothing travels that the config does not allow on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.policy import MAXIMUM_CHARACTERS, carried
from handoff.ticket import seal
from tests.support.tickets import HOSTS, SECRET, good_ticket, host

BANK, DESK, SHOP = HOSTS.get("bank"), HOSTS.get("desk"), HOSTS.get("shop")
EVERYTHING = {"email": "ann@example.com", "balance": "$5", "phone": "555", "pin": "1234"}


def test_a_slot_travels_when_the_source_shares_and_the_target_accepts_it() -> None:
    assert carried(BANK, DESK, EVERYTHING) == {"email": "ann@example.com"}


def test_without_a_word_in_the_config_nothing_travels() -> None:
    assert carried(SHOP, DESK, EVERYTHING) == {}
    assert carried(BANK, SHOP, EVERYTHING) == {}


@pytest.mark.parametrize("value", [None, "", [], {}, ["a"], {"a": "b"}, "x" * (MAXIMUM_CHARACTERS + 1)])
def test_what_is_empty_structured_or_long_stays(value: Any) -> None:
    assert carried(BANK, DESK, {"email": value}) == {}


@pytest.mark.parametrize("value", ["a", 5, 1.5, True, False, 0, "x" * MAXIMUM_CHARACTERS])
def test_texts_numbers_and_truth_values_travel(value: Any) -> None:
    assert carried(BANK, DESK, {"email": value}) == {"email": value}


def test_whatever_travels_fits_into_a_ticket() -> None:
    names = tuple(f"slot_{number}" for number in range(100))
    source, target = host("bank", shares=names), host("desk", accepts=names)
    most = carried(source, target, dict.fromkeys(names, "\N{GRINNING FACE}" * 100))
    assert most
    seal(good_ticket(carried=most, conversation="\N{GRINNING FACE}" * 200, path=("x" * 100,) * 3), SECRET)
