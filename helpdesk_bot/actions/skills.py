"""The helpdesk's skills that have a form, and what may be asked in the middle of one."""

from __future__ import annotations

from handoff.sdk_adapter.skills import FormSkill

OPEN_INCIDENT = FormSkill(
    form="open_incident_form",
    intents=frozenset({"open_incident", "password_reset", "problem_email"}),
    fields=("email", "incident_priority", "incident_description", "incident_title"),
    confirmation="incident_confirmed",
    key="incident_key",
    remembered=frozenset({"email"}),  # the user's, not the incident's
)

SKILLS = (OPEN_INCIDENT,)
QUESTIONS = frozenset({"greet", "goodbye", "help", "thank", "bot_challenge", "incident_status", "out_of_scope"})
