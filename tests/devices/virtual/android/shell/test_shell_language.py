"""The shell's language as it runs on a phone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from tests.devices.virtual.android.phones import PhoneShell, phone_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from devices.virtual.android.phone import Phone

_DEADLINE_S = 10


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("x=a; echo ${x:-b} ${y:-b} ${y-c} ${x:+d} ${y:+d}[]", "a b c d []\n"),
        ("echo ${y:=set}; echo $y", "set\nset\n"),
        ("f=/a/b.tar.gz; echo ${f##*/} ${f#*/} ${f%.*} ${f%%.*} ${#f}",
         "b.tar.gz a/b.tar.gz /a/b.tar /a/b 11\n"),
        ("x=abcabc; echo ${x/b/X} ${x//b/X} ${x/#a/X} ${x/%c/X} ${x:1:2} ${x: -2}",
         "aXcabc aXcaXc Xbcabc abcabX bc bc\n"),
        ("set -- a 'b c'; echo $# $1 ${2}; for i; do echo [$i]; done; echo \"$*\"",
         "2 a b c\n[a]\n[b c]\na b c\n"),
        ('set --; for i in "$@"; do echo no; done; echo $#', "0\n"),
        ('set -- ""; echo $#', "1\n"),
        ("x='a  b'; set -- $x; echo $#; IFS=:; y=1:2::3; set -- $y; echo $#", "2\n4\n"),
        ("echo $((1+2*3)) $((7/2)) $((-7%3)) $((1<<4)) $((2>1?5:6)) $((0x1f)) $((2147483647+1))",
         "7 3 -1 16 5 31 -2147483648\n"),
        ("i=3; echo $((i++ + ++i)) $i; ((i > 4)) && echo big; let i=i*2; echo $i",
         "8 5\nbig\n10\n"),
        ("echo $(echo a; echo b) \"$(printf 'x\\n\\n')\" `echo \\`echo n\\``", "a b x n\n"),
        ("echo $EPOCHREALTIME | sed 's/[0-9]/0/g; s/00*/0/g'", "0.0\n"),
        ("echo {a,b{1,2}}c {x} {}", "ac b1c b2c {x} {}\n"),
        ("echo ~ ~/x '~' a~", "/ /x ~ a~\n"),
        ("if false; then echo 1; elif true; then echo 2; else echo 3; fi", "2\n"),
        ("for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done", "1\n3\n"),
        ("for i in 1 2; do for j in 1 2; do echo $i$j; break 2; done; done", "11\n"),
        ("i=0; until [ $i -ge 2 ]; do echo $i; i=$((i+1)); done", "0\n1\n"),
        ("case abc in x|y) echo 1;; a?c) echo 2;; *) echo 3;; esac", "2\n"),
        ("case a in a) echo 1;& b) echo 2;; c) echo 3;; esac", "1\n2\n"),
        ("f() { local v=in; echo $v $1; return 3; }; v=out; f arg; echo $? $v", "in arg\n3 out\n"),
        ("function g { echo g; }; g", "g\n"),
        ("(x=1; cd /sdcard; exit 4); echo $? [$x] $PWD", "4 [] /\n"),
        ("{ echo a; echo b; } | cat", "a\nb\n"),
        ("[[ abc == a* && ! -e /no || x < w ]] && echo yes", "yes\n"),
        ("[[ 'a*' == 'a*' ]] && [[ abc != 'a*' ]] && echo quoted", "quoted\n"),
        ("[ \\( a = a -a b = b \\) -o c = d ] && echo yes", "yes\n"),
        ("test ! -f /sdcard && test -d /sdcard -a -w /sdcard && echo dir", "dir\n"),
        ("printf 'a b c\\nd\\n' | while read x y; do echo \"$x|$y\"; done", "a|b c\nd|\n"),
        ("echo 'a\\tb' | { read -r x; echo \"$x\"; }", "a\tb\n"),
        ("cat <<EOF\nx=$((1+1)) `echo y`\nEOF", "x=2 y\n"),
        ("cat <<'EOF'\n$x\nEOF", "$x\n"),
        ('cat <<< "a  b"', "a  b\n"),
        ("eval 'x=1; echo $x'; . /dev/null; echo $?", "1\n0\n"),
        ("trap 'echo bye $?' EXIT; echo hi; exit 3", "hi\nbye 3\n"),
        ("(trap 'echo sub' EXIT; true); echo main", "sub\nmain\n"),
        ("while getopts ab:c o -a -b x -c rest; do echo $o $OPTARG; done; echo $OPTIND",
         "a\nb x\nc\n5\n"),
        ("X=1 sh -c 'echo $X'; echo [$X]", "1\n[]\n"),
        ("export X=1; sh -c 'echo $X $0 $1' name arg", "1 name arg\n"),
        ("echo 'echo from $0 $1' > /sdcard/s; sh /sdcard/s arg", "from /sdcard/s arg\n"),
        ("echo a >&2 2>/dev/null; { echo b >&2; } 2>&1", "b\n"),
        ("exec 3>/sdcard/three; echo via3 >&3; cat /sdcard/three", "via3\n"),
        ("set -f; echo /sd*; set +f; echo /sd*", "/sd*\n/sdcard\n"),
        ("cd /sdcard; touch a1 a2 b1 .h; echo *1 [a-b]1 [!a]1 ?2 z*", "a1 b1 a1 b1 b1 a2 z*\n"),
        ('echo "$(echo "in $(echo deep)")"', "in deep\n"),
        ("! true; echo $?; true | false; echo $?", "1\n1\n"),
        ("type cd nosuch; command -v ls; whence echo",
         "cd is a shell builtin\nnosuch not found\n/system/bin/ls\necho\n"),
        ("echo -e 'a\\nb'; echo 'c\\td'; echo -E 'e\\n'; echo -n f", "a\nb\nc\td\ne\\n\nf"),
        ("for x in a abb; do case $x in a+(b)) echo +$x;; !(b|c)) echo !$x;; esac; done",
         "!a\n+abb\n"),
        ("case c in @(a|c)) echo @;; esac; [[ ac == *(a)c ]] && echo star", "@\nstar\n"),
        ("umask; umask 022; umask; ulimit -n", "000\n022\n32768\n"),
        ("exec echo gone; echo never", "gone\n"),
    ],
)  # fmt: skip
def test_scripts(shell: PhoneShell, script: str, out: str) -> None:
    """The whole language does what mksh does."""
    assert shell(script).out == out


@pytest.mark.parametrize(
    ("script", "error", "status"),
    [
        ("echo )", "syntax error: unexpected ')'", 1),
        ("echo 'x", "no closing quote", 1),
        ("cat /nope", "cat: /nope: No such file or directory", 1),
        ("cd /nope", "cd: /nope: No such file or directory", 2),
        ("echo x > /system/x", "can't create /system/x: Read-only file system", 1),
        ("cat < /nope", "can't open /nope: No such file or directory", 1),
        ("echo ${x?no x}", "x: no x", 1),
        ("echo ${x:?}", "x: parameter null or not set", 1),
        ("set -u; echo $x", "x: parameter not set", 1),
        ("echo ${x!}", "${x!}: bad substitution", 1),
        ("readonly r=1; r=2", "r: is read-only", 2),
        ("echo $((1/0))", "1/0: zero divisor", 1),
        ("echo $((1+))", "1+: unexpected 'end of expression'", 1),
        ("[ 1 = 1", "[: missing ]", 2),
        ("shift 2", "shift: nothing to shift", 1),
        ("kill 99999", "kill: 99999: No such process", 1),
        ("kill 611", "kill: 611: Operation not permitted", 1),
        ("/sdcard", "/sdcard: can't execute: Is a directory", 126),
        ("echo x > /data/local/tmp/s; /data/local/tmp/s",
         "/data/local/tmp/s: can't execute: Permission denied", 126),
        ("su", "su: inaccessible or not found", 127),
    ],
)  # fmt: skip
def test_errors_have_mkshs_words(shell: PhoneShell, script: str, error: str, status: int) -> None:
    """What fails is told after the shell's name, with mksh's status."""
    ran = shell(script)
    assert ran.err == f"/system/bin/sh: {error}\n"
    assert ran.status == status


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("android-8.0", "not found"),
        ("android-9", "not found"),
        ("android-10", "inaccessible or not found"),
        ("android-17", "inaccessible or not found"),
    ],
)
def test_an_unknown_command_is_told_as_the_release_tells_it(name: str, words: str) -> None:
    """The shell of Android 10 changed the words for a command that it does not find."""
    phone = phone_of(name, "emulator")
    assert PhoneShell(phone)("foo").err == f"/system/bin/sh: foo: {words}\n"


def test_a_script_of_a_file_tells_its_line(shell: PhoneShell) -> None:
    """Errors in a file carry its name and the line."""
    shell("echo 'true\nnope' > /sdcard/s")
    assert shell("sh /sdcard/s").err == "/sdcard/s[2]: nope: inaccessible or not found\n"


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ('a=(x "y z" w); echo ${a[1]} ${#a[@]} ${#a[1]} $a; for i in "${a[@]}"; do echo $i; done',
         "y z 3 3 x\nx\ny z\nw\n"),
        ("set -A q 1 2 3; q[5]=x; i=2; echo ${q[*]} ${!q[*]} ${q[i+1]:-no} ${q[$i]}",
         "1 2 3 x 0 1 2 5 no 3\n"),
        ("a=(1 2); a+=(3); a[${#a[@]}]=4; a[1]+=0; ((a[0]=7)); echo ${a[@]} $((a[1]+a[3]))",
         "7 20 3 4 24\n"),
        ("a=(1 2 3); unset 'a[1]'; echo ${a[@]}; unset a; echo [${a[@]}] ${#a[*]}",
         "1 3\n[] 0\n"),
        ('IFS=,; a=(\n1\n2 # two\n); echo "${a[*]}"', "1,2\n"),
        ("set -A a 1 2 3; set +A a 9; echo ${a[@]}", "9 2 3\n"),
    ],
)  # fmt: skip
def test_arrays(shell: PhoneShell, script: str, out: str) -> None:
    """Elements are set, counted, joined and forgotten; the first is the plain variable."""
    ran = shell(script)
    assert (ran.out, ran.err) == (out, "")


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("a=(1 2", "syntax error: unmatched '('"),
        ("echo ${a[0}", "no closing quote"),
        ("a=1; echo ${a[@]#1}", "${a[@]}: bad substitution"),
        ("readonly r=1; r=(2)", "r: is read-only"),
        ("set -A 1", "set: 1: is not an identifier"),
        ("x='y[x]'; y=1; echo $((x))", "y[x]: expression recurses on parameter"),
    ],
)
def test_broken_arrays_are_told(shell: PhoneShell, script: str, error: str) -> None:
    """What is no array ends the shell with mksh's words."""
    assert shell(script).err == f"/system/bin/sh: {error}\n"


def test_lines_above_a_broken_one_run(shell: PhoneShell) -> None:
    """The shell reads line by line: only what stands from the broken line on does not run."""
    ran = shell("echo first\necho 'open")
    assert (ran.out, ran.status) == ("first\n", 1)


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("set -e; false; echo no", ""),
        ("set -e; false || true; if false; then :; fi; ! true; echo yes", "yes\n"),
        ("set -e; (false); echo no", ""),
    ],
)
def test_errexit_ends_at_the_first_failure(shell: PhoneShell, script: str, out: str) -> None:
    """``set -e`` ends the shell where a failure is no condition."""
    assert shell(script).out == out


def test_xtrace_shows_commands(shell: PhoneShell) -> None:
    """``set -x`` prints each command before it runs."""
    assert shell("set -x; x=1; echo $x").err == "+ x=1\n+ echo 1\n"


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("sleep 0.01 & wait $!; echo $?", "0\n"),
        ("sleep 100 & kill %1; wait %1; echo $?", "143\n"),
        ("sleep 100 & p=$!; kill -9 $p; wait $p; echo $?", "137\n"),
        ("(exit 5) & wait $!; echo $?", "5\n"),
        ("true & true & wait; jobs; echo done", "done\n"),
        ("sleep 100 & jobs; kill $!", "[1] + Running              sleep 100 \n"),
        ("sleep 100 & ps -o NAME | grep -c sleep; kill $!", "1\n"),
        ("trap 'echo caught' TERM; kill -TERM $$; echo on", "caught\non\n"),
        ("wait 99999; echo $?", "127\n"),
    ],
)
def test_background(shell: PhoneShell, script: str, out: str) -> None:
    """Jobs run beside the shell, are waited for, listed and killed."""
    assert shell(script).out == out


def _run(coroutine: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, _DEADLINE_S))


def _start(phone: Phone, script: str) -> tuple[asyncio.Task[int], Collected]:
    out = Collected()
    shell = Shell(phone, Streams(Pipe(ended=True), out, Collected()))
    return asyncio.create_task(shell.run(script)), out


async def _until_running(phone: Phone, name: str) -> int:
    while True:
        found = [running.pid for running in phone.commands.all() if running.name == name]
        if found:
            return found[0]
        await asyncio.sleep(0)


def test_a_command_ends_with_its_client(phone: Phone) -> None:
    """A shell that is cancelled takes along what it runs, in the background too."""

    async def run() -> None:
        task, _ = _start(phone, "sleep 100 & tail -f /dev/null")
        await _until_running(phone, "tail")
        task.cancel()
        await asyncio.wait({task})
        await phone.clock.sleep(timedelta(0))
        assert phone.commands.all() == []

    _run(run())


def test_another_shell_kills_a_command(phone: Phone) -> None:
    """A command that runs in one shell is ended from another by its process id."""

    async def run() -> None:
        task, out = _start(phone, "tail -f /dev/null; echo $?")
        pid = await _until_running(phone, "tail")
        killer, _ = _start(phone, f"kill {pid}")
        assert await killer == 0
        await task
        assert out.data == b"143\n"

    _run(run())


def test_a_detached_command_outlives_its_shell(phone: Phone) -> None:
    """A shell ends at once when its job writes elsewhere, and the job goes on."""

    async def run() -> None:
        task, _ = _start(phone, "nohup tail -f /dev/null >/dev/null 2>&1 & true")
        assert await task == 0
        assert [running.name for running in phone.commands.all()] != []
        phone.commands.end_all()

    _run(run())


def test_endless_output_stops_with_its_reader(shell: PhoneShell) -> None:
    """A writer without end is ended by the pipe that nobody reads any longer."""
    assert shell("yes | head -n 2").out == "y\ny\n"
    assert shell("cat /dev/zero | head -c 3 | xxd -p").out == "000000\n"
    assert shell("{ while :; do echo x; done; } | head -n 1").out == "x\n"


def test_a_loop_without_end_lets_the_phone_live(phone: Phone) -> None:
    """While a script loops for ever, other commands run, and the loop can be ended."""

    async def run() -> None:
        task, _ = _start(phone, "while :; do :; done")
        other, out = _start(phone, "echo alive")
        await other
        assert out.data == b"alive\n"
        task.cancel()
        await asyncio.wait({task})

    _run(run())
