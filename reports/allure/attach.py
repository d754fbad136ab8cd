"""Evidence into the Allure result of the test that is running."""

from __future__ import annotations

from typing import TYPE_CHECKING

import allure

from reports.allure.media import attachable, type_of

if TYPE_CHECKING:
    from pathlib import Path


def attach_evidence(folder: Path) -> None:
    """Attach the files of an evidence folder, in order of their names.

    Does nothing where no Allure result is open. What is no evidence is left out.
    """
    for file in sorted(folder.iterdir()):
        if attachable(file):
            allure.attach.file(  # type: ignore[no-untyped-call] # allure leaves it unannotated
                file,
                name=file.name,
                attachment_type=type_of(file.name),
                extension=file.suffix[1:].lower(),
            )
