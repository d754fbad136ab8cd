"""What a row expects of a text, a number or a JSON value, and how what was seen differs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from config.yaml_file import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 300  # of what a table can show
_LOOKED_AT: Final = 2000  # lines that are compared to find the nearest: a difference may take 0.1 s


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected, and what was seen in its place, both fit for a table."""

    expected: str
    seen: str


class Exact(Model):
    """Base of what rows are made of: white space counts in what a phone prints."""

    model_config = ConfigDict(str_strip_whitespace=False)


def _pattern(text: object) -> object:
    if isinstance(text, str):
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _listed(value: object) -> object:
    """One item stands for a list of it."""
    return (value,) if isinstance(value, str) else value


def _spelled_out(value: object) -> object:
    """A bare text is what it must equal."""
    return {"equals": value} if isinstance(value, str) else value


Pattern = Annotated[str, BeforeValidator(_pattern)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_listed)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class TextMatch(Exact):
    """What a text must be; all that is given must hold.

    Attributes:
        equals: the whole text, whether or not a line feed ends it.
        matches: a regular expression that the whole text matches, a final line feed aside.
        contains: texts that stand somewhere in it.
        lines: regular expressions; there is a line for each, in this order, others between them.
        each_line: a regular expression that every line matches, and there is one.
        absent: texts that stand nowhere in it.
    """

    equals: str | None = None
    matches: Pattern | None = None
    contains: Words = ()
    lines: Patterns = ()
    each_line: Pattern | None = None
    absent: Words = ()

    @model_validator(mode="after")
    def _asks_something(self) -> TextMatch:
        if not self.model_fields_set:
            raise ValueError("expects nothing: say equals, matches, contains, lines or absent")
        return self

    def difference(self, seen: str) -> Difference | None:
        """The first part that does not hold of a text; None when all do."""
        return next(self._differences(seen, seen.removesuffix("\n")), None)

    def _differences(self, seen: str, text: str) -> Iterator[Difference]:
        lines = text.splitlines()
        if self.equals is not None and text != self.equals.removesuffix("\n"):
            yield Difference(shown(self.equals) if self.equals else "nothing", shown(seen))
        if self.matches is not None and not re.fullmatch(self.matches, text):
            yield Difference(f"all of /{self.matches}/", shown(seen))
        for words in self.contains:
            if words not in seen:
                yield Difference(f"has {words!r}", _nearest(words, lines))
        for words in self.absent:
            if words in seen:
                yield Difference(f"has no {words!r}", _nearest(words, lines))
        if missing := _missing(self.lines, lines):
            yield Difference(missing, _nearest(missing, lines))
        if self.each_line is not None and (odd := _odd_one(self.each_line, lines)) is not None:
            yield Difference(f"only lines /{self.each_line}/", shown(odd))

    def differs(self, seen: str) -> bool:
        """Whether a text is another one than this."""
        return self.difference(seen) is not None


Text = Annotated[TextMatch, BeforeValidator(_spelled_out)]
Exit = Annotated[int, Field(ge=0, le=255)] | Literal["failure"]


class ValueMatch(Exact):
    """What a JSON value must be; all that is given must hold.

    Attributes:
        equals: the value.
        json: the value, written as JSON in a text; rows that stand for several need it.
        type: its type, by JSON's names.
        text: what it is as a text.
        has: members that it has, each with what it must be.
        names: members that it has, whatever they are.
        item: what each item of an array must be; there is one at least.
    """

    equals: JsonValue = None
    json_text: Annotated[str | None, Field(alias="json")] = None
    type: Literal["null", "boolean", "number", "string", "array", "object"] | None = None
    text: Text | None = None
    has: dict[str, Value] = Field(default_factory=dict)
    names: Words = ()
    item: Value | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> ValueMatch:
        if not self.model_fields_set:
            raise ValueError("expects nothing: say equals, type, text, has, names or item")
        return self

    def difference(self, seen: Any) -> Difference | None:  # noqa: ANN401 - JSON
        """What of a value is not as it must be; None when all is."""
        if self.text is not None and isinstance(seen, str):
            return self.text.difference(seen)
        return Difference(str(self), shown(seen)) if self.differs(seen) else None

    def differs(self, seen: Any) -> bool:  # noqa: ANN401 - JSON
        """Whether a value is another one than this."""
        return (
            ("equals" in self.model_fields_set and not _same(self.equals, seen))
            or (self.json_text is not None and not _same(json.loads(self.json_text), seen))
            or (self.type is not None and _type_of(seen) != self.type)
            or (self.text is not None and (not isinstance(seen, str) or self.text.differs(seen)))
            or ((self.has or self.names) and not isinstance(seen, dict))
            or any(
                name not in seen or match.differs(seen[name]) for name, match in self.has.items()
            )
            or any(name not in seen for name in self.names)
            or (self.item is not None and not self._items_agree(seen))
        )

    def _items_agree(self, seen: Any) -> bool:  # noqa: ANN401 - JSON
        assert self.item is not None
        return (
            isinstance(seen, list)
            and bool(seen)
            and not any(self.item.differs(item) for item in seen)
        )

    def __str__(self) -> str:
        said = []
        if "equals" in self.model_fields_set:
            said.append(shown(self.equals))
        if self.json_text is not None:
            said.append(self.json_text)
        if self.type is not None:
            said.append(f"a JSON {self.type}")
        if self.text is not None:
            said.append(f"text: {_plain(self.text)}")
        said += [f"{name}: {match}" for name, match in self.has.items()]
        said += [f"has {name!r}" for name in self.names]
        if self.item is not None:
            said.append(f"each item: {self.item}")
        return ", ".join(said)


def _plain(model: Exact) -> str:
    """A model as the row's file has it."""
    return model.model_dump_json(by_alias=True, exclude_unset=True)


def _as_value(value: object) -> object:
    """Anything but a mapping is the value itself."""
    return value if isinstance(value, dict | ValueMatch) else {"equals": value}


Value = Annotated[ValueMatch, BeforeValidator(_as_value)]
ValueMatch.model_rebuild()


def shown(seen: object) -> str:
    """What was seen, on one line and no longer than a table can take."""
    text = repr(seen)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"


def _missing(patterns: tuple[str, ...], lines: list[str]) -> str:
    """The first pattern that no line matches after those of the patterns before it."""
    left = iter(lines)
    for number, pattern in enumerate(patterns):
        if not any(re.fullmatch(pattern, line) for line in left):
            after = f" after /{patterns[number - 1]}/" if number else ""
            return f"a line /{pattern}/{after}"
    return ""


def _odd_one(pattern: str, lines: list[str]) -> str | None:
    """The first line that is not as all must be; no line at all is not either."""
    return next((line for line in lines or [""] if not re.fullmatch(pattern, line)), None)


def _nearest(words: str, lines: list[str]) -> str:
    """Of a short text all of it, of a long one the line that is most like the words."""
    text = "\n".join(lines)
    if len(text) <= _LONGEST:
        return shown(text)
    plain = re.sub(r"\\(.)", r"\1", words)
    close = get_close_matches(plain, lines[:_LOOKED_AT], n=1, cutoff=0.3)
    return f"{shown(close[0])}, in {len(lines)} lines" if close else shown(text)


def _same(expected: object, seen: object) -> bool:
    # In Python True equals 1; in JSON it does not.
    return type(expected) is type(seen) and expected == seen


def _type_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
