"""How Python looks for what can be thrown away."""

from __future__ import annotations

import gc
from functools import wraps
from typing import Any

from rasa.core.processor import MessageProcessor


def replace() -> None:
    """`MessageProcessor.__init__` loads the model. Python's search for circles of objects goes through all that there
    is every now and then, which takes a tenth of a second in the middle of somebody's turn, and nearly all that there
    is belongs to the model and to imported modules. These are set aside once the model is loaded; another model sets
    them free first.
    """
    initialise = MessageProcessor.__init__

    @wraps(initialise)
    def load(self: MessageProcessor, *args: Any, **kwargs: Any) -> None:
        gc.unfreeze()
        initialise(self, *args, **kwargs)
        gc.collect()
        gc.freeze()

    MessageProcessor.__init__ = load
