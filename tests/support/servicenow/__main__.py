"""Runs the fake until SIGTERM or SIGINT; says on its first line where it listens."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType

from tests.support.servicenow.control import Instance
from tests.support.servicenow.server import start

PASSWORD = "right password"
USER = "chat.helpdesk"


def main() -> None:
    """Listens on 127.0.0.1; port 0 is any free one."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.servicenow")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user", default=USER)
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("--certificate", type=Path, help="a file (PEM) with certificate and key: speaks TLS")
    options = parser.parse_args()
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    server = start(Instance(options.user, options.password), options.port, options.certificate)
    print(f"listening on {server.url}", flush=True)
    ended.wait()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
