"""The CRM's public HTTP API, as far as tests need it."""

from __future__ import annotations

from crm.business import BusinessCalls
from crm.cleaning import clean_up, delete_contacts
from crm.controls import VirtualControls
from crm.conversations import ConversationCalls
from crm.people import PeopleCalls


class CrmClient(PeopleCalls, ConversationCalls, BusinessCalls):
    """Arranges data in a CRM, virtual or real, and cleans up after itself by run tag.

    Every method raises `CrmError` when the CRM refuses, is silent for too long or answers nonsense.
    One that could make the CRM write to somebody raises `SendRefused` unless that is allowed.

    Args:
        base_url: of the API.
        token: bearer token of an integration that may change users and sub-accounts.
        timeout_s: seconds to connect, and seconds that a reply may keep silent.
        guard: whom the CRM may be made to write to; a virtual one writes to nobody.
        rate: its limit, where it has one.
        provider_id: the conversation provider that inbound messages and calls come from; a real CRM
            gives one to each marketplace app, the virtual CRM takes any.
    """

    @property
    def virtual(self) -> VirtualControls:
        """What only a virtual CRM can be asked."""
        return VirtualControls(self._http)

    def delete_contacts(self, location_id: str, run_tag: str) -> int:
        """Delete the contacts of a sub-account that carry a tag; returns how many went.

        Their conversations, opportunities and appointments go with them.
        """
        return delete_contacts(self._http, location_id, run_tag)

    def clean_up(self, run_tag: str) -> int:
        """Delete what a run arranged; returns how many sub-accounts and contacts went.

        Sub-accounts marked with the tag go with their users and contacts; in all others the
        contacts that carry the tag go, with their conversations, opportunities and appointments.
        """
        return clean_up(self._http, run_tag)
