"""All that a customer can do at the bank besides a plain transfer, over HTTP, against the real processes."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.support.system import System

BANK = "financial_bot"


class Customer:
    """Somebody who chats with the bank."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.id = f"customer-{uuid.uuid4()}"

    def says(self, *texts: str) -> str:
        """What the bank answers to the last of the texts."""
        return self.system.say(BANK, self.id, *texts)

    def buttons(self, text: str) -> list[str]:
        """The payloads of the buttons that come with the answer."""
        answers = self.system.send(BANK, self.id, text)
        return [button["payload"] for answer in answers for button in answer.get("buttons", [])]


@pytest.fixture
def customer(system: System) -> Customer:
    return Customer(system)


def figure(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def test_a_card_is_paid_with_everything_in_one_message(customer: Customer) -> None:
    owed = figure(customer.says("what do I owe on my emblem card?"), r"\$([\d,.]+\d)")
    read_back = customer.says("pay $20 to my emblem card")
    assert "**$20.00**" in read_back
    assert "**Emblem**" in read_back
    done = customer.says("yes")
    assert "$20.00 went to your Emblem card" in done
    assert re.search(r"C-\d{6}", done)
    left = figure(customer.says("what do I owe on my emblem card?"), r"\$([\d,.]+\d)")
    assert round(float(owed.replace(",", "")) - float(left.replace(",", "")), 2) == 20


def test_a_card_is_paid_slot_by_slot_with_its_minimum_in_figures(customer: Customer) -> None:
    assert "Which" in customer.says("I'd like to make a credit card payment")
    question = customer.says("iron bank")
    minimum = figure(question, r"at least (\$[\d,.]+\d) is due")
    read_back = customer.says("the minimum balance")
    assert "minimum" in read_back
    assert f"**{minimum}**" in read_back
    assert "nothing was paid" in customer.says("no")


def test_all_that_is_owed_on_a_card_is_paid_and_not_a_cent_more(customer: Customer) -> None:
    question = customer.says("pay my justice bank card")
    owed = figure(question, r"You owe (\$[\d,.]+\d)")
    assert f"**{owed}**" in customer.says("all of it")
    customer.says("yes")
    assert "You owe nothing on your Justice Bank card" in customer.says("pay my justice bank card")


def test_more_than_is_owed_on_a_card_is_refused_with_what_is_owed(customer: Customer) -> None:
    answer = customer.says("pay $90,000 to my emblem card")
    assert "more than you owe" in answer
    assert "Shall I do it?" not in answer


@pytest.mark.parametrize(
    ("said", "shown"),
    [("no, make it $15", "**$15.00**"), ("the iron bank one instead", "**Iron Bank**"), ("on the 3rd", " 3 ")],
)
def test_any_part_of_a_card_payment_can_be_corrected_at_the_read_back(
    customer: Customer, said: str, shown: str
) -> None:
    customer.says("pay $20 to my emblem card")
    corrected = customer.says(said)
    assert shown in corrected
    assert "Shall I do it?" in corrected


def test_three_skills_deep_each_comes_back_with_everything_it_had(customer: Customer) -> None:
    assert "**$50.00** to **Alice Morgan**" in customer.says("send $50 to alice")
    assert "Shall I leave this for now" in customer.says("pay $30 to my emblem card")
    assert "**$30.00** to your **Emblem** card" in customer.says("yes")
    assert "Shall I leave this for now" in customer.says("add Zoe Chen as a payee")
    assert "Shall I add **Zoe Chen**" in customer.says("yes please")
    back = customer.says("yes")
    assert "Zoe Chen is one of your payees now" in back
    assert "Back to your card payment" in back
    assert "**$30.00** to your **Emblem** card" in back
    back = customer.says("yes")
    assert "$30.00 went to your Emblem card" in back
    assert "**$50.00** to **Alice Morgan**" in back
    assert "Done: $50.00 went to Alice Morgan" in customer.says("yes")


def test_nothing_leaks_from_an_interrupting_payment_into_the_interrupted_one(customer: Customer) -> None:
    customer.says("I want to send money to alice")
    customer.says("pay $31 to my emblem card", "yes")
    back = customer.says("cancel")
    assert "nothing was paid" in back
    assert "Back to your transfer" in back
    assert "How much" in back
    assert "**$12.00** to **Alice Morgan**" in customer.says("$12")


def test_a_no_to_switching_goes_on_with_the_open_question(customer: Customer) -> None:
    customer.says("I want to send money to alice")
    customer.says("pay my emblem card")
    answer = customer.says("no")
    assert "go on here" in answer
    assert "How much" in answer


def test_instead_of_a_yes_or_no_the_open_question_can_be_answered(customer: Customer) -> None:
    customer.says("I want to send money to alice")
    customer.says("pay my emblem card")
    assert "**$12.00** to **Alice Morgan**" in customer.says("$12")


@pytest.mark.parametrize(
    "question",
    [
        "what's my balance?",
        "who are my payees?",
        "how many free transfers do I have left?",
        "help",
        "what is scheduled?",
    ],
)
def test_a_question_in_mid_form_is_answered_and_the_slot_is_asked_again(customer: Customer, question: str) -> None:
    customer.says("pay my emblem card")
    answer = customer.says(question)
    assert "How much should I pay to your Emblem card?" in answer
    assert len(answer.splitlines()) > 1


@pytest.mark.parametrize("way_out", ["cancel", "never mind", "stop"])
@pytest.mark.parametrize(
    "begun",
    [
        ["pay my card"],
        ["pay my emblem card"],
        ["pay $20 to my emblem card"],
        ["add a payee"],
        ["add Zoe Chen as a payee"],
        ["remove a payee"],
        ["remove bob from my payees"],
    ],
    ids=" | ".join,
)
def test_every_form_can_be_left_at_every_slot(customer: Customer, begun: list[str], way_out: str) -> None:
    customer.says(*begun)
    assert "All right" in customer.says(way_out)
    assert "$" in customer.says("what's my balance?")


def test_six_transfers_are_free_and_the_seventh_costs_what_was_read_back(customer: Customer) -> None:
    for left in (6, 5, 4, 3, 2, 1):
        assert str(left) in customer.says("how many free transfers do I have left?")
        assert "costs" not in customer.says("send $1 to bob")
        assert "Done" in customer.says("yes")
    read_back = customer.says("send $1 to bob")
    assert "the transfer costs **$10.00**" in read_back
    before = figure(customer.says("what's my balance?"), r"\$([\d,.]+\d)")
    done = customer.says("yes")
    assert "$10.00 for the transfer" in done
    after = figure(customer.says("what's my balance?"), r"\$([\d,.]+\d)")
    assert round(float(before.replace(",", "")) - float(after.replace(",", "")), 2) == 11


def test_what_is_scheduled_is_listed_and_called_off(customer: Customer) -> None:
    assert "nothing" in customer.says("what payments are scheduled?").lower()
    reference = figure(customer.says("send $40 to emma tomorrow", "yes"), r"(T-\d{6})")
    assert reference in customer.says("what payments are scheduled?")
    assert reference in customer.says("cancel my scheduled transfer to emma")
    assert "called off" in customer.says("yes")
    assert "nothing" in customer.says("what payments are scheduled?").lower()


def test_cancel_right_after_scheduling_means_that_and_right_after_a_receipt_comes_too_late(customer: Customer) -> None:
    """The bot must not sound as if money had been held back that was not."""
    reference = figure(customer.says("send $40 to emma tomorrow", "yes"), r"(T-\d{6})")
    assert reference in customer.says("cancel it")
    assert "called off" in customer.says("yes")
    customer.says("send $1 to emma", "yes")
    assert "can't call it back" in customer.says("cancel it")
    assert "nothing open" in customer.says("cancel it")


def test_one_of_several_scheduled_payments_is_chosen_by_button(customer: Customer) -> None:
    customer.says("send $40 to emma tomorrow", "yes", "send $41 to emma tomorrow", "yes")
    references = customer.buttons("cancel my scheduled transfer to emma")
    assert len(references) == 2
    assert "$41.00" in customer.says(references[1])


def test_a_payee_named_like_a_month_or_a_coin_can_be_added_and_paid(customer: Customer) -> None:
    for name in ("April Jones", "Penny Lane"):
        assert f"**{name}**" in customer.says(f"add {name} as a payee")
        customer.says("yes")
    assert "**$20.00** to **April Jones** now" in customer.says("send $20 to April")
    customer.says("cancel")
    assert "**$10.00** to **Penny Lane** now" in customer.says("send penny ten dollars")


def test_two_payees_of_one_first_name_become_buttons(customer: Customer) -> None:
    customer.says("add Bob Stone as a payee", "yes")
    assert sorted(customer.buttons("send $20 to bob")) == ["Bob Fletcher", "Bob Stone"]
    assert "**$20.00** to **Bob Stone**" in customer.says("Bob Stone")


def test_a_removed_payee_gets_no_more_money(customer: Customer) -> None:
    assert "**Bob Fletcher**" in customer.says("remove bob from my payees")
    assert "no longer among your payees" in customer.says("yes")
    assert "not among your payees" in customer.says("send $20 to Bob Fletcher")


def test_a_payee_with_money_on_the_way_is_kept(customer: Customer) -> None:
    customer.says("send $40 to emma tomorrow", "yes")
    customer.says("remove emma from my payees")
    assert "I kept this payee" in customer.says("yes")


def test_a_payee_that_exists_is_not_added_twice(customer: Customer) -> None:
    customer.says("add ALICE morgan as a payee")
    assert "already" in customer.says("yes")


@pytest.mark.parametrize("before", ["pay $20 to my emblem card", "send $50 to bob on friday"])
def test_a_new_session_in_mid_form_begins_afresh(customer: Customer, before: str) -> None:
    """As after an hour of silence: nothing of the form is left, neither its question nor its amounts, and no key."""
    for amount in ("$5", "$6"):
        customer.says(before, "/session_start")
        assert f"**{amount}.00** to **Alice Morgan** now" in customer.says(f"send {amount} to alice")
        assert f"Done: {amount}.00 went to Alice Morgan" in customer.says("yes")


def test_what_was_interrupted_in_an_older_session_does_not_come_back(customer: Customer) -> None:
    customer.says("send $50 to bob", "pay $20 to my emblem card", "yes", "/session_start")
    customer.says("add Zoe Chen as a payee")
    assert "Back to" not in customer.says("yes")


def test_a_yes_to_an_offer_that_came_after_the_question_whether_to_switch_takes_the_offer(customer: Customer) -> None:
    customer.says("send $50 to bob", "pay $20 to my emblem card")
    assert "Shall I take you there?" in customer.says("I forgot my email password")
    assert "taking you to the Helpdesk Assistant" in customer.says("yes")
