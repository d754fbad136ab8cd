"""Allure results as a worker writes them, by a real pytest run with the real allure-pytest."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reports.secrets import Scrubber, find_secrets
from tests.reports.sample import SECRET

if TYPE_CHECKING:
    from pathlib import Path

_PLUGIN = f"""
from pathlib import Path
import pytest
from reports.allure import LiveResults
from reports.secrets import Scrubber

LIVE = pytest.StashKey()

def pytest_configure(config):
    config.stash[LIVE] = LiveResults.install(config, Path("results"), Scrubber([{SECRET!r}]))

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if "stray" not in item.name:
        cell = item.callspec.params["cell"]
        item.config.stash[LIVE].begin(item.nodeid.partition("[")[0], cell, 1)
"""

_TESTS = f"""
from pathlib import Path
import allure, pytest
from reports.allure import attach_evidence

SECRET = {SECRET!r}

@pytest.mark.parametrize("cell", ["cell-a", "cell-b"])
def test_appears(cell):
    pass

@pytest.mark.parametrize("cell", ["cell-a"])
def test_leaks(cell):
    print(SECRET)
    allure.dynamic.parameter("password", SECRET)
    with allure.step("types " + SECRET):
        allure.attach(SECRET, "typed", allure.attachment_type.TEXT)
    assert SECRET == "what the screen shows"

@pytest.mark.parametrize("cell", ["cell-a"])
def test_attaches(cell):
    allure.dynamic.description_html("<script>evil()</script>")
    allure.attach("<script>evil()</script>", "page", allure.attachment_type.HTML)
    allure.attach("<svg onload='evil()'/>", "picture", allure.attachment_type.SVG)
    attach_evidence(Path("evidence"))

def test_stray():
    pass
"""


@dataclass(frozen=True)
class Run:
    """What a run left."""

    folder: Path
    results: list[dict[str, Any]]

    def result(self, name: str) -> dict[str, Any]:
        """The only result whose name begins so."""
        (found,) = [result for result in self.results if result["name"].startswith(name)]
        return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of the tests above."""
    folder = tmp_path_factory.mktemp("run")
    evidence = folder / "evidence"
    evidence.mkdir()
    for name in ("screenshot.png", "logcat.txt", "source.xml", "page.html", ".part"):
        (evidence / name).write_bytes(b"content of " + name.encode())
    done = _pytest(folder)
    assert done.returncode == 1, done.stdout
    paths = (folder / "results").glob("*-result.json")
    return Run(folder / "results", [json.loads(path.read_bytes()) for path in paths])


def test_each_result_names_its_attempt(run: Run) -> None:
    """A result carries test, cell and attempt, and one that belongs to none carries nothing."""
    keys = {
        tuple(v["value"] for v in result["labels"] if v["name"].startswith("fleet."))
        for result in run.results
    }
    assert keys == {
        ("test_sample.py::test_appears", "cell-a", "1"),
        ("test_sample.py::test_appears", "cell-b", "1"),
        ("test_sample.py::test_leaks", "cell-a", "1"),
        ("test_sample.py::test_attaches", "cell-a", "1"),
        (),
    }


def test_no_secret_is_written(run: Run) -> None:
    """Parameters, steps, failed locals, captured output and attachments hold no secret."""
    assert find_secrets(run.folder, [SECRET]) == []
    leaked = run.result("test_leaks")
    assert leaked["steps"][0]["name"] == "types ****"
    assert "what the screen shows" in leaked["statusDetails"]["message"]
    assert Scrubber([SECRET]).scrub(SECRET) == "****"


def test_markup_is_stored_as_text(run: Run) -> None:
    """HTML and SVG, attached or as description, do not reach the report as such."""
    result = run.result("test_attaches")
    attached = {
        a["name"]: (a["type"], a["source"].rpartition(".")[2]) for a in result["attachments"]
    }
    assert attached["page"] == attached["picture"] == ("text/plain", "txt")
    assert "descriptionHtml" not in result
    assert not [path for path in run.folder.iterdir() if path.suffix in {".html", ".svg"}]


def test_evidence_is_attached(run: Run) -> None:
    """The pictures and texts of an evidence folder are attached with their types."""
    result = run.result("test_attaches")
    files = {a["name"]: a for a in result["attachments"]}
    assert {n: files[n]["type"] for n in ("screenshot.png", "logcat.txt", "source.xml")} == {
        "screenshot.png": "image/png",
        "logcat.txt": "text/plain",
        "source.xml": "application/xml",
    }
    assert "page.html" not in files
    stored = run.folder / files["screenshot.png"]["source"]
    assert stored.read_bytes() == b"content of screenshot.png"


def test_a_folder_of_the_users_is_refused(tmp_path: Path) -> None:
    """Given --alluredir as well, the run says that it cannot be had, and why."""
    done = _pytest(tmp_path, "--alluredir=elsewhere")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--alluredir cannot be given" in done.stdout
    assert not (tmp_path / "results").exists()


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "sample_plugin.py").write_text(_PLUGIN)
    (folder / "test_sample.py").write_text(_TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "sample_plugin",
            "-p",
            "no:cacheprovider",
            *arguments,
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
