"""Which kinds of accounts are spoken of? Reading "checking" and "savings" as people call them. Pure."""

from __future__ import annotations

import re

CHECKING_ACCOUNT, SAVINGS_ACCOUNT = "checking", "savings"

_ACCOUNT = r"(?:accounts?|accts?|accs?|a/c)"
_CHECKING = re.compile(
    rf"\b(?:checkings|chequing|checking\s+{_ACCOUNT}|(?:current|cheque|debit|everyday|giro)\s+{_ACCOUNT})\b",
    re.IGNORECASE,
)
# "I am just checking how much I have" speaks of no account, "in checking how much do I have" does.
_CHECKING_ALONE = re.compile(r"\bchecking\b", re.IGNORECASE)
_THE_ACCOUNT_BEFORE = re.compile(r"\b(?:my|the|our|in|into|from|to|of|and|plus|or)\s+$", re.IGNORECASE)
_CHECKS_BEFORE = re.compile(
    r"\b(?:just|am|is|are|was|were|be|been|i['’]?m|we['’]?re|keep|kept|by|double|worth|still|only|mind|start|started|stop"
    r"|after|before|while|when|like|without|for|always|simply)\W+$",
    re.IGNORECASE,
)
_CHECKS_BEHIND = re.compile(
    r"\s+(?:how|if|whether|what|that|up|out|my|the|our|your|again|when|why|where|who|which|this|on|for|in|it|all)\b",
    re.IGNORECASE,
)
_SAVINGS = re.compile(
    r"\b(?:savings?|saved?|nest\s+egg|rainy[\s-]+day|(?:set|put|laid)\s+(?:aside|by))\b", re.IGNORECASE
)


def read_accounts(text: str) -> frozenset[str]:
    """The kinds that `text` speaks of: CHECKING_ACCOUNT, SAVINGS_ACCOUNT, both or none. "My account" is of no kind."""
    said = set()
    if _CHECKING.search(text) or any(_is_an_account(text, each) for each in _CHECKING_ALONE.finditer(text)):
        said.add(CHECKING_ACCOUNT)
    if _SAVINGS.search(text):
        said.add(SAVINGS_ACCOUNT)
    return frozenset(said)


def _is_an_account(text: str, checking: re.Match[str]) -> bool:
    before = text[: checking.start()]
    if _THE_ACCOUNT_BEFORE.search(before):
        return True
    return _CHECKS_BEFORE.search(before) is None and _CHECKS_BEHIND.match(text, checking.end()) is None
