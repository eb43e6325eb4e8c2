"""Training the bots, when there is something to train."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from handoff.cli import fingerprint
from handoff.cli.project import Project
from handoff.cli.steps import console, run, step
from handoff.hosts import Host

MODELS_KEPT = 3


def train_what_changed(project: Project, force: bool = False, bots: Sequence[Host] | None = None) -> list[str]:
    """Trains every bot, or those of `bots`, whose fingerprint differs from its model's, at the same time; the ids of
    those trained.

    Raises StepFailed.
    """
    candidates = project.bots if bots is None else bots
    stale = [bot for bot in candidates if force or not is_trained(project, bot)]
    if not stale:
        console.print("[green]✓[/green] models are up to date")
        return []
    names = [bot.id for bot in stale]
    with step(f"training {' and '.join(names)}"), ThreadPoolExecutor(len(stale)) as pool:
        list(pool.map(lambda bot: _train(project, bot), stale))
    return names


def is_trained(project: Project, bot: Host) -> bool:
    """Whether the newest model of `bot` was trained by this command from what is there now."""
    mark = _mark(bot)
    return (
        bool(_models(bot))
        and mark.is_file()
        and mark.read_text() == fingerprint.of_bot(bot, project.hosts, project.root)
    )


def _train(project: Project, bot: Host) -> None:
    wanted = fingerprint.of_bot(bot, project.hosts, project.root)
    _mark(bot).unlink(missing_ok=True)
    run(
        [sys.executable, "-m", "handoff.rasa_adapter.light", "train", "--force"],
        cwd=_folder(bot),
        env={**project.environment(), "LOG_LEVEL": "INFO", "OMP_NUM_THREADS": "1"},
        log=project.logs / f"train-{bot.id}.log",
    )
    _mark(bot).write_text(wanted)
    for old in _models(bot)[:-MODELS_KEPT]:
        old.unlink()


def _folder(bot: Host) -> Path:
    assert bot.folder is not None  # bots have one
    return bot.folder


def _mark(bot: Host) -> Path:
    return _folder(bot) / "models" / ".fingerprint"


def _models(bot: Host) -> list[Path]:
    return sorted((_folder(bot) / "models").glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
