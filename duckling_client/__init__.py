"""Amounts, days, numbers and e-mail addresses in what people type, found by Duckling.

    duckling = connect()                       # a worker process, or the server RASA_DUCKLING_HTTP_URL names
    mentions = find_mentions(duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=now)
    amount = read_amount(text, mentions)       # Amount, or UnclearAmount with the reason
    day = read_day(text, mentions, today=today)    # Day, or UnclearDay with the reason
    period = read_period(text, mentions, today=today)    # Period, or UnclearPeriod with the reason

The three readers are pure and strict: they give the one thing that was certainly meant, or the reason to ask.
`read_day` looks forward, for payments; `read_period` looks back, for searches. Inside a Rasa pipeline,
`duckling_client.extractor.DucklingExtractor` attaches the same mentions to each message as entities, and an action gets
them back with `mentions_from_rasa_entities`. `python -m duckling_client.server` offers Duckling to other programs over
HTTP. Nothing here imports Rasa but `extractor`; nothing loads Duckling but `worker`. Only the first 2,000 characters of
a text are read.
"""

from duckling_client.amount import Amount, AmountReason, UnclearAmount
from duckling_client.connect import connect
from duckling_client.dates import Day, DayReason, UnclearDay, read_day
from duckling_client.errors import DucklingError, DucklingRejected, DucklingTimeout, DucklingUnavailable
from duckling_client.local import LocalDuckling
from duckling_client.mention import (
    Mention,
    mention_from_json,
    mention_from_rasa_entity,
    mention_to_rasa_entity,
    mentions_from_rasa_entities,
)
from duckling_client.money import read_amount
from duckling_client.passes import find_mentions
from duckling_client.period import Period, PeriodReason, UnclearPeriod, read_period
from duckling_client.query import Duckling

__all__ = [
    "Amount",
    "AmountReason",
    "Day",
    "DayReason",
    "Duckling",
    "DucklingError",
    "DucklingRejected",
    "DucklingTimeout",
    "DucklingUnavailable",
    "LocalDuckling",
    "Mention",
    "Period",
    "PeriodReason",
    "UnclearAmount",
    "UnclearDay",
    "UnclearPeriod",
    "connect",
    "find_mentions",
    "mention_from_json",
    "mention_from_rasa_entity",
    "mention_to_rasa_entity",
    "mentions_from_rasa_entities",
    "read_amount",
    "read_day",
    "read_period",
]
