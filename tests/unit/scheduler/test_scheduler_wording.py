"""Customers are told in the bot's own responses, with every placeholder filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from financial_bot.bank import Failure, Money, Notice, Receipt
from financial_bot.scheduler.wording import as_request, wording_of
from handoff.rasa_adapter.wording import fill

DOMAIN = Path(__file__).parents[3] / "financial_bot" / "domain" / "notices.yml"
RESPONSES: dict[str, Any] = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
DAY = date(2026, 7, 3)


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


def receipt(kind: Literal["transfer", "card_payment"], recipient: str, fee: str = "0") -> Receipt:
    return Receipt(
        reference="T-000123",
        kind=kind,
        recipient=recipient,
        amount=dollars("50"),
        fee=dollars(fee),
        on=DAY,
        scheduled=True,
        repeated=False,
        balance_after=dollars("7"),
    )


def failure(
    kind: Literal["transfer", "card_payment"],
    reason: Literal["insufficient_funds", "more_than_owed"],
    available: str,
) -> Failure:
    return Failure("T-000123", kind, "Ann Lee", dollars("50"), DAY, reason, dollars(available))


OUTCOMES = [
    (receipt("transfer", "Ann Lee"), "transfer_done", ["$50.00", "Ann Lee", "T-000123", "Friday, 3 July 2026"]),
    (receipt("transfer", "Ann Lee", fee="10"), "transfer_done_with_fee", ["$50.00", "$10.00", "T-000123"]),
    (receipt("card_payment", "Emblem"), "card_done", ["$50.00", "Emblem card", "T-000123"]),
    (failure("transfer", "insufficient_funds", "49.99"), "transfer_failed_funds", ["$49.99", "$50.00", "Ann Lee"]),
    (failure("transfer", "insufficient_funds", "55"), "transfer_failed_fee", ["$55.00", "$50.00", "fee"]),
    (failure("card_payment", "insufficient_funds", "0"), "card_failed_funds", ["$0.00", "$50.00", "Ann Lee card"]),
    (failure("card_payment", "more_than_owed", "12"), "card_failed_owed", ["$12.00", "$50.00", "Ann Lee card"]),
]


@pytest.mark.parametrize(("outcome", "response", "words"), OUTCOMES, ids=[each[1] for each in OUTCOMES])
def test_each_outcome_has_words_of_its_own_that_name_what_happened(
    outcome: Receipt | Failure, response: str, words: list[str]
) -> None:
    wording = wording_of(outcome)
    assert wording.response == f"utter_notice_{response}"
    for variant in RESPONSES[wording.response]:
        said = fill(wording.response, variant, wording.details)["text"]
        assert [word for word in (*words, "T-000123", "Friday, 3 July 2026") if word not in said] == []


def test_no_response_is_there_for_nothing() -> None:
    assert {f"utter_notice_{response}" for _, response, _ in OUTCOMES} == set(RESPONSES)


def test_a_payees_name_is_shown_as_words_and_not_as_markup() -> None:
    details = wording_of(receipt("transfer", "![x](http://host)\n**Bob**")).details
    assert details["payee"] == "!\\[x\\](http\\://host) \\*\\*Bob\\*\\*"


def test_a_notice_has_the_same_id_whenever_it_is_brought() -> None:
    notice = Notice(17, "conversation", receipt("card_payment", "Emblem"))
    assert as_request(notice)["id"].startswith("bank-17-")
    assert as_request(notice)["sender"] == "conversation"
    assert as_request(notice) == as_request(notice)


def test_another_banks_notice_with_the_same_number_has_another_id() -> None:
    """The bot takes an id once, and in a bank that was set up anew the numbers begin again."""
    ids = {as_request(Notice(17, who, receipt("card_payment", "Emblem")))["id"] for who in ("ann", "ben")}
    assert len(ids) == 2
