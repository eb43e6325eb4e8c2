"""The commands, and how their errors look."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from handoff.cli import browser, erasing, new_bot, running, testing, training, widget
from handoff.cli.ports import is_free
from handoff.cli.project import Project
from handoff.cli.services import processes
from handoff.cli.steps import console, step
from handoff.errors import HandoffError
from handoff.secret import ensure_env_file

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Two assistants, one chat window.")

FAILED = 1


@app.command()
def up() -> None:
    """Set up what is missing, train what changed, and run everything until Ctrl-C."""
    started = time.monotonic()
    project = Project.here()
    running.check_ports(project)
    set_up(project)
    raise typer.Exit(running.start(project, started))


@app.command()
def train(
    bots: Annotated[list[str] | None, typer.Argument(help="The ids of the bots; all of them if none is named.")] = None,
    force: Annotated[bool, typer.Option(help="Train even where nothing changed.")] = False,
) -> None:
    """Train the bots whose data, config or neighbours changed."""
    project = Project.here()
    training.train_what_changed(project, force, [project.bot(bot) for bot in bots] if bots else None)


@app.command()
def check() -> None:
    """Lint and type-check everything."""
    project = Project.here()
    widget.install_packages(project)
    testing.check(project)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Check and test everything, several parts at a time; with arguments, pytest with these and nothing else."""
    project = Project.here()
    prepare(project)
    browser.ensure_chromium()
    if context.args:
        training.train_what_changed(project)
        raise typer.Exit(testing.run_pytest(project, context.args))
    raise typer.Exit(0 if testing.test_everything(project) else FAILED)


@app.command()
def status() -> None:
    """Show which processes answer, and whether those without a port are running."""
    table = Table("process", "port", "state")
    up = []
    for process in processes(Project.here()):
        up.append(process.is_up())
        colour = "green" if up[-1] else "red"
        table.add_row(process.name, process.where, f"[{colour}]{process.state(up[-1])}[/{colour}]")
    console.print(table)
    raise typer.Exit(0 if all(up) else FAILED)


@app.command()
def shell(
    bot: Annotated[str, typer.Argument(help="The bot's id in handoff_config.yml.")],
    debug: Annotated[bool, typer.Option(help="Show what Rasa does.")] = False,
) -> None:
    """Talk to one bot in the terminal (its action server must be running)."""
    project = Project.here()
    host = project.bot(bot)
    assert host.folder is not None  # bots have one
    environment = project.environment()
    port = next(candidate for candidate in range(host.port + 1000, host.port + 1100) if is_free(candidate))
    arguments = [sys.executable, "-m", "rasa", "shell", "--port", str(port), *(["--debug"] if debug else [])]
    os.chdir(host.folder)
    os.execve(sys.executable, arguments, environment)


@app.command()
def erase(
    conversation: Annotated[str, typer.Argument(help="The conversation's id; write -- before one that begins with -.")],
) -> None:
    """Delete a conversation from every store of every bot: what was said, notices, the bank's customer, incidents.

    It takes the settings from the environment, as `up` does, and the bots may be running. A message that is being
    answered meanwhile is forgotten too, or fails with an apology; the next one begins a new conversation under the same
    id, with a new customer of the bank. What a slow action of that message still writes is found by erasing again.

    Incidents in a company's ticket system are not deleted there; their numbers are printed. Backups, a database
    server's own log, and the log lines of turns that failed, which name the conversation's id and nothing that was
    said, are with whoever keeps them. The exit code is 1 when a store could not be reached: erase again then.
    """
    raise typer.Exit(0 if erasing.erase(Project.here(), conversation) else FAILED)


@app.command("new-bot")
def add_bot(
    name: Annotated[str, typer.Argument(help="Its id and its folder: small letters, digits, underscores.")],
    port: Annotated[str, typer.Option(help="Its Rasa server's port; its action server gets that + 50.")],
    title: Annotated[str, typer.Option(help="What people read; made of the name if there is none.")] = "",
) -> None:
    """Add a bot that works: a folder, an entry in handoff_config.yml, two lines in the Procfile."""
    new_bot.say_added(new_bot.add_bot(Project.here(), name, port, title))


def set_up(project: Project) -> None:
    """The secret, the widget, the models: whatever is missing or stale."""
    prepare(project)
    training.train_what_changed(project)


def prepare(project: Project) -> None:
    """The secret and the widget."""
    with step("local settings in .env"):
        ensure_env_file(project.root / ".env")
    widget.build_if_changed(project)


def main() -> None:
    """Runs the command line; a user's mistake is a sentence, not a stack trace."""
    try:
        app()
    except HandoffError as error:
        console.print(f"[red]✗[/red] {escape(str(error))}")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
