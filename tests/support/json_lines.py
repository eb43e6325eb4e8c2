"""Talking with a child process in JSON, one line a message."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

_END_SECONDS = 10


class JsonLines:
    """A child process that answers each line with a line, in the same order. Errors of its own go to our stderr."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def ask(self, message: Mapping[str, Any]) -> Any:
        """Tells it something and waits for the answer."""
        self.tell(message)
        return self.answer()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Tells it something; the answer has to be fetched."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """The next answer. Raises AssertionError when the process has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the process has ended with {self._process.poll()}"
        return json.loads(line)

    def kill(self) -> None:
        """Ends it at once (SIGKILL), whatever it is doing."""
        self._process.kill()
        self._process.wait(_END_SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(BrokenPipeError):  # it did not read the last line, and never will
                stream.close()
