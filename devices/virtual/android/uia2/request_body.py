"""The JSON body of a request, read when a command asks for it: those that take none never look.

Source: appium-uiautomator2-server, utils/ModelUtils.toModel; Gson's JsonReader.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from devices.virtual.android.uia2.errors import InvalidArgument, UiaError

_SYNTAX: Final = "com.google.gson.JsonSyntaxException"
_NULL: Final = (
    "java.lang.NullPointerException: Attempt to invoke virtual method "
    "'io.appium.uiautomator2.model.api.BaseModel "
    "io.appium.uiautomator2.model.api.BaseModel.validate()' on a null object reference"
)
_TOKENS: Final[dict[type, str]] = {
    list: "BEGIN_ARRAY",
    str: "STRING",
    bool: "BOOLEAN",
    int: "NUMBER",
    float: "NUMBER",
}


class RequestBody(Mapping[str, Any]):
    """A JSON object.

    Looking at it raises `InvalidArgument` where it is none, and `UiaError` where nothing was sent.

    Args:
        raw: what was sent.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._fields: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self._read()[name]

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as above
        """As in any mapping; most fields that are asked for are not there."""
        return self._read().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> dict[str, Any]:
        if self._fields is None:
            self._fields = _object(self._raw.decode("utf-8", "replace"))
        return self._fields


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if text.strip() else None
    except json.JSONDecodeError as error:
        raise InvalidArgument(f"{_SYNTAX}: {_complaint(text, error)}") from error
    except RecursionError as error:
        raise UiaError("java.lang.StackOverflowError: stack size 1037KB") from error
    except ValueError as error:
        raise InvalidArgument(f"{_SYNTAX}: java.lang.NumberFormatException: {error}") from error
    if value is None:
        raise UiaError(_NULL)
    if not isinstance(value, dict):
        raise InvalidArgument(
            f"{_SYNTAX}: java.lang.IllegalStateException: Expected BEGIN_OBJECT but was "
            f"{_TOKENS[type(value)]} at line 1 column 2 path $"
        )
    return value


def _complaint(text: str, error: json.JSONDecodeError) -> str:
    where = f"at line {error.lineno} column {error.colno} path $"
    if error.pos >= len(text.rstrip()):
        return f"java.io.EOFException: End of input {where}"
    return f"com.google.gson.stream.MalformedJsonException: {error.msg} {where}"
