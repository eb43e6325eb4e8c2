"""Everything that is measured on one system."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Progress
from tests.support.project_copy import HANDOFF, ProjectCopy, borrow_model, copy_project

from .floor import server_seconds, worker_seconds
from .load import Load, load
from .long_talks import LongTalk, time_long_talks
from .parsing import parse_seconds
from .processes import Running, Weight, running, seconds_to_answer
from .stock_project import BOTS, ROOT
from .talks import Timings, time_talks
from .variants import BANK, OURS, Variant

WARM_UP_TALKS = 2


@dataclass(frozen=True)
class Size:
    """How much is measured. `lengths` are turns of long conversations, `turns` how many are timed after each."""

    starts: int
    talks: int
    load_seconds: float
    conversations: tuple[int, ...]
    lengths: tuple[int, ...]
    turns: int
    sentences: int


FULL = Size(3, 30, 20.0, (1, 8, 32), (0, 100, 300, 1_000, 3_000), 8, 220)
TINY = Size(1, 2, 2.0, (1, 8), (0, 20), 2, 11)


@dataclass
class Measured:
    """All samples of one system. Times are in seconds; `starts` are by process, `together` until all of it answered."""

    starts: dict[str, list[float]] = field(default_factory=dict)
    together: float = 0.0
    weights: list[Weight] = field(default_factory=list)
    timings: Timings = field(default_factory=Timings)
    loads: list[Load] = field(default_factory=list)
    long_talks: list[LongTalk] = field(default_factory=list)
    parses: dict[str, list[float]] = field(default_factory=dict)
    duckling: list[float] = field(default_factory=list)


def train_ours(folder: Path, say: Progress) -> tuple[ProjectCopy, float]:
    """A copy of the checkout with models of both bots, and the seconds that `handoff train` took for them."""
    copy = copy_project(folder)
    say("training our bots, both at once")
    started = time.monotonic()
    copy.run((*HANDOFF, "train", "--force"), folder / "train.log")
    return copy, time.monotonic() - started


def has_models() -> bool:
    """Whether the checkout has a model of each bot."""
    return all(any((ROOT / bot / "models").glob("*.tar.gz")) for bot in BOTS)


def borrow_ours(folder: Path) -> ProjectCopy:
    """A copy of the checkout with the newest models of both bots, whatever they were trained from."""
    copy = copy_project(folder)
    for bot in BOTS:
        borrow_model(copy, bot)
    return copy


def measure(variant: Variant, size: Size, say: Progress) -> Measured:
    """Starts, weighs and asks one system; nothing of it runs any more afterwards."""
    found = Measured()
    _time_starts(variant, size, found, say)
    with running(variant.commands) as system:
        found.together = max(each.seconds for each in system)
        say(f"{variant.name}: all of it answers after {found.together:.1f} s")
        _ask(variant, size, found, system, say)
    _time_parsing(variant, size, found, say)
    return found


def _time_starts(variant: Variant, size: Size, found: Measured, say: Progress) -> None:
    times = size.starts if variant.name == OURS else 1  # stock takes long, and once is enough to see that
    for command in (each for each in variant.commands if each.probe):
        found.starts[command.name] = [seconds_to_answer(command) for _ in range(times)]
        say(f"{variant.name}: {command.name} answers after {min(found.starts[command.name]):.1f} s")


def _ask(variant: Variant, size: Size, found: Measured, system: Sequence[Running], say: Progress) -> None:
    time_talks(variant, WARM_UP_TALKS)
    found.timings = time_talks(variant, size.talks)
    say(f"{variant.name}: {found.timings.as_expected} of {found.timings.turns} turns answered as expected")
    for surprise in found.timings.surprises[:5]:
        say(f"  {surprise}")
    for number in size.conversations:
        url = f"{variant.url(BANK)}/webhooks/rest/webhook"
        found.loads.append(load(url, number, size.load_seconds))
        say(f"{variant.name}: {number} at once: {found.loads[-1].per_second:.1f} messages per second")
    found.weights = [each.weight() for each in system]
    say(f"{variant.name}: long conversations")
    found.long_talks = time_long_talks(variant, size.lengths, size.turns, say)


def _time_parsing(variant: Variant, size: Size, found: Measured, say: Progress) -> None:
    duckling = [each for each in variant.others if each.name == "Duckling server"]
    with running(duckling) if duckling else nullcontext():
        for bot, command in variant.servers.items():
            found.parses[bot] = parse_seconds(command.folder, command.environment, size.sentences)
        found.duckling = _duckling(variant, size)
    say(f"{variant.name}: sentences read without a server around them")


def _duckling(variant: Variant, size: Size) -> list[float]:
    if variant.name == OURS:
        return worker_seconds(size.sentences)
    return server_seconds(size.sentences, variant.environment["RASA_DUCKLING_HTTP_URL"])
