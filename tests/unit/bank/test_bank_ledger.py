"""Whatever is done to the bank, the ledger balances; and when it does not, the check says so."""

import itertools
import tempfile
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from financial_bot.bank import Bank, InsufficientFunds, LedgerUnbalanced, Money

orders = st.lists(
    st.tuples(
        st.sampled_from(["ann", "ben"]),
        st.integers(min_value=1, max_value=200_000),
        st.integers(min_value=0, max_value=2),
        st.sampled_from(["key-1", "key-2", None]),
    ),
    max_size=12,
)
numbers = itertools.count()


@settings(max_examples=12, deadline=None, database=None)
@given(orders)
def test_any_sequence_of_transfers_keeps_the_ledger_balanced_and_no_balance_below_zero(
    wishes: list[tuple[str, int, int, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Bank.open(f"sqlite:///{folder}/bank.db") as bank:
        expected = {}
        for customer in ("ann", "ben"):
            bank.ensure_customer(customer)
            expected[customer] = bank.balance(customer).minor
        seen: set[tuple[str, str]] = set()
        for customer, minor, days, repeated_key in wishes:
            fee = bank.charges(customer, bank.today() + timedelta(days=days)).next_fee
            key = f"{repeated_key}-{minor}-{days}" if repeated_key else f"unique-{next(numbers)}"
            try:
                receipt = bank.transfer(
                    customer,
                    bank.payees(customer)[0].id,
                    Money(minor, "USD"),
                    bank.today() + timedelta(days=days),
                    key,
                )
            except InsufficientFunds as refused:
                assert refused.available.minor == expected[customer] < minor + fee.minor
                continue
            assert receipt.repeated == ((customer, key) in seen)
            seen.add((customer, key))
            if not receipt.scheduled and not receipt.repeated:
                expected[customer] -= minor + receipt.fee.minor
            assert bank.balance(customer).minor == expected[customer] >= 0
        bank.check()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE bank_postings SET minor = minor + 1 WHERE number = 3 AND minor > 0",
        "DELETE FROM bank_postings WHERE number = 3 AND minor > 0",
        "DELETE FROM bank_postings WHERE number = 3",
    ],
)
def test_a_transaction_that_does_not_sum_to_zero_is_named(bank: Bank, url: str, damage: str) -> None:
    bank.check()
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    with pytest.raises(LedgerUnbalanced) as found:
        bank.check()
    assert found.value.transactions == ((1, 3), (2, 3))
    assert all(code.startswith("customer/") for code in found.value.accounts)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE bank_accounts SET balance = balance + 1 WHERE kind = 'checking' AND customer_id = 1",
        "UPDATE bank_postings SET minor = -minor WHERE number = 1 AND customer_id = 1",
    ],
)
def test_a_balance_that_is_not_the_sum_of_its_postings_is_named(bank: Bank, url: str, damage: str) -> None:
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    with pytest.raises(LedgerUnbalanced) as found:
        bank.check()
    assert found.value.transactions == ()
    assert found.value.accounts == ("customer/1/checking",)
