"""The secret that the hosts of one system share: where it comes from, and what is derived from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from handoff.errors import SecretError

NAME = "HANDOFF_SECRET"
MINIMUM_BYTES = 32


def load_secret(config_file: Path) -> str:
    """HANDOFF_SECRET from the environment, else from the `.env` beside `config_file`.

    Raises SecretError when there is none, or when it has fewer than 32 bytes (RFC 7518, 3.2: a HS256 key).
    """
    secret = os.environ.get(NAME) or _read_env(config_file.parent / ".env").get(NAME, "")
    if not secret:
        raise SecretError(f"{NAME} is not set: run `make up` once, which writes it to {config_file.parent / '.env'}")
    if len(secret.encode()) < MINIMUM_BYTES:
        raise SecretError(f"{NAME} has {len(secret.encode())} bytes, at least {MINIMUM_BYTES} are needed")
    return secret


def ensure_env_file(file: Path) -> bool:
    """Writes `file` with a fresh secret, readable by its owner only, unless it has one. Says whether it wrote."""
    if _read_env(file).get(NAME):
        return False
    earlier = file.read_text(encoding="utf-8").rstrip("\n") + "\n" if file.exists() else ""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(f"{earlier}{NAME}={secrets.token_hex(MINIMUM_BYTES)}\n")
    return True


def action_server_key(secret: str) -> str:
    """What a bot shows to its action server in the header ACTION_KEY_HEADER; hexadecimal."""
    return _derived(secret, b"action server")


def back_office_key(secret: str) -> str:
    """What a bot's own back office shows to the bot in the header BACK_OFFICE_KEY_HEADER; hexadecimal."""
    return _derived(secret, b"back office")


ACTION_KEY_HEADER = "X-Action-Key"
BACK_OFFICE_KEY_HEADER = "X-Back-Office-Key"


def _derived(secret: str, purpose: bytes) -> str:
    return hmac.new(secret.encode(), purpose, hashlib.sha256).hexdigest()


def _read_env(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
