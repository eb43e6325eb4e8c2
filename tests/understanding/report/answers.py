"""What a model says of a sentence, and whether that is right. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.understanding.report.sentences import Sentence

NOT_UNDERSTOOD = "nlu_fallback"
REJECTING = frozenset({NOT_UNDERSTOOD, "out_of_scope"})


@dataclass(frozen=True)
class Answer:
    """What the model says of a sentence. `guess` is the likeliest intent, also where the bot had rather ask
    (`intent` is nlu_fallback then), and `confidence` is the guess's, 0 to 1."""

    sentence: Sentence
    intent: str
    guess: str
    confidence: float
    topic: str | None = None

    @property
    def is_rejected(self) -> bool:
        """Whether the bot says that it did not understand, or that this is not what it is for."""
        return self.intent in REJECTING

    @property
    def is_right(self) -> bool:
        """Whether this is the expected intent; what should be rejected may be rejected either way."""
        return self.intent == self.sentence.expected or (self.is_rejected and self.sentence.expected in REJECTING)


def row_of(parsed: dict[str, Any]) -> dict[str, Any]:
    """The fields of an Answer beside its sentence, from what Rasa's parser returns."""
    ranking = parsed["intent_ranking"]
    guess = next((each for each in ranking if each["name"] != NOT_UNDERSTOOD), parsed["intent"])
    topic = next((each["value"] for each in parsed["entities"] if each["entity"] == "topic"), None)
    intent = parsed["intent"]["name"]
    return {"intent": intent, "guess": guess["name"], "confidence": guess["confidence"], "topic": topic}
