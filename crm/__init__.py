"""Client of the CRM's public HTTP API: arranges data, and reads what an app has done to it."""

from crm.client import CrmClient
from crm.controls import VirtualControls
from crm.errors import AccountError, CrmError, InboxError, LeaseError, SendRefused
from crm.guard import Guard
from crm.inbox import Inbox, NoInbox, VirtualInbox
from crm.leases import Lease, Leases
from crm.rate import RateLimit
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
    "AccountError",
    "Appointment",
    "Contact",
    "Conversation",
    "CrmClient",
    "CrmError",
    "Guard",
    "Inbox",
    "InboxError",
    "Lease",
    "LeaseError",
    "Leases",
    "Letter",
    "Location",
    "LoggedRequest",
    "Message",
    "NoInbox",
    "Note",
    "Opportunity",
    "RateLimit",
    "SendRefused",
    "Task",
    "User",
    "VirtualControls",
    "VirtualInbox",
]
