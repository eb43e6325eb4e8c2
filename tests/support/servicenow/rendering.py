"""Rows as the Table API shows them: values, display values or both."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.servicenow.tables import INSTANT, JOURNALS, REFERENCES, TABLES, Record, Tables

_LABELS = {"comments": "Additional comments", "work_notes": "Work notes"}
_CHOICES = {
    "state": {"1": "New", "2": "In Progress", "3": "On Hold", "6": "Resolved", "7": "Closed", "8": "Canceled"},
    "priority": {"1": "1 - Critical", "2": "2 - High", "3": "3 - Moderate", "4": "4 - Low", "5": "5 - Planning"},
}


class Renderer:
    """Shows rows to an account with this time zone and this format of instants."""

    def __init__(self, tables: Tables, base: str, zone: str, format: str) -> None:
        self._tables = tables
        self._base = base
        self._zone = ZoneInfo(zone)
        self._format = format

    def row(self, table: str, record: Record, parameters: dict[str, str]) -> dict[str, Any]:
        """A row with the fields, and in the way, that the parameters ask for."""
        fields = parameters.get("sysparm_fields") or ",".join(sorted(TABLES[table]))
        way = parameters.get("sysparm_display_value", "false")
        bare = parameters.get("sysparm_exclude_reference_link") == "true"
        shown = {}
        for name in fields.split(","):
            owner, own_table, field = self._follow(table, record, name)
            if owner is None:
                shown[name] = {"display_value": "", "value": ""} if way == "all" else ""
            elif field in TABLES[own_table]:
                shown[name] = self._field(owner, field, way, bare)
        return shown

    def _follow(self, table: str, record: Record, name: str) -> tuple[Record | None, str, str]:
        """The row that has the field which a dotted name leads to."""
        first, dot, rest = name.partition(".")
        if not dot:
            return record, table, name
        target = REFERENCES.get(first)
        if target is None:
            return None, table, name
        return self._tables.find(target, record.values[first]), target, rest

    def _field(self, record: Record, name: str, way: str, bare: bool) -> Any:
        value = "" if name in JOURNALS else record.values[name]
        link = f"{self._base}/api/now/table/{REFERENCES.get(name)}/{value}"
        linked = name in REFERENCES and value and not bare
        if way == "all":
            both = {"display_value": self._display(record, name), "value": value}
            return {**both, "link": link} if linked else both
        if way == "true":
            shown = self._display(record, name)
            return {"display_value": shown, "link": link} if linked else shown
        return {"link": link, "value": value} if linked else value

    def _display(self, record: Record, name: str) -> str:
        if name in JOURNALS:
            return "".join(
                f"{self._instant(entry.at)} - {entry.author} ({_LABELS[name]})\n{entry.text}\n\n"
                for entry in record.journals[name]
            )
        value = record.values[name]
        if name in ("sys_created_on", "sys_updated_on"):
            return self._instant(datetime.strptime(value, INSTANT).replace(tzinfo=timezone.utc))
        if name in REFERENCES:
            target = self._tables.find(REFERENCES[name], value)
            return target.values["name"] if target else ""
        return _CHOICES.get(name, {}).get(value, value)

    def _instant(self, instant: datetime) -> str:
        return instant.astimezone(self._zone).strftime(self._format)
