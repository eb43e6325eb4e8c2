"""Does somebody ask for something new, and is nothing broken? Pure.

"I need a second screen", "can you install Photoshop": steps that repair a screen or Photoshop would be no help. Where
something is broken as well ("I need a new mouse, mine is dead") they may be.
"""

from __future__ import annotations

import re

_POLITE = r"(?:(?:please|pls|just|also|kindly|quickly) )*"
_SOMEBODY = r"(?:i|we|he|she|they|you|u|somebody|someone|anybody|it)"
# "I need help" and "I need to print" are about a problem.
_PROBLEM_NEEDS = (
    r"(?: (?:help|it|this|that|these|some(?:body|one)|support|assistance|advice|my|the|your|to(?! (?:have|get|order))"
    r"|an? (?:hand|ticket|technician|incident|case|fix|solution|new password|password|reset|person|human))\b)"
)
_WANTS = re.compile(
    rf"\b(?:needs?|wants?|requires?|would like|id like|wed like)\b(?!{_PROBLEM_NEEDS})"
    rf"|\b(?:can|could|may) (?:i|we) {_POLITE}(?:have|get|order)\b(?!{_PROBLEM_NEEDS})"
    r"|^(?:please )?access (?:to|for)\b"
    rf"|^{_POLITE}(?:order|get me|give me|request(?: for)?)\b(?!{_PROBLEM_NEEDS})"
)
_TO_INSTALL = r"(?:install|uninstall|set up|put|add|connect (?:me|us)|map|download)"
_INSTALL = re.compile(
    rf"(?:^|[,.:;!-] ?|\bplease ){_POLITE}{_TO_INSTALL}\b"
    rf"|\b(?:can|could|would|will) {_SOMEBODY} {_POLITE}{_TO_INSTALL}\b"
    rf"|\bhow (?:do|can) i {_TO_INSTALL}\b|\b(?:want|like) to {_TO_INSTALL}\b|\bi need to install\b"
)
_NEW = re.compile(
    r"^(?:a )?(?:new|another|second|spare) \w+(?: (?:please|pls|for \w+(?: \w+)?))*$"
    r"|^(?:replacement|exchange) (?:for|of)\b|\bnew (?:employee|colleague|starter|hire|intern|team mate|joiner)s?\b"
)
_BROKEN = re.compile(
    r"\b(?:cannot|can not|cant|dont|doesnt|didnt|wont|isnt|arent|wasnt|wouldnt|couldnt|havent|hasnt"
    r"|(?:do|does|did|is|are|will|was|has|have) not(?! (?:very |so |that |really |too )?(?:urgent|important|in a))"
    r"|no (?:sound|signal|connection|power|picture|network|internet)|not (?:work\w*|start\w*|found|recogni[sz]ed)"
    r"|broken|broke|dead|defective|damaged|faulty|crack\w*|crash\w*|fr[eo]{1,2}z\w*|hang\w*|fail\w*|errors?|stuck"
    r"|slow\w*|jam|jammed|stopp?(?:s|ed)|lost|flicker\w*|problems?|issues?|trouble|black|blocked|denied|expired"
    r"|locked|wrong|missing|disappeared|gone|overheat\w*|hot|loud|loses?|drops?)\b"
)


def asks_for_something_new(text: str) -> bool:
    """Whether a text asks for a thing, a program or an access that was not there before, and speaks of no fault."""
    plain = " ".join(re.sub(r"['’]", "", text.casefold()).split()).rstrip(" .!?")
    if _BROKEN.search(plain):
        return False
    return any(pattern.search(plain) for pattern in (_WANTS, _INSTALL, _NEW))
