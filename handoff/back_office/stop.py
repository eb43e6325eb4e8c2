"""Being told to end, at any moment."""

from __future__ import annotations

import os
import select
import signal


class Stop:
    """Whether this process was told to end, and waiting for that.

    A pipe and not threading.Event: a signal that arrives while the main thread is inside of Event.wait would call
    Event.set on the lock that is being held, and wait for ever.
    """

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT ask for the end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.ask())

    def ask(self) -> None:
        """Asks for the end; once is enough, and more does no harm."""
        try:
            os.write(self._write, b".")
        except BlockingIOError:
            return  # the pipe is full of such wishes

    @property
    def asked(self) -> bool:
        """Whether the end was asked for."""
        return self.wait(0)

    def wait(self, seconds: float) -> bool:
        """Waits for so long, or until the end is asked for; whether it is."""
        return bool(select.select([self._read], [], [], seconds)[0])
