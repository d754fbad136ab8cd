"""Client of the CRM's public HTTP API: arranges data, and reads what an app has done to it."""

from crm.client import CrmClient
from crm.controls import VirtualControls
from crm.errors import CrmError
from crm.records import (
    Appointment,
    Contact,
    Conversation,
    Letter,
    Location,
    LoggedRequest,
    Message,
    Note,
    Opportunity,
    Task,
    User,
)

__all__ = [
    "Appointment",
    "Contact",
    "Conversation",
    "CrmClient",
    "CrmError",
    "Letter",
    "Location",
    "LoggedRequest",
    "Message",
    "Note",
    "Opportunity",
    "Task",
    "User",
    "VirtualControls",
]
