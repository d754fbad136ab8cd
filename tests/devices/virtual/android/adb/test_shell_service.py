"""Shells over adb, frame by frame: streams, standard input, terminals and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.adb.packet import Command
from devices.virtual.android.adb.shell_protocol import FrameId, encode_frame
from tests.devices.virtual.android.adb.host import frames, output, with_adbd, with_host
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from devices.virtual.android.adb.daemon import Adbd
    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.adb.host import Host

_END = encode_frame(FrameId.CLOSE_STDIN, b"")


def _stdin(text: bytes) -> bytes:
    return encode_frame(FrameId.STDIN, text)


@pytest.mark.parametrize("profile", ["android-8.0", "android-11", "android-17"])
def test_streams_and_status_come_apart(profile: str) -> None:
    """With the protocol output, errors and the exit status are frames of their own."""

    async def body(host: Host) -> None:
        await host.greet()
        data = await host.exchange("shell,v2,TERM=xterm,raw:echo out; no-such; exit 9")
        assert output(data) == b"out\n"
        assert b"no-such" in output(data, FrameId.STDERR)
        assert frames(data)[-1] == (FrameId.EXIT, b"\x09")

    with_host(phone_of(profile), body)


def test_without_the_protocol_all_is_one_stream(phone: Phone) -> None:
    """Version 1 and exec mix output and errors, change no byte of it and tell no status."""

    async def body(host: Host) -> None:
        await host.greet()
        for service in ("shell:echo out; no-such", "exec:echo out; no-such"):
            data = await host.exchange(service)
            assert data.startswith(b"out\n/system/bin/sh: no-such: ")
            assert b"\r" not in data

    with_host(phone, body)


def test_standard_input_ends_where_the_host_says(phone: Phone) -> None:
    """A command reads what is sent, up to the frame that closes standard input."""

    async def body(host: Host) -> None:
        await host.greet()
        sent = _stdin(b"one ") + _stdin(b"two") + _END + _stdin(b"lost")
        data = await host.exchange("shell,v2,raw:cat; echo .", sent)
        assert output(data) == b"one two.\n"

    with_host(phone, body)


def test_a_shell_without_a_command_reads_lines(phone: Phone) -> None:
    """Commands come from standard input, share it with what they run, and nobody prompts."""

    async def body(host: Host) -> None:
        await host.greet()
        sent = _stdin(b"a=5\necho $a\nno-such\nfalse\n") + _END
        data = await host.exchange("shell,v2,raw:", sent)
        assert output(data) == b"5\n"
        assert frames(data)[-1] == (FrameId.EXIT, b"\x01")

    with_host(phone, body)


def test_a_terminal_prompts_echoes_and_edits(phone: Phone) -> None:
    """An interactive shell prompts with the last status, shows what is typed and takes it back."""
    prompt = f"{phone.properties['ro.product.device']}:/ $ ".encode()

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,TERM=xterm,pty:")
        assert output(await host.until(b"$ ")) == prompt
        host.send(Command.WRTE, 7, remote_id, _stdin(b"echo ab\x7fc\r"))
        shown = output(await host.until(b"$ "))
        while not shown.endswith(prompt):
            shown += output(await host.until(b"$ "))
        assert shown == b"echo ab\b \bc\r\nac\r\n" + prompt
        host.send(Command.WRTE, 7, remote_id, _stdin(b"false\r"))
        await host.until(b"1|" + prompt)
        host.send(Command.WRTE, 7, remote_id, _stdin(b"\x04"))
        assert frames(await host.rest())[-1] == (FrameId.EXIT, b"\x01")

    with_host(phone, body)


@pytest.mark.parametrize(
    "script",
    [
        b"for i in 1 2\ndo\necho $i\ndone\n",
        b"if true\nthen\n echo 1\n echo 2\nfi\n",
        b"f() {\n echo 1\n (\n echo 2\n)\n}\nf\n",
        b"i=1\nwhile ((i < 3))\ndo echo $i\n((i++))\ndone\n",
        b"a=(1\n2)\necho ${a[0]}\necho '2\n'",
        b"cat <<E\n1\n2\nE\n",
        b"case x in\nx) echo 1;\n echo 2;;\nesac\n",
    ],
)
def test_a_command_of_many_lines_is_read_to_its_end(phone: Phone, script: bytes) -> None:
    """What a line leaves open goes on in the next, whatever opened it."""

    async def body(host: Host) -> None:
        await host.greet()
        data = await host.exchange("shell,v2,raw:", _stdin(script) + _END)
        assert output(data, FrameId.STDERR) == b""
        assert output(data).split() == [b"1", b"2"]

    with_host(phone, body)


def test_an_old_terminal_carries_returns(phone: Phone) -> None:
    """Without the protocol a shell with no command is a terminal whose lines end in CR LF."""

    async def body(host: Host) -> None:
        await host.greet()
        data = await host.exchange("shell:", b"echo hi\nexit\n")
        assert b"hi\r\n" in data

    with_host(phone, body)


def test_a_terminal_knows_its_size(phone: Phone) -> None:
    """The size that the host tells is what `stty size` and the variables say."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:")
        size = encode_frame(FrameId.WINDOW_SIZE, b"24x80,0x0\0")
        nonsense = encode_frame(FrameId.WINDOW_SIZE, b"huge")
        typed = _stdin(b"stty size; echo $LINES-$COLUMNS\r")
        host.send(Command.WRTE, 7, remote_id, size + nonsense + typed)
        data = await host.until(b"24-80")
        assert b"24 80\r\n" in output(data)

    with_host(phone, body)


def test_an_interrupt_ends_the_command_alone(phone: Phone) -> None:
    """Ctrl-C ends what runs, and the shell prompts with its status."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:")
        await host.until(b"$ ")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"cat\r"))
        await host.until(b"cat\r\n")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"\x03"))
        await host.until(b"130|")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"exit 5\r"))
        assert frames(await host.rest())[-1] == (FrameId.EXIT, b"\x05")

    with_host(phone, body)


def test_the_status_after_an_interrupt_is_known(phone: Phone) -> None:
    """`$?` tells of Ctrl-C, which at the prompt drops what was typed and prompts anew."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:")
        await host.until(b"$ ")
        for typed in (b"sleep 1000\r", b"for i in 1\rech"):
            host.send(Command.WRTE, 7, remote_id, _stdin(typed))
            await host.until(typed[-3:].replace(b"\r", b"\r\n"))
            host.send(Command.WRTE, 7, remote_id, _stdin(b"\x03"))
            await host.until(b"130|")
            host.send(Command.WRTE, 7, remote_id, _stdin(b"echo =$?=\r"))
            assert b"=130=" in output(await host.until(b"0=\r\n"))

    with_host(phone, body)


def test_an_interrupt_ends_a_command_without_a_prompt(phone: Phone) -> None:
    """Ctrl-C on the terminal of one command ends it with the signal's status."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:echo here; sleep 1000; echo never")
        await host.until(b"here")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"\x03"))
        data = await host.rest()
        assert frames(data)[-1] == (FrameId.EXIT, b"\x82")
        assert b"never" not in output(data)

    with_host(phone, body)


def test_an_end_that_is_typed_ends_one_command(phone: Phone) -> None:
    """Ctrl-D ends what reads the terminal, and the shell takes the next line."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"cat; echo done\rline\r\x04exit 5\r"))
        data = await host.rest()
        assert b"line\r\ndone\r\n" in output(data)
        assert frames(data)[-1] == (FrameId.EXIT, b"\x05")

    with_host(phone, body)


def test_a_shell_that_was_left_is_no_process(phone: Phone) -> None:
    """However an interactive shell ends, it is off the list of processes."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("shell,v2,pty:")
        await host.until(b"$ ")
        host.send(Command.WRTE, 7, remote_id, _stdin(b"true\r"))
        await host.until(b"$ ")
        assert phone.commands.all()
        host.send(Command.CLSE, 7, remote_id)
        await host.drop(7)
        assert await host.is_alive()
        assert not phone.commands.all()

    with_host(phone, body)


@pytest.mark.parametrize(
    "service", ["shell,v2,raw:cat", "shell:cat", "exec:sleep 1000", "shell,v2,pty:", "exec:logcat"]
)
def test_a_client_that_is_gone_ends_its_command(phone: Phone, service: str) -> None:
    """When the host closes the stream the command is over, whatever it waited for."""

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        remote_id = await host.open(service)
        host.send(Command.CLSE, 7, remote_id)
        await host.drop(7)
        assert await host.is_alive()
        (connection,) = adbd.connections
        assert connection.streams == 0
        assert not connection._tasks

    with_adbd(phone, body)


@pytest.mark.parametrize("profile", ["android-10", "android-11", "android-17"])
def test_abb_calls_a_service_without_a_shell(profile: str) -> None:
    """`abb` tells streams and status apart, `abb_exec` mixes them; words keep their blanks."""

    async def body(host: Host) -> None:
        await host.greet()
        data = await host.exchange(b"abb:settings\0put\0global\0key\0two words")
        assert frames(data) == [(FrameId.EXIT, b"\0")]
        assert await host.exchange(b"abb_exec:settings\0get\0global\0key") == b"two words\n"
        data = await host.exchange(b"abb:nobody\0here")
        assert b"nobody" in output(data, FrameId.STDERR)
        assert frames(data)[-1][1] != b"\0"

    with_host(phone_of(profile), body)


_FRAMES = st.one_of(
    st.builds(encode_frame, st.integers(0, 255), st.binary(max_size=20)),
    st.builds(_stdin, st.sampled_from([b"echo x\n", b"'", b"exit\n", b"\x03", b"\x04", b"\x7f"])),
    st.binary(max_size=20),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sampled_from(["shell,v2,raw:", "shell,v2,pty:", "shell,v2,raw:cat"]), st.lists(_FRAMES))
def test_any_frames_leave_the_phone_whole(service: str, sent: list[bytes]) -> None:
    """Whatever frames come, closing the stream ends the shell, and the phone lives on."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open(service)
        host.send(Command.WRTE, 7, remote_id, b"".join(sent))
        host.send(Command.CLSE, 7, remote_id)
        await host.drop(7)
        assert await host.is_alive()

    with_host(_PHONE, body)


_PHONE = phone_of("android-14")
