"""Rasa's side of the shared layer; the only package besides duckling_client.extractor that imports rasa.

`importer.HandoffSkill` (config.yml), `channel.ChatInput` (credentials.yml), `conversations.ConversationStore` and
`locks.ConversationLocks` (endpoints.yml) are named there by class path. `patches` is applied by the store, which both
`rasa run` and `rasa shell` load.
"""
