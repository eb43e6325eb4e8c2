"""Incidents in a company's ServiceNow, over its Table API. How to connect one: docs/servicenow.md.

tickets = ServiceNow(instance_url("dev12345"), "chat.helpdesk", password)
tickets.find(["INC0010001"])
"""

from .address import instance_url
from .tickets import CLOSE_CODE, OPERATION_SECONDS, ServiceNow

__all__ = ["CLOSE_CODE", "OPERATION_SECONDS", "ServiceNow", "instance_url"]
