"""Names that come from outside (conversation ids, idempotency keys), made fit for any database."""

import hashlib

MAXIMUM_LENGTH = 255
_DIGEST_PREFIX = "sha256:"


def storable_identifier(text: str) -> str:
    """Return `text` itself when every database can hold it, and a digest of it otherwise.

    PostgreSQL takes no NUL, no driver takes a lone surrogate, and indexed columns have a maximum length. Different
    texts give different results (as far as SHA-256 does), so two identifiers never become one.
    """
    if _fits(text) and not text.startswith(_DIGEST_PREFIX):
        return text
    return _DIGEST_PREFIX + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fits(text: str) -> bool:
    return len(text) <= MAXIMUM_LENGTH and not any(
        character == "\0" or "\ud800" <= character <= "\udfff" for character in text
    )
