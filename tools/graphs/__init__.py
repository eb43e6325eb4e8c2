"""The pictures that `make graph` draws: what each bot does with which intent, and how it understands."""
