"""Everyday words around the name of a payee, so that none of them is taken for a name. Pure."""

from __future__ import annotations

import re

from financial_bot.bank.matching import alike

# a name is expected behind these
GIVING = frozenset("send sends sending give gives pay pays paying wire transfer lend to for".split())

# these are names too; whether one is meant is told from the words around it
ALSO_VERBS = frozenset({"may", "will", "mark", "bill", "grant", "sue"})
_ARTICLES = frozenset("the a an my our this that every".split())  # "pay the bill"
_SUBJECTS = frozenset("i we you he she they it that who which what there this".split())
_AFTER_VERBS = _SUBJECTS | frozenset(
    """be not have has get need want my your me him her us them pay send give wire transfer lend also do never now
    always then go come work""".split()
)

_NUMBERS = frozenset(
    """half quarter third one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion dozen couple few some many several any all both most more less least another
    extra enough double twice thrice zero nothing everything anything something whole total exactly about around almost
    nearly roughly approximately only just maximum minimum max min half's nil plus minus times point percent""".split()
)
_MONEY = frozenset(
    """us usa american australian canadian usd eur gbp cad aud jpy chf inr cny btc dollar dollars buck bucks cent cents
    penny pennies dime dimes nickel nickels grand quid pound pounds euro euros yen rupee rupees franc francs bitcoin
    bitcoins money cash amount sum payment payments transfer transfers account funds balance salary rent fee fees loan
    share tip change savings checking worth""".split()
)
_DAYS = frozenset(
    """today tomorrow tonight yesterday monday tuesday wednesday thursday friday saturday sunday january february
    september october november december weekend afternoon morning evening midnight""".split()
)
_TIMES = _DAYS | frozenset(
    """mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun june jul july aug sep sept oct nov dec noon day
    days night week weeks weekly month months monthly year years yearly hour hours hourly minute minutes second seconds
    daily quarterly annually fortnight fortnightly every each per once later soon sooner asap immediately instantly now
    right away first second third fourth fifth last next starting beginning until till end payday before after ago
    again always never someday sometime eventually quickly straight yet already still early late since tmr tmrw
    tomo""".split()
)
_SMALL = frozenset(
    """a an the and or but nor so if then than that this these those there here as at back because by from for in into
    instead like of off on onto out over to too toward towards through though up upon via when where while which who
    whom whose why what how with without within i i'm i'd i'll me my mine you your yours he him his she her hers it its
    we us our they them their is isn't are was were be been am do does did done not no don't can can't could should
    would will won't wont might must shall have has had having also please pls plz thanks thank thx ok okay yes no yeah
    yep sure maybe perhaps actually really anyway well alone though himself herself directly both x""".split()
)
_VERBS = frozenset(
    """guess think mean meant suppose believe hope gets get got getting need needs needed want wants wanted gave give
    gives lent lend lends paid pay pays paying send sends sending sent transfer wire wired owe owes owed owing said say
    says asked ask asks told tell tells knows know likes wrote write called calls lives live works work lost made make
    makes took take takes receives receive received deserves covers covered bought spent use using used see saw
    happens""".split()
)

NO_SURNAMES = _NUMBERS | _MONEY | _TIMES | _SMALL | _VERBS
NO_NAMES = NO_SURNAMES | frozenset(
    """anybody anyone everybody everyone somebody someone nobody stop go hell help move put set remove add delete cancel
    make change call hold keep let show check find sell buy payee payees recipient recipients contacts list friend
    family card cards
    bill bills people
    person""".split()
)

# "my brother Kwame", "my good friend kwame" name Kwame.
RELATIONS = frozenset(
    """brother sister mother father mom mum mam dad daddy mummy mommy parents son daughter child kid kids cousin uncle
    aunt auntie nephew niece grandma grandpa granny grandmother grandfather gran nan nana husband wife partner spouse
    boyfriend girlfriend fiance fiancé fiancée ex friend mate buddy pal bestie neighbour neighbor flatmate roommate
    housemate colleague coworker co-worker boss landlord landlady tenant nanny babysitter cleaner gardener plumber
    electrician teacher tutor coach trainer dentist doctor lawyer hairdresser barber therapist brother-in-law
    sister-in-law mother-in-law father-in-law son-in-law daughter-in-law stepson stepdaughter stepbrother stepsister
    goddaughter godson twin""".split()
)
_TALKS = frozenset(
    """already paid sent gave has had said says asked told is was isn't wasn't lives did does didn't doesn't owes owed
    lent transferred wired knows wants""".split()
)
_WORD_END = re.compile(r"['’]s$")
_SHORTEST_SURNAME = 2
_SHORTEST_DAY_WITH_TYPO = 6


def may_be_a_surname(word: str) -> bool:
    """Whether a word behind a first name can be a surname: letters, and no everyday word, also with a typing error."""
    plain = word.casefold().replace("’", "'")
    if (
        len(plain) < _SHORTEST_SURNAME
        or not plain[0].isalpha()
        or plain in NO_SURNAMES
        or _WORD_END.sub("", plain) in NO_SURNAMES
    ):
        return False
    return not any(alike(plain, day) for day in _DAYS if len(day) >= _SHORTEST_DAY_WITH_TYPO)


def is_no_name_here(word: str, before: str, follower: str) -> bool:
    """Whether a word such as "may" is none here: "may I send", "I will pay", "the bill". Behind "to" or "send" it is a
    name."""
    if word.casefold() not in ALSO_VERBS or before.casefold() in GIVING:
        return False
    return before.casefold() in _SUBJECTS | _ARTICLES or follower.casefold() in _AFTER_VERBS


def tells_about(follower: str) -> bool:
    """Whether the word behind a name makes the sentence talk about somebody: "alice already paid"."""
    return follower.casefold().replace("’", "'") in _TALKS
