"""What can keep this measurement from coming about."""


class BenchError(Exception):
    """Base of all errors of this package; its text is a sentence for whoever runs it."""


class DidNotStart(BenchError):
    """A process ended, or did not answer in time; the text names it and shows the end of its output."""


class ProgramFailed(BenchError):
    """A program that measures ended with an error, or took too long; the text shows the end of what it said."""


class TrainingFailed(BenchError):
    """`rasa train` ended with an error, or took too long; the text names the bot and shows the end of its output."""


class WrongAnswer(BenchError):
    """A bot said something else than the conversation that is timed needs; the text quotes it."""
