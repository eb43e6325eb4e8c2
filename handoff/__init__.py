"""How a conversation changes hands between assistants: the shared layer of every bot in handoff_config.yml.

The modules directly in this package are pure. Rasa is imported in `rasa_adapter` only, rasa_sdk in `sdk_adapter` only.
"""
