"""A narrower question gets a narrower answer, or hears that it cannot: never everything in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from rasa_sdk import Action

from financial_bot.actions.ask_to_rephrase import AskToRephrase
from financial_bot.actions.check_balance import CheckBalance
from financial_bot.actions.check_earnings import CheckEarnings
from financial_bot.actions.last_transactions import LastTransactions
from financial_bot.actions.search_transactions import SearchTransactions
from financial_bot.actions.transfer_charge import TransferCharges
from financial_bot.bank import Bank, Found, Money
from financial_bot.words import written_money
from tests.support.bank_talk import CUSTOMER, Talk

SEARCH, EARNINGS, LATEST, BALANCE = SearchTransactions(), CheckEarnings(), LastTransactions(), CheckBalance()
FALLBACK, CHARGES = AskToRephrase(), TransferCharges()


def first_of_month(day: date, earlier: int = 0) -> date:
    for _ in range(earlier):
        day = day.replace(day=1) - timedelta(days=1)
    return day.replace(day=1)


def agrees(answer: str, found: Found) -> bool:
    counted = "1 transaction" if found.count == 1 else f"{found.count} transactions"
    return f"**{written_money(found.total)}**" in answer and counted in answer


def pay_fees(bank: Bank) -> None:
    payee = bank.payees(CUSTOMER)[0]
    for number in range(8):
        bank.transfer(CUSTOMER, payee.id, Money.of("1", "USD"), on=bank.today(), key=str(number))


@pytest.mark.parametrize(
    "text",
    [
        *("what did I spend last quarter", "spending in the third quarter of 2025", "spending in the last 2 quarters"),
        *("what did I spend between march 3-10", "how much did I spend last quarter at amazon"),
    ],
)
def test_a_quarter_of_a_year_is_no_coin(talk: Talk, text: str) -> None:
    talk.say(text, SEARCH)
    assert "utter_search_wider" not in talk.said


def test_an_amount_beside_a_time_is_still_said_not_to_be_searched(talk: Talk) -> None:
    talk.say("what did I spend over 100 dollars last quarter", SEARCH)
    assert talk.said[0] == "utter_search_wider"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("my last transaction at amazon", 1),
        ("last transactions at amazon", 5),
        ("last 3 transactions at amazon", 3),
        ("last 6 payments to Amazon", 6),
    ],
)
def test_the_latest_with_somebody_are_searched(talk: Talk, bank: Bank, text: str, lines: int) -> None:
    answer = talk.say(text, LATEST)
    found = bank.search(CUSTOMER, counterparty="Amazon", limit=lines)
    assert agrees(answer, found)
    assert answer.count("\n- ") == len(found.lines)


def test_the_latest_since_a_day_are_searched_and_its_number_is_no_count(talk: Talk, bank: Bank) -> None:
    start = first_of_month(bank.today(), 2)
    answer = talk.say(f"latest transactions since {start:%B} 1", LATEST)
    assert agrees(answer, bank.search(CUSTOMER, start=start))
    assert answer.count("\n- ") == 5


def test_the_latest_of_one_who_pays_are_what_came_in(talk: Talk, bank: Bank) -> None:
    payer = bank.search(CUSTOMER, earnings=True).by_counterparty[0][0]
    assert agrees(
        talk.say(f"last transactions with {payer}", LATEST), bank.search(CUSTOMER, earnings=True, counterparty=payer)
    )


def test_the_latest_of_a_card_or_a_kind_are_only_those(talk: Talk, bank: Bank) -> None:
    card = bank.cards(CUSTOMER)[0]
    bank.pay_card(CUSTOMER, card.id, Money.of("30", "USD"), bank.today(), "pay")
    assert f"{card.name}, -$30.00" in talk.say("my last card payments", LATEST)
    lines = talk.say(f"transactions on my {card.name} card", LATEST).splitlines()[1:]
    assert all(card.name in line for line in lines)
    assert "+" not in talk.say("my last 20 purchases", LATEST)


@pytest.mark.parametrize(
    "text",
    [
        "how much can I still spend on my emblem card",
        "what's left to spend on emblem",
        "available credit on my emblem card",
    ],
)
def test_what_a_card_has_left_is_said_not_to_be_known(talk: Talk, text: str) -> None:
    talk.say(text, BALANCE)
    assert talk.said == ["utter_balance_no_limit", "utter_card_balance"]


def test_a_due_date_and_a_limit_are_said_not_to_be_known(talk: Talk) -> None:
    talk.say("when is my emblem payment due?", BALANCE)
    assert talk.said == ["utter_balance_no_due_date", "utter_card_balance"]
    talk.say("what's my credit limit?", BALANCE)
    assert talk.said == ["utter_balance_no_limit", "utter_cards_balances"]


def test_how_much_can_be_spent_is_the_balance_and_what_was_spent_a_search(talk: Talk) -> None:
    talk.say("how much can I spend", BALANCE)
    assert talk.said == ["utter_balance"]
    for text in ("how much have I spent", "how much did I spend", "what have I earned this year"):
        talk.say(text, BALANCE)
        assert talk.said[0].endswith("_found")


@pytest.mark.parametrize(
    "text",
    [
        *("balance of my savings account", "Alice's balance", "my balance on october 1st", "balance yesterday"),
        *("what will my balance be tomorrow", "how much do I owe Alice", "balance after the scheduled payments"),
    ],
)
def test_another_balance_than_there_is_is_said_not_to_be_told(talk: Talk, text: str) -> None:
    talk.say(text, BALANCE)
    assert talk.said == ["utter_balance_only_now", "utter_balance"]


@pytest.mark.parametrize("text", ["my balance right now", "balance today", "current balance", "how much is left"])
def test_the_balance_as_of_now_needs_no_explanation(talk: Talk, text: str) -> None:
    talk.say(text, BALANCE)
    assert talk.said == ["utter_balance"]


def test_ironbank_is_iron_bank(talk: Talk) -> None:
    assert "Iron Bank" in talk.say("ironbank balance", BALANCE)
    assert talk.said == ["utter_card_balance"]


def test_free_transfers_of_another_month_are_that_months(talk: Talk, bank: Bank) -> None:
    pay_fees(bank)
    following = bank.charges(CUSTOMER).cycle_end
    for text in ("how many free transfers are left next month", f"how many free transfers are left in {following:%B}"):
        answer = talk.say(text, CHARGES)
        assert talk.said == ["utter_transfer_charges_later"]
        assert f"In {following:%B %Y} you have 6 of your 6" in answer
    talk.say("how many free transfers did I have last month", CHARGES)
    assert talk.said == ["utter_transfer_charges_earlier"]
    talk.say("how many free transfers are left this month", CHARGES)
    assert talk.said == ["utter_transfer_charges_none_free"]


@pytest.mark.parametrize("text", ["how much interest did I get", "what interest did I collect this year", "interest"])
def test_interest_is_what_the_savings_paid(talk: Talk, bank: Bank, text: str) -> None:
    talk.say(text, EARNINGS)
    kept = talk.slots["search_last"]
    assert (kept["earnings"], kept["vendor"]) == (True, "Evergreen Savings")


def test_a_salary_is_what_the_employer_paid(talk: Talk, bank: Bank) -> None:
    payer = next(line for line in bank.latest(CUSTOMER, limit=1000) if line.kind == "salary").counterparty
    expected = bank.search(CUSTOMER, earnings=True, counterparty=payer)
    assert agrees(talk.say("how much salary did I get", EARNINGS), expected)
    assert agrees(talk.say("how much did my employer pay me", SEARCH), expected)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        *(("what did I pay in fees", SEARCH), ("how much did I spend on fees", SEARCH)),
        *(("how much did I pay in transfer fees this month", CHARGES), ("what did you charge me this month", CHARGES)),
    ],
)
def test_fees_are_searched_as_fees(talk: Talk, bank: Bank, text: str, action: Action) -> None:
    talk.say(text, action)
    assert talk.said == ["utter_spending_none_fees"]
    pay_fees(bank)
    assert "You paid **$20.00** in transfer fees" in talk.say(text, action)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("how much was my electricity bill", "utter_search_by_name_only"),
        ("what did I spend on groceries", "utter_search_by_name_only"),
        ("how much did I save this year", "utter_search_savings"),
        ("how much did I put into savings", "utter_search_savings"),
        ("what did I spend in week 42", "utter_search_period_unclear"),
        ("expenses 11/3", "utter_search_period_unclear"),
        ("how much did I pay to my iron bank card this year", "utter_search_card_payments"),
        ("how much did I send to my payees this year", "utter_search_one_at_a_time"),
        ("how much did I earn besides my salary", "utter_search_all_but"),
        ("card payments last month", "utter_search_card_payments"),
        ("how much did I pay off on my cards this year", "utter_search_card_payments"),
        ("how much did I pay Iron Bank", "utter_search_card_payments"),
    ],
)
def test_what_cannot_be_told_apart_is_said_instead_of_everything(talk: Talk, text: str, response: str) -> None:
    talk.say(text, SEARCH)
    assert talk.said == [response]


def test_a_bill_of_somebody_named_is_searched_by_the_name(talk: Talk, bank: Bank) -> None:
    answer = talk.say("how much was my electricity bill from City Power", SEARCH)
    assert agrees(answer, bank.search(CUSTOMER, counterparty="City Power and Light"))


def test_what_was_paid_with_a_card_is_everything_and_said_to_be(talk: Talk) -> None:
    talk.say("what did I buy with my iron bank card", SEARCH)
    assert talk.said[0] == "utter_search_wider"
    talk.say("what refunds did I get", EARNINGS)
    assert talk.said[0] == "utter_search_wider_refunds"


def test_the_month_before_goes_on_from_the_one_that_was_searched(talk: Talk, bank: Bank) -> None:
    talk.say("how much did I spend last month", SEARCH)
    for number, text in enumerate(("and the month before?", "the one before that", "and the previous month"), start=2):
        talk.say(text, FALLBACK)
        kept = talk.slots["search_last"]
        assert kept["start"] == first_of_month(bank.today(), number).isoformat()
        assert kept["end"] == first_of_month(bank.today(), number - 1).isoformat()
    talk.say("and the year before?", SEARCH)
    assert talk.said == ["utter_search_period_unclear"]


@pytest.mark.parametrize("text", ["and the rest?", "both", "what about my payees", "what about the other one"])
def test_ways_of_speaking_are_no_vendors(talk: Talk, text: str) -> None:
    talk.say("how much did I spend last month", SEARCH)
    talk.say(text, SEARCH)
    assert "utter_search_vendor_unknown" not in talk.said


@pytest.mark.parametrize("action", [FALLBACK, SEARCH, LATEST])
@pytest.mark.parametrize("text", ["more", "show me all of them", "show me the rest please"])
def test_more_lines_of_a_search_can_be_asked_for(talk: Talk, bank: Bank, text: str, action: Action) -> None:
    talk.say("how much did I spend", SEARCH)
    answer = talk.say(text, action)
    found = bank.search(CUSTOMER, limit=20)
    assert agrees(answer, found)
    assert answer.count("\n- ") == len(found.lines) > 5
    assert ("utter_search_most" in talk.said) is (found.count > 20)


def test_both_of_two_names_are_asked_for_one_by_one(talk: Talk) -> None:
    talk.say("how much did I spend at amazon and target", SEARCH)
    talk.say("both", SEARCH)
    assert talk.said == ["utter_search_one_at_a_time"]


def test_the_latest_of_an_amount_are_said_to_be_of_any(talk: Talk) -> None:
    talk.say("my last transactions over $50", LATEST)
    assert talk.said == ["utter_last_transactions_any_amount", "utter_last_transactions"]


def test_more_is_nothing_without_a_search_before(talk: Talk) -> None:
    talk.say("more", FALLBACK)
    assert talk.said == ["utter_please_rephrase"]
