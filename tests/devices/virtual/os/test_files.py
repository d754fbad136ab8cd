"""The tree of files: paths, rights, sizes, and contents that phones share."""

from __future__ import annotations

import errno
import gc
import posixpath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.os.clock import Clock
from devices.virtual.os.content import CHUNK, shared_chunks
from devices.virtual.os.file_tree import Storage
from devices.virtual.os.files import SHELL, Bytes, Files

if TYPE_CHECKING:
    from collections.abc import Callable

_TMP = "/data/local/tmp"


@pytest.fixture
def files() -> Files:
    """A phone's files after its first boot."""
    return Files(Clock())


def _errno(action: Callable[[], object]) -> int | None:
    try:
        action()
    except OSError as error:
        return error.errno
    return None


@settings(deadline=None, derandomize=True, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["append", "write", "resize"]),
            st.integers(0, 3 * CHUNK),
            st.binary(max_size=40),
            st.integers(1, 5000),
        ),
        max_size=6,
    )
)
def test_content_is_what_was_written(steps: list[tuple[str, int, bytes, int]]) -> None:
    """Whatever is appended, overwritten or cut, the bytes are those of a plain array."""
    content, plain = Bytes(), bytearray()
    for what, offset, data, times in steps:
        if what == "append":
            content.append(data * times)
            plain += data * times
        elif what == "resize":
            content.resize(offset)
            plain = plain[:offset] + bytes(max(0, offset - len(plain)))
        else:
            content.write(offset, data)
            plain += bytes(max(0, offset - len(plain)))
            plain[offset : offset + len(data)] = data
    assert len(content) == len(plain)
    assert content.read(0, len(plain)) == plain
    assert content.read(CHUNK - 3, 9) == plain[CHUNK - 3 : CHUNK + 6]


def test_phones_share_the_chunks_of_their_files() -> None:
    """The same large file on many phones is held once, and by nobody after the last is gone."""
    gc.collect()
    before = shared_chunks()
    data = bytes(range(256)) * (CHUNK // 256) + b"second" * CHUNK
    phones = [Files(Clock()) for _ in range(4)]
    for phone in phones:
        phone.write(f"{_TMP}/helper.apk", Bytes(data))
    held = shared_chunks() - before
    assert 0 < held <= len(data) // CHUNK
    first, second = (phone.need(f"{_TMP}/helper.apk").content for phone in phones[:2])
    assert first is not None
    assert second is not None
    assert first.read(0, CHUNK) is second.read(0, CHUNK)
    del phones, phone, first, second
    gc.collect()
    assert shared_chunks() == before


def test_a_copy_is_a_file_of_its_own() -> None:
    """Writing to a copy leaves the original."""
    first = Bytes(b"a" * CHUNK + b"tail")
    second = first.copy()
    second.write(0, b"X")
    second.append(b"more")
    assert first.read(0, 2) == b"aa"
    assert len(first) == CHUNK + 4


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/data/local/tmp/x", None),
        ("/data/local/tmp/new/deep/x", None),
        ("/sdcard/x", None),
        ("/data/x", errno.EACCES),
        ("/data/data/com.x/x", errno.EACCES),
        ("/data/app/x", errno.EACCES),
        ("/system/x", errno.EROFS),
        ("/vendor/etc/x", errno.EROFS),
        ("/x", errno.EROFS),
        ("/data/local/tmp/" + "n" * 256, errno.ENAMETOOLONG),
    ],
)
def test_where_a_shell_may_write(files: Files, path: str, number: int | None) -> None:
    """A shell without root writes to its folder and to shared storage alone."""

    def write() -> None:
        files.make_folders(posixpath.dirname(path), who=SHELL)
        files.write(path, Bytes(b"x"), who=SHELL)

    assert _errno(write) == number


def test_private_folders_are_passed_through_and_not_listed(files: Files) -> None:
    """A shell may enter ``/data/data`` and not see what is in it."""
    assert _errno(lambda: files.children("/data/data", who=SHELL)) == errno.EACCES
    assert _errno(lambda: files.need("/data/data/com.x", who=SHELL)) == errno.ENOENT


def test_shared_storage_keeps_its_own_owner_and_mode(files: Files) -> None:
    """On shared storage nobody changes owners or modes, nothing is executed, nothing is linked."""
    file = files.write("/sdcard/a", Bytes(b"x"), mode=0o755, who=SHELL)
    files.change_mode(file, 0o777, "/sdcard/a", SHELL)
    assert file.mode & 0o7777 == 0o660
    assert not file.allows(SHELL, 1)
    assert _errno(lambda: files.make_link("/sdcard/l", "a", who=SHELL)) == errno.EPERM


def test_a_working_folder_is_no_link(files: Files) -> None:
    """In a folder that a link led to, the dot is the folder itself."""
    dot = files.locate(".", "/sdcard", SHELL, follow=False)
    assert dot.file is not None
    assert dot.file.is_folder
    assert dot.path == "/storage/emulated/0"


def test_links_lead_and_loops_end(files: Files) -> None:
    """Links are followed, also through folders; a loop is an error."""
    files.make_link(f"{_TMP}/d", "/sdcard/Download")
    files.write(f"{_TMP}/d/f", Bytes(b"x"))
    assert files.read("/sdcard/Download/f") == b"x"
    files.make_link(f"{_TMP}/a", "b")
    files.make_link(f"{_TMP}/b", "a")
    assert _errno(lambda: files.need(f"{_TMP}/a")) == errno.ELOOP


def test_hard_links_share_their_bytes(files: Files) -> None:
    """A file with two names stays until both are gone, and counts once."""
    file = files.write(f"{_TMP}/a", Bytes(b"12345"))
    files.add_name(f"{_TMP}/b", file)
    files.unlink(f"{_TMP}/a")
    assert files.read(f"{_TMP}/b") == b"12345"
    assert (files.used, file.links) == (5, 1)
    files.unlink(f"{_TMP}/b")
    assert files.used == 0


def test_a_full_disk_takes_no_more() -> None:
    """What does not fit is refused, and removing makes room again."""
    files = Files(Clock(), Storage(capacity=100))
    files.write(f"{_TMP}/a", Bytes(b"x" * 90))
    assert _errno(lambda: files.write(f"{_TMP}/b", Bytes(b"x" * 20))) == errno.ENOSPC
    log = files.create(f"{_TMP}/c")
    assert _errno(lambda: files.append(log, b"y" * 20)) == errno.ENOSPC
    assert (log.size, files.free) == (10, 0)
    files.remove(f"{_TMP}/a")
    assert files.free == 90


@pytest.mark.parametrize("name", ["a b", "ünï", "x\udcff", "-rf", "*", "a\nb", "\\"])
def test_any_name_is_a_name(files: Files, name: str) -> None:
    """Names are any bytes but slash and nul."""
    files.write(f"{_TMP}/{name}", Bytes(b"x"))
    assert list(files.children(_TMP)) == [name]
    files.unlink(f"{_TMP}/{name}")
    assert files.children(_TMP) == {}


def test_renaming_moves_and_replaces(files: Files) -> None:
    """A file takes another one's place; folders go only where they fit."""
    files.write(f"{_TMP}/a", Bytes(b"a"))
    files.write(f"{_TMP}/b", Bytes(b"bb"))
    files.make_folders(f"{_TMP}/d/e")
    files.rename(f"{_TMP}/a", f"{_TMP}/b")
    assert files.read(f"{_TMP}/b") == b"a"
    assert files.used == 1
    assert _errno(lambda: files.rename(f"{_TMP}/d", f"{_TMP}/d/e/f")) == errno.EINVAL
    assert _errno(lambda: files.rename(f"{_TMP}/b", f"{_TMP}/d")) == errno.EISDIR
    assert _errno(lambda: files.rename(f"{_TMP}/b", "/sdcard/b")) == errno.EXDEV


def test_owners_come_from_who_writes(files: Files) -> None:
    """The system's files belong to the folder's owner, a shell's to the shell."""
    assert files.write(f"{_TMP}/a", Bytes()).uid == 2000
    files.make_folders("/data/app/x")
    assert files.need("/data/app/x").uid == 1000
    assert (
        _errno(lambda: files.change_mode(files.need("/data/app/x"), 0o777, "x", SHELL))
        == errno.EPERM
    )
