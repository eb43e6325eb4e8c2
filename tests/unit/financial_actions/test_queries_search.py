"""Searches, from the question to the sum, the lines and the chart, with a real bank and a real Duckling."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from rasa_sdk.executor import ActionExecutor

from financial_bot.actions.ask_to_rephrase import AskToRephrase
from financial_bot.actions.check_balance import CheckBalance
from financial_bot.actions.check_earnings import CheckEarnings
from financial_bot.actions.search_transactions import SearchTransactions
from financial_bot.actions.search_words import written_date
from financial_bot.bank import Bank, Found, Money
from financial_bot.words import written_money
from tests.support.bank_talk import CUSTOMER, Talk

SEARCH, EARNINGS, FALLBACK = SearchTransactions(), CheckEarnings(), AskToRephrase()


def last_month(bank: Bank) -> tuple[date, date]:
    end = bank.today().replace(day=1)
    return (end - timedelta(days=1)).replace(day=1), end


def agrees(answer: str, found: Found) -> bool:
    counted = "1 transaction" if found.count == 1 else f"{found.count} transactions"
    return f"**{written_money(found.total)}**" in answer and counted in answer


def test_everything_is_searched_when_no_time_is_said_and_the_answer_says_since_when(talk: Talk, bank: Bank) -> None:
    answer = talk.say("how much did I spend?", SEARCH)
    everything = bank.search(CUSTOMER, limit=10_000)
    assert agrees(answer, everything)
    assert f"since {written_date(everything.lines[-1].booked_on)}" in answer
    assert answer.count("\n- ") == 5
    assert talk.said == ["utter_spending_found", "utter_search_chart"]
    assert answer.splitlines()[-1].startswith("data:image/svg+xml;base64,")


def test_a_month_is_said_with_its_exact_days(talk: Talk, bank: Bank) -> None:
    start, end = last_month(bank)
    answer = talk.say("what did I spend last month", SEARCH)
    assert agrees(answer, bank.search(CUSTOMER, start=start, end=end))
    assert f"from 1 to {written_date(end - timedelta(days=1))}" in answer


def test_a_vendor_is_searched_by_name_as_people_type_it(talk: Talk, bank: Bank) -> None:
    answer = talk.say("how much did I spend at starbuks", SEARCH)
    assert agrees(answer, bank.search(CUSTOMER, counterparty="Starbucks"))
    assert answer.startswith("You paid Starbucks")


def test_earnings_are_money_that_came_in(talk: Talk, bank: Bank) -> None:
    earned = bank.search(CUSTOMER, earnings=True)
    assert agrees(talk.say("what did I earn", EARNINGS), earned)
    assert agrees(talk.say("how much money came in", SEARCH), earned)
    assert agrees(talk.say("how much did I spend", EARNINGS), bank.search(CUSTOMER))


def test_a_follow_up_keeps_what_it_does_not_name(talk: Talk, bank: Bank) -> None:
    start, end = last_month(bank)
    talk.say("how much did I spend at Starbucks", SEARCH)
    talk.say("and last month?", SEARCH)
    assert talk.slots["search_last"]["vendor"] == "Starbucks"
    talk.say("what about amazon?", SEARCH)
    kept = {"earnings": False, "vendor": "Amazon", "start": start.isoformat(), "end": end.isoformat()}
    assert talk.slots["search_last"] == kept
    answer = talk.say("and in total?", SEARCH)
    assert agrees(answer, bank.search(CUSTOMER, start=start, end=end))
    answer = talk.say("and how much did I earn?", SEARCH)
    assert agrees(answer, bank.search(CUSTOMER, earnings=True, start=start, end=end))


def test_a_whole_new_question_keeps_nothing(talk: Talk, bank: Bank) -> None:
    talk.say("how much did I spend at Starbucks last month", SEARCH)
    assert agrees(talk.say("how much did I spend?", SEARCH), bank.search(CUSTOMER))


def test_something_else_said_in_between_ends_the_search(talk: Talk) -> None:
    talk.say("how much did I spend at Starbucks", SEARCH)
    talk.say("what's my balance", CheckBalance())
    talk.say("and last month?", SEARCH)
    assert talk.slots["search_last"]["vendor"] is None


def test_a_question_of_a_form_behind_the_answer_does_not_end_the_search(talk: Talk, bank: Bank) -> None:
    start, _ = last_month(bank)
    talk.say("how much did I spend at Starbucks last month", SEARCH)
    talk.events.append({"event": "bot", "metadata": {"utter_action": "utter_ask_transfer_amount"}})
    talk.say("what about amazon?", SEARCH)
    assert (talk.slots["search_last"]["vendor"], talk.slots["search_last"]["start"]) == ("Amazon", start.isoformat())


def test_somebody_unknown_is_answered_honestly_and_the_time_is_kept(talk: Talk, bank: Bank) -> None:
    start, end = last_month(bank)
    answer = talk.say("how much did I spend at **Walmart** last month", SEARCH)
    assert talk.said == ["utter_search_vendor_unknown"]
    assert "Walmart" in answer
    answer = talk.say("what about Shell", SEARCH)
    assert talk.slots["search_last"]["start"] == start.isoformat()
    assert talk.slots["search_last"]["end"] == end.isoformat()


def test_nothing_found_is_a_sentence_of_its_own(talk: Talk) -> None:
    assert (
        talk.say("what did I spend in 2019", SEARCH)
        == "I found nothing that you spent from 1 January to 31 December 2019."
    )
    talk.say("how much did I send to Emma", SEARCH)
    assert talk.said == ["utter_spending_none_with"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("what did I spend next month", "utter_search_period_future"),
        ("what did I spend on february 30th", "utter_search_period_impossible"),
        ("spending at starbucks and amazon", "utter_search_vendor_several"),
        ("what did I spend except at amazon", "utter_search_all_but"),
    ],
)
def test_what_cannot_be_searched_is_asked_about(talk: Talk, text: str, response: str) -> None:
    talk.say(text, SEARCH)
    assert talk.said == [response]


def test_a_question_about_the_time_is_answered_by_the_next_message(talk: Talk, bank: Bank) -> None:
    start, end = last_month(bank)
    talk.say("how much did I spend at Starbucks next month", SEARCH)
    assert talk.said == ["utter_search_period_future"]
    talk.say("last month", FALLBACK)
    kept = {"earnings": False, "vendor": "Starbucks", "start": start.isoformat(), "end": end.isoformat()}
    assert talk.slots["search_last"] == kept


@pytest.mark.parametrize("text", ["last month", "amazon", "Amazon?", "what about amazon", "overall"])
def test_a_fragment_that_no_skill_took_goes_on_after_a_search(talk: Talk, text: str) -> None:
    talk.say("how much did I spend at Starbucks", SEARCH)
    talk.say(text, FALLBACK)
    assert talk.said[0].startswith("utter_spending_")


@pytest.mark.parametrize("text", ["blah", "yes", "walmart", "/inform", ""])
def test_what_does_not_speak_of_a_search_is_left_to_others(talk: Talk, text: str) -> None:
    talk.say("how much did I spend at Starbucks", SEARCH)
    before = dict(talk.slots)
    talk.say(text, FALLBACK)
    assert talk.said == ["utter_please_rephrase"]
    assert talk.slots == before


def test_a_fragment_without_a_search_before_is_left_to_others(talk: Talk) -> None:
    talk.say("last month", FALLBACK)
    assert talk.said == ["utter_please_rephrase"]


def test_the_action_server_runs_the_fallback_that_goes_on() -> None:
    server = ActionExecutor()
    server.register_package("financial_bot.actions")
    assert isinstance(server.actions["action_ask_to_rephrase"].__self__, AskToRephrase)


def test_a_payee_may_be_called_like_a_month_or_a_coin(talk: Talk, bank: Bank) -> None:
    for name in ("April Jones", "Penny Lane"):
        payee = bank.add_payee(CUSTOMER, name)
        bank.transfer(CUSTOMER, payee.id, Money.of("7", "USD"), on=bank.today(), key=name)
    for text in ("how much did I send to April", "how much did I pay penny", "what did I send to penny this year"):
        assert "**$7.00**" in talk.say(text, SEARCH)
        assert talk.said[0] == "utter_spending_found_with"
    talk.say("what did I spend in april", SEARCH)
    assert talk.slots["search_last"]["vendor"] is None


def test_a_search_by_card_or_amount_says_that_it_is_of_everything(talk: Talk) -> None:
    talk.say("what did I spend on my emblem card", SEARCH)
    assert talk.said[0] == "utter_search_wider"
    talk.say("find transactions over 100 dollars", SEARCH)
    assert talk.said[0] == "utter_search_wider"


def test_one_vendor_in_one_month_has_no_chart(talk: Talk, bank: Bank) -> None:
    salary = bank.search(CUSTOMER, earnings=True, start=last_month(bank)[0], end=last_month(bank)[1])
    talk.say(f"how much came in from {salary.by_counterparty[0][0]} last month", SEARCH)
    assert talk.said == ["utter_earnings_found_with"]


@pytest.mark.parametrize("text", ["/search_transactions", '/search_transactions{"time": "yesterday"}', ""])
def test_a_button_searches_everything_also_after_a_search(talk: Talk, bank: Bank, text: str) -> None:
    if text:
        talk.say("how much did I spend at Starbucks", SEARCH)
    assert agrees(talk.say(text, SEARCH), bank.search(CUSTOMER))


@pytest.mark.parametrize("kept", [None, 5, "x", [], {}, {"earnings": 1, "vendor": 2, "start": "x", "end": None}])
def test_a_slot_with_anything_in_it_is_no_search(talk: Talk, kept: object) -> None:
    talk.say("how much did I spend at Starbucks", SEARCH)
    talk.slots["search_last"] = kept
    assert talk.say("and last month?", SEARCH)


@pytest.mark.parametrize(
    "text",
    ["spent at " * 2_000, "what did I spend at {vendor}", "\x00", "spent at \ud800"],
    ids=["long", "placeholder", "control", "surrogate"],
)
def test_any_text_ends_in_a_sentence(talk: Talk, text: str) -> None:
    assert re.search(r"\w", talk.say(text, SEARCH))
