"""E-mail addresses in what people write. Pure: nothing is looked up on the network."""

import re
from collections.abc import Sequence
from enum import Enum

from email_validator import EmailNotValidError, validate_email

_BETWEEN_WORDS = re.compile(r"""[\s<>(),;:"“”„«»|\[\]]+""")
_AROUND = ".!?'`*_…‘–—"
# "user@example.com's", "mailto:user@example.com?subject=help": no domain has these characters.
_AFTER_THE_DOMAIN = re.compile(r"(?<=@)([^@?/'…–—]+)[?/'…–—][^@]*\Z")
# RFC 5321 allows 254 characters; the library need not judge megabytes.
_LONGEST = 254
_MOST_CANDIDATES = 20


class EmailProblem(Enum):
    """Why no address could be read."""

    MISSING = "missing"
    INVALID = "invalid"
    SEVERAL = "several"


def read_email(text_or_candidates: str | Sequence[str]) -> str | EmailProblem:
    """Return the one valid address in a sentence, or among candidates that each are an address as a whole.

    The address comes back normalised (its domain in lower case). Candidates that differ in case only are the same one.
    """
    if isinstance(text_or_candidates, str):
        plain = text_or_candidates.replace("’", "'")  # telephones type it so, addresses are not written so
        words = [word.strip(_AROUND) for word in _BETWEEN_WORDS.split(plain) if "@" in word]
        candidates = [_AFTER_THE_DOMAIN.sub(r"\1", word) for word in words]
    else:
        candidates = [str(candidate).strip() for candidate in text_or_candidates]
    candidates = [candidate for candidate in candidates if candidate]
    if not candidates:
        return EmailProblem.MISSING
    valid: dict[str, str] = {}
    for candidate in candidates[:_MOST_CANDIDATES]:
        address = _judge(candidate)
        if address is not None:
            valid.setdefault(address.lower(), address)
    if not valid:
        return EmailProblem.INVALID
    return EmailProblem.SEVERAL if len(valid) > 1 else next(iter(valid.values()))


def same_address(one: str, other: str) -> bool:
    """Whether both are the same address, in any case and in either spelling of an international domain.

    What is no address is the same as nothing. `lower` and not `casefold`, for which straße@ and strasse@ are the same.
    """
    first, second = _judge(one.strip()), _judge(other.strip())
    return first is not None and second is not None and first.lower() == second.lower()


def _judge(candidate: str) -> str | None:
    if len(candidate) > _LONGEST or not candidate.isprintable():
        return None
    try:
        return validate_email(candidate, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
