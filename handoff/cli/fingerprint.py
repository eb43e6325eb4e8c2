"""What a model was trained from, as one hash: nothing is trained twice, and nothing stale is served."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from handoff.hosts import Host, Hosts

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def of_files(root: Path, paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of all files at or below `paths`, relative to `root`; hexadecimal."""
    digest = hashlib.sha256()
    for file in sorted({file for path in paths for file in _files(path)}):
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def of_bot(bot: Host, hosts: Hosts, root: Path) -> str:
    """What `bot`'s model depends on: its own data and config, the handoff skill and importer, the NLU components, the
    other hosts' exported NLU, handoff_config.yml, and the locked versions."""
    assert bot.folder is not None  # bots have one
    own = [bot.folder / name for name in ("config.yml", "domain.yml", "domain", "data")]
    code = [root / "handoff" / "rasa_adapter" / "importer.py", root / "handoff" / "names.py", root / "nlu_components"]
    shared = [root / "handoff" / "skill", *code]
    settings = [hosts.file, root / "requirements" / "bot.txt"]
    exported = "".join(example for other in hosts.others(bot.id) for example in exported_nlu(other))
    return hashlib.sha256((of_files(root, [*own, *shared, *settings]) + exported).encode()).hexdigest()


def exported_nlu(host: Host) -> Iterator[str]:
    """The NLU examples of the skills that `host` exports, as they stand in its files."""
    if host.folder is None:
        return
    for file in sorted((host.folder / "data").rglob("*.yml")):
        content: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        for entry in (content or {}).get("nlu") or []:
            if entry.get("intent") in host.skills:
                yield f"{entry['intent']}\0{entry.get('examples')}\0"


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for file in path.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file
