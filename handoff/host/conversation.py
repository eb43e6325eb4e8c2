"""What a host knows of one conversation. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from handoff.host.replies import Wish
from handoff.passage import Passage, read_passage


@dataclass
class Conversation:
    """`slots` (anything that is JSON) and `is_interrupted` are the program's to set, the rest is kept by `Reception`.

    `is_interrupted` says that the program has asked for something and waits for it. `passage` is how the conversation
    came here with a ticket, `user_spoke` whether the user has said an own word since, `wish` the handoff that was
    offered last, `is_asked` whether the user has still to say yes to it.
    """

    id: str
    slots: dict[str, Any] = field(default_factory=dict)
    is_interrupted: bool = False
    passage: Passage | None = None
    user_spoke: bool = True
    wish: Wish | None = None
    is_asked: bool = False
    return_was_offered: bool = False

    @property
    def return_to(self) -> str | None:
        """The id of the host to which a return is to be offered when all is done here; None: to nobody, or no more."""
        return None if self.passage is None or self.return_was_offered else self.passage.returns_to

    def as_json(self) -> dict[str, Any]:
        """What a store can keep."""
        kept = {name: value for name, value in vars(self).items() if name != "id"}
        kept["passage"] = self.passage and self.passage.as_json()
        kept["wish"] = self.wish and asdict(self.wish)
        return kept


def read_conversation(conversation_id: str, kept: Mapping[str, Any] | None) -> Conversation:
    """What `as_json` gave; None: a new one."""
    if kept is None:
        return Conversation(conversation_id)
    wish = kept["wish"] and Wish(**kept["wish"])
    return Conversation(conversation_id, **{**kept, "passage": read_passage(kept["passage"]), "wish": wish})
