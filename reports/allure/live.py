"""Allure results written by the workers while the tests run."""

from __future__ import annotations

import contextlib
import json
import uuid
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attr
import pytest
from allure_commons import hookimpl, plugin_manager
from allure_commons.model2 import Label
from allure_pytest.listener import AllureListener

from reports.allure.media import PICTURES, safe_name, type_of
from reports.atomic import write_atomic
from reports.errors import WriteFailed

if TYPE_CHECKING:
    from reports.secrets import Scrubber

TEST: Final = "fleet.test"
CELL: Final = "fleet.cell"
ATTEMPT: Final = "fleet.attempt"
"""Labels that tie a result to its attempt in the journal."""


class LiveResults:
    """Writes what allure-pytest reports, in place of its own file logger.

    That one writes each parameter, failed local and captured line in clear text, and HTML as
    HTML. Here known secrets are masked, markup is stored as text, and each result is tied to its
    attempt.
    """

    def __init__(self, results_dir: Path, scrubber: Scrubber) -> None:
        self._results_dir = results_dir
        self._scrubber = scrubber
        self._attempt: tuple[str, str, int] | None = None

    @classmethod
    def install(cls, config: pytest.Config, results_dir: Path, scrubber: Scrubber) -> LiveResults:
        """Begin to write results, until pytest's configuration is torn down.

        Raises:
            UsageError: ``--alluredir`` was given: two listeners would write everything twice.
        """
        if config.option.allure_report_dir:
            raise pytest.UsageError(
                f"--alluredir cannot be given: a run writes its Allure results to {results_dir}"
            )
        results_dir.mkdir(parents=True, exist_ok=True)
        live, listener = cls(results_dir, scrubber), AllureListener(config)
        config.pluginmanager.register(listener, "allure_listener")
        for plugin in (listener, live):
            plugin_manager.register(plugin)
            config.add_cleanup(partial(plugin_manager.unregister, plugin))
        return live

    def begin(self, test: str, cell: str, attempt: int) -> None:
        """The result that is written next belongs to this attempt."""
        self._attempt = (test, cell, attempt)

    @hookimpl
    def report_result(self, result: Any) -> None:  # noqa: ANN401 - allure_commons has no types
        """A test has ended."""
        if self._attempt is not None:
            keys = zip((TEST, CELL, ATTEMPT), self._attempt, strict=True)
            result.labels.extend(Label(name=name, value=str(value)) for name, value in keys)
            self._attempt = None
        self._write_item(result)

    @hookimpl
    def report_container(self, container: Any) -> None:  # noqa: ANN401 - allure_commons has no types
        """The fixtures of some tests have ended."""
        self._write_item(container)

    @hookimpl
    def report_globals(self, globals_item: Any) -> None:  # noqa: ANN401 - allure_commons has no types
        """Something was attached to the run as a whole."""
        self._write_item(globals_item)

    @hookimpl
    def report_attached_file(self, source: str | Path, file_name: str) -> None:
        """A file was attached."""
        self._write_attachment(Path(source).read_bytes(), file_name)

    @hookimpl
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """A text or picture was attached."""
        self._write_attachment(body.encode() if isinstance(body, str) else body, file_name)

    def _write(self, name: str, data: bytes) -> None:
        """Write a file; what cannot be written costs no test: the journal has it, and says so."""
        with contextlib.suppress(WriteFailed):
            write_atomic(self._results_dir / name, data)

    def _write_attachment(self, data: bytes, file_name: str) -> None:
        name = safe_name(file_name)
        if Path(name).suffix.lower() not in PICTURES:
            data = self._scrubber.scrub(data.decode(errors="replace")).encode()
        self._write(name, data)

    def _write_item(self, item: Any) -> None:  # noqa: ANN401 - allure_commons has no types
        content = attr.asdict(item, filter=lambda _, value: value or value is False)
        safe = _without_markup(self._scrubber.scrub_value(content))
        name = item.file_pattern.format(prefix=uuid.uuid4())
        self._write(name, json.dumps(safe, ensure_ascii=False).encode())


def _without_markup(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Attachments under their safe names and types; no descriptions in HTML."""
    if isinstance(value, list):
        return [_without_markup(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {k: _without_markup(item) for k, item in value.items() if k != "descriptionHtml"}
    if "source" in kept:
        kept["source"] = safe_name(kept["source"])
        kept["type"] = type_of(kept["source"])
    return kept
