"""Duckling as an HTTP server: the form POST that Duckling's example server and Rasa agree on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import requests

from duckling_client.errors import DucklingRejected, DucklingTimeout, DucklingUnavailable
from duckling_client.mention import Mention, mention_from_json
from duckling_client.query import Query, check_query

TIMEOUT_SECONDS = 1.0
_BAD_REQUEST = 400


class HttpDuckling:
    """A Duckling HTTP server. Implements `Duckling`; keeps its connections; safe to share between threads.

    Args:
        url: the server's address, with or without the ending "/parse".
        timeout_seconds: bound for connecting, and for each wait for the answer.

    Raises:
        DucklingRejected: the url is not an http(s) address.
    """

    def __init__(self, url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            raise DucklingRejected(f"the Duckling address {url!r} is not an http(s) url")
        self._url = url.rstrip("/").removesuffix("/parse") + "/parse"
        self._timeout_seconds = timeout_seconds
        self._session = requests.Session()

    def parse(
        self, text: str, *, dims: Sequence[str], locale: str, timezone: str, reference_time_ms: int
    ) -> list[Mention]:
        """See `Duckling.parse`."""
        query = check_query(text, dims=dims, locale=locale, timezone=timezone, reference_time_ms=reference_time_ms)
        response = self._post(query)
        if response.status_code == _BAD_REQUEST:
            raise DucklingRejected(f"{self._url} refused the question: {response.text[:200]}")
        if not response.ok:
            raise DucklingUnavailable(f"{self._url} answered {response.status_code}: {response.text[:200]}")
        try:
            found = response.json()
        except ValueError as exc:
            raise DucklingUnavailable(f"{self._url} did not answer in JSON") from exc
        if not isinstance(found, list):
            raise DucklingUnavailable(f"{self._url} did not answer with a list")
        return [mention_from_json(each) for each in found]

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _post(self, query: Query) -> requests.Response:
        form = {
            "text": query.text,
            "locale": query.locale,
            "tz": query.timezone,
            "dims": json.dumps(query.dims),
            "reftime": str(query.reference_time_ms),
        }
        try:
            return self._session.post(self._url, data=form, timeout=self._timeout_seconds)
        except requests.Timeout as exc:
            raise DucklingTimeout(f"{self._url} did not answer within {self._timeout_seconds:g} s") from exc
        except requests.RequestException as exc:
            raise DucklingUnavailable(f"cannot reach {self._url}: {exc}") from exc
