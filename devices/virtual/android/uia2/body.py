"""Reading the JSON body of a request, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from devices.virtual.android.uia2.errors import InvalidArgument
from devices.virtual.android.uia2.session import ELEMENT_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")


def required(body: Mapping[str, Any], name: str, type_: type[_T]) -> _T:
    """A field that has to be there.

    Raises:
        InvalidArgument: it is missing or of another type.
    """
    value = optional(body, name, type_)
    if value is None:
        raise InvalidArgument(
            f"'{name}' is mandatory and must be of type {type_.__name__}: {dict(body)}"
        )
    return value


def optional(body: Mapping[str, Any], name: str, type_: type[_T]) -> _T | None:
    """A field that may be missing or null.

    Raises:
        InvalidArgument: it is of another type.
    """
    value = body.get(name)
    if type_ is float and type(value) is int:
        value = float(value)
    if value is not None and not (
        isinstance(value, type_) and (type_ is bool) == isinstance(value, bool)
    ):
        raise InvalidArgument(f"'{name}' must be of type {type_.__name__}, not {value!r}")
    return value


def element_id(body: Mapping[str, Any], name: str = "origin") -> str | None:
    """The id in an element reference, as the two protocols spell it.

    Raises:
        InvalidArgument: the field is no object.
    """
    reference = optional(body, name, dict) or {}
    return next((str(reference[key]) for key in ELEMENT_KEYS if key in reference), None)


def point(body: Mapping[str, Any], name: str) -> tuple[int, int] | None:
    """A point of pixels, ``{"x", "y"}``.

    Raises:
        InvalidArgument: a coordinate is missing.
    """
    value = optional(body, name, dict)
    if value is None:
        return None
    return int(required(value, "x", float)), int(required(value, "y", float))
