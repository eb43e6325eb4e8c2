"""Names of the handoff skill that both of its sides, Rasa's and the action server's, have to agree on."""

from __future__ import annotations

# the intent of "what another host can do" is this and the host's id
OTHER_SKILL_PREFIX = "skill_of_"

# responses after which a yes or no is an answer to an offer, and to nothing else
OFFER_SKILLED_RESPONSE = "utter_offer_skilled_host"
OFFER_ALL_RESPONSE = "utter_offer_hosts"
UNKNOWN_HOST_RESPONSE = "utter_unknown_host"
OFFER_RESPONSES = frozenset({OFFER_SKILLED_RESPONSE, OFFER_ALL_RESPONSE, UNKNOWN_HOST_RESPONSE})
