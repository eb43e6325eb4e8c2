"""The project's command line: `handoff up`, `train`, `test`, `check`, `status`, `shell BOT`, `erase ID`.

The Makefile calls most of them.
"""
