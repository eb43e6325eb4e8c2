"""`handoff new-bot`: a bot that works, from the template; all of it or nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from handoff.cli.project import CHATROOM_PORT, Project
from handoff.cli.steps import console
from handoff.hosts import load_hosts
from handoff.scaffold.insert import process_names, with_host, with_processes
from handoff.scaffold.render import procfile_lines, project_files, values
from handoff.scaffold.wanted import NewBot, NewBotRefused, Taken, read_wish

SKILLS = ("breathing_break",)  # of the template, what other hosts may send people for


def add_bot(project: Project, name: str, port: str, title: str = "") -> NewBot:
    """Adds a bot: its folder, its entry in handoff_config.yml, its two lines in the Procfile.

    Raises NewBotRefused, also for a file that cannot be written, and ConfigError; nothing is changed then.
    """
    procfile_path = project.root / "Procfile"
    try:
        config, procfile = _text(project.config), _text(procfile_path)
        bot = read_wish(name, port, title, _taken(project, name, procfile))
        placeholders = values(bot, load_hosts(project.config, {}).hosts[0])
        changed = {
            project.config: with_host(config, bot, SKILLS),
            procfile_path: with_processes(procfile, procfile_lines(placeholders)),
        }
        write_all(project.root / bot.name, project_files(placeholders), changed)
    except OSError as error:
        raise NewBotRefused(f"{error.filename}: {error.strerror}; nothing was changed.") from error
    return bot


def say_added(bot: NewBot) -> None:
    """Tells what is there now, and what to do next."""
    console.print(
        f"[green]✓[/green] {bot.name}/, an entry in handoff_config.yml, and two lines in the Procfile: "
        f"{bot.title} on port {bot.port}, its action server on {bot.actions_port}"
    )
    console.print("[dim]`make up` trains it, and the other bots for what it can do, and starts everything[/dim]")


def _taken(project: Project, name: str, procfile: str) -> Taken:
    hosts = load_hosts(project.config, {})  # as written: what variables say of addresses holds for this run only
    names = dict.fromkeys(process_names(procfile), "a process of the Procfile")
    for new in (name, f"{name}_actions"):
        if new in names:
            names[name] = names[new]
    if name.isidentifier() and importlib.util.find_spec(name) is not None:
        names[name] = "a Python package"  # which the new folder would hide
    if name and (project.root / name).exists():
        names[name] = "a file or folder here"
    names |= {host.id: "a host in handoff_config.yml" for host in hosts}
    ports = {CHATROOM_PORT: "the page"}
    ports |= {project.actions_port_as_written(bot): f"{bot.id}'s action server" for bot in project.bots}
    ports |= {host.port: host.id for host in hosts}
    return Taken(names, ports, [host.title for host in hosts])


def write_all(folder: Path, files: Mapping[Path, str], changed: Mapping[Path, str]) -> None:
    """Makes the folder with its files, then changes the other files; undoes what it did when something fails."""
    with ExitStack() as undo:
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        undo.callback(shutil.rmtree, staged, ignore_errors=True)
        for file, text in files.items():
            (staged / file).parent.mkdir(parents=True, exist_ok=True)
            (staged / file).write_text(text, encoding="utf-8")
        staged.chmod(0o755)
        staged.rename(folder)
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        for file, text in changed.items():
            before = _text(file)
            _replace(file, text)
            undo.callback(_replace, file, before)
        undo.pop_all()


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8")  # with the ends of its lines as they are


def _replace(file: Path, text: str) -> None:
    """Writes the file so that whoever reads it meanwhile, or after a crash, sees the old or the new one."""
    with ExitStack() as undo:
        handle, staged = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        undo.callback(Path(staged).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8"))
        shutil.copymode(file, staged)
        os.replace(staged, file)
