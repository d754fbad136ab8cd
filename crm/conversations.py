"""Conversations and their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm import replies
from crm.calls import APRIL, PAGE, Calls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.records import Contact, Conversation, Message


class ConversationCalls(Calls):
    """Calls about conversations."""

    def create_conversation(self, contact: Contact) -> Conversation:
        """Open the conversation with a contact that has none."""
        body = {"locationId": contact.location_id, "contactId": contact.id}
        what = "create conversation"
        reply = self._http.call(what, "POST", "/conversations/", APRIL, body=body)
        return replies.read(what, reply, lambda row: replies.conversation(row["conversation"]))

    def conversation(self, conversation_id: str) -> Conversation:
        """A conversation as it is now."""
        what, path = "read conversation", f"/conversations/{conversation_id}"
        reply = self._http.call(what, "GET", path, APRIL)
        return replies.read(what, reply, replies.conversation)

    def conversations_with(self, contact: Contact) -> list[Conversation]:
        """The conversation with a contact, or none."""
        what = "find conversation"
        query = {"locationId": contact.location_id, "contactId": contact.id}
        reply = self._http.call(what, "GET", "/conversations/search", APRIL, query=query)
        return replies.read(
            what, reply, lambda row: [replies.conversation(one) for one in row["conversations"]]
        )

    def conversation_count(self, location_id: str, status: str = "all") -> int:
        """How many conversations a sub-account has.

        Args:
            location_id: the sub-account.
            status: ``all``, ``read``, ``unread``, ``starred`` or ``recents``.
        """
        what = "count conversations"
        query = {"locationId": location_id, "status": status, "limit": "1"}
        reply = self._http.call(what, "GET", "/conversations/search", APRIL, query=query)
        return replies.read(what, reply, lambda row: int(row["total"]))

    def star(self, conversation: Conversation, *, starred: bool = True) -> None:
        """Star a conversation, or take the star away."""
        self._update("star conversation", conversation, {"starred": starred})

    def set_unread(self, conversation: Conversation, count: int) -> None:
        """Set how many messages of a conversation nobody has read."""
        self._update("set unread", conversation, {"unreadCount": count})

    def _update(self, what: str, conversation: Conversation, fields: Mapping[str, Any]) -> None:
        body = {"locationId": conversation.location_id, **fields}
        self._http.call(what, "PUT", f"/conversations/{conversation.id}", APRIL, body=body)

    def receive_message(
        self, conversation: Conversation, body: str, *, channel: str = "SMS"
    ) -> str:
        """Let the contact write to the account; returns the message's id.

        Args:
            conversation: the one it arrives in.
            body: text of the message.
            channel: ``SMS``, ``Email``, ``WhatsApp`` or ``FB``.
        """
        what, path = "receive message", "/conversations/messages/inbound"
        self._check_sending(what, conversation.contact_id)
        sent = {
            "type": channel,
            "message": body,
            "conversationId": conversation.id,
            "contactId": conversation.contact_id,
            "conversationProviderId": self._provider(what),
        }
        reply = self._http.call(what, "POST", path, APRIL, body=sent)
        return replies.read(what, reply, lambda row: str(row["messageId"]))

    def receive_call(self, conversation: Conversation, *, status: str = "completed") -> str:
        """Note down a call from the contact; returns its message's id.

        Args:
            conversation: the one it is shown in.
            status: ``completed``, ``no-answer``, ``voicemail`` and the like, in the API's words.
        """
        what, path = "receive call", "/conversations/messages/inbound"
        self._check_sending(what, conversation.contact_id)
        sent = {
            "type": "Call",
            "conversationId": conversation.id,
            "contactId": conversation.contact_id,
            "conversationProviderId": self._provider(what),
            "call": {"status": status},
        }
        reply = self._http.call(what, "POST", path, APRIL, body=sent)
        return replies.read(what, reply, lambda row: str(row["messageId"]))

    def messages(self, conversation: Conversation) -> list[Message]:
        """All messages of a conversation, oldest first."""
        found: list[Message] = []
        what, path = "list messages", f"/conversations/{conversation.id}/messages"
        query = {"limit": str(PAGE)}
        while True:
            reply = self._http.call(what, "GET", path, APRIL, query=query)
            found += replies.read(
                what, reply, lambda row: [replies.message(one) for one in row["messages"]]
            )
            if not reply.get("nextPage"):
                return found[::-1]
            query["lastMessageId"] = str(reply["lastMessageId"])
