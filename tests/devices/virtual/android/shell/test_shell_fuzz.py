"""Whatever is sent to a shell, it ends with a status, and the phone stays whole."""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.services import COMMANDS
from devices.virtual.android.shell.arithmetic import ArithmeticError_, evaluate
from devices.virtual.android.shell.call import TOYBOX
from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.patterns import matches, quote
from devices.virtual.android.shell.streams import Collected, Pipe
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_DEADLINE_S: Final = 0.3
_QUICKLY: Final = settings(deadline=None, derandomize=True, max_examples=60)
_MANY: Final = settings(deadline=None, derandomize=True, max_examples=200)
_ARGUMENTS: Final = """
-a -c -e -f -n -o -p -r -s -x -l -d -1 -9 -- - --help -R -k1 /sdcard /sdcard/f /nope /proc
/dev/null /data f . .. '' * [a-z] 0 1 -1 2 99999 +1 s/a/b/ s/(/x/ p 1,2p $d a [ ] = -eq -type
-name -exec {} ; + if=/sdcard/f of=/sdcard/g bs=1k count=2 -m %s %d %5.2f +%Y 755 u+x shell:shell
x=1 cxf -C zz 1k 10 ! ( )
"""
_TOKENS: Final = """
echo $x ${x:-y} ${x%%*} ${x//a/b} "$@" '$x' $(echo a) `echo b` $((1+2)) $((x)) && || ; | & ! > <
2>&1 /sdcard/o if then else fi for i in do done while case esac { } ( ) [[ ]] [ ] test set --
a=(x y) a+=(z) a[1]=b ${a[1]} "${a[@]}" ${#a[@]} ${!a[@]} $((a[x])) ${a[ -A
export local x=1 x=a* read true false break continue return exit shift eval trap wait cd /sdcard *
"""
# They go on until somebody stops them.
_ENDLESS: Final = {"yes", "top", "watchprops", "sleep", "usleep", "vmstat", "ping", "ping6"}


def _phone() -> Phone:
    return phone_of("android-14", "emulator")


def _run(phone: Phone, script: str, stdin: bytes = b"b\na\nc\n") -> int | None:
    """The status of a script; None where it did not end by itself."""

    async def run() -> int | None:
        streams = Streams(Pipe(stdin, ended=True), Collected(), Collected())
        try:
            return await asyncio.wait_for(Shell(phone, streams).run(script), _DEADLINE_S)
        except TimeoutError:
            return None

    return asyncio.run(run())


@_MANY
@given(
    st.sampled_from(sorted(TOYBOX - _ENDLESS)),
    st.lists(st.sampled_from(_ARGUMENTS.split()), max_size=5),
)
def test_every_toybox_command_takes_any_words(name: str, words: list[str]) -> None:
    """A command of toybox ends with a status of one byte, whatever its words are."""
    phone = _phone()
    _run(phone, "cd /sdcard; printf 'b\\na\\n' > f")
    patterns = {"*", "[a-z]"}
    quoted = " ".join(word if word in patterns else shlex.quote(word) for word in words)
    status = _run(phone, f"cd /sdcard; {name} {quoted}")
    assert status is None or 0 <= status <= 255
    assert _run(phone, "ls /sdcard") == 0


@_QUICKLY
@given(st.lists(st.sampled_from([*_TOKENS.split(), "\n"]), max_size=12))
def test_any_script_ends_or_can_be_ended(parts: list[str]) -> None:
    """A script of any parts ends with a status, or is ended from outside."""
    status = _run(_phone(), " ".join(parts))
    assert status is None or isinstance(status, int)


@_MANY
@given(st.text("0123456789abx+-*/%()<>=!&|^~?:, #", max_size=24))
def test_any_expression_is_a_number_or_an_error(text: str) -> None:
    """An arithmetic expression gives a number of 32 bits or is refused."""
    values: dict[str, str] = {"a": "1", "b": "a+1"}
    try:
        value = evaluate(text, lambda name: values.get(name, ""), values.__setitem__)
    except ArithmeticError_:
        return
    assert -(1 << 31) <= value < 1 << 31


@_MANY
@given(st.text("abc*?[]!-^\\()|@+:", max_size=12), st.text("abc*[]\\", max_size=8))
def test_any_pattern_matches_or_does_not(pattern: str, text: str) -> None:
    """A pattern never fails, and quoted text matches itself alone."""
    assert matches(pattern, text) in {True, False}
    assert matches(quote(text), text)


@_QUICKLY
@given(st.text("abcdefg ;&|$`'\"(){}<>\n\\#*?[]!~=%", max_size=60))
def test_any_text_is_a_script(text: str) -> None:
    """Any text at all ends with a status."""
    status = _run(_phone(), text)
    assert status is None or isinstance(status, int)


def test_every_program_is_in_the_path() -> None:
    """What can be run is found where `which` looks."""
    phone = _phone()
    shown = set(phone.files.children("/system/bin"))
    assert set(COMMANDS) <= shown
    assert {"sh", "toybox", "ls"} <= shown
