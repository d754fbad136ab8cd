"""The shape file read, and a CRM that is looked at while it is used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.virtual.crm import VirtualCrm
    from devices.virtual.crm.timelines import PhoneLine
    from devices.virtual.os.process import Reply

SHAPES: Final[dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parents[2] / "crm" / "shapes.yaml").read_text()
)
OURS: Final = ("/oauth/app", "/virtual")
UNWRITTEN: Final = frozenset({"POST /contacts/search"})
"""Operations of which the public reference writes no fields."""

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}


def operation(method: str, path: str) -> str:
    """The key of the shape that a request is of.

    Raises:
        LookupError: the file has none.
    """
    plain = urlsplit(path).path.rstrip("/")
    for key in SHAPES:
        wanted, template = key.split()
        pattern = re.sub(r"\{\w+\}", "[^/]+", template.rstrip("/"))
        fixed = "{" not in template and template.rstrip("/") == plain
        if wanted == method and (fixed or re.fullmatch(pattern, plain)):
            return key
    raise LookupError(f"crm/shapes.yaml has no {method} {plain}")


def fields(shape: Mapping[str, Any] | None) -> Iterator[tuple[str, str, bool, Any]]:
    """Each field of a shape: name, kind (``[]``, ``{}`` or none), whether it must be, type."""
    for written, kind in (shape or {}).items():
        name = written.rstrip("*")
        mark = name[-2:] if name[-2:] in {"[]", "{}"} else ""
        yield name.removesuffix(mark) if mark else name, mark, written.endswith("*"), kind


def complaints(value: dict[str, Any], shape: Mapping[str, Any], *, where: str = "") -> list[str]:
    """What of a JSON object is not as its shape says."""
    found = []
    for name, mark, needed, kind in fields(shape):
        place = f"{where}.{name}" if where else name
        if name not in value:
            found += [f"{place} is missing"] if needed else []
        elif mark == "[]":
            rows = enumerate(value[name])
            found += [c for n, row in rows for c in complaints(row, kind, where=f"{place}[{n}]")]
        elif mark == "{}":
            found += complaints(value[name], kind, where=place)
        elif kind != "any" and not _is(value[name], kind):
            found.append(f"{place} is {value[name]!r}, not a {kind}")
    return found


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


class Watched:
    """A CRM whose requests and replies are compared with their shapes.

    Attributes:
        seen: operations that were used.
        wrong: what was not as its shape says.
    """

    def __init__(self, crm: VirtualCrm) -> None:
        self._answer = crm.handle
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    def handle(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: object = None,
        *,
        line: PhoneLine | None = None,
    ) -> Reply:
        """Hand a request on, and look at it and at its reply."""
        reply = self._answer(method, path, headers, body, line=line)
        if not path.startswith(OURS) and f"{method} {path}" not in UNWRITTEN:
            self._look(method, path, {k.lower(): v for k, v in headers.items()}, body, reply)
        return reply

    def _look(
        self, method: str, path: str, headers: Mapping[str, str], body: object, reply: Reply
    ) -> None:
        key = operation(method, path)
        shape = SHAPES[key]
        self.seen.add(key)
        said = [] if headers["version"] == shape["version"] else ["another version is asked for"]
        said += [] if reply.status == shape["status"] else [f"status {reply.status}"]
        said += complaints(reply.body, shape["reply"])
        given = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
        for what, sent, known in (
            ("query", given, shape.get("query")),
            ("body", body if isinstance(body, dict) else {}, shape.get("body")),
        ):
            names = {name: needed for name, _, needed, _ in fields(known)}
            said += [f"{what} has {name}, which no shape names" for name in set(sent) - set(names)]
            said += [
                f"{what} lacks {name}" for name, must in names.items() if must and name not in sent
            ]
        self.wrong += [f"{key}: {one}" for one in said]
