"""Allure results rendered by the npm package ``allure`` (version 3) to a file to open from disk."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from reports.allure.entry import OUTCOME, PROMISE
from reports.allure.live import ATTEMPT, CELL, TEST
from reports.allure.page import foreign_hosts, safe_page
from reports.atomic import write_atomic
from reports.errors import RenderFailed
from reports.outcomes import BY_SEVERITY, Outcome

_SHOWN_OUTPUT: Final = 2000
"""Characters of what the renderer said, in an error."""


def render(
    results_dir: Path,
    out_html: Path,
    *,
    title: str,
    node: Path,
    allure_main: Path,
    deadline_s: float,
) -> None:
    """Render results to one self-contained page.

    Args:
        results_dir: what the workers wrote and `complete` completed.
        out_html: the page to write.
        title: of the report.
        node: the Node.js executable.
        allure_main: the ``cli.js`` of the package ``allure``.
        deadline_s: seconds that rendering may take.

    Raises:
        RenderFailed: the renderer failed or passed its deadline, or the page would load from or
            lead to a foreign host.
        WriteFailed: the page cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="fleet-allure-") as folder:
        work = Path(folder)
        (work / "allurerc.json").write_text(json.dumps(_config(title)))
        command = [node, allure_main, "generate", results_dir.absolute(), "--cwd", work]
        _run([*map(str, command), "--config", "allurerc.json"], work, results_dir, deadline_s)
        pages = sorted((work / "report").rglob("index.html"))
        if not pages:
            raise RenderFailed(results_dir, "the renderer made no page; are there any results?")
        page = safe_page(pages[0].read_text(encoding="utf-8"))
    hosts = foreign_hosts(page)
    if hosts:
        raise RenderFailed(results_dir, f"the page names foreign hosts: {', '.join(hosts)}")
    write_atomic(out_html, page.encode())


def _run(command: list[str], work: Path, results_dir: Path, deadline_s: float) -> None:
    """Run the renderer with next to no environment: Allure looks there for a CI server to link."""
    environment = {"HOME": str(work), "TMPDIR": str(work), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=deadline_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderFailed(results_dir, f"not done within {deadline_s:g} s") from error
    except OSError as error:
        raise RenderFailed(results_dir, f"cannot start {command[0]}: {error}") from error
    if done.returncode:
        said = done.stdout[-_SHOWN_OUTPUT:].strip()
        raise RenderFailed(results_dir, f"the renderer ended with {done.returncode}", said)


def _config(title: str) -> dict[str, Any]:
    """What Allure reads: https://allurereport.org/docs/v3/configure/ describes it."""
    return {
        "name": title,
        "output": "report",
        "hideLabels": [TEST, CELL, ATTEMPT, "host", "thread"],
        "categories": [
            {
                "name": f"{outcome}: {outcome.meaning}",
                "matchers": {"labels": {OUTCOME: str(outcome)}},
                "expand": True,
            }
            for outcome in BY_SEVERITY
            if outcome is not Outcome.PASS
        ],
        "plugins": {
            "awesome": {
                "options": {
                    "reportName": title,
                    "singleFile": True,
                    "reportLanguage": "en",
                    "groupBy": [PROMISE, "cell"],
                }
            }
        },
    }
