"""The project's command line: `handoff up`, `train`, `test`, `check`, `status`, `shell BOT`; the Makefile calls it."""
