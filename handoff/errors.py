"""Everything that can go wrong in the shared layer, as one tree."""


class HandoffError(Exception):
    """Base of all errors of this package; its text is a sentence for the operator."""


class ConfigError(HandoffError):
    """handoff_config.yml, or a setting around it, is missing or wrong. The text names file, host and key."""


class UnknownHost(HandoffError):
    """Somebody named a host that handoff_config.yml does not list."""


class SecretError(HandoffError):
    """HANDOFF_SECRET is missing or too short to sign with."""


class SettingError(HandoffError):
    """An environment variable cannot be used as it is set. The text is a sentence that names it."""
