"""`printf`, `seq`, `expr`. Source: toybox toys/posix/printf.c, expr.c, toys/lsb/seq.c."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.builtins_io import unescaped
from devices.virtual.android.toybox.expression import compiled
from devices.virtual.android.toybox.options import Failure, toybox
from devices.virtual.android.toybox.text import encoded

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_NUMBER: Final = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)")


_CONVERSION: Final = re.compile(r"%([-+ #0]*)(\*|\d{0,4})(?:\.(\*|\d{0,4}))?([a-zA-Z%])")


@toybox("printf", least=1, stops=True, usage="FORMAT [ARGUMENT...]")
async def printf(call: Call, given: Given) -> int:
    """Print words in a format, again and again until they are used up."""
    shape, *args = given.args
    shape = re.sub(r"\\([0-7]{1,3})", lambda m: f"\\0{m[1]}", shape)
    found, status = "", 0
    while True:
        before = len(args)
        text, broken = _formatted(shape, args)
        for word in broken:
            status = await call.fail(f"printf: '{word}': not a number")
        found += text
        if not args or len(args) == before:
            break
    text, _ = unescaped(found) if "\\" in shape else (found, True)
    await call.stdout.write(encoded(text))
    return status


def _formatted(shape: str, args: list[str]) -> tuple[str, list[str]]:
    """A format filled once, and the words that should have been numbers."""
    filling = _Filling(args)
    return _CONVERSION.sub(filling.one, shape), filling.broken


class _Filling:
    def __init__(self, args: list[str]) -> None:
        self._args = args
        self.broken: list[str] = []

    def _next(self, default: str = "") -> str:
        return self._args.pop(0) if self._args else default

    def _whole(self, text: str) -> int:
        if text[:1] in {"'", '"'} and text[1:]:
            return ord(text[1])
        try:
            return int(text, 8) if re.fullmatch(r"[-+]?0\d+", text) else int(text, 0)
        except ValueError:
            if text:
                self.broken.append(text)
            return 0

    def _size(self, text: str | None) -> str | None:
        """A width or precision; a star takes it from the words."""
        return str(max(0, min(9999, self._whole(self._next("0"))))) if text == "*" else text

    def one(self, match: re.Match[str]) -> str:  # noqa: PLR0911 - one for each kind of conversion
        """What stands for a conversion."""
        flags, kind = match[1], match[4]
        width, precision = self._size(match[2]), self._size(match[3])
        shown = f"%{flags}{width}" + (f".{precision}" if precision is not None else "")
        if kind == "%":
            return "%"
        if kind in "di":
            return (shown + "d") % self._whole(self._next("0"))
        if kind in "ouxX":
            value = self._whole(self._next("0")) & 0xFFFFFFFFFFFFFFFF
            return (shown + ("d" if kind == "u" else kind)) % value
        if kind in "eEfFgG":
            return (shown + kind) % _real(self._next("0"))
        if kind == "c":
            return _hidden(self._next()[:1])
        if kind not in "sb":
            return match[0]
        text = self._next()
        if kind == "b":
            text = unescaped(re.sub(r"\\([0-7]{1,3})", r"\\0\1", text))[0]
        return ("%" + flags.replace("0", "") + shown[1 + len(flags) :] + "s") % _hidden(text)


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _hidden(text: str) -> str:
    """Words are printed as they are: only the format has escapes."""
    return text.replace("\\", "\\\\")


@toybox(
    "seq",
    options="s:f:w",
    least=1,
    most=3,
    usage="[-w|-f fmt_str] [-s sep_str] [first] [increment] last",
)
async def seq(call: Call, given: Given) -> int:
    """Count."""
    try:
        numbers = [float(word) for word in given.args]
    except ValueError:
        raise Failure(
            f"not number: {next(w for w in given.args if not _NUMBER.fullmatch(w))}"
        ) from None
    first, step, last = 1.0, 1.0, numbers[-1]
    if len(numbers) > 1:
        first = numbers[0]
    if len(numbers) > 2:  # noqa: PLR2004 - all three
        step = numbers[1]
    if step == 0 or first != first or last != last or (last - first) / step > 1e7:  # noqa: PLR0124, PLR2004
        raise Failure("too many")
    places = max((len(word.partition(".")[2]) for word in given.args[:2]), default=0)
    found, index = [], 0
    while (value := first + index * step) <= last + 1e-9 if step > 0 else value >= last - 1e-9:
        found.append(f"{value:.{places}f}")
        index += 1
    if given.has("w"):
        width = max(map(len, found), default=0)
        found = [text.zfill(width) for text in found]
    separator = given.value("s", "\n")
    if found:
        await call.print(separator.join(found))
    return 0


@toybox("expr", stops=True, least=1, usage="ARG1 OPERATOR ARG2...", error=2)
async def expr(call: Call, given: Given) -> int:
    """Evaluate words: ``+ - * / %``, comparisons, ``& |`` and ``:``."""
    value = _Expression(given.args).whole()
    await call.print(value)
    return int(value in {"", "0"})


class _Expression:
    _LEVELS: Final = (
        ("|",),
        ("&",),
        ("=", "==", ">", ">=", "<", "<=", "!="),
        ("+", "-"),
        ("*", "/", "%"),
        (":",),
    )

    def __init__(self, words: list[str]) -> None:
        self._words = list(words)

    def whole(self) -> str:
        value = self._level(0, 0)
        if self._words:
            raise Failure("syntax error", 2)
        return value

    def _level(self, level: int, depth: int) -> str:
        if level == len(self._LEVELS):
            return self._primary(depth)
        value = self._level(level + 1, depth)
        while self._words and self._words[0] in self._LEVELS[level]:
            sign = self._words.pop(0)
            value = self._apply(sign, value, self._level(level + 1, depth))
        return value

    def _primary(self, depth: int) -> str:
        if not self._words or depth > 50:  # noqa: PLR2004 - deeper than anybody nests
            raise Failure("syntax error", 2)
        word = self._words.pop(0)
        if word != "(":
            return word
        value = self._level(0, depth + 1)
        if not self._words or self._words.pop(0) != ")":
            raise Failure("syntax error", 2)
        return value

    def _apply(self, sign: str, a: str, b: str) -> str:
        if sign == "|":
            return a if a not in {"", "0"} else b
        if sign == "&":
            return a if a not in {"", "0"} and b not in {"", "0"} else "0"
        if sign == ":":
            return self._match(a, b)
        whole = re.compile(r"-?\d{1,18}", re.ASCII)
        numeric = whole.fullmatch(a) and whole.fullmatch(b)
        if sign in "+-*/%":
            if not numeric:
                raise Failure("non-integer argument", 2)
            return self._number(sign, int(a), int(b))
        left, right = (int(a), int(b)) if numeric else (a, b)
        held = {"=": left == right, "==": left == right, "!=": left != right, "<": left < right,  # type: ignore[operator]
                "<=": left <= right, ">": left > right, ">=": left >= right}[sign]  # type: ignore[operator]  # fmt: skip
        return str(int(held))

    def _number(self, sign: str, a: int, b: int) -> str:
        if sign in "/%" and b == 0:
            raise Failure("division by zero", 2)
        made = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
                "/": lambda: abs(a) // abs(b) * (1 if (a < 0) is (b < 0) else -1),
                "%": lambda: abs(a) % abs(b) * (-1 if a < 0 else 1)}[sign]()  # fmt: skip
        return str((made + (1 << 63)) % (1 << 64) - (1 << 63))

    def _match(self, text: str, pattern: str) -> str:

        rule = compiled(pattern, extended=False)
        found = rule.match(text)
        if rule.pattern.groups:
            return (found[1] or "") if found else ""
        return str(found.end() if found else 0)
