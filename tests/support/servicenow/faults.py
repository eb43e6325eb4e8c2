"""What can go wrong between an instance and us."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import Any

PAGE = b"<html><body><h1>Your instance is hibernating</h1></body></html>"
HTML = "text/html;charset=UTF-8"
JSON = "application/json;charset=UTF-8"
RETRY_AFTER = "7"


def error_body(message: str, detail: str | None) -> bytes:
    """An error as the Table API words it."""
    return json.dumps({"error": {"message": message, "detail": detail}, "status": "failure"}).encode()


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = JSON


# Faults that are an answer. The others are ways to send one: see `server.Handler`.
ANSWERS = {
    "400": Answer(400, error_body("Invalid query detected", "Please check the values")),
    "401": Answer(401, error_body("User Not Authenticated", "Required to provide Auth information")),
    "403": Answer(403, error_body("Operation Failed", "ACL Exception Insert Failed due to security constraints")),
    "403 data policy": Answer(
        403, error_body("Operation Failed", "Data Policy Exception: The following fields are mandatory: Site")
    ),
    "404": Answer(404, error_body("No Record found", "Record doesn't exist or ACL restricts the record retrieval")),
    "404 html": Answer(404, PAGE, content_type=HTML),
    "409": Answer(409, error_body("Unique Key violation detected by database", None)),
    "413": Answer(413, PAGE, content_type=HTML),
    "429": Answer(
        429,
        error_body("Rate limit exceeded", "Too many requests"),
        (("Retry-After", RETRY_AFTER), ("X-RateLimit-Limit", "100"), ("X-RateLimit-Reset", "1750000000")),
    ),
    "429 soon": Answer(429, error_body("Rate limit exceeded", "Too many requests"), (("Retry-After", "0"),)),
    "500 json": Answer(500, error_body("Transaction cancelled: maximum execution time exceeded", None)),
    "500 html": Answer(500, PAGE, content_type=HTML),
    "502": Answer(502, PAGE, content_type=HTML),
    "503": Answer(503, PAGE, content_type=HTML),
    "200 html": Answer(200, PAGE, content_type=HTML),
    "200 html called json": Answer(200, PAGE),
    "200 json called html": Answer(200, b'{"result": []}', content_type=HTML),
    "empty result": Answer(200, b'{"result": []}'),
    "empty body": Answer(200, b""),
    "odd shape": Answer(200, b'{"result": {"number": 7}}'),
    "redirect": Answer(302, b"", (("Location", "https://example.com/login.do"),), HTML),
}
WAYS = ("slow body", "slow headers", "endless body", "reset", "no answer", "huge body")


@dataclass
class Fault:
    """`times` requests of this method ("*" is any) to this table fail: `after` they were carried out, or instead."""

    method: str
    table: str
    fault: str
    times: int = 1_000_000
    after: bool = False

    def __post_init__(self) -> None:
        if self.fault not in ANSWERS and self.fault not in WAYS:
            raise ValueError(f"there is no fault {self.fault!r}")


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def switch_on(self, description: dict[str, Any]) -> None:
        """From now on requests fail like this."""
        with self._lock:
            self._faults.append(Fault(**description))

    def mend(self) -> None:
        """From now on nothing fails."""
        with self._lock:
            self._faults.clear()

    def take(self, method: str, table: str) -> Fault | None:
        """The fault of this request, if it has one."""
        with self._lock:
            for fault in self._faults:
                if fault.method in ("*", method) and fault.table in ("*", table) and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None
