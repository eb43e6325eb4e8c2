"""The bank: accounts, a double-entry ledger, payees and transfers. Knows nothing of chatbots.

with Bank.open("sqlite:///data/bank.db") as bank:
    bank.ensure_customer("conversation-1")
    payee = bank.find_payees("conversation-1", "alice")[0]
    bank.transfer("conversation-1", payee.id, Money.of("50", "USD"), on=bank.today(), key="message-17")
"""

from .bank import Bank
from .errors import (
    AmountProblem,
    BankError,
    BankUnavailable,
    DateInPast,
    InsufficientFunds,
    InvalidAmount,
    KeyReused,
    LedgerUnbalanced,
    OtherCurrency,
    UnknownCustomer,
    UnknownPayee,
)
from .ledger import CURRENCY
from .model import Failure, Payee, Receipt
from .money import Money
from .transfers import judge_amount

__all__ = [
    "CURRENCY",
    "AmountProblem",
    "Bank",
    "BankError",
    "BankUnavailable",
    "DateInPast",
    "Failure",
    "InsufficientFunds",
    "InvalidAmount",
    "KeyReused",
    "LedgerUnbalanced",
    "Money",
    "OtherCurrency",
    "Payee",
    "Receipt",
    "UnknownCustomer",
    "UnknownPayee",
    "judge_amount",
]
