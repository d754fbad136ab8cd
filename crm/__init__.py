"""Client of the CRM's public HTTP API: arranges data, and reads what an app has done to it."""

from crm.client import CrmClient
from crm.errors import CrmError
from crm.records import Appointment, Contact, Conversation, Location, Message, Opportunity, User

__all__ = [
    "Appointment",
    "Contact",
    "Conversation",
    "CrmClient",
    "CrmError",
    "Location",
    "Message",
    "Opportunity",
    "User",
]
