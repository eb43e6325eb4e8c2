"""`python -m handoff.cli`, the same as `handoff`."""

from handoff.cli.main import main

main()
