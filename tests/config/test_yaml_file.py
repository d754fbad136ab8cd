"""Configuration files: what is wrong is told with its place, what was found and what is allowed."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import ConfigError
from config.matrix import Matrix, find, read
from config.yaml_file import load

WHOLE = """\
name: small
lab: virtual
suites: [offline]
cells:
  - device: android-14
    kind: virtual
"""


def complaint(folder: Path, text: str) -> ConfigError:
    """The error that reading this text as a matrix raises."""
    path = folder / "matrix.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read(path)
    return raised.value


def test_a_whole_matrix_is_read(tmp_path: Path) -> None:
    """What a user wrote is what the model holds, with defaults filled in."""
    path = tmp_path / "matrix.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    matrix = read(path)
    assert (matrix.name, matrix.suites) == ("small", ("offline",))
    assert (matrix.cells[0].device, matrix.cells[0].kind) == ("android-14", ("virtual",))


@pytest.mark.parametrize(
    ("broken", "place", "parts"),
    [
        (
            WHOLE.replace("kind: virtual", "kind: vitual"),
            (6, 11),
            ("found 'vitual'", "virtual", "did you mean 'virtual'?"),
        ),
        (
            WHOLE.replace("device:", "devise:"),
            (5, 5),
            ("unknown key 'devise'", "device", "did you mean 'device'?"),
        ),
        (WHOLE.replace("lab: virtual\n", ""), (1, 1), ("'lab' is missing",)),
        (WHOLE.replace("[offline]", "offline"), (3, 9), ("suites: found 'offline'",)),
        (WHOLE.replace("[offline]", "[]"), (3, 9), ("suites: found a list", "at least 1")),
        (WHOLE + "name: again\n", (7, 1), ("'name' stands here twice",)),
        (WHOLE.replace("small", "Sm all!"), (1, 7), ("name: found 'Sm all!'",)),
        (WHOLE.replace("[offline]", "[offline"), (4, 6), ("is not YAML",)),
        ("- a\n- b\n", (1, 1), ("found a list, expected a mapping",)),
        ("", (1, 1), ("is empty",)),
    ],
)
def test_a_broken_matrix_is_told_with_place_and_what_is_allowed(
    tmp_path: Path, broken: str, place: tuple[int, int], parts: tuple[str, ...]
) -> None:
    """Line, column, what was found, what is allowed and the nearest spelling stand in the error."""
    error = complaint(tmp_path, broken)
    assert (error.line, error.column) == place
    assert f"matrix.yaml:{place[0]}:{place[1]}: " in str(error)
    for part in parts:
        assert part in str(error)


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    """Aliases that multiply without end are refused before they fill the memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        inner = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} [{inner}]")
    assert "expands to more than" in str(complaint(tmp_path, "\n".join(lines)))


def test_yaml_cannot_make_python_objects(tmp_path: Path) -> None:
    """A tag that asks for a Python object is refused, not obeyed."""
    error = complaint(tmp_path, "name: !!python/object/apply:os.getcwd []\n")
    assert error.line == 1


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A missing file, a folder and bytes that are no text are told apart."""
    (tmp_path / "bytes.yaml").write_bytes(b"name: \xff\xfe")
    for name, problem in (
        ("missing.yaml", "No such file"),
        ("", "Is a directory"),
        ("bytes.yaml", "is not UTF-8"),
    ):
        with pytest.raises(ConfigError, match=problem):
            load(tmp_path / name, Matrix)


def test_an_unknown_matrix_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt name lists the matrices there are and points at the nearest."""
    (tmp_path / "smoke.yaml").touch()
    (tmp_path / "full.yaml").touch()
    with pytest.raises(ConfigError, match=r"allowed: full, smoke; did you mean 'smoke'\?"):
        find("smok", tmp_path)


def test_a_matrix_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    """A name of the folder and a path of a file both lead to the file."""
    path = tmp_path / "smoke.yaml"
    path.touch()
    assert find("smoke", tmp_path) == path
    assert find(os.fspath(path), tmp_path / "elsewhere") == path


def test_the_error_survives_pickling(tmp_path: Path) -> None:
    """Workers hand errors to their controller, so that every field must travel."""
    error = ConfigError(tmp_path, 3, 9, "found 'x'")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(again), again.line) == (str(error), 3)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_a_matrix_or_a_complaint(text: str) -> None:
    """Whatever stands in the file, reading it ends in a matrix or a `ConfigError`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "matrix.yaml"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        with suppress(ConfigError):
            assert read(path).cells
