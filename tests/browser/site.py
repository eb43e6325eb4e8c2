"""The built widget on a web server of its own, whose Content-Security-Policy allows as little as the widget needs."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from handoff.cli import fingerprint
from handoff.cli.project import Project
from handoff.cli.widget import SOURCES, install_packages, npm
from tests.support.system import ROOT

_BUILD_SECONDS = 120
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def built_widget(folder: Path) -> Path:
    """The widget as its sources are now, built in `folder` unless `handoff up` built it already; without config.js."""
    sources = ROOT / "chatroom"
    dist = sources / "dist"
    mark = dist / ".fingerprint"
    built = folder / "dist"
    if mark.is_file() and mark.read_text() == fingerprint.of_files(sources, [sources / name for name in SOURCES]):
        shutil.copytree(dist, built)
    else:
        _build(sources, folder)
    (built / "config.js").unlink(missing_ok=True)
    shutil.copytree(sources / "public", built, dirs_exist_ok=True)  # the page before it was told who its hosts are
    return built


def _build(sources: Path, folder: Path) -> None:
    """Builds a copy: whoever works at the sources or uses what is built from them is not disturbed."""
    project = Project(ROOT / "handoff_config.yml")
    install_packages(project)
    shutil.copytree(sources, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "build"), dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(sources / "node_modules")
    done = subprocess.run(
        npm("run", "build"),
        cwd=folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def policy(hosts: Iterable[str], **more: str) -> str:
    """A policy that lets a page have the widget, its pictures and these hosts; `more` by name, `_` for `-`."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": " ".join(["'self'", *hosts]),
        "img-src": "'self' data:",
        "style-src": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "chatroom",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Site:
    """A web server with the widget, and with files that a test puts beside it."""

    def __init__(self, folder: Path, policy_header: str) -> None:
        self.files: dict[str, str] = {}
        self.policy = policy_header
        handler = partial(type("FilesOfThis", (_Files,), {"site": self}), directory=str(folder))
        self._server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def configure(self, config: dict[str, Any]) -> None:
        """Puts a config.js beside the page."""
        self.files["config.js"] = f"window.CHATROOM_CONFIG = {json.dumps(config)};"

    def close(self) -> None:
        """Nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers that are closed hang up: nothing to tell."""


class _Files(SimpleHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        name = self.path.split("?")[0].lstrip("/")
        content = self.site.files.get(name)
        if content is None:
            super().do_GET()
            return
        encoded = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", _TYPES[Path(name).suffix])
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.site.policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""
