"""The shell's grammar."""

from __future__ import annotations

import shlex
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.syntax import (
    Background,
    Literal,
    Redirect,
    ShellSyntaxError,
    Simple,
    Step,
    Variable,
    Word,
)

_TOKENS = """
if then else fi for in do done while until case esac function { } ! [[ ]] (( )) $(( )) $( ) ( ) ` '
" \\ $x ${x ${#x} ${x:-y} : ; ;; & && | || < > >> << <<< <<- 2>&1 &> # = x=1 * ? [a-z] EOF time a b
"""


def _text(word: Word) -> str:
    return "".join(
        part.text if isinstance(part, Literal) else f"${part.name}"
        for part in word
        if isinstance(part, Literal | Variable)
    )


def _simple(source: str) -> Simple:
    (step,) = parse(source)
    assert isinstance(step, Step)
    (command,) = step.pipeline.commands
    assert isinstance(command, Simple)
    return command


def _argv(source: str) -> list[str]:
    return [_text(word) for word in _simple(source).words]


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1))
def test_quoted_words_arrive_as_they_were(words: list[str]) -> None:
    """Any words, quoted as a POSIX shell wants them, come back word for word."""
    assert _argv("run " + shlex.join(words)) == ["run", *words]


@settings(deadline=None, derandomize=True, max_examples=400)
@given(
    st.lists(
        st.sampled_from([*_TOKENS.split(), "", "\n"]),
        max_size=14,
    ),
    st.sampled_from([" ", ""]),
)
def test_any_text_parses_or_is_a_syntax_error(parts: list[str], joint: str) -> None:
    """Whatever is sent either parses or is refused as a syntax error, never anything else."""
    with suppress(ShellSyntaxError):
        assert isinstance(parse(joint.join(parts)), tuple)


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
        ("echo $'a\\tb\\x41'", ["echo", "a\tbA"]),
        ("echo if then done", ["echo", "if", "then", "done"]),
        ("echo a\\\nb", ["echo", "ab"]),
    ],
)
def test_words(source: str, argv: list[str]) -> None:
    """Quotes, escapes and comments are taken off the words."""
    assert _argv(source) == argv


def test_operators_join_pipelines() -> None:
    """Each pipeline keeps the operator before it."""
    steps = [step for step in parse("a; b && c | d || ! e\nf") if isinstance(step, Step)]
    assert [step.operator for step in steps] == [";", ";", "&&", "||", ";"]
    assert [len(step.pipeline.commands) for step in steps] == [1, 1, 2, 1, 1]
    assert [step.pipeline.negated for step in steps] == [False, False, False, True, False]


def test_an_ampersand_takes_the_whole_list() -> None:
    """What stands before ``&`` goes to the background with all its operators."""
    background, step = parse("a && b & c")
    assert isinstance(background, Background)
    assert [item.operator for item in background.steps] == [";", "&&"]
    assert isinstance(step, Step)


def _redirects(source: str) -> list[tuple[int, str, str]]:
    found: tuple[Redirect, ...] = _simple(source).redirects
    return [(r.fd, r.operator, _text(r.target)) for r in found]


def test_redirects_know_their_stream() -> None:
    """A number before the sign names the stream; without one it is standard input or output."""
    assert _redirects("ls 2>/dev/null >>log 2>&1 <in") == [
        (2, ">", "/dev/null"),
        (1, ">>", "log"),
        (2, ">&", "1"),
        (0, "<", "in"),
    ]
    assert _redirects("ls &>all") == [(1, ">", "all"), (2, ">&", "1")]


def test_here_documents_begin_after_their_line() -> None:
    """Two here-documents on one line follow each other, and the next command follows them."""
    first, second = parse("cat <<A <<-'B'\none\nA\n\ttwo $x\n\tB\necho end")
    assert isinstance(first, Step)
    command = first.pipeline.commands[0]
    assert isinstance(command, Simple)
    assert [_text(r.target) for r in command.redirects] == ["one\n", "two $x\n"]
    assert isinstance(second, Step)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("echo 'open", "no closing quote"),
        ('echo "open', "no closing quote"),
        ("echo ${x", "no closing quote"),
        ("echo `a", "no closing quote"),
        ("echo )", "syntax error: unexpected ')'"),
        ("fi", "syntax error: unexpected 'fi'"),
        ("a | | b", "syntax error: unexpected '|'"),
        ("| a", "syntax error: unexpected '|'"),
        ("a ;; b", "syntax error: unexpected ';;'"),
        ("; a", "syntax error: unexpected ';'"),
        ("a && ", "syntax error: unexpected EOF"),
        ("a >", "syntax error: unexpected EOF"),
        ("a >\nb", "syntax error: unexpected 'newline'"),
        ("if true; then a", "syntax error: unmatched 'if'"),
        ("while true; do", "syntax error: unmatched 'do'"),
        ("{ a", "syntax error: unmatched '{'"),
        ("( a", "syntax error: unmatched '('"),
        ("for i in a; done", "syntax error: unexpected 'done'"),
        ("cat <<E\nx", "here document 'E' unclosed"),
    ],
)
def test_what_is_broken_is_told_in_mkshs_words(source: str, message: str) -> None:
    """Each kind of broken script has the message that mksh has for it."""
    with pytest.raises(ShellSyntaxError) as raised:
        parse(source)
    assert str(raised.value) == message


def test_a_script_is_parsed_once() -> None:
    """The same text gives the same tree: commands that come again and again cost no parsing."""
    source = "echo parsed once"
    assert parse(source) is parse(source)
