"""The ticket system that comes with the desk: incidents in SQLite or PostgreSQL, no other service needed."""

from .deleting import delete_incidents
from .tickets import LOCAL, LocalTicketSystem

__all__ = ["LOCAL", "LocalTicketSystem", "delete_incidents"]
