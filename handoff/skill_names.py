"""Names of the handoff skill that both of its sides, Rasa's and the action server's, have to agree on."""

from __future__ import annotations

# the intent of "what another host can do" is this and the host's id
OTHER_SKILL_PREFIX = "skill_of_"

# what an action server keeps of a take-over that was accepted: the claims of its ticket without what was carried
PASSAGE_SLOT = "handoff_passage"
CARRIED_SLOT = "handoff_carried"  # and what was carried: the user is not asked for it again

# what a slot was carried with is said by the response of this and the slot's name, where there is one
CARRIED_RESPONSE_PREFIX = "utter_carried_"

# what of a message with several wishes is still to be answered, and what is said about that
WAITING_SLOT = "wishes_waiting"
FIRST_RESPONSE = "utter_one_after_the_other"
ONLY_ONE_RESPONSE = "utter_one_wish_at_a_time"
NEXT_RESPONSE = "utter_now_to_the_rest"

# responses after which a yes or no is an answer to an offer, and to nothing else
OFFER_SKILLED_RESPONSE = "utter_offer_skilled_host"
OFFER_NAMED_RESPONSE = "utter_offer_named_host"
OFFER_RETURN_RESPONSE = "utter_offer_return"
OFFER_ALL_RESPONSE = "utter_offer_hosts"
OFFER_ONLY_RESPONSE = "utter_offer_only_host"
UNKNOWN_HOST_RESPONSE = "utter_unknown_host"
UNAVAILABLE_RESPONSE = "utter_host_unavailable"
PASSED_ON_RESPONSE = "utter_passed_on_too_often"
LEFT_RESPONSE = "utter_handoff_left"
# a yes to these takes the one host of which they speak
OFFERS_OF_ONE = frozenset({OFFER_SKILLED_RESPONSE, OFFER_NAMED_RESPONSE, OFFER_RETURN_RESPONSE, OFFER_ONLY_RESPONSE})
OFFER_RESPONSES = frozenset(
    {
        OFFER_SKILLED_RESPONSE,
        OFFER_NAMED_RESPONSE,
        OFFER_RETURN_RESPONSE,
        OFFER_ALL_RESPONSE,
        OFFER_ONLY_RESPONSE,
        UNKNOWN_HOST_RESPONSE,
        UNAVAILABLE_RESPONSE,
        PASSED_ON_RESPONSE,
        LEFT_RESPONSE,
    }
)
