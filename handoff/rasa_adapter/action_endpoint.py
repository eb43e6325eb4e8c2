"""The bot's way to its action server: Rasa's own, over connections that are kept, with the domain written once.

What the action server gets is what Rasa sends (rasa 3.6.21, utils/endpoints.py), byte for byte but for spaces, so any
action server will do.
"""

from __future__ import annotations

import asyncio
import atexit
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

# Less than the 5 s after which rasa_sdk's server closes a connection that nobody uses: a call must not meet its end.
KEPT_SECONDS = 3.0


class KeptEndpoint(EndpointConfig):
    """An endpoint whose connections are kept from call to call, and which writes a domain only once."""

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> KeptEndpoint:
        """The same place, called so."""
        if isinstance(endpoint, cls):
            return endpoint
        kept = cls.__new__(cls)
        kept.__dict__.update(endpoint.__dict__)
        kept.headers = dict(endpoint.headers)
        kept._connections = _Connections()
        kept._domain = _Written()
        return kept

    _connections: _Connections
    _domain: _Written

    def session(self) -> aiohttp.ClientSession:
        """A session for one call, which leaves its connection open for the next."""
        auth = None
        if self.basic_auth:
            auth = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"])
        return aiohttp.ClientSession(
            connector=self._connections.of_this_loop(),
            connector_owner=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self.headers,
            auth=auth,
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        )

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """See EndpointConfig.request; a `json` body is written here."""
        body = kwargs.pop("json", None)
        if body is not None:
            kwargs["data"] = self._written(body)
        return await super().request(*args, **kwargs)

    def _written(self, body: Mapping[str, Any]) -> bytes:
        domain = body.get("domain")
        if domain is None:
            return json.dumps(body).encode()
        rest = json.dumps({key: value for key, value in body.items() if key != "domain"})
        return f'{rest[:-1]}, "domain": {self._domain.text_of(domain)}}}'.encode()


class _Written:
    """The text of the last value that was written, so that the same one need not be written again."""

    def __init__(self) -> None:
        self._value: Any = None
        self._text = ""

    def text_of(self, value: Any) -> str:
        if value is not self._value:
            self._value, self._text = value, json.dumps(value)
        return self._text


class _Connections:
    """The connections of the event loop that is running; another loop gets its own."""

    def __init__(self) -> None:
        self._connector: aiohttp.TCPConnector | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        atexit.register(self._close)  # else aiohttp complains of connections that are open when the server stops

    def of_this_loop(self) -> aiohttp.TCPConnector:
        loop = asyncio.get_running_loop()
        if self._connector is None or self._loop is not loop:
            self._close()
            self._connector, self._loop = aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS), loop
        return self._connector

    def _close(self) -> None:
        if self._connector is not None:
            self._connector._close()  # `close` is the same and wants to be awaited, which the loop may not live to do
            self._connector = None
