"""Deleting what a run has arranged, by its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm import replies
from crm.calls import JULY, PAGE
from crm.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.records import Location
    from crm.transport import Transport


def marked(run_tag: str) -> str:
    """How the name of a sub-account carries a run's tag."""
    return f"[{run_tag}]"


def clean_up(http: Transport, run_tag: str) -> int:
    """Delete what carries a tag; returns how many sub-accounts and contacts went.

    Raises:
        CrmError: the CRM refused, was silent, or answered nonsense.
    """
    gone = 0
    for place in list(locations(http)):
        try:
            if marked(run_tag) in place.name:
                _delete_location(http, place)
                gone += 1
            else:
                gone += delete_contacts(http, place.id, run_tag)
        except CrmError:
            # Another run may have cleaned up its own sub-account meanwhile.
            if any(other.id == place.id for other in locations(http)):
                raise
    return gone


def locations(http: Transport) -> Iterator[Location]:
    """All sub-accounts that the token sees.

    Raises:
        CrmError: the CRM refused, was silent, or answered nonsense.
    """
    skip = 0
    while True:
        query = {"limit": str(PAGE), "skip": str(skip)}
        what = "list locations"
        reply = http.call(what, "GET", "/locations/search", JULY, query=query)
        page = replies.read(
            what, reply, lambda row: [replies.location(one) for one in row["locations"]]
        )
        yield from page
        if len(page) < PAGE:
            return
        skip += PAGE


def _delete_location(http: Transport, place: Location) -> None:
    what = "delete location"
    query = {"locationId": place.id}
    reply = http.call(what, "GET", "/users/", JULY, query=query)
    for row in replies.read(what, reply, lambda content: list(content["users"])):
        if row["roles"]["locationIds"] == [place.id]:
            http.call("delete user", "DELETE", f"/users/{row['id']}", JULY)
    query = {"deleteTwilioAccount": "false"}
    http.call(what, "DELETE", f"/locations/{place.id}", JULY, query=query)


def delete_contacts(http: Transport, location_id: str, run_tag: str) -> int:
    """Delete the contacts of a sub-account that carry a tag; returns how many went.

    Raises:
        CrmError: the CRM refused, was silent, or answered nonsense.
    """
    what = "delete contacts"
    body = {
        "locationId": location_id,
        "pageLimit": PAGE,
        "filters": [{"field": "tags", "operator": "contains", "value": run_tag}],
    }
    gone = 0
    while True:
        reply = http.call(what, "POST", "/contacts/search", JULY, body=body)
        page = replies.read(what, reply, lambda row: [str(one["id"]) for one in row["contacts"]])
        for contact_id in page:
            http.call(what, "DELETE", f"/contacts/{contact_id}", JULY)
        gone += len(page)
        if len(page) < PAGE:
            return gone
