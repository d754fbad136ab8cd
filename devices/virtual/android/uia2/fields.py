"""Reading the JSON body of a request as the server's models do, with their words for what is wrong.

Source: appium-uiautomator2-server, model/api/BaseModel and utils/ModelUtils; Gson's type adapters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

_INT_BITS: Final = 31
_LONG_BITS: Final = 63


def illegal(message: str) -> InvalidArgument:
    """What the server makes of an argument that it finds illegal."""
    return InvalidArgument(f"java.lang.IllegalArgumentException: {message}")


class Fields:
    """A JSON object, read field by field.

    Numbers may be quoted, and a text may be a number, as in Gson. Every reader gives None for a
    field that is missing or null, and raises `InvalidArgument` for one of another type.

    Args:
        model: what the server calls such an object.
        body: the object.
    """

    def __init__(self, model: str, body: Mapping[str, object]) -> None:
        self._model, self._body = model, body

    @property
    def body(self) -> Mapping[str, object]:
        """The object as it came."""
        return self._body

    def missing(self, name: str) -> InvalidArgument:
        """The error for a field that has to be there and is not."""
        return illegal(f"{self._model}: The mandatory field '{name}' is not present in JSON")

    def raw(self, name: str) -> object:
        """Whatever is there."""
        return self._body.get(name)

    def text(self, name: str) -> str | None:
        """A text."""
        value = self._body.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, float)):
            return str(value)
        if value is None or isinstance(value, str):
            return value
        raise self._unexpected("a string", name, value)

    def number(self, name: str) -> float | None:
        """A finite number."""
        value = self._body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise self._unexpected("a double", name, value)
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise self._malformed(value) from None
        if not math.isfinite(number):
            raise self._malformed(value)
        return number

    def integer(self, name: str, bits: int = _INT_BITS) -> int | None:
        """A whole number that fits."""
        number = self.number(name)
        if number is None:
            return None
        if not number.is_integer() or not -(2**bits) <= number < 2**bits:
            raise self._malformed(self._body[name])
        return int(number)

    def long(self, name: str) -> int | None:
        """A whole number of 64 bits."""
        return self.integer(name, _LONG_BITS)

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self._body.get(name)
        if isinstance(value, str):
            return value.lower() == "true"
        if value is None or isinstance(value, bool):
            return value
        raise self._unexpected("a boolean", name, value)

    def nested(self, name: str, model: str) -> Fields | None:
        """An object within this one."""
        value = self._body.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._unexpected("BEGIN_OBJECT", name, value)
        return Fields(model, value)

    def nested_list(self, name: str, model: str) -> list[Fields] | None:
        """A list of objects."""
        value = self._body.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._unexpected("BEGIN_ARRAY", name, value)
        for item in value:
            if not isinstance(item, dict):
                raise self._unexpected("BEGIN_OBJECT", name, item)
        return [Fields(model, item) for item in value]

    @staticmethod
    def _unexpected(wanted: str, name: str, value: object) -> InvalidArgument:
        return InvalidArgument(
            "com.google.gson.JsonSyntaxException: java.lang.IllegalStateException: "
            f"Expected {wanted} but was {_token(value)} at path $.{name}"
        )

    @staticmethod
    def _malformed(value: object) -> InvalidArgument:
        return InvalidArgument(
            "com.google.gson.JsonSyntaxException: java.lang.NumberFormatException: "
            f'For input string: "{value}"'
        )


def _token(value: object) -> str:
    """How Gson's reader calls what it found."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "BOOLEAN"
    if isinstance(value, (int, float)):
        return "NUMBER"
    if isinstance(value, str):
        return "STRING"
    return "BEGIN_OBJECT" if isinstance(value, dict) else "BEGIN_ARRAY"


def required_text(fields: Fields, name: str) -> str:
    """A text that has to be there.

    Raises:
        InvalidArgument: it is missing or of another type.
    """
    value = fields.text(name)
    if value is None:
        raise fields.missing(name)
    return value


def required_number(fields: Fields, name: str) -> float:
    """A number that has to be there.

    Raises:
        InvalidArgument: it is missing or of another type.
    """
    value = fields.number(name)
    if value is None:
        raise fields.missing(name)
    return value


def required_integer(fields: Fields, name: str) -> int:
    """A whole number that has to be there.

    Raises:
        InvalidArgument: it is missing or of another type.
    """
    value = fields.integer(name)
    if value is None:
        raise fields.missing(name)
    return value


def element(fields: Fields, name: str = "origin") -> str | None:
    """The id in an element reference; W3C's key goes before the older one.

    Raises:
        InvalidArgument: it is not an object of texts.
    """
    reference = fields.nested(name, "ElementModel")
    if reference is None:
        return None
    return unified_id(reference)


def unified_id(reference: Fields) -> str | None:
    """The id that an element reference holds under any of its keys."""
    w3c = reference.text("element-6066-11e4-a52e-4f735466cecf")
    return w3c if w3c and w3c.strip() else reference.text("ELEMENT") or reference.text("element")


def point(fields: Fields, name: str) -> tuple[int, int] | None:
    """A point of pixels; fractions are cut off.

    Raises:
        InvalidArgument: a coordinate is missing or no number.
    """
    inner = fields.nested(name, "PointModel")
    if inner is None:
        return None
    return _int(required_number(inner, "x")), _int(required_number(inner, "y"))


def rectangle(fields: Fields, name: str) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom in pixels; fractions are cut off.

    Raises:
        InvalidArgument: a side is missing, no number, or negative.
    """
    inner = fields.nested(name, "RectModel")
    if inner is None:
        return None
    top, left, width, height = (
        _int(required_number(inner, side)) for side in ("top", "left", "width", "height")
    )
    if width < 0:
        raise illegal("Rectangle width must not be negative")
    if height < 0:
        raise illegal("Rectangle height must not be negative")
    return left, top, left + width, top + height


def _int(number: float) -> int:
    """A Java double as an int: cut off, and no further than an int goes."""
    most = int(2**_INT_BITS)
    return max(-most, min(int(number), most - 1))
