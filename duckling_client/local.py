"""Duckling on this machine: a worker process with a deadline, replaced when it overruns or dies."""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duckling_client.errors import DucklingError, DucklingRejected, DucklingTimeout, DucklingUnavailable
from duckling_client.mention import Mention, mention_from_json
from duckling_client.query import Query, check_query

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 0.3
START_SECONDS = 10.0
_PROJECT_FOLDER = str(Path(__file__).resolve().parent.parent)


class LocalDuckling:
    """Duckling in a worker process of our own. Implements `Duckling`; safe to share between threads.

    A text that takes longer than the deadline costs `DucklingTimeout`; the worker is killed and a new one is started
    at once, so the next text is served normally (it may wait for that start, a few tenths of a second). A worker that
    died is replaced and asked once more. Texts of several threads are answered one after another.

    Args:
        deadline_seconds: time for one text, not counting the start of a worker.
        start_seconds: time for a worker to start.
    """

    def __init__(self, deadline_seconds: float = DEADLINE_SECONDS, start_seconds: float = START_SECONDS) -> None:
        self._deadline_seconds = deadline_seconds
        self._start_seconds = start_seconds
        self._turn = threading.Lock()
        self._worker: _Worker | None = None
        self._closed = False
        atexit.register(self.close)

    def start(self) -> None:
        """Start the worker in the background, so that the first text does not wait for it. Returns at once."""
        with self._turn:
            self._ensure_worker()

    def parse(
        self, text: str, *, dims: Sequence[str], locale: str, timezone: str, reference_time_ms: int
    ) -> list[Mention]:
        """See `Duckling.parse`."""
        query = check_query(text, dims=dims, locale=locale, timezone=timezone, reference_time_ms=reference_time_ms)
        with self._turn:
            try:
                answer = self._ask(query)
            except _WorkerDied as exc:
                logger.warning("Duckling's worker died, asking a new one: %s", exc)
                answer = self._ask_again(query)
        return _mentions(answer)

    def close(self) -> None:
        """End the worker. Later calls of `parse` raise DucklingUnavailable."""
        with self._turn:
            self._closed = True
            self._drop_worker()
        atexit.unregister(self.close)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @property
    def worker_id(self) -> int | None:
        """Process id of the worker, for monitoring; None when there is none."""
        worker = self._worker
        return worker.process_id if worker else None

    def _ask_again(self, query: Query) -> dict[str, Any]:
        try:
            return self._ask(query)
        except _WorkerDied as exc:
            raise DucklingUnavailable(f"Duckling's worker died twice on one text: {exc}") from exc

    def _ask(self, query: Query) -> dict[str, Any]:
        worker = self._ensure_worker()
        try:
            worker.wait_until_ready(self._start_seconds)
            return worker.ask(query, self._deadline_seconds)
        except DucklingTimeout:
            self._drop_worker()
            self._ensure_worker()
            raise
        except DucklingError:
            self._drop_worker()
            raise

    def _ensure_worker(self) -> _Worker:
        if self._closed:
            raise DucklingUnavailable("this Duckling was closed")
        if self._worker is None or not self._worker.is_ours:
            # Its own limit is the net below ours, for the case that this process dies while the worker thinks.
            self._worker = _Worker(limit_seconds=self._deadline_seconds + 1)
        return self._worker

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.is_ours:
            worker.kill()


class _WorkerDied(DucklingUnavailable):
    """The worker's output ended."""


class _Worker:
    """One process, and a thread that reads its answers."""

    def __init__(self, limit_seconds: float) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "duckling_client.worker", str(limit_seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="ascii",
                env=_worker_environment(),
                # Ctrl-C in a terminal goes to the whole foreground group: this worker ends with its input instead.
                start_new_session=True,
            )
        except OSError as exc:
            raise DucklingUnavailable(f"cannot start Duckling's worker: {exc}") from exc
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ready = False
        self._owner = os.getpid()
        threading.Thread(target=self._read, name="duckling-answers", daemon=True).start()

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_ours(self) -> bool:
        """False in a process that was forked off later: there the worker stays the parent's."""
        return self._owner == os.getpid()

    def wait_until_ready(self, seconds: float) -> None:
        if self._ready:
            return
        try:
            self._next_answer(seconds)
        except queue.Empty as exc:
            raise DucklingUnavailable(f"Duckling's worker did not start within {seconds:g} s") from exc
        self._ready = True

    def ask(self, query: Query, seconds: float) -> dict[str, Any]:
        question = {
            "text": query.text,
            "dims": query.dims,
            "locale": query.locale,
            "timezone": query.timezone,
            "reference_time_ms": query.reference_time_ms,
        }
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question, ensure_ascii=True) + "\n")
            self._process.stdin.flush()
        except OSError as exc:
            raise _WorkerDied(str(exc)) from exc
        try:
            return self._next_answer(seconds)
        except queue.Empty as exc:
            raise DucklingTimeout(f"no answer within {seconds:g} s for a text of {len(query.text)} characters") from exc

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            # A question that the killed process never took; nothing is lost.
            logger.debug("Duckling's worker left an unread question")

    def _next_answer(self, seconds: float) -> dict[str, Any]:
        line = self._answers.get(timeout=seconds)
        if line is None:
            raise _WorkerDied(f"exit status {self._process.wait()}")
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError as exc:
            raise _WorkerDied(f"unreadable answer {line[:80]!r}") from exc
        return answer

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._answers.put(line)
        self._answers.put(None)


def _worker_environment() -> dict[str, str]:
    # The worker must find this package wherever the parent was started from.
    search_path = [_PROJECT_FOLDER, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(search_path), "PYTHONUNBUFFERED": "1"}


def _mentions(answer: dict[str, Any]) -> list[Mention]:
    if "rejected" in answer:
        raise DucklingRejected(answer["rejected"])
    if "mentions" not in answer:
        raise DucklingUnavailable(f"Duckling failed: {answer.get('failed', answer)}")
    return [mention_from_json(found) for found in answer["mentions"]]
