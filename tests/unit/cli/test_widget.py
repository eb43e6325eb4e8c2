"""What the page is told about the hosts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from handoff.cli.project import Project
from handoff.cli.widget import publish
from tests.support.system import ROOT

CONFIG = """
handoff_hosts:
  desk: {title: Desk, url: "http://localhost:2"}
  bank: {title: Bank, url: "http://localhost:1", color: "#1b6ca8", avatar: avatars/bank.svg, skills: [pay]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a page that has been built, served from a folder of its own."""
    built = tmp_path / "chatroom" / "dist" / "avatars"
    built.mkdir(parents=True)
    (built / "bank.svg").write_text("<svg/>")
    shutil.copytree(ROOT / "chatroom" / "public", tmp_path / "chatroom" / "public")
    (tmp_path / "handoff_config.yml").write_text(CONFIG)
    monkeypatch.setenv("CHATROOM_FOLDER", str(tmp_path / "served"))
    return Project(tmp_path / "handoff_config.yml")


def told(project: Project) -> Any:
    script = (project.chatroom_folder / "config.js").read_text()
    _, _, content = script.partition("window.CHATROOM_CONFIG = ")
    return json.loads(content.rstrip().removesuffix(";"))


def test_the_page_knows_each_host_by_name_and_address_and_how_it_looks_where_the_config_says_so(
    project: Project,
) -> None:
    publish(project)
    assert told(project) == {
        "start": "desk",
        "hosts": [
            {"id": "desk", "title": "Desk", "url": "http://localhost:2"},
            {
                "id": "bank",
                "title": "Bank",
                "url": "http://localhost:1",
                "color": "#1b6ca8",
                "avatar": "avatars/bank.svg",
            },
        ],
    }
    assert (project.chatroom_folder / "avatars" / "bank.svg").is_file()


def test_the_browser_lets_the_page_talk_to_the_listed_hosts_and_nobody_else(project: Project) -> None:
    publish(project)
    publish(project)
    page = (project.chatroom_folder / "chatroom_handoff.html").read_text()
    assert "connect-src 'self' http://localhost:1 http://localhost:2;" in page
