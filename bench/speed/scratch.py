"""A folder for one run, in var/bench/, which goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .stock_training import KEPT


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Beside the models of stock, on the disk on which the bots would have their databases."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=KEPT) as folder:
        yield Path(folder)
