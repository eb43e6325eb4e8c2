"""The action servers' side of the shared layer; the only package that imports rasa_sdk, and none here imports rasa.

A bot's `actions/handoff.py` imports the handoff actions, `forms.SkillForm` is the base of its forms, and
`server.protect` is hooked into every action server by the top-level package rasa_sdk_plugins.
"""
