"""The bank's skills that have a form, how they are told from each other, and what may be asked in the middle of one."""

from __future__ import annotations

from handoff.sdk_adapter.skills import FormSkill

from .wishes import (
    asks_to_call_off,
    asks_to_change,
    asks_to_pay,
    names_a_card_payment,
    names_a_transfer,
    names_an_order,
    names_payees,
)

TRANSFER = FormSkill(
    form="transfer_money_form",
    intents=frozenset({"transfer_money"}),
    fields=("transfer_payee", "transfer_amount", "transfer_date"),
    confirmation="transfer_confirmed",
    key="transfer_key",
    others=("transfer_fee",),
    asks=asks_to_pay,
    stands_alone=names_a_transfer,
)
PAY_CARD = FormSkill(
    form="pay_cc_form",
    intents=frozenset({"pay_cc"}),
    fields=("cc_card", "cc_amount", "cc_date"),
    confirmation="cc_confirmed",
    key="cc_key",
    others=("cc_sum",),
    asks=asks_to_pay,
    stands_alone=names_a_card_payment,
)
ADD_PAYEE = FormSkill(
    form="add_payee_form",
    intents=frozenset({"add_payee"}),
    fields=("new_payee_name",),
    confirmation="new_payee_confirmed",
    asks=asks_to_change,
    stands_alone=names_payees,
)
REMOVE_PAYEE = FormSkill(
    form="remove_payee_form",
    intents=frozenset({"remove_payee"}),
    fields=("old_payee",),
    confirmation="old_payee_confirmed",
    asks=asks_to_change,
    stands_alone=names_payees,
)
CANCEL_SCHEDULED = FormSkill(
    form="cancel_scheduled_form",
    intents=frozenset({"cancel_scheduled"}),
    fields=("order_to_cancel",),
    confirmation="order_confirmed",
    asks=asks_to_call_off,
    stands_alone=names_an_order,
    only_alone=True,  # "cancel the transfer" in the middle of one means that one
)

SKILLS = (TRANSFER, PAY_CARD, ADD_PAYEE, REMOVE_PAYEE, CANCEL_SCHEDULED)

QUESTIONS = frozenset(
    """greet goodbye help thankyou check_human out_of_scope check_balance check_recipients search_transactions
    check_earnings ask_transfer_charge check_scheduled last_transactions""".split()
)
LEAVING = frozenset({"cancel", "cancel_scheduled"})
