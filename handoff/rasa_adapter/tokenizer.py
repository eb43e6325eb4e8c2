"""Words without e-mail addresses: name `handoff.rasa_adapter.tokenizer.AddressFreeTokenizer` in config.yml.

To a classifier that counts words and pieces of words, "printer broken, jane@example.com" looks like an answer to "What
is your address?", because most examples with an address are such answers. What is left of it here is "printer broken".
Entities are not concerned: extractors of addresses read the text and not the words.
"""

from __future__ import annotations

import re

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

# The word that a message becomes which is nothing but an address.
ONLY_AN_ADDRESS = "onlyanaddress"

# The lengths are RFC 5321's; without them a long text without "@" would be searched in quadratic time.
_ADDRESS = re.compile(r"(?:\bmailto:)?[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.IGNORECASE)
_WORD = re.compile(r"\w")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class AddressFreeTokenizer(WhitespaceTokenizer):
    """Rasa's WhitespaceTokenizer, with the same configuration, that passes over e-mail addresses.

    A message that has no words beside its addresses is one token, always ONLY_AN_ADDRESS, where the first address is.
    The offsets of tokens are those of the text.
    """

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of `attribute`, in their order."""
        text = message.get(attribute)
        first = _ADDRESS.search(text)
        if first is None:
            return self._words(message, attribute)
        # Spaces in the same number keep the offsets.
        rest = _ADDRESS.sub(lambda address: " " * len(address.group()), text)
        if not _WORD.search(rest):
            return [Token(ONLY_AN_ADDRESS, first.start(), first.end())]
        return self._words(Message(data={attribute: rest}), attribute)

    def _words(self, message: Message, attribute: str) -> list[Token]:
        words: list[Token] = super().tokenize(message, attribute)  # Rasa's types are not checked here
        return words
