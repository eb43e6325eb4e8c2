"""The bank: accounts and cards, a double-entry ledger, payees, payments and statements. Knows nothing of chatbots.

with Bank.open("sqlite:///data/bank.db") as bank:
    bank.ensure_customer("conversation-1")
    payee = bank.find_payees("conversation-1", "alice")[0]
    bank.transfer("conversation-1", payee.id, Money.of("50", "USD"), on=bank.today(), key="message-17")
"""

from .accounts import CURRENCY
from .bank import Bank
from .errors import (
    AlreadySettled,
    AmountProblem,
    BankError,
    BankUnavailable,
    DateInPast,
    FeeChanged,
    InsufficientFunds,
    InvalidAmount,
    InvalidName,
    KeyReused,
    LedgerUnbalanced,
    MoreThanOwed,
    NameProblem,
    OtherCurrency,
    PayeeExists,
    PayeeInUse,
    UnknownCard,
    UnknownCustomer,
    UnknownOrder,
    UnknownPayee,
)
from .model import Card, Charges, Erased, Failure, Found, Line, Notice, Payee, Receipt, Scheduled
from .money import Money
from .orders import judge_amount

__all__ = [
    "CURRENCY",
    "AlreadySettled",
    "AmountProblem",
    "Bank",
    "BankError",
    "BankUnavailable",
    "Card",
    "Charges",
    "DateInPast",
    "Erased",
    "Failure",
    "FeeChanged",
    "Found",
    "InsufficientFunds",
    "InvalidAmount",
    "InvalidName",
    "KeyReused",
    "LedgerUnbalanced",
    "Line",
    "Money",
    "MoreThanOwed",
    "NameProblem",
    "Notice",
    "OtherCurrency",
    "Payee",
    "PayeeExists",
    "PayeeInUse",
    "Receipt",
    "Scheduled",
    "UnknownCard",
    "UnknownCustomer",
    "UnknownOrder",
    "UnknownPayee",
    "judge_amount",
]
