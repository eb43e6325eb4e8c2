"""Draws docs/images/graph-<bot>.svg and docs/images/pipeline.svg: `make graph`, or `python -m tools.draw_graphs`."""

from __future__ import annotations

import sys
from pathlib import Path

from handoff.errors import HandoffError
from handoff.hosts import find_config, load_hosts
from tools.graphs import pipeline_picture, story_picture
from tools.graphs.stories import stories_of

IMAGES = Path("docs", "images")


def pictures(root: Path) -> dict[Path, str]:
    """The files, relative to `root`, and what is to be in them now. Raises ConfigError."""
    hosts = load_hosts(find_config(root))
    bots = [host for host in hosts if host.folder is not None and (host.folder / "data" / "rules").is_dir()]
    drawn = {IMAGES / f"graph-{bot.id}.svg": story_picture.draw(stories_of(bot, hosts)) for bot in bots}
    return {**drawn, IMAGES / "pipeline.svg": pipeline_picture.draw()}


def main() -> int:
    """Writes them; the exit code."""
    try:
        root = find_config(Path.cwd()).parent
        drawn = pictures(root)
    except HandoffError as error:
        print(error, file=sys.stderr)
        return 1
    for file, content in drawn.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(content, encoding="utf-8")
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
