"""docs/client.md: the program on the page does what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.support.scripted_hosts import Script, ScriptedHosts
from tests.support.system import ROOT

from .offers import buttons, legacy, text

SAID = "I can't log in to my outlook"
_SECONDS = 30


def test_the_program_on_the_page_runs(hosts: ScriptedHosts, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    question = [text("Desk?"), buttons(("Helpdesk Assistant", "/affirm"))]
    bank = Script({SAID: [question], "/affirm": [[text("moving"), legacy("desk")]]})
    urls = hosts.play({"bank": bank, "desk": Script()})
    listed = {"financial_bot": {"title": "Bank", "url": urls["bank"]}, "desk": {"title": "Desk", "url": urls["desk"]}}
    config = tmp_path / "handoff_config.yml"
    config.write_text(yaml.safe_dump({"handoff_hosts": listed}), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HANDOFF_CONFIG": str(config)},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "text financial_bot: Desk?",
        "buttons financial_bot: Helpdesk Assistant",
        "text financial_bot: moving",
        "handoff desk: Desk",
        "text desk: hello",
        "Desk",
    ]
