"""The report, rendered by the real Allure."""

from __future__ import annotations

import base64
import io
import json
import re
import stat
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from devices.host.toolchain import locate
from reports.allure import complete, foreign_hosts, render
from reports.errors import RenderFailed
from reports.evidence import EvidenceStore
from reports.outcomes import Outcome
from reports.secrets import Scrubber, find_secrets
from tests.reports.sample import BANNER, CABLE, LOGIN, SECRET, attempt, written

if TYPE_CHECKING:
    from pathlib import Path

_DATA = re.compile(r'd\("([^"]+)","([A-Za-z0-9+/=]*)"\)')


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on a run with a bit of everything, a planted secret and markup among it."""
    folder = tmp_path_factory.mktemp("run")
    results = folder / "allure-results"
    results.mkdir()
    scrubber = Scrubber([SECRET])
    store = EvidenceStore(folder / "evidence", scrubber)
    taken = store.open(BANNER, CABLE.id, 1)
    picture = io.BytesIO()
    Image.new("RGB", (180, 400), "#2266aa").save(picture, "PNG")
    taken.write_bytes("screenshot.png", picture.getvalue())
    taken.write_text(
        "appium.log", f"typed {SECRET}\n<script src='https://evil.example/x.js'></script>"
    )
    message = f"no banner <img src=https://evil.example/x.png> {SECRET}"
    data = written(
        folder,
        attempt(),
        attempt(cell=CABLE, outcome=Outcome.FAIL, message=message, evidence=taken.keep()),
        attempt(test=LOGIN, outcome=Outcome.INFRA, message="adb is gone"),
        refused="a cable has no console",
    )
    (folder / "journal.jsonl").unlink()  # written without a scrubber by the sample
    complete(results, data, folder / "evidence", scrubber)
    tools = locate()
    render(
        results,
        folder / "report.html",
        title="fleet: smoke",
        node=tools.node,
        allure_main=tools.allure_main,
        deadline_s=120,
    )
    return folder / "report.html"


@pytest.mark.e2e
def test_one_file_without_a_foreign_host(report: Path) -> None:
    """The page names no host, carries the policy in front and is all there is."""
    page = report.read_text(encoding="utf-8")
    assert foreign_hosts(page) == []
    assert "googletagmanager" not in page
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert sorted(path.name for path in report.parent.iterdir()) == [
        "allure-results",
        "evidence",
        "report.html",
    ]


@pytest.mark.e2e
def test_the_report_counts_what_the_journal_counts(report: Path) -> None:
    """The page shows every planned test once, under the outcomes of the journal."""
    data = embedded(report)
    assert "<title> fleet: smoke </title>" in report.read_text(encoding="utf-8")
    statistic = json.loads(data["widgets/statistic.json"])
    assert statistic == {"total": 4, "passed": 1, "failed": 1, "broken": 1, "skipped": 1}
    categories = data["widgets/categories.json"].decode()
    for outcome in (Outcome.FAIL, Outcome.INFRA, Outcome.REFUSED):
        assert f"{outcome}: {outcome.meaning}" in categories
    environment = json.loads(data["widgets/allure_environment.json"])
    assert [line["name"] for line in environment[:3]] == ["Verdict", "Phones", "Build"]
    assert environment[2]["values"] == ["reference app 3.95.0"]


@pytest.mark.e2e
def test_pictures_are_in_the_report(report: Path) -> None:
    """The screenshot of a failed attempt is embedded as it was taken."""
    pictures = [body for name, body in embedded(report).items() if name.endswith(".png")]
    taken = next((report.parent / "evidence").rglob("screenshot.png"))
    assert pictures == [taken.read_bytes()]


@pytest.mark.e2e
def test_no_secret_is_in_anything(report: Path) -> None:
    """A planted secret is found nowhere in the run's folder, and the search would find it."""
    assert find_secrets(report.parent, [SECRET]) == []
    assert report in find_secrets(report.parent, ["adb is gone"])


def test_a_failing_renderer_is_quoted(tmp_path: Path) -> None:
    """When the renderer fails the error says so in its own words, and no page is left."""
    error = _failing(tmp_path, "echo boom; exit 3")
    assert "ended with 3" in error.cause
    assert error.output == "boom"


def test_a_renderer_that_hangs_is_ended(tmp_path: Path) -> None:
    """A renderer that passes its deadline is ended and the error gives the deadline."""
    assert "not done within 0.2 s" in _failing(tmp_path, "exec sleep 60", deadline_s=0.2).cause


def test_a_renderer_that_makes_nothing_is_said(tmp_path: Path) -> None:
    """Success without a page is an error."""
    assert "no page" in _failing(tmp_path, "exit 0").cause


def test_a_page_with_a_foreign_host_is_not_passed_on(tmp_path: Path) -> None:
    """A page that would still load from somewhere is refused, and the host named."""
    page = '<html><head></head><img src="https://evil.example/x"></html>'
    script = f"mkdir report && printf '%s' '{page}' > report/index.html"
    assert "evil.example" in _failing(tmp_path, script).cause


def test_a_missing_node_is_said(tmp_path: Path) -> None:
    """A Node that is not there is an error that names it."""
    with pytest.raises(RenderFailed, match="cannot start"):
        _render(tmp_path, tmp_path / "missing", 5)


def embedded(report: Path) -> dict[str, bytes]:
    """The report's own data by name."""
    found: dict[str, Any] = dict(_DATA.findall(report.read_text(encoding="utf-8")))
    return {name: base64.b64decode(body) for name, body in found.items()}


def _failing(folder: Path, script: str, deadline_s: float = 30) -> RenderFailed:
    """What comes of a renderer that is this shell script."""
    node = folder / "node"
    node.write_text(f"#!/bin/sh\n{script}\n")
    node.chmod(node.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(RenderFailed) as caught:
        _render(folder, node, deadline_s)
    assert not (folder / "report.html").exists()
    return caught.value


def _render(folder: Path, node: Path, deadline_s: float) -> None:
    render(
        folder,
        folder / "report.html",
        title="fleet: smoke",
        node=node,
        allure_main=folder / "cli.js",
        deadline_s=deadline_s,
    )
