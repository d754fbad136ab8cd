"""The builds that a run is of: one for each platform of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.android.build import read_apk
from devices.build import Build, BuildError
from devices.ios.build import is_ipa, read_ipa
from devices.pool.plan import VIRTUAL
from devices.virtual.app.defects import UnknownDefectError
from devices.virtual.app.skins import UnknownSkinError
from devices.virtual.builds import make_apk
from devices.virtual.builds.ipa import make_ipa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from config.platforms import Platform
    from devices.pool.plan import Cell


def read_build(path: Path) -> Build:
    """Read what a build says of itself; of which kind it is, is seen from what is in it.

    Raises:
        BuildError: it cannot be read, or is neither an APK nor an IPA.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildError(path, f"cannot be read: {error.strerror}") from error
    packed_for_ios = is_ipa(content) or path.suffix.lower() == ".ipa"
    return (read_ipa if packed_for_ios else read_apk)(path, content)


def builds_for(
    cells: Sequence[Cell], given: Sequence[Path], defect: str | None, folder: Path
) -> Mapping[Platform, Build]:
    """The builds that a run is of: those given, else reference builds made in the folder.

    Raises:
        BuildError: a file is no build; two are for one platform, or one for a platform without a
            cell; virtual and other phones would have to run one build; builds and phones do not go
            together; or there is no such defect.
    """
    kinds = {cell.kind for cell in cells}
    if VIRTUAL in kinds and kinds != {VIRTUAL}:
        raise BuildError(
            given[0] if given else folder,
            "a run is of one build, and virtual phones run none but the reference app: leave them "
            f"and {', '.join(sorted(kinds - {VIRTUAL}))} phones to two matrices",
        )
    if given and defect is not None:
        raise BuildError(given[0], "a defect is seeded into a build made here: give one of the two")
    builds = _read(given, {cell.platform for cell in cells})
    for cell in cells:
        if cell.platform not in builds:
            builds[cell.platform] = _reference(cell, folder, defect)
        _check_fits(builds[cell.platform], virtual=cell.kind == VIRTUAL)
    return builds


def reference_build(cell: Cell, folder: Path, defect: str | None = None) -> Build:
    """A build of the reference app for a cell's platform, drawn with the cell's skin.

    Args:
        cell: of the run.
        folder: where the file is made.
        defect: name of the defect that it carries; None for a sound one.

    Raises:
        BuildError: there is no such defect.
    """
    path = folder / ("reference.ipa" if cell.platform == "ios" else "reference.apk")
    make = make_ipa if cell.platform == "ios" else make_apk
    try:
        return read_build(make(path, defect=defect, skin=cell.skin))
    except (UnknownDefectError, UnknownSkinError) as error:
        raise BuildError(path.relative_to(folder), str(error)) from error


def _read(given: Sequence[Path], platforms: AbstractSet[Platform]) -> dict[Platform, Build]:
    builds: dict[Platform, Build] = {}
    for path in given:
        build = read_build(path)
        if build.platform not in platforms:
            raise BuildError(path, f"is for {build.platform}, and no cell of the run is")
        if build.platform in builds:
            raise BuildError(path, f"is the second build for {build.platform}: a run is of one")
        builds[build.platform] = build
    return builds


def _reference(cell: Cell, folder: Path, defect: str | None) -> Build:
    if cell.kind != VIRTUAL:
        problem = f"real phones run your build: name its file for {cell.platform} by --app"
        raise BuildError(folder, problem)
    return reference_build(cell, folder, defect)


def _check_fits(build: Build, *, virtual: bool) -> None:
    """Make sure that virtual phones get the reference app, and no others do.

    Raises:
        BuildError: it is the other way round.
    """
    if build.reference and not virtual:
        problem = "is a build of the reference app, which only virtual phones run"
        raise BuildError(build.path, problem)
    if virtual and not build.reference:
        raise BuildError(
            build.path,
            f"{build.package} is no build of the reference app, and virtual phones run no other; "
            "run your build on real, emulated or cloud phones",
        )
