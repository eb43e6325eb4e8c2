"""What is unusual about a row, for the operator: it is read all the same. Pure.

Each sentence says nothing of users and is the same whenever the same is unusual, so that it can be logged once.
"""

from __future__ import annotations

from collections.abc import Iterator

from .journal import read_journal
from .records import INCIDENT_FIELDS, is_known_priority, is_known_state, read_instant
from .rows import Row, display, value


def find_oddities(row: Row) -> Iterator[str]:
    """What is unusual about an incident's row."""
    odd = sorted(row.odd & set(INCIDENT_FIELDS))
    if odd:
        yield f"ServiceNow sends {', '.join(odd)} in another form than was asked for: read as well as can be"
    if not is_known_state(row):
        yield f"ServiceNow has a state {value(row, 'state')!r:.20} that is not known here: it counts as In Progress"
    if not is_known_priority(row):
        yield f"ServiceNow has a priority {value(row, 'priority')!r:.20} that is not known here: it counts as medium"
    for field in ("sys_created_on", "sys_updated_on"):
        if read_instant(row, field) is None:
            yield f"ServiceNow sends no {field} that can be read, so another is shown; check the roles of SNOW_USER"
    if "comments" not in row.fields:
        yield "ServiceNow sends no comments: one may be written twice; check that SNOW_USER may read them"
    elif display(row, "comments").strip() and not read_journal(display(row, "comments")):
        yield "ServiceNow shows comments in a form that is not known here: users do not see them"
