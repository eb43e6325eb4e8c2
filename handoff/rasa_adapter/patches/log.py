"""What is done for a log that nobody keeps."""

from __future__ import annotations

import copy
import logging
from types import ModuleType
from typing import Any, TypeVar

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor

# In these modules `copy` is only used for what is given to `structlogger.debug`.
MODULES = (rasa.core.actions.forms, rasa.core.policies.rule_policy, rasa.core.processor)

_Value = TypeVar("_Value")


class CopyForLogs(ModuleType):
    """The module `copy`, whose `deepcopy` copies only when a debug log is kept."""

    def __init__(self, level_of: logging.Logger) -> None:
        super().__init__("copy")
        self._logger = level_of

    def deepcopy(self, value: _Value, memo: dict[int, Any] | None = None) -> _Value:
        """A copy, or the value itself where it will not be logged."""
        return copy.deepcopy(value, memo) if self._logger.isEnabledFor(logging.DEBUG) else value

    def __getattr__(self, name: str) -> Any:
        return getattr(copy, name)


def replace() -> None:
    """Several times a turn Rasa copies events, states and messages in depth for a debug line that is then dropped."""
    for module in MODULES:
        module.copy = CopyForLogs(logging.getLogger(module.__name__))
