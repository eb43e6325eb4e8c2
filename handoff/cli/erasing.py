"""`handoff erase`: one conversation, from every store of every bot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from handoff.cli.project import Project
from handoff.cli.steps import console
from handoff.hosts import Host

CONVERSATIONS = "handoff.rasa_adapter.erase"
ERASE_SECONDS = 300  # a large SQLite file is written anew
NOTHING = ": nothing"


def erase(project: Project, conversation_id: str) -> bool:
    """Erases it from each bot's conversations and room, each in a process of its own, and says what was deleted.

    Returns whether all of it is gone. The conversations come first, since a turn that is being answered cannot be saved
    afterwards, and last, since a bot may have been brought notices until its room had none.
    """
    rooms = [(bot, module) for bot in project.bots for module in _rooms(bot)]
    conversations = [(bot, CONVERSATIONS) for bot in project.bots]
    first = [_erased(project, bot, module, conversation_id) for bot, module in conversations + rooms]
    last = [_erased(project, bot, module, conversation_id, again=True) for bot, module in conversations]
    return all(first + last)


def _rooms(bot: Host) -> Iterator[str]:
    """The module that erases what the bot keeps beside its conversations, if it has one."""
    if bot.folder is not None and (bot.folder / "erase.py").is_file():
        yield f"{bot.folder.name}.erase"


def _erased(project: Project, bot: Host, module: str, conversation_id: str, *, again: bool = False) -> bool:
    command = [sys.executable, "-m", module, conversation_id]
    try:
        done = subprocess.run(
            command,
            cwd=bot.folder,
            env=project.environment(),
            capture_output=True,
            text=True,
            timeout=ERASE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _say(bot, f"{module}: not erased: it took more than {ERASE_SECONDS} s", failed=True)
        return False
    failed = done.returncode != 0
    *_, said = (done.stderr if failed else done.stdout).strip().splitlines() or ["said nothing"]
    if failed or not (again and said.endswith(NOTHING)):
        _say(bot, said, failed=failed)
    return not failed


def _say(bot: Host, said: str, *, failed: bool) -> None:
    mark = "[red]✗[/red]" if failed else "[green]✓[/green]"
    console.print(f"{mark} {bot.id}", end=" ")
    console.print(said, markup=False, highlight=False)
