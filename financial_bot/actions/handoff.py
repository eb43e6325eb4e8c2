"""The handoff actions, shared with every other bot."""

from handoff.sdk_adapter.actions import (
    AcceptHandoff,
    AskToRephrase,
    AskWhetherToSwitch,
    HandoffFailed,
    NothingToCancel,
    OfferHosts,
    OfferSkilledHost,
    TakeOffer,
    TriggerHandoff,
)

__all__ = [
    "AcceptHandoff",
    "AskToRephrase",
    "AskWhetherToSwitch",
    "HandoffFailed",
    "NothingToCancel",
    "OfferHosts",
    "OfferSkilledHost",
    "TakeOffer",
    "TriggerHandoff",
]
