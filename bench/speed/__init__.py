"""Our bots against the same bots with Rasa's default pipeline, in one run."""
