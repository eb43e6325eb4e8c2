"""rasa_sdk looks for a package of this name and lets it extend the action server (rasa_sdk/plugin.py)."""

from __future__ import annotations

import sys
from typing import Any

import pluggy

hookimpl = pluggy.HookimplMarker("rasa_sdk")


def init_hooks(manager: pluggy.PluginManager) -> None:
    """Called by rasa_sdk when an action server starts."""
    manager.register(sys.modules[__name__])


@hookimpl
def attach_sanic_app_extensions(app: Any) -> None:
    """Protects the server before it listens."""
    from handoff.sdk_adapter.server import protect  # rasa_sdk itself is still being imported above

    protect(app)
