"""What people write around a problem when they report it (`report_reading`): greetings, wishes, urgency, addresses."""

from __future__ import annotations

import re


def _compile(pattern: str) -> re.Pattern[str]:
    """A space in the pattern is any white space, an apostrophe any that telephones type; case does not matter."""
    return re.compile(pattern.replace(" ", r"\s+").replace("'", "['’]"), re.IGNORECASE)


_ADDRESS = r"<?(?:mailto:)?[^\s<>(),;:\"\[\]@]{1,64}@[^\s<>(),;:\"\[\]@]{1,190}[^\s<>(),;:\"\[\]@.!?]>?"
_BREAK = r"[,;:.!?\n(–—-]"
_SPACE = r"[\s,.;:!?–—-]*"
_STOP = rf"(?=\s|{_BREAK}|\Z)"

# "I'm user@example.com", "my e-mail address is user@example.com", "(user@example.com)"
INTRODUCED_ADDRESS = _compile(
    r"(?:\band )?\b(?:i'm|i am|im|this is|here is|use|(?:my|the) (?:work |company )?(?:e-?mail"
    r"|mail)(?: address)?(?: is|:)"
    r"|my address(?: is|:)|e-?mail(?: address)?(?: is|:)"
    r"|(?:contact|reach|write|answer|reply|mail|e-?mail|message|notify|update)(?: to)? me (?:at|on|under|via))"
    rf"\s{{0,3}}:?\s{{1,3}}{_ADDRESS}|\s{{0,3}}[<(]{_ADDRESS}[>)]"
)
# "under my e-mail user@example.com", "for user@example.com, that's me": the customer's own, in words that stay.
OWNED_ADDRESS = _compile(
    rf"\bmy (?:own |work |company |office )?(?:e-?mail|mail)(?: address)? {_ADDRESS}"
    rf"|{_ADDRESS}\s*[,;.(–—-]?\s*(?:that's|thats|that is|which is|it's|this is)"
    r" (?:me|mine|my (?:e-?mail|mail|address))\b"
)
# At either end it is the customer's own, unless it belongs to the sentence: "I can't write to bob@example.com".
ADDRESS_IN_FRONT = _compile(rf"\A\s*[<(]?{_ADDRESS}[>)]?\s*(?:(?![.-]\w){_BREAK}\s*|\Z)")
ADDRESS_AT_THE_END = _compile(rf"{_BREAK}\s*[<(]?{_ADDRESS}\W*\Z")
ORPHANED = re.compile(r"\s{0,3}[,;:–—-]\s{0,3}(?=[,;:.!?–—]|\Z)|(?<=[.!?])\s{0,3}[.!]|\(\s{0,3}\)")

_TEAM = r"(?:there|team|all|everybody|everyone|guys|folks|bot|again|support|help ?desk|service ?desk)"
_GREETING = (
    r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)"
    rf"|dear (?:it|colleagues?|sirs?(?: or madam)?|madam|{_TEAM})(?: team)?)(?:[\s,]+{_TEAM})?"
)
_POLITE = (
    r"(?:please|pls|plz|kindly|sorry(?: to bother you)?|excuse me"
    r"|(?:many thanks|thanks|thank you)(?: a lot| so much| very much)?(?: in advance)?|thx|ty|cheers|ok|okay|well|so"
    r"|yes|now|and|wrong|no|actually|i mean(?:t)?)"
)
_URGENCY = (
    r"(?:(?:it's|its|it is|this is|that's|that is|very|really|so|super|not|non|no|quite|with|an?|in|and) ){0,5}"
    r"(?:urgent(?:ly)?|urgnet|urgant|asap|a\.s\.a\.p\.?|as (?:soon|quickly) as possible|emergency|rush|hurry"
    r"|(?:high|highest|top|low|lowest|medium|normal) prio(?:rity)?"
    r"|prio(?:rity)?(?: is|:)?\s?(?:high|low|medium|normal|urgent|#?[1-5])|p[1-5])"
)

_WISH = (
    r"(?:(?:(?:can|could|would|will|may) (?:you|i|we|somebody|someone|anybody)"
    r"|(?:i|we) (?:want|need|would like|have|wish)(?: you)?(?: to)?|(?:i'd|we'd) like(?: you)?(?: to)?"
    r"|let me|let's|(?:how|where) (?:do|can) i|please|pls|plz|just|go ahead and|help me(?: to)?|(?:need|want|like) to"
    r"|is it possible to) ){0,4}"
)
_OPEN = (
    r"(?:open|opne|create|raise|log|file|submit|make|start|report|put in|book|register|send|write|get|have|need|want)"
    r"(?: up)?(?: me| us)?"
)
_KINDS = (
    r"(?:(?:an?|the|my|one|another|this|new|support|it|urgent|high|low|medium|normal|priority|prio|quick|help ?desk"
    r"|service) ){0,5}"
)
_TICKET = r"(?:tickets?|incidents?|case|request|service call|support call|fault report)"
_TROUBLE = r"(?:problems?|issues?|bugs?|error|something|thing|trouble|outage|fault)"
_FOR_ME = (
    r"(?: (?:please|pls|plz|asap|urgently|for (?:me|us|this|that|it)|now|here|quickly|today|right (?:now|away)"
    r"|(?:with|to) (?:you|it|it support|support|the (?:help|service)\s?desk))){0,4}"
)
_THEN = r"(?:\s*[,.:;!?–—=>-]+\s*|\s*\Z)"
_WHICH_SAYS = (
    rf"(?:{_THEN}| (?:because|as|since|about|saying|regarding|concerning|that says|that|for|on|to say that)\b\s*:?\s*)"
)
_WISHES = (
    rf"{_WISH}(?:{_OPEN} )?{_KINDS}{_TICKET}\b{_FOR_ME}{_WHICH_SAYS}",
    rf"{_WISH}{_OPEN} {_KINDS}{_TROUBLE}\b{_FOR_ME}{_WHICH_SAYS}",
    rf"{_WISH}{_KINDS}(?:help|assistance|support)(?: me)?(?:(?: (?:with|on|for|please|because|as))+\b{_SPACE}|{_THEN})",
    rf"(?:i|we)(?: have|'ve|'m having| am having| are having)(?: got)? (?:an? )?(?:little |big |small "
    rf"|new )?{_TROUBLE}{_THEN}",
)
# What can be taken off the beginning and the end, one after the other.
IN_FRONT = _compile(
    rf"\A\W*?(?:(?:{_GREETING}|{_POLITE}){_STOP}{_SPACE}"
    rf"|{_URGENCY}(?=\s*[,.;:!?–—]|\s+-|\s*\Z|\s+(?:my|the|our|i|we)\b){_SPACE}|{'|'.join(_WISHES)})"
)
_SEPARATED = r"(?:\A|[,.;:!?(\n–—-]\s*|\band |\bso )"
AT_THE_END = _compile(
    rf"(?:(?:\A|\s|{_BREAK})(?:{_POLITE}|(?:(?:kind|best|many) )?regards|{_URGENCY})"
    rf"|{_SEPARATED}{_WISH}{_OPEN} {_KINDS}{_TICKET}{_FOR_ME}"
    rf"|{_SEPARATED}(?:(?:can|could|would) (?:you|somebody|someone) (?:please )?)?"
    r"(?:help(?: me)?|fix (?:it|this|that)|look (?:at|into) (?:it|this|that)))[\s,;:!?.)–—-]*\Z"
)

# Words that tell nothing about a problem.
SAY_NOTHING = frozenset(
    """a an the my our your this that these those it its i im ive we me us you he she they there here is are am was
    be been has have had having got get with of for to in on at and or but so any some another new one please
    problem problems issue issues trouble help support assistance question something anything thing things stuff
    wrong need want would like ticket tickets incident incidents case request can could will do does did s t m
    ve d re ll hi hello hey thanks urgent asap priority prio ok yes""".split()
)
EDGES = " \t\r\n\f\v,;:-–—=>"
