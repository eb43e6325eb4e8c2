"""The words with which customers say whether steps helped (`solved_reading`), in lower case, one clause each."""

from __future__ import annotations

import re

_NEGATED = r"(?:\w+n't|not|never|no longer|nothing|none|no|neither|cannot|cant|dont|doesnt|didnt|isnt|wont|without)"

# "It", "the vpn", "my second screen": what works or does not.
_IT = (
    r"(?:it|its|that|this|they|everything|all of it|all|(?:my|the|our) (?:\w+ ){0,2}\w+|outlook|teams|excel|word|vpn"
    r"|wifi)"
)
_ADVERB = r"(?:now|again|finally|all|already|just|actually|really|perfectly|completely|fully|indeed)"
_WELL = (
    r"(?:now|again|fine|ok|okay|great|perfectly|well|properly|normally|like a charm|as it should|as before|for me"
    r"|already"
    r"|today|finally|thanks to you|thank you|thanks|thx|very much|a lot|so much|indeed|alright)"
)
_SOLVED = r"(?:works?|worked|does work|working|fixed|solved|resolved|sorted|sorted out|gone)"
_FINE = (
    r"(?:back|back up|up|up again|running|online|repaired|unlocked|connected|fine|ok|okay|good|better|back to normal)"
)
_TROUBLE = (
    r"(?:crash\w*|fre+z\w*|frozen?|hang\w*|fail\w*|errors?|problems?|issues?|trouble|flicker\w*|drop\w*|disconnect\w*"
    r"|beep\w*|blink\w*|stuck|locked|broken|slow|blue screens?)"
)
_LEAD = (
    r"(?:(?:yes|yep|yeah|yup|no|oh|ah|hey|wow|yay|great|perfect|super|awesome|cool|nice|well|ok|okay|now|actually|finally"
    r"|thanks|wait|never mind|nvm|nevermind) )*"
)

# "It works", "fixed", "that did the trick", "the problem is gone", "I can log in again", "no more errors".
WORKS = re.compile(
    rf"(?!.*\b(?:problem|issue|trouble|error)s?\b.* {_FINE}\b){_LEAD}(?:"
    rf"(?:{_IT}(?:'s|'re)? )?(?:(?:is|are|has been|seems? to be|seems? to|appears? to"
    rf"|looks like it's) )?(?:{_ADVERB} )*{_SOLVED}"
    rf"|(?:its|all|everything|{_IT}(?:'s|'re| is| are| has been| seems| looks)) (?:{_ADVERB} )*{_FINE}"
    rf"|(?:{_IT} |i |you )?(?:has |have )?(?:{_ADVERB} )*(?:fixed|fixes|solved|solves|resolved|resolves|cured)"
    r" (?:it|that|(?:the|my) (?:problem|issue))(?: myself)?"
    rf"|(?:{_IT} )(?:{_ADVERB} )*(?:helped|did (?:it|the (?:trick|job)))"
    r"|(?:the |my )?(?:problem|issue|error) (?:is |was |has been )?(?:\w+ )?(?:gone|solved|fixed|resolved|over)"
    r"|(?:restart|reboot)(?:ing)?(?: it| that)? (?:helped|worked|did it|did the trick|fixed it|solved it)"
    r"|(?:a |the )?(?:restart|reboot) (?:did (?:it|that|the (?:trick|job))|helped|fixed it|solved it)"
    r"|(?:i )?(?:have |finally )*(?:got|get) (?:it|that) (?:working|running|to (?:work|run|print|start))"
    rf"|{_IT} (?:just |has )?started (?:working|printing|running)(?: again)?"
    rf"|(?:it|the \w+|my \w+) (?:turned on|switched on|connected|printed|started|opened)"
    r" (?:again|now)"
    r"|(?:it|the \w+|my \w+) came back(?: up| online)?|it's alive"
    r"|(?:(?:the|my) )?(?:it|problem|issue) (?:has )?(?:solved|fixed|resolved) itself"
    r"|(?:seems|looks) (?:to be )?(?:fine|ok|okay|good)"
    r"|helped|it does|it did|that does it|that was it|that's it|success|hooray|i'?a?m (?:back )?in"
    rf"|(?:(?:it|that|this|they) )?(?:doesn't|does not|isn't|is not|not|don't) {_TROUBLE} (?:any ?more|now)"
    rf"|(?:(?:it|that) )?(?:has )?stopped {_TROUBLE}"
    rf"|{_IT} (?:connects|prints|starts|turns on|opens|loads|boots|charges|sends|responds|logs in) (?:now|again)"
    r"|i (?:could|was able to) (?:log|sign) in|i got in|(?:i'm |i am )?(?:logged|signed) in(?: again| now"
    r"| successfully)?"
    r"|i have (?:access|internet|mail|email|wifi|sound|a connection) (?:now|again)"
    rf"|(?:(?:it|that|this|they) )?(?:is )?no longer {_TROUBLE}|no more {_TROUBLE}|no {_TROUBLE} (?:any ?more|now)"
    r"|i can (?!not\b|only\b|still\b|hardly\b|barely\b)(?:\w+ ){1,4}(?:again|now)"
    rf")(?: by \w+ing(?: it| the \w+)?)?(?: {_WELL})*"
)
YES = re.compile(
    r"(?:(?:ok|okay|oh|well|great|thanks) )*(?:yes|yep|yup|yeah|yea|yess|ya|y|aye|affirmative|absolutely|definitely"
    r"|indeed|👍|👍🏻|✅|/affirm)"
    r"(?: (?:yes|it did|it does|that helped|thanks|thank you|thx|very much|a lot|indeed|sir|definitely|absolutely))*"
)
ACKNOWLEDGES = re.compile(
    r"(?:(?:ok|okay|okey|okie|k|kk|sure|alright|all right|right|fine|good|great|perfect|nice|cool|super|awesome|got it"
    r"|understood|i see|noted|thanks|thank you|thx|ty|cheers|many thanks|thanks a lot|thank you very much|so much|a lot"
    r"|very much|no problem|no worries|sounds good|makes sense|oh|ah|sorry|hm+|um|uh|well|wow|hey|hi|please|mate|sir"
    r"|then|now"
    r"|interesting|good idea|good to know|for the tips|for the help|for your help|for that|👌|🙏|🙂|😊)(?: |$))+"
)

# "I don't know" says nothing about the problem, and a condition says nothing about now.
NO_ANSWER = re.compile(
    r"\b(?:don't know|dont know|not sure|unsure|no idea|no clue|not certain|hard to say|can't tell|cannot tell"
    r"|don't get"
    r"|don't understand|do not understand|can't say|didn't say|was not saying)\b"
    r"|^(?:if|when|unless|once|whether|in case|as soon as|until)\b"
)
NO_TICKET = re.compile(
    r"^no need\b|^(?:please |just |you )*(?:don't|do not|dont|needn't) (?:need to |have to )?"
    r"(?:open|create|make|file|log|raise|send) (?:it|one|any|anything|(?:a |the |that )?(?:ticket|incident|case))\b"
    r"|^(?:please |just )*(?:forget|cancel|drop|close|skip) (?:about )?(?:the|my|that) (?:ticket|incident|case)\b"
    r"|\b(?:don't|do not|dont|no|without|never|not) (?:\w+ ){0,3}(?:ticket|incident|case)\b"
)
OFFERS = re.compile(
    r"(?:(?:no|nope|please|ok|okay|hi|well|and|then|so)[ ,.!]*)*(?:can|could|would|will|may|is it possible"
    r"|a? ?ticket)\b"
)
_SOMEBODY = (
    r"(?:somebody|someone|anybody|anyone|a human|a person|a real person|an agent|a technician|a colleague"
    r"|your colleagues?"
    r"|support|it support|the support|the it|the help ?desk|the service ?desk)"
)
TICKET = re.compile(
    r"\b(?:open|create|raise|log|file|make|submit|start|book|write|give|get|want|need|like|do|have|prefer|just|rather)"
    r" (?:me |us |up |in )?(?:a |an |the |that |my |one |this )?(?:new |support |it )?(?:ticket|incident|case)\b"
    r"|^(?:just |please )*(?:a |the )?(?:ticket|incident)(?: please| now| then| pls)*$"
    r"|^(?:please |just |then )*open (?:it|one)(?: please| now| then)*$"
    r"|\bskip\b|\b(?:no|not have|don't have|dont have|haven't got|haven't|have no|without|got no) (?:the |any "
    r"|enough )?time\b"
    rf"|\b(?:can|could|have|get|want|need|let|send|like|please)\b.*\b{_SOMEBODY}\b"
    r"|\bcall me\b|\b(?:talk|speak|chat) (?:to|with)\b|\bcall(?:ed)? back\b"
    r"|\b(?:don't|do not|dont|won't|will not|not going to|not gonna|rather not|can't|cannot) (?:\w+ )?"
    r"(?:want|wish|like|try|do|bother|feel like|be able to do)"
    r"(?: to)?(?: try| do| go through| bother| read)?(?: (?:it|that|this|these|any|all|them|those)\b|$)"
    r"|\btoo (?:complicated|technical|difficult|much work|long)\b"
)
_LATER = (
    r"(?:try|check|see|look|test|do|give|get back|let you know|restart|reboot|have a look|go|come back|report|tell)"
)
TRYING = re.compile(
    rf"\b(?:i'll|i will|i shall|let me|lemme|gonna|going to|i need to|i have to|i must|i want to|ill"
    rf"|will) (?:\w+ )?{_LATER}\b"
    r"|\b(?:trying|testing|checking|restarting|rebooting|loading|updating|installing|working on it|looking|on it)\b"
    r"|\b(?:one|a|1|just a|give me a|give me \w+|few|\d+) (?:moment|minute|minutes|min|mins|sec|secs|second|seconds)"
    r"(?: please| pls)?$"
    r"|^(?:please |just |oh )*(?:wait|hold on|hang on|bear with me|brb|be right back|stand by)\b|\bwill do\b"
    r"|^doing (?:it|that|so)"
    r"|\bhaven't (?:tried|checked|done)\b|\bnot tried\b|\bdidn't try\b|^not yet$|^will try\b|^try(?:ing)?\b"
)
# "It does not work", "still the same", "it crashed again", "only partly", "no luck".
_WANTED = (
    r"(?:help\w*|work\w*|solv\w*|fix\w*|chang\w*|resolv\w*|do (?:it|anything|the trick|much|a thing)|did|differen\w*"
    r"|better|gone|good|improv\w*|luck|success\w*|effect|joy|start\w*|turn\w*|open\w*|connect\w*|print\w*|log\w*"
    r"|sign\w*"
    r"|send\w*|receiv\w*|load\w*|boot\w*|charg\w*|respond\w*|react\w*|go|show\w*|use|access|reach|get|gets|happen\w*"
    r"|there"
    r"|really|quite|exactly|entirely|completely|fully|at all|any|mov\w*|read\w*|see|find|dice|possible)"
)
_GOES_ON = (
    r"(?:try\w*|test\w*|check\w*|wait\w*|load\w*|restart\w*|reboot\w*|install\w*|updat\w*|work\w*|fine|ok|good|on it)"
)
STILL_BROKEN = re.compile(
    rf"\bstill\b(?! {_GOES_ON}\b)|\b{_NEGATED}\b(?: \w+){{0,4}}? {_WANTED}\b|^(?:none|didn't|doesn't)$|^not\b"
    r"|^nothing\b|\bno use\b|^(?:unfortunately|sadly)$|^(?:(?:it|that|this) )?(?:does|did|is|was)(?:n't| not)$"
    r"|\bsame\b|\b(?:un|not )(?:solved|fixed|resolved)\b|\bunchanged\b|\b(?:even )?worse\b|\buseless\b|\bnegative\b"
    r"|\b(?:part(?:ly|ially)|half|a (?:little )?bit|a little|somewhat|sort of|kind of|sometimes|almost|nearly"
    r"|temporarily"
    r"|briefly|on and off|at first|not all|only)\b"
    r"|\bfor (?:a|one|two|some|\d+|the first) (?:few |short )?(?:moments?|minutes?|whiles?|seconds?|hours?|times?"
    r"|bit)\b"
    r"|\b(?:crash|freez|flicker|disconnect)(?:es|s|ed|ing)?\b|\bfroze\b|\bkeeps?\b|\bbroken\b|\bfail(?:s|ed|ing)\b"
    r"|\bdead\b"
    r"|\bhangs\b|\bstuck\b|\berrors?\b|\b(?:is|are|went|it's) (?:down|black|frozen|gone blank)\b|\blocked out\b"
    r"|\b(?:problem|issue|it|trouble)(?:'s| is| has)?(?: come| came)? (?:back again|persists?|remains|continues"
    r"|returned)\b"
    r"|\b(?:problem|issue|trouble)(?:'s| is| came| comes) back\b|👎|❌"
)
TRIED = re.compile(
    r"\b(?:i|i've|i have|we|have|been) (?:already |just )?tried\b|^(?:already )?tried\b"
    r"|\b(?:did|done|been) (?:\w+ ){0,2}(?:already|all|everything|twice)\b|\balready (?:did|done)\b"
)
REGRETS = re.compile(
    r"^(?:(?:unfortunately|sadly|i'm afraid|im afraid|i am afraid|sorry|alas|actually|ok|okay|hm+|well|oh"
    r"|no) )+(?=not?\b)"
)
DID_THAT = re.compile(
    r"(?:i )?(?:did|have done|done|tried)(?: (?:it|that|this|so|all that|as you said))?"
    r"|(?:actually |ok |okay |so |well )*(?:i )?(?:just |have )?"
    r"(?:restarted|rebooted)(?: (?:it|(?:my|the) \w+|everything|once|twice))*"
)
