"""Trains the stock bots once, and keeps their models by what they were trained from, in var/bench/.

`python -m bench.speed.stock_training` does only that; `--force` trains again what is there already.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from bench.figures import Progress, machine

from .errors import TrainingFailed
from .processes import LOG_SHOWN, end
from .stock_project import BOTS, EPOCHS, ROOT, content, write_project

LOG = "train.log"
KEPT = ROOT / "var" / "bench"
STOCK_PREFIX, TRIAL_PREFIX, RECORD = "stock-", "trial-of-stock-", "trained.json"
LIMIT_SECONDS = 4 * 3600.0
SAY_EVERY_SECONDS = 60.0
POLL_SECONDS = 0.5
CALM = 10  # as `nice` takes it
_COMPONENT = re.compile(r"^(\S+ \S+?)(?:,\d+)? .*(Starting to train|Finished training) component '(\w+)'", re.MULTILINE)
_EPOCHS = re.compile(r"Epochs:[^|\r\n]*\|[^|\r\n]*\| (\d+/\d+)")


@dataclass(frozen=True)
class Training:
    """How the stock models came about. `seconds` are those until both were there, `components` those of each part that
    learns, by bot; `trained_on` is a day as ISO 8601 writes it."""

    seconds: float
    components: Mapping[str, Mapping[str, float]]
    epochs: int
    trained_on: str
    machine: str


@dataclass(frozen=True)
class StockModels:
    """The folder of the plain Rasa project, each bot with its model, and how these were trained: in this run (`now`) or
    before, from what the bots are trained from now or from an older state of it (`old`)."""

    project: Path
    training: Training
    now: bool
    old: bool = False


def stock_models(say: Progress, force: bool = False, epochs: int = EPOCHS, old: bool = False) -> StockModels:
    """The models for what the bots are trained from now; trained here when there are none, or when `force` says so.

    Fewer `epochs` than those of the default configuration are for a trial: such models are as fast and know less. With
    `old`, the newest models that are there will do, whatever has changed since.

    Raises TrainingFailed.
    """
    project = KEPT / (f"{STOCK_PREFIX}{content()[:16]}" if epochs == EPOCHS else f"{TRIAL_PREFIX}{epochs}")
    record = project / RECORD
    if record.is_file() and not force:
        say("stock models: those that were there")
        return StockModels(project, _read(record), now=False)
    kept = sorted(KEPT.glob(f"{STOCK_PREFIX}*/{RECORD}"), key=lambda file: file.stat().st_mtime)
    if old and kept:
        say("stock models: those that were trained from an older state of the data")
        return StockModels(kept[-1].parent, _read(kept[-1]), now=False, old=True)
    record.write_text(json.dumps(asdict(_train(project, epochs, say)), indent=2), encoding="utf-8")
    for other in (file.parent for file in kept if file.parent != project):
        shutil.rmtree(other)
    return StockModels(project, _read(record), now=True)


def _read(record: Path) -> Training:
    return Training(**json.loads(record.read_text(encoding="utf-8")))


def _train(project: Path, epochs: int, say: Progress) -> Training:
    """Trains both bots at once: DIET by itself does not keep two processors busy."""
    write_project(project, epochs)
    say("training both stock bots: this may take hours")
    day, started = datetime.now(timezone.utc).date().isoformat(), time.monotonic()
    with ExitStack() as stack:
        _wait({project / bot: stack.enter_context(_rasa_train(project / bot)) for bot in BOTS}, say)
    seconds = time.monotonic() - started
    return Training(seconds, {bot: component_seconds(_log(project / bot)) for bot in BOTS}, epochs, day, machine())


def component_seconds(log: str) -> dict[str, float]:
    """Seconds that each component took to learn, from the lines with which Rasa's log begins and ends them."""
    begun: dict[str, datetime] = {}
    took: dict[str, float] = {}
    for moment, what, component in _COMPONENT.findall(log):
        at = datetime.fromisoformat(moment)
        if what.startswith("Starting"):
            begun[component] = at
        elif component in begun:
            took[component] = took.get(component, 0) + (at - begun[component]).total_seconds()
    return took


@contextmanager
def _rasa_train(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`rasa train` in the folder, with its output in train.log there; it does not outlive the block."""
    with (folder / LOG).open("wb") as out:
        process = subprocess.Popen(
            ["nice", "-n", str(CALM), sys.executable, "-m", "rasa", "train", "--force"],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def _wait(trainings: Mapping[Path, subprocess.Popen[bytes]], say: Progress) -> None:
    """Until all have ended well. Raises TrainingFailed."""
    started = time.monotonic()
    waiting, next_word = dict(trainings), started + SAY_EVERY_SECONDS
    while waiting:
        seconds = time.monotonic() - started
        for folder, process in list(waiting.items()):
            if process.poll() is not None:
                _check(folder, process.returncode)
                say(f"  the stock {folder.name} is trained, after {seconds:.0f} s")
                del waiting[folder]
        if seconds > LIMIT_SECONDS:
            raise TrainingFailed(f"`rasa train` of stock took more than {LIMIT_SECONDS:.0f} s")
        if time.monotonic() > next_word:
            say("  " + ", ".join(f"{folder.name}: {progress(_log(folder))}" for folder in waiting))
            next_word += SAY_EVERY_SECONDS
        time.sleep(POLL_SECONDS)


def _check(folder: Path, code: int) -> None:
    if code != 0:
        tail = _log(folder)[-LOG_SHOWN:]
        raise TrainingFailed(f"`rasa train` of the stock {folder.name} ended with {code}:\n{tail}")


def progress(log: str) -> str:
    """What is being trained, and how far it is, from the end of Rasa's log."""
    begun = [found for found in _COMPONENT.finditer(log) if found[2].startswith("Starting")]
    if not begun:
        return "reading"
    epochs = _EPOCHS.findall(log, begun[-1].end())
    return f"{begun[-1][3]}{f', epoch {epochs[-1]}' if epochs else ''}"


def _log(folder: Path) -> str:
    return (folder / LOG).read_text(encoding="utf-8", errors="replace")


def _environment() -> dict[str, str]:
    """As a user's, but quiet about what does not matter here; how many threads TensorFlow takes is its own choice."""
    without = {"HANDOFF_CONFIG", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"}
    kept = {name: value for name, value in os.environ.items() if name not in without}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "INFO",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def main() -> None:
    """Trains what is not there."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed.stock_training", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train again")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a plain kill ends what was started, too
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="fewer are for a trial")
    chosen = parser.parse_args()
    stock_models(Progress(), chosen.force, chosen.epochs)


if __name__ == "__main__":
    main()
