"""The CRM behind the reference app, speaking the subset of the public HTTP API that we use."""

from devices.virtual.crm.http import make_application
from devices.virtual.crm.service import VirtualCrm
from devices.virtual.crm.timelines import PhoneLine

__all__ = ["PhoneLine", "VirtualCrm", "make_application"]
