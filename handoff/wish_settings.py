"""What a bot says of its intents where a message has two wishes: the file wishes.yml in its folder, if there is one.

no_wishes: [mood_good]                        # asks for nothing, beside greetings, answers and the like
together: [[open_incident, password_reset]]   # one matter, however many of them a message has
to_the_end: [add_comment]                     # whatever follows is part of it
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from handoff.errors import ConfigError
from handoff.protocol import FAILED_INTENT, TAKE_OVER_INTENT, TRIGGER_INTENT
from handoff.wishes import Kinds

FILE = "wishes.yml"

_KEYS = ("no_wishes", "together", "to_the_end")

# what no bot has to list
CONVERSATION = frozenset(
    f"""affirm deny cancel inform greet goodbye help thank thankyou bot_challenge check_human out_of_scope nlu_fallback
    human_handoff restart back session_start {TRIGGER_INTENT} {TAKE_OVER_INTENT} {FAILED_INTENT}""".split()
)


def load_kinds(folder: Path) -> Kinds:
    """What the bot in `folder` says. Without the file every intent is a wish but those of any conversation, and
    different intents are different matters. Raises ConfigError that names file and key."""
    file = folder / FILE
    content = _read(file) if file.is_file() else {}
    for key in content:
        if key not in _KEYS:
            raise ConfigError(f"{file}: unknown key {key!r}")
    together = content.get("together", [])
    if not isinstance(together, list):
        raise ConfigError(f"{file}: key 'together' must be a list of lists of intents")
    groups = tuple(_intents(file, "together", group) for group in together)
    no_wishes = _intents(file, "no_wishes", content.get("no_wishes", []))
    return Kinds(CONVERSATION | no_wishes, groups, _intents(file, "to_the_end", content.get("to_the_end", [])))


def check_intents(folder: Path, kinds: Kinds, intents: Collection[str]) -> None:
    """Raises ConfigError for an intent that the bot of these `intents` does not have."""
    named = {"no_wishes": kinds.no_wishes - CONVERSATION, "to_the_end": kinds.to_the_end}
    for key, names in {**named, "together": frozenset().union(*kinds.together)}.items():
        unknown = sorted(names - set(intents))
        if unknown:
            raise ConfigError(f"{folder / FILE}: key {key!r}: the bot has no intent {unknown[0]!r}")


def _read(file: Path) -> dict[Any, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not valid YAML: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigError(f"{file}: must be a mapping with the keys {', '.join(_KEYS)}")
    return content


def _intents(file: Path, key: str, value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ConfigError(f"{file}: key {key!r} must be a list of intents, not {value!r}")
    return frozenset(value)
