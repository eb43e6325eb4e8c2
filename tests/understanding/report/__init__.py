"""How well the bots understand, as one page: `python -m tests.understanding.report`."""
