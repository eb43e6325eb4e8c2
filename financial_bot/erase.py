"""Deletes a customer from the bank: `python -m financial_bot.erase ID`, as `financial_bot.settings` say."""

from __future__ import annotations

import sys

from financial_bot.bank import BankUnavailable
from financial_bot.settings import open_bank
from handoff.back_office.erasing import NotErased, counted, run


def erase(conversation_id: str) -> str:
    """What was deleted, for a person. Raises SettingError, NotErased."""
    try:
        with open_bank() as bank:
            erased = bank.erase(conversation_id)
    except BankUnavailable as error:
        raise NotErased(str(error)) from error
    return counted(
        accounts=erased.accounts, transactions=erased.transactions, payees=erased.payees, payments=erased.orders
    )


if __name__ == "__main__":
    sys.exit(run("bank", erase))
