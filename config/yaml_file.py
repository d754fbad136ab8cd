"""YAML in, frozen models out; every complaint names file, line and column.

Built on PyYAML's safe composer, whose nodes carry their place, and on pydantic for what is allowed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from config.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_BYTES: Final = 1_000_000
_MAX_NODES: Final = 100_000  # an alias bomb stops here

Place = tuple[str | int, ...]
M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """Base of all that is read from YAML: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def load(path: Path, model: type[M]) -> M:
    """Read a YAML file into a model.

    Raises:
        ConfigError: the file cannot be read, is no YAML, or does not fit the model.
    """
    root = _compose(path)
    data = _Data(path)
    plain = data.plain(root, ())
    if not isinstance(plain, dict):
        line, column = data.marks[()]
        raise ConfigError(path, line, column, f"found {_kind(plain)}, expected a mapping of keys")
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        raise _first_complaint(error, model, data) from None


def complain(path: Path, place: Place, problem: str) -> ConfigError:
    """A complaint about one value of a file that was read before, with where it stands.

    Args:
        path: the file.
        place: keys and indexes that lead to the value, e.g. ``("cells", 0, "device")``.
        problem: what was found there and what is allowed.
    """
    data = _Data(path)
    data.plain(_compose(path), ())
    while place not in data.marks:
        place = place[:-1]
    return ConfigError(path, *data.marks[place], problem)


def _compose(path: Path) -> yaml.Node:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError(path, 0, 0, f"is larger than {_MAX_BYTES} bytes")
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise ConfigError(path, 0, 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            path, 0, 0, f"is not UTF-8: {error.reason} at byte {error.start}"
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ConfigError(path, line, column, f"is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(path, 0, 0, f"is not YAML: {error}") from error
    if root is None:
        raise ConfigError(path, 1, 1, "is empty")
    return root


def _place(node: yaml.Node) -> tuple[int, int]:
    """Line and column of a node, counted from one as editors do."""
    return node.start_mark.line + 1, node.start_mark.column + 1


class _Data:
    """Plain data of a composed tree, and where each part of it stands."""

    def __init__(self, path: Path) -> None:
        self.marks: dict[Place, tuple[int, int]] = {}
        self.path = path
        self._nodes = 0

    def plain(self, node: yaml.Node, place: Place) -> Any:  # noqa: ANN401 - YAML is anything
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            raise ConfigError(self.path, 1, 1, f"expands to more than {_MAX_NODES} nodes")
        self.marks[place] = _place(node)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401 - YAML is anything
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            line, column = _place(node)
            raise ConfigError(
                self.path, line, column, f"{node.value!r} is no plain value: {error}"
            ) from error

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line, column = _place(key_node)
            if key in seen:
                raise ConfigError(self.path, line, column, f"{key!r} stands here twice")
            seen.add(key)
            self.marks[(*place, key, "<key>")] = (line, column)
            yield key, self.plain(value_node, (*place, key))


def _first_complaint(error: ValidationError, model: type[Model], data: _Data) -> ConfigError:
    """The complaint that stands first in the file: the one a reader meets first."""
    complaints = error.errors(include_url=False)
    # pydantic counts an invalid item as absent and then finds its list too short
    deepest = max(complaints, key=lambda item: len(item["loc"]))
    complaints = [item for item in complaints if item["type"] != "too_short"] or [deepest]
    line, column, first = min(
        ((*_where(dict(item), data.marks), dict(item)) for item in complaints),
        # where a key is both unknown and missed under its right name, the spelling is the news
        key=lambda found: (*found[:2], found[2]["type"] != "extra_forbidden"),
    )
    return ConfigError(data.path, line, column, _problem(first, model))


def _where(complaint: dict[str, Any], marks: dict[Place, tuple[int, int]]) -> tuple[int, int]:
    """The place of an unknown key, else of the innermost value that stands in the file."""
    loc: Place = complaint["loc"]
    if complaint["type"] == "extra_forbidden":
        return marks[(*loc, "<key>")]
    while loc not in marks:
        loc = loc[:-1]
    return marks[loc]


def _problem(complaint: dict[str, Any], model: type[Model]) -> str:
    loc: Place = complaint["loc"]
    name = next((part for part in reversed(loc) if isinstance(part, str)), "")
    found = complaint["input"]
    match complaint["type"]:
        case "extra_forbidden":
            return f"unknown key {name!r}; {nearest(name, _siblings(model, loc))}"
        case "missing":
            return f"the key {name!r} is missing"
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(complaint["ctx"]["expected"]))
            return f"{name}: found {found!r}; {nearest(str(found), allowed)}"
        case "value_error":
            return f"{name}: {complaint['ctx']['error']}".removeprefix(": ")
        case _:
            message = str(complaint["msg"])
            return f"{name}: found {_shown(found)}; {message[:1].lower()}{message[1:]}"


def _siblings(model: type[Model], loc: Place) -> list[str]:
    """Keys that the model allows where ``loc`` ends."""
    fields: type[BaseModel] = model
    for part in loc[:-1]:
        if isinstance(part, int) or part not in fields.model_fields:
            continue
        inner = _model_of(fields.model_fields[part].annotation)
        if inner is None:
            return []
        fields = inner
    return list(fields.model_fields)


def _model_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation is anything
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_of(argument)
        if found is not None:
            return found
    return None


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else repr(value)


def _shown(value: object) -> str:
    return _kind(value) if isinstance(value, dict | list) else repr(value)
