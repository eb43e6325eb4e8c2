"""The actions of the handoff skill. A bot takes them up by importing this module in its actions package: rasa_sdk
serves every action that has been imported."""

from handoff.sdk_adapter.answering import AskToRephrase, AskWhetherToSwitch, NothingToCancel
from handoff.sdk_adapter.failures import HandoffFailed
from handoff.sdk_adapter.offering import OfferHosts, OfferReturn, OfferSkilledHost, TakeOffer, TriggerHandoff
from handoff.sdk_adapter.taking_over import AcceptHandoff

__all__ = [
    "AcceptHandoff",
    "AskToRephrase",
    "AskWhetherToSwitch",
    "HandoffFailed",
    "NothingToCancel",
    "OfferHosts",
    "OfferReturn",
    "OfferSkilledHost",
    "TakeOffer",
    "TriggerHandoff",
]
