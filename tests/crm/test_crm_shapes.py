"""The client, the app and the virtual CRM keep to the public API's shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from config.secrets import Secret
from devices.virtual.crm.routes import ROUTES
from tests.crm.shapes import OURS, SHAPES, UNWRITTEN, Watched, fields, operation
from tests.devices.virtual.app.bench.bench import Bench

if TYPE_CHECKING:
    from crm import CrmClient
    from devices.virtual.crm import VirtualCrm

PASSWORD = Secret("planted-password")
# Asked for by the reference of each message, with no word on what it is.
_ODD: Final = {"subType"}
_OPENAPI: Final = Path(__file__).parents[3] / "shared" / "openapi" / "apps"


def test_what_is_sent_and_read_keeps_to_the_shapes(
    client: CrmClient, virtual: VirtualCrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every operation of the shape file is used by client or app, and each as the file says."""
    watched = Watched(virtual)
    monkeypatch.setattr(virtual, "handle", watched.handle)
    _use_the_client(client)
    _use_the_app(virtual)
    client.clean_up("run-1")
    assert watched.wrong == []
    assert set(SHAPES) - watched.seen <= {
        "GET /locations/{locationId}",
        "DELETE /contacts/{contactId}",
    }


def _use_the_client(client: CrmClient) -> None:
    user = client.create_user("Ana Diaz", "ana@example.test", PASSWORD, run_tag="run-1")
    person = client.create_contact(
        user.location_id, "Maya Chen", run_tag="run-1", email="maya@example.test", phone="+15550100"
    )
    client.assign(person, user)
    conversation = client.create_conversation(person)
    client.star(conversation)
    client.set_unread(conversation, 2)
    client.receive_message(conversation, "Hi", channel="FB")
    client.receive_call(conversation, status="no-answer")
    client.conversation(conversation.id)
    client.conversations_with(person)
    client.conversation_count(user.location_id, "unread")
    client.messages(conversation)
    client.contacts(user.location_id)
    client.add_note(person, "Prefers mornings")
    client.notes(person)
    client.add_task(person, "Send plan", datetime.now(UTC) + timedelta(days=1))
    client.tasks(person)
    deal = client.create_opportunity(person, "Refit", 1250)
    client.set_status(deal, "won")
    client.opportunities(user.location_id)
    client.create_appointment(person, "Site visit", datetime.now(UTC), status="cancelled")
    client.events(user.location_id, datetime.now(UTC), datetime.now(UTC) + timedelta(days=7))
    client.appointments(person)


def _use_the_app(virtual: VirtualCrm) -> None:
    bench = Bench(virtual)
    bench.permissions.held |= {"android.permission.CAMERA", "android.permission.RECORD_AUDIO"}
    bench.sign_in("ana@example.test", PASSWORD.reveal())
    for way in (
        ("tab_conversations", "conversation_row", "thread_star", "thread_assign", "assignee_row"),
        ("back", "tab_contacts", "contact_row", "contact_call", "call_end", "note_add"),
    ):
        for node_id in way:
            bench.tap(node_id)
    bench.write("note_input", "Called")
    bench.tap("note_save")
    bench.tap("task_done")
    bench.tap("contact_message")
    bench.write("message_input", "Hello")
    for node_id in ("message_send", "thread_attach", "attach_camera", "camera_shutter"):
        bench.tap(node_id)
    for node_id in ("back", "contact_book", "booking_save", "back", "menu", "menu_settings"):
        bench.tap(node_id)
    for node_id in ("settings_profile", "profile_edit", "profile_save"):
        bench.tap(node_id)


def test_every_public_path_has_a_shape() -> None:
    """No path of the virtual CRM is made up: each is in the shape file or of our own rooms."""
    for route in ROUTES:
        path = f"{route.path}/" if route.path.count("/") == 1 else route.path
        if path.startswith(OURS) or f"{route.method} {path}" in UNWRITTEN:
            assert (route.version is None) is path.startswith(OURS)
        elif f"{route.method} {path}" not in {"GET /users/*", "DELETE /conversations/*"}:
            shape = SHAPES[operation(route.method, path.replace("*", "x"))]
            assert shape["version"] == route.version


def test_shapes_agree_with_the_published_reference() -> None:
    """Each operation, field and type of the shape file is in the API's OpenAPI documents."""
    if not _OPENAPI.is_dir():
        pytest.skip("there is no ../shared/openapi: the CRM's contract was not compared")
    documents = [json.loads(path.read_text()) for path in sorted(_OPENAPI.glob("*.json"))]
    wrong = [f"{key}: {one}" for key in SHAPES for one in _against(key, documents)]
    assert wrong == []


def _against(key: str, documents: list[dict[str, Any]]) -> list[str]:
    method, path = key.split()
    shape = SHAPES[key]
    document = next((one for one in documents if path in one["paths"]), None)
    if document is None or method.lower() not in document["paths"][path]:
        return ["is not in the reference"]
    return _compare(shape, document["paths"][path][method.lower()], document)


def _compare(shape: dict[str, Any], spoken: dict[str, Any], document: dict[str, Any]) -> list[str]:
    parameters = {one["name"]: one for one in spoken["parameters"]}
    found = []
    if shape["version"] not in parameters["Version"]["schema"]["enum"]:
        found.append("another version")
    if str(shape["status"]) not in spoken["responses"]:
        found.append(f"status {shape['status']} is not one of {sorted(spoken['responses'])}")
        return found
    for name, _, needed, _ in fields(shape.get("query")):
        if name not in parameters:
            found.append(f"query: there is no {name}")
        elif parameters[name]["required"] and not needed:
            found.append(f"query: {name} must be given")
    if "body" in shape:
        found += _against_schema(shape["body"], _schema(spoken["requestBody"]), document, "body")
    reply = _schema(spoken["responses"][str(shape["status"])])
    return found + _against_schema(shape["reply"], reply, document, "reply")


def _schema(spoken: dict[str, Any]) -> dict[str, Any]:
    (content,) = spoken["content"].values()
    return dict(content["schema"])


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return _resolved(found, document)
    if len(schema.get("allOf", [])) == 1:
        return _resolved(schema["allOf"][0], document)
    return schema


def _against_schema(
    shape: dict[str, Any], schema: dict[str, Any], document: dict[str, Any], where: str
) -> list[str]:
    spoken = _resolved(schema, document)
    known, found = spoken.get("properties", {}), []
    for name, mark, needed, kind in fields(shape):
        if name not in known:
            found.append(f"{where}: there is no {name}")
            continue
        field = _resolved(known[name], document)
        if needed is not (name in spoken.get("required", [])):
            found.append(f"{where}: whether {name} must be is said otherwise")
        if mark == "[]":
            found += _against_schema(kind, field["items"], document, f"{where}.{name}")
        elif mark == "{}":
            found += _against_schema(kind, field, document, f"{where}.{name}")
        elif kind not in {"any", field.get("type")}:
            found.append(f"{where}: {name} is a {field.get('type')}, not a {kind}")
    if where == "body":
        missing = set(spoken.get("required", [])) - {name for name, *_ in fields(shape)} - _ODD
        found += [f"body: {name} must be given" for name in sorted(missing)]
    return found
