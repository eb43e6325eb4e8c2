"""The helpdesk's skills that have a form, and what may be asked in the middle of one."""

from __future__ import annotations

from handoff.sdk_adapter.skills import FormSkill
from helpdesk_bot.desk import Category

from .desk_wishes import asks_to_change, names_a_closing, names_a_comment, names_an_incident
from .incident_wishes import asks_only_to_close

# what the intents of a problem say about it
CATEGORIES = {
    "password_reset": Category.PASSWORD,
    "problem_email": Category.EMAIL,
    "problem_network": Category.NETWORK,
    "problem_hardware": Category.HARDWARE,
    "problem_software": Category.SOFTWARE,
}

# slots of an incident that any words can fill
FREE_TEXTS = ("incident_description", "incident_title")

OPEN_INCIDENT = FormSkill(
    form="open_incident_form",
    intents=frozenset({"open_incident", *CATEGORIES}),
    fields=(
        "incident_category",
        "incident_article",
        "incident_steps",
        "incident_email",
        "incident_priority",
        "incident_description",
        "incident_title",
    ),
    confirmation="incident_confirmed",
    key="incident_key",
    others=("incident_steps_shown",),
)

ADD_COMMENT = FormSkill(
    form="add_comment_form",
    intents=frozenset({"add_comment"}),
    fields=("comment_incident", "comment_text"),
    confirmation="comment_confirmed",
    key="comment_key",
    asks=asks_to_change,
    stands_alone=names_a_comment,
    only_alone=True,  # "add that it beeps" in the middle of another skill is about what is open there
)

CLOSE_INCIDENT = FormSkill(
    form="close_incident_form",
    intents=frozenset({"close_incident"}),
    fields=("close_incident_number",),
    confirmation="close_confirmed",
    key="close_key",
    asks=asks_only_to_close,
    stands_alone=names_a_closing,
    only_alone=True,  # "it works again" is about what is open there, too
)

CHANGE_PRIORITY = FormSkill(
    form="change_priority_form",
    intents=frozenset({"change_priority"}),
    fields=("priority_incident", "priority_wanted"),
    confirmation="priority_confirmed",
    key="priority_key",
    asks=asks_to_change,
    stands_alone=names_an_incident,
    only_alone=True,  # and so is "make it urgent"
)

CLAIM_INCIDENT = FormSkill(
    form="claim_incident_form",
    intents=frozenset({"claim_incident"}),  # and begun by asking for an incident that this conversation does not know
    fields=("claim_number", "claim_email"),
    confirmation="claim_confirmed",
)

SKILLS = (OPEN_INCIDENT, ADD_COMMENT, CLOSE_INCIDENT, CHANGE_PRIORITY, CLAIM_INCIDENT)
QUESTIONS = frozenset(
    {"greet", "goodbye", "help", "thank", "bot_challenge", "incident_status", "reopen_incident", "out_of_scope"}
)
