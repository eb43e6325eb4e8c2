"""Requests to one instance: each by a deadline, with a body of a bounded size, and repeated once where that is safe."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, TimeoutError
from urllib3.util import Timeout

from storage import utc_now

from .calls import Call, NoReply, Reply, pause_before_repeating
from .deadline import Deadline
from .transport import new_session

CONNECT_SECONDS = 2.0
LARGEST_BODY = 5_000_000
_CHUNK = 65_536
_LEAST_SECONDS = 0.2  # with less left a request is not begun


class Client:
    """Talks to the instance at `url`, which `instance_url` made. Safe to share between threads.

    `ca_bundle` is a file or a folder of authorities; None for those that `requests` brings.
    """

    def __init__(self, url: str, user: str, password: str, ca_bundle: str | None = None) -> None:
        self._url = url
        self._session = new_session(user, password, ca_bundle)

    def send(self, call: Call, deadline: Deadline) -> Reply | NoReply:
        """Ask, and ask once more where that is safe and there is time; never takes longer than the deadline allows."""
        outcome = self._send_once(call, deadline)
        pause = pause_before_repeating(call, outcome, utc_now())
        if pause is None or deadline.left() - pause < _LEAST_SECONDS:
            return outcome
        time.sleep(pause)
        return self._send_once(call, deadline)

    def close(self) -> None:
        """Let go of the connections. The next request makes new ones."""
        self._session.close()

    def _send_once(self, call: Call, deadline: Deadline) -> Reply | NoReply:
        if deadline.left() < _LEAST_SECONDS:
            return NoReply("no time was left to ask", sent=False)
        timeout = Timeout(connect=min(CONNECT_SECONDS, deadline.left()), total=deadline.left())
        try:
            with self._session.request(
                call.method,
                self._url + call.path,
                params=dict(call.parameters),
                data=None if call.values is None else json.dumps(dict(call.values)).encode(),
                headers={} if call.values is None else {"Content-Type": "application/json"},
                timeout=timeout,  # type: ignore[arg-type]  # the types know no total
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response)
        except requests.RequestException as exc:
            return _no_reply(exc)
        if body is None:
            return NoReply(f"the answer is larger than {LARGEST_BODY} bytes", sent=True)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body, _next_offset(response))


def _read(response: requests.Response) -> bytes | None:
    """The body; None when it is too large."""
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _no_reply(error: requests.RequestException) -> NoReply:
    # The type of the innermost error, and not its text, which has the url with the user's words in it.
    reason = _reason(error)
    if _is_distrust(reason):
        words = "its certificate is not trusted; check SNOW_INSTANCE and REQUESTS_CA_BUNDLE"
        return NoReply(f"{words} ({type(reason).__name__})", sent=False)
    sent = not isinstance(reason, NewConnectionError | ConnectTimeoutError)
    late = isinstance(reason, TimeoutError) and not isinstance(reason, NewConnectionError)
    words = "no answer in time" if late else "the answer was cut off" if sent else "it cannot be reached"
    return NoReply(f"{words} ({type(reason).__name__})", sent=sent, passing=not late)


def _reason(error: BaseException) -> BaseException:
    inner = error.args[0] if error.args else None
    wrapped = getattr(inner, "reason", inner)
    return wrapped if isinstance(wrapped, BaseException) else error


def _is_distrust(reason: BaseException) -> bool:
    causes = (reason, *reason.args, reason.__cause__, reason.__context__)
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)


def _next_offset(response: requests.Response) -> int | None:
    """Where the next page begins, as the Link header says. Its address is not used: it could be anybody's."""
    link: Mapping[str, str] = response.links.get("next", {})
    offsets = parse_qs(urlsplit(link.get("url", "")).query).get("sysparm_offset", [])
    return int(offsets[0]) if offsets and offsets[0].isascii() and offsets[0].isdigit() else None
