"""The same bots as a plain Rasa project: default pipeline and policies, Rasa's own channel, stores and locks."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from handoff.cli.fingerprint import of_files
from handoff.hosts import CONFIG_NAME
from handoff.secret import ACTION_KEY_HEADER, action_server_key

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "bench" / "stock_config.yml"
STORIES = ROOT / "bench" / "stock_stories"
EPOCHS = 100  # in bench/stock_config.yml
BOTS = ("financial_bot", "helpdesk_bot")
PARTS = ("domain.yml", "domain", "data")
TRAINED_FROM = (*(Path(bot) / part for bot in BOTS for part in PARTS), Path(CONFIG_NAME), Path("handoff/skill"))
CODE = (
    Path("bench/stock_config.yml"),
    Path("bench/stock_stories"),
    Path("handoff/rasa_adapter/importer.py"),
    Path("requirements/bot.txt"),
)


def content() -> str:
    """What the models of both stock bots are trained from, as one hash; hexadecimal."""
    return of_files(ROOT, [ROOT / path for path in (*TRAINED_FROM, *CODE)])


def write_project(target: Path, epochs: int = EPOCHS) -> None:
    """Makes `target` a folder in which `rasa train` trains the stock bots, each in its own folder.

    Domain, training data and handoff_config.yml are copies; config.yml is bench/stock_config.yml, with the stories of
    bench/stock_stories beside the data. Fewer `epochs` are for a trial.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG_NAME, target)
    config = CONFIG.read_text(encoding="utf-8").replace(f"epochs: {EPOCHS}\n", f"epochs: {epochs}\n")
    for bot in BOTS:
        folder = target / bot
        folder.mkdir()
        shutil.copy(ROOT / bot / "domain.yml", folder)
        shutil.copytree(ROOT / bot / "domain", folder / "domain")
        shutil.copytree(ROOT / bot / "data", folder / "data")
        shutil.copy(STORIES / f"{bot}.yml", folder / "data" / "stories.yml")
        (folder / "config.yml").write_text(config, encoding="utf-8")
        (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def write_endpoints(folder: Path, actions_url: str, secret: str, database: Path) -> None:
    """A plain endpoints.yml in a bot's folder: an action server that wants its key, and SQLite for conversations."""
    endpoints = {
        "action_endpoint": {"url": actions_url, "headers": {ACTION_KEY_HEADER: action_server_key(secret)}},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(database)},
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
