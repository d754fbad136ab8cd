"""The shell's grammar."""

from __future__ import annotations

import shlex
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.syntax import Literal, ShellSyntaxError

if TYPE_CHECKING:
    from devices.virtual.android.shell.syntax import Word


def _text(word: Word) -> str:
    return "".join(p.text if isinstance(p, Literal) else f"${p.name}" for p in word)


def _argv(source: str) -> list[str]:
    (step,) = parse(source)
    (command,) = step.pipeline.commands
    return [_text(word) for word in command.words]


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1))
def test_quoted_words_arrive_as_they_were(words: list[str]) -> None:
    """Any words, quoted as a POSIX shell wants them, come back word for word."""
    assert _argv("run " + shlex.join(words)) == ["run", *words]


@given(st.text(alphabet="ab '\"\\$;&|<>()#\n`=!{}12", max_size=40))
def test_any_text_parses_or_is_a_syntax_error(source: str) -> None:
    """Whatever is sent either parses or is refused as a syntax error, never anything else."""
    with suppress(ShellSyntaxError):
        assert isinstance(parse(source), tuple)


@pytest.mark.parametrize(
    ("source", "argv"),
    [
        ("input text ''abc''", ["input", "text", "abc"]),
        ('echo "a $HOME b"', ["echo", "a $HOME b"]),
        (r"echo a\ b \"c", ["echo", "a b", '"c']),
        ("echo 'it'\\''s'", ["echo", "it's"]),
        ("mkdir -p -- '/data/local/tmp'", ["mkdir", "-p", "--", "/data/local/tmp"]),
        ("echo a # a comment", ["echo", "a"]),
        ("echo a#b", ["echo", "a#b"]),
    ],
)
def test_words(source: str, argv: list[str]) -> None:
    """Quotes, escapes and comments are taken off the words."""
    assert _argv(source) == argv


def test_operators_join_pipelines() -> None:
    """Each pipeline keeps the operator before it."""
    steps = parse("a; b && c | d || ! e\nf")
    assert [step.operator for step in steps] == [";", ";", "&&", "||", ";"]
    assert [len(step.pipeline.commands) for step in steps] == [1, 1, 2, 1, 1]
    assert [step.pipeline.negated for step in steps] == [False, False, False, True, False]


def test_redirects_know_their_stream() -> None:
    """A number before the sign names the stream; without one it is standard output."""
    (step,) = parse("ls 2>/dev/null >>log 2>&1 <in")
    (command,) = step.pipeline.commands
    found = [(r.fd, r.operator, _text(r.target)) for r in command.redirects]
    assert found == [(2, ">", "/dev/null"), (1, ">>", "log"), (2, ">&", "1"), (0, "<", "in")]


@pytest.mark.parametrize(
    "source",
    [
        "echo 'open",
        'echo "open',
        "if true; then a; fi",
        "a && ",
        "| a",
        "echo $(id)",
        "a >",
        "a | | b",
    ],
)
def test_what_it_does_not_have_is_refused(source: str) -> None:
    """Broken or compound commands are syntax errors and never run half."""
    with pytest.raises(ShellSyntaxError):
        parse(source)
