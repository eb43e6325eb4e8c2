"""The handoff actions, shared with every other bot: importing them is all that it takes."""

from handoff.sdk_adapter import actions

__all__ = ["actions"]
