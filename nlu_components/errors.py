"""What can go wrong with a sentence encoder.

EncoderError
├── EncoderMissing   its weights, its tokenizer or the library that runs them are not there
└── EncoderFailed    it was there and gave no vectors: a server that is down, slow, or answers something else
"""


class EncoderError(Exception):
    """No vectors; the message says why, for the operator."""


class EncoderMissing(EncoderError):
    """Something that the encoder is made of is not installed, or not readable."""


class EncoderFailed(EncoderError):
    """This call gave no vectors; a later one may."""
