"""Plays the chatroom's demo in Chromium and makes the README's animation of it.

    make up                                    # builds chatroom/dist; end it again, no bot is needed
    .venv/bin/python tools/animate_demo.py     # writes docs/images/conversation.webp

The demo is what tools/record_demo.py recorded. A picture is kept for every eighth of a second in which something
changed. All are shown shorter alike when the animation would take longer than is wished.
"""

from __future__ import annotations

import argparse
import base64
import functools
import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from handoff.cli.browser import ensure_chromium  # noqa: E402

WINDOW = ViewportSize(width=640, height=720)
PICTURES_PER_SECOND = 8
LONGEST_PLAY_SECONDS = 300
LAST_DRAWING_MILLISECONDS = 1_000
LAST_PICTURE_SECONDS = 4.0
MOST_BYTES = 1_500_000


class CannotAnimate(Exception):
    """There is no animation; the text is a sentence for whoever runs this."""


@dataclass(frozen=True)
class Frame:
    """What was to be seen (a PNG), and since when, in seconds."""

    png: bytes
    since: float


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: requests for the page's files are no news."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address while it is served on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Filming:
    """Collects what Chromium draws from now on, a picture whenever something has changed."""

    def __init__(self, page: Page) -> None:
        self._drawn: list[Frame] = []
        self._session = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._on_frame)
        self._session.send("Page.startScreencast", {"format": "png"})

    def _on_frame(self, event: dict[str, Any]) -> None:
        self._drawn.append(Frame(base64.b64decode(event["data"]), event["metadata"]["timestamp"]))
        self._session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def frames(self) -> list[Frame]:
        """The pictures so far, the last one of every eighth of a second, without those that change nothing."""
        drawn = sorted(self._drawn, key=lambda frame: frame.since)
        last_of_slot = {int(frame.since * PICTURES_PER_SECOND): frame for frame in drawn}
        frames: list[Frame] = []
        for frame in last_of_slot.values():
            if not frames or frame.png != frames[-1].png:
                frames.append(frame)
        return frames


def play(address: str) -> list[Frame]:
    """The pictures of the demo at this address. Raises CannotAnimate."""
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=arguments)
        try:
            # Without motion of its own the page stands still between two events, and letters stay sharp.
            context = browser.new_context(viewport=WINDOW, reduced_motion="reduce", color_scheme="light")
            page = context.new_page()
            page.goto(address)
            page.evaluate("document.documentElement.style.caretColor = 'transparent'")  # a cursor that blinks is news
            filming = Filming(page)
            _wait_for_end(page)
            return filming.frames()
        finally:
            browser.close()


def _wait_for_end(page: Page) -> None:
    try:
        page.wait_for_selector(
            "html[data-demo=ended], html[data-demo=broken]", state="attached", timeout=LONGEST_PLAY_SECONDS * 1000
        )
    except PlaywrightTimeout as exc:
        raise CannotAnimate(f"the demo did not come to its end: {page.locator('body').inner_text()[-300:]!r}") from exc
    page.wait_for_timeout(LAST_DRAWING_MILLISECONDS)
    if page.locator("html[data-demo=broken]").count():
        raise CannotAnimate("the demo stopped: its script does not fit the page")


def durations(frames: list[Frame], seconds: float) -> list[int]:
    """How long each picture is shown, in milliseconds: as it was, or all faster, so that it takes `seconds` at most."""
    shown = [after.since - before.since for before, after in pairwise(frames)]
    share = min(1.0, (seconds - LAST_PICTURE_SECONDS) / max(sum(shown), 0.001))
    return [round(each * share * 1000) for each in shown] + [round(LAST_PICTURE_SECONDS * 1000)]


def write(frames: list[Frame], seconds: float, out: Path) -> None:
    """Raises CannotAnimate when the file would be larger than a README should load; then none is written."""
    first, *rest = [Image.open(io.BytesIO(frame.png)).convert("RGB") for frame in frames]
    content = io.BytesIO()
    # Lossless is smaller than lossy for areas of one colour, and does not smear letters.
    first.save(
        content,
        format="WEBP",
        save_all=True,
        append_images=rest,
        duration=durations(frames, seconds),
        loop=0,
        lossless=True,
        quality=80,  # how hard it tries to be small, as is the method
        method=4,
        minimize_size=True,
    )
    if content.tell() > MOST_BYTES:
        raise CannotAnimate(f"the animation has {content.tell()} bytes, more than {MOST_BYTES}")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content.getvalue())


def main() -> None:
    """Plays, writes, and says in a sentence why it cannot."""
    parser = argparse.ArgumentParser(description="Makes an animation of the chatroom's demo.")
    parser.add_argument("--page", type=Path, default=ROOT / "chatroom" / "dist", help="the folder of the built page")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "conversation.webp")
    parser.add_argument("--seconds", type=float, default=36.0, help="how long it takes at most")
    parser.add_argument("--frames", type=Path, help="a folder for all pictures as PNG, to look at")
    options = parser.parse_args()
    try:
        with served(options.page) as address:
            frames = play(f"{address}/chatroom_handoff.html?demo")
        write(frames, options.seconds, options.out)
    except CannotAnimate as error:
        sys.exit(str(error))
    if options.frames:
        options.frames.mkdir(parents=True, exist_ok=True)
        for number, frame in enumerate(frames):
            (options.frames / f"{number:03}.png").write_bytes(frame.png)
    length = sum(durations(frames, options.seconds)) / 1000
    print(f"{options.out}: {len(frames)} pictures, {length:.0f} s, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
