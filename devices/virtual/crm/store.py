"""What the virtual CRM keeps, in memory: its tables, and what goes with what is deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from devices.virtual.crm.records import (
        AppDevice,
        Appointment,
        Contact,
        Conversation,
        Letter,
        Location,
        Note,
        Opportunity,
        PhoneCall,
        Session,
        Task,
        Ticket,
        User,
    )


@dataclass(slots=True)
class Records:
    """Everything the CRM holds; each table by id, in the order made."""

    locations: dict[str, Location] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict, repr=False)  # by their token
    devices: dict[str, AppDevice] = field(default_factory=dict, repr=False)  # by their session's
    calls: dict[str, PhoneCall] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict, repr=False)
    letters: list[Letter] = field(default_factory=list)

    def drop_contact(self, contact_id: str) -> None:
        """Delete a contact and everything that is about it."""
        del self.contacts[contact_id]
        tables: tuple[dict[str, Any], ...] = (
            self.conversations,
            self.calls,
            self.opportunities,
            self.appointments,
            self.notes,
            self.tasks,
        )
        for table in tables:
            for row in [row for row in table.values() if row.contact_id == contact_id]:
                del table[row.id]

    def drop_user(self, user_id: str) -> None:
        """Delete a user and end the sessions that the user has."""
        del self.users[user_id]
        self.end_sessions(user_id)

    def end_session(self, token: str) -> None:
        """End one session, whose phone is told of nothing from now on."""
        del self.sessions[token]
        device = self.devices.get(token)
        if device and "session" not in device.past:
            del self.devices[token]

    def end_sessions(self, user_id: str, *, but: str = "") -> int:
        """End a user's sessions on every phone, but those of one sign-in; gives how many."""
        ended = [
            token
            for token, session in self.sessions.items()
            if session.user_id == user_id and session.sign_in != but
        ]
        for token in ended:
            self.end_session(token)
        return len(ended)

    def drop_location(self, location_id: str) -> None:
        """Delete a sub-account with its contacts; users who had no other one go with it."""
        del self.locations[location_id]
        for contact in [c for c in self.contacts.values() if c.location_id == location_id]:
            self.drop_contact(contact.id)
        for user in [u for u in self.users.values() if location_id in u.location_ids]:
            user.location_ids.remove(location_id)
            if not user.location_ids:
                self.drop_user(user.id)
