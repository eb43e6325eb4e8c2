"""The process that loads Duckling: one JSON question per line in, one JSON answer per line out.

Run as `python -m duckling_client.worker`. A process of its own, because Duckling holds Python's lock while it thinks,
can think for ever, and must not be forked once it is loaded. First line out: `{"ready": true}`. Then for each question
`{"text", "dims", "locale", "timezone", "reference_time_ms"}` either `{"mentions": [...]}` (as a Duckling server spells
them) or `{"rejected": "why"}` or `{"failed": "why"}`.

It never outlives its parent for long: it ends when its input ends, and a text that takes longer than the argument's
seconds (10 by default) ends it too, by SIGALRM.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from duckling_client.errors import DucklingRejected
from duckling_client.query import Query, check_query

logger = logging.getLogger(__name__)

LIMIT_SECONDS = 10.0


class NativeDuckling:
    """Duckling inside this process. Make one only: each load of the time zones costs memory for good."""

    def __init__(self) -> None:
        self._duckling = _import_duckling()
        self._zones_folder = _zones_folder()
        self._zones = self._duckling.load_time_zones(self._zones_folder)

    def parse(self, query: Query) -> list[dict[str, Any]]:
        """Find what the text mentions; bodies, values and units are free of Duckling's mojibake."""
        # Newer zones than the loaded ones would silently be read as UTC.
        if not os.path.isfile(os.path.join(self._zones_folder, query.timezone)):
            raise DucklingRejected(f"Duckling's time zones do not have {query.timezone!r}")
        native = self._duckling
        language = native.parse_lang(query.locale[:2].upper())
        locale = native.parse_locale(query.locale.upper(), native.default_locale_lang(language))
        # Whole seconds only, as this binding takes them; Duckling's server rounds the same way.
        reference_time = native.parse_ref_time(self._zones, query.timezone, query.reference_time_ms // 1000)
        context = native.Context(reference_time, locale)
        dims = native.parse_dimensions(list(query.dims))
        return [_repaired(found, query.text) for found in native.parse(query.text, context, dims, False)]


def answer(native: NativeDuckling, line: str) -> dict[str, Any]:
    """One answer for one line of input; a bad line is answered, not died of."""
    try:
        question = json.loads(line)
        return {"mentions": native.parse(check_query(question.pop("text"), **question))}
    except DucklingRejected as exc:
        return {"rejected": str(exc)}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as exc:
        # The binding panics with a BaseException of its own; one odd text must not take the worker down.
        logger.exception("Duckling failed on a text of %d characters", len(line))
        return {"failed": f"{type(exc).__name__}: {exc}"}


def serve(lines: TextIO, answers: TextIO, limit_seconds: float = LIMIT_SECONDS) -> None:
    """Answer until the input ends."""
    native = NativeDuckling()
    # The default action, because a handler of Python's would never get to run: Duckling holds Python's lock.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _say(answers, {"ready": True})
    for line in lines:
        signal.setitimer(signal.ITIMER_REAL, limit_seconds)
        message = answer(native, line)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _say(answers, message)


def _say(answers: TextIO, message: Mapping[str, Any]) -> None:
    answers.write(json.dumps(message, ensure_ascii=True) + "\n")
    answers.flush()


def _import_duckling() -> Any:
    # Haskell's runtime takes SIGINT over when it is loaded: Ctrl-C would be swallowed.
    handler = signal.getsignal(signal.SIGINT)
    import duckling

    signal.signal(signal.SIGINT, handler)
    return duckling


def _zones_folder() -> str:
    # pytz's, not tzdata's: Duckling reads only the long form of zone files. With tzdata's short form New York is on
    # summer time all year. Duckling ends the process when the folder is missing, so that is checked here.
    import pytz

    folder = os.path.join(os.path.dirname(pytz.__file__), "zoneinfo")
    if not os.path.isfile(os.path.join(folder, "UTC")):
        raise FileNotFoundError(f"no time zones in {folder}")
    return folder


def _repaired(found: dict[str, Any], text: str) -> dict[str, Any]:
    return {**found, "body": text[found["start"] : found["end"]], "value": _without_mojibake(found["value"])}


def _without_mojibake(value: Any) -> Any:
    # Strings come back as UTF-8 read as Latin-1. What does not decode was never broken.
    if isinstance(value, dict):
        return {key: _without_mojibake(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_mojibake(inner) for inner in value]
    if not isinstance(value, str):
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def main() -> None:
    """Serve standard input to standard output; logs go to standard error."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    try:
        serve(sys.stdin, sys.stdout, float(sys.argv[1]) if sys.argv[1:] else LIMIT_SECONDS)
    except (KeyboardInterrupt, BrokenPipeError):
        # The parent is gone or leaving. Haskell's own way out is skipped on purpose: there is nothing to save.
        os._exit(0)


if __name__ == "__main__":
    main()
