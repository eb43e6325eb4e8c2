"""Which of ServiceNow's categories stands for which of ours. Pure.

The values are those that a new instance comes with. A company with its own categories changes this table: several rows
may stand for one of ours, the first is the one that is written.
"""

from __future__ import annotations

from helpdesk_bot.desk.incident import Category

# ours, `category` and `subcategory` of the instance
CATEGORIES: tuple[tuple[Category, str, str], ...] = (
    (Category.PASSWORD, "inquiry", "internal application"),
    (Category.EMAIL, "software", "email"),
    (Category.EMAIL, "inquiry", "email"),
    (Category.NETWORK, "network", ""),
    (Category.HARDWARE, "hardware", ""),
    (Category.SOFTWARE, "software", ""),
    (Category.SOFTWARE, "database", ""),
    (Category.OTHER, "inquiry", ""),
)


def write_category(category: Category) -> dict[str, str]:
    """The fields of an incident that carry the category."""
    _, name, below = next(row for row in CATEGORIES if row[0] is category)
    return {"category": name, "subcategory": below}


def read_category(name: str, below: str) -> Category:
    """The category of an incident with these fields: the row with both, else the row with `name` alone, else OTHER."""
    rows = {(name_of_row, below_of_row): category for category, name_of_row, below_of_row in reversed(CATEGORIES)}
    wanted, narrower = name.casefold(), below.casefold()
    return rows.get((wanted, narrower)) or rows.get((wanted, "")) or Category.OTHER
