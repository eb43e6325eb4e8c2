"""HTTP connections on which the time for an answer is the time for the whole answer.

The timeouts of sockets, and so those of `requests`, begin anew with every byte: an instance that dribbles could hold a
thread for ever. Here whatever is read of an answer, its headers included, is read by one deadline.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from .connecting import connect

CONNECTIONS = 16


def new_session(user: str, password: str, ca_bundle: str | None) -> requests.Session:
    """A session that may be shared by threads. It keeps connections, but no cookies, and heeds no proxy or .netrc.

    `ca_bundle` is a file or a folder of authorities; None for those that `requests` brings. An instance handles the
    requests with one session cookie one after the other, so that one slow answer would delay all.
    """
    session = requests.Session()
    session.trust_env = False  # it would heed REQUESTS_CA_BUNDLE, too: `settings` reads that
    session.verify = True if ca_bundle is None else ca_bundle
    session.auth = HTTPBasicAuth(user.encode(), password.encode())  # text would have to be Latin-1
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
    session.mount("https://", _Adapter())
    session.mount("http://", _Adapter())
    return session


class _WholeAnswerTimeout(io.RawIOBase):
    """Reads from a socket until a deadline, as seconds of the monotonic clock; then raises TimeoutError."""

    def __init__(self, connection: socket.socket, stream: io.RawIOBase, until: float) -> None:
        self._connection = connection
        self._stream = stream
        self._until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not end in time")
        self._connection.settimeout(left)
        count: int | None = self._stream.readinto(buffer)
        return count

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class _Response(HTTPResponse):
    """An answer; the socket's timeout at its beginning is the time for all of it."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        seconds = sock.gettimeout()
        if seconds is not None:
            stream = _WholeAnswerTimeout(sock, self.fp.detach(), time.monotonic() + seconds)
            self.fp = io.BufferedReader(stream)


class _Connection(HTTPConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _SecureConnection(HTTPSConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        return _connect(self)


def _connect(connection: HTTPConnection) -> socket.socket:
    """As `urllib3` does it, with one time for all addresses of the host."""
    assert isinstance(connection.timeout, int | float)  # the client always says how long
    try:
        return connect(connection.host, connection.port, connection.timeout, connection.socket_options or ())
    except socket.gaierror as exc:
        raise NameResolutionError(connection.host, connection, exc) from exc
    except TimeoutError as exc:
        raise ConnectTimeoutError(connection, str(exc)) from exc
    except OSError as exc:
        raise NewConnectionError(connection, str(exc)) from exc


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=CONNECTIONS, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)  # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
