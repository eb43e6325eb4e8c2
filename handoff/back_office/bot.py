"""A bot's channel, as its back office uses it: bringing notices, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from handoff.secret import BACK_OFFICE_KEY_HEADER

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 3.0
_DONE, _BAD_REQUEST = 200, 400


class BotUnavailable(Exception):
    """The bot cannot take notices at the moment; the same notice can be brought again."""


class NoticeRefused(Exception):
    """The bot will not take this one notice as it is; the text says why."""


class Bot:
    """The bot at `url`, which knows its back office by `key`."""

    def __init__(self, url: str, key: str) -> None:
        self._address = f"{url.rstrip('/')}/webhooks/rest/notices"
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy for the internet is no way to a neighbour
        self._session.headers[BACK_OFFICE_KEY_HEADER] = key

    def bring(self, notice: Mapping[str, Any]) -> None:
        """Gives a notice to the bot, which keeps it once. Raises BotUnavailable, NoticeRefused."""
        timeout = (CONNECT_SECONDS, ANSWER_SECONDS)
        try:
            answer = self._session.post(self._address, json=notice, timeout=timeout, allow_redirects=False)
        except requests.RequestException as exc:
            raise BotUnavailable(f"{self._address} cannot be reached ({type(exc).__name__})") from exc
        if answer.status_code == _BAD_REQUEST:
            raise NoticeRefused(answer.text[:500])
        if answer.status_code != _DONE:
            raise BotUnavailable(f"{self._address} answered {answer.status_code}: {answer.text[:200]}")

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()
