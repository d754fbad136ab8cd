"""From a matrix to cells: which phone stands for which cell of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config import app
from config.errors import nearest
from config.versions import UnknownVersionError, expand
from config.yaml_file import complain
from devices.pool.plan import VIRTUAL, Cell, PhoneFacts, Release, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from config.ledger import Transport
    from config.matrix import CellRequest, Matrix
    from config.platforms import Platform
    from config.yaml_file import Place


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A phone that fits, and how it would be attached."""

    lab: str
    name: str
    phone: PhoneFacts
    attach: str

    @property
    def transport(self) -> Transport:
        return self.phone.transports[self.phone.attaches.index(self.attach)]


@dataclass(slots=True)
class _Wish:
    """One cell to be found a phone for."""

    place: Place
    request: CellRequest
    version: str | None
    candidates: list[_Candidate] = field(default_factory=list)


class Resolver:
    """Finds a phone for every line of a matrix.

    Args:
        matrix: what the user wrote.
        source: the file it was read from, for complaints.
        labs: the phones of every lab that it names, by lab and name.
        releases: those that are known of each platform, oldest first.
    """

    def __init__(
        self,
        matrix: Matrix,
        source: Path,
        labs: Mapping[str, Mapping[str, PhoneFacts]],
        releases: Mapping[Platform, Sequence[Release]],
    ) -> None:
        self._matrix = matrix
        self._source = source
        self._labs = labs
        self._releases = releases
        self._warnings: list[str] = []

    def resolve(self) -> Resolution:
        """The cells, in the matrix's order.

        Raises:
            ConfigError: nothing fits, something is not known, or a cell or phone stands twice.
        """
        wishes = [wish for wish in self._wishes() if self._is_possible(wish)]
        found = self._share_out(wishes)
        cells: dict[str, Cell] = {}
        for wish, candidate in found:
            supported = self._is_supported(wish.request, candidate.phone)
            cell = _cell(wish.request, candidate, supported=supported)
            if cell.id in cells:
                problem = f"the cell {cell.id} stands in the matrix twice: give one of them an id"
                raise complain(self._source, wish.place, problem)
            cells[cell.id] = cell
            self._warn_of_new_release(cell)
        if not cells:
            raise complain(self._source, ("cells",), "no cell of the matrix is left to run")
        self._one_skin(wishes)
        return Resolution(tuple(cells.values()), tuple(self._warnings))

    def _wishes(self) -> Iterator[_Wish]:
        for index, request in enumerate(self._matrix.cells):
            place: Place = ("cells", index)
            for version in self._versions(request, place):
                wish = _Wish(place, request, version)
                wish.candidates += self._candidates(request, version)
                yield wish

    def _versions(self, request: CellRequest, place: Place) -> tuple[str | None, ...]:
        if request.versions is None:
            return (None,)
        platform = request.platform or "android"
        known = [release.version for release in self._known(request, platform)]
        found: list[str | None] = []
        for index, written in enumerate(request.versions):
            try:
                several = written == "all" or ".." in written
                found += expand(written, _supported(known, platform) if several else known)
            except UnknownVersionError as error:
                problem = f"versions: {error}"
                raise complain(self._source, (*place, "versions", index), problem) from None
        return tuple(found)

    def _is_supported(self, request: CellRequest, phone: PhoneFacts) -> bool:
        """Whether the app runs on a phone's release: it is no older than the oldest one."""
        oldest = app.read().on(phone.platform).oldest
        releases = self._known(request, phone.platform)
        known = {release.version: release.api_level for release in releases}
        return phone.api_level >= known.get(oldest, 0)

    def _known(self, request: CellRequest, platform: Platform) -> list[Release]:
        """What is known of a platform, and what the labs have beyond it, oldest first."""
        known = {release.version: release for release in self._releases.get(platform, ())}
        newest = max((release.api_level for release in known.values()), default=0)
        for phone in self._phones(request):
            if phone.phone.platform == platform and phone.phone.api_level > newest:
                beyond = Release(phone.phone.version, phone.phone.api_level)
                known.setdefault(beyond.version, beyond)
        return sorted(known.values(), key=lambda release: release.api_level)

    def _lab_names(self, request: CellRequest) -> tuple[str, ...]:
        return (request.lab,) if request.lab else self._matrix.lab

    def _phones(self, request: CellRequest) -> Iterator[_Candidate]:
        for lab in self._lab_names(request):
            for name, phone in self._labs[lab].items():
                attach = request.attach or phone.attaches[0]
                if attach in phone.attaches:
                    yield _Candidate(lab, name, phone, attach)

    def _candidates(self, request: CellRequest, version: str | None) -> list[_Candidate]:
        """Those that fit, newest release first, and phones before tablets."""
        found = [
            candidate
            for candidate in self._phones(request)
            if version in {None, candidate.phone.version}
            and request.device in {None, candidate.name}
            and _fits(request, candidate.phone)
        ]
        return sorted(found, key=lambda one: (-one.phone.api_level, one.phone.form != "phone"))

    def _is_possible(self, wish: _Wish) -> bool:
        """Whether some phone fits; an optional cell without one is told and left out.

        Raises:
            ConfigError: a required one has none.
        """
        if wish.candidates:
            return True
        problem = self._nothing(wish)
        if wish.request.required:
            key = "device" if wish.request.device else "platform"
            raise complain(self._source, (*wish.place, key), problem)
        self._warnings.append(f"not covered: {problem}")
        return False

    def _nothing(self, wish: _Wish) -> str:
        request = wish.request
        labs = " or ".join(map(repr, self._lab_names(request)))
        phones = {candidate.name: candidate.phone for candidate in self._phones(request)}
        device = request.device
        if device is not None and device not in phones:
            return f"device: the lab {labs} has no phone {device!r}; {nearest(device, phones)}"
        if device is not None:
            found, wanted = _described(phones[device]), _wanted(request, None)
            return f"device: {device} of the lab {labs} is {found}; wanted is {wanted}"
        there = ", ".join(sorted({_described(phone) for phone in phones.values()})) or "nothing"
        return f"no phone of the lab {labs} is {_wanted(request, wish.version)}; there is {there}"

    def _share_out(self, wishes: list[_Wish]) -> list[tuple[_Wish, _Candidate]]:
        """A phone for every wish, none for two, where there is any way to do so.

        Kuhn's algorithm: a wish may take a phone whose wish can be given another one.

        Raises:
            ConfigError: a required cell is left without; an optional one is told.
        """
        owners: dict[tuple[str, str], int] = {}
        chosen: dict[int, _Candidate] = {}

        def place(number: int, tried: set[tuple[str, str]]) -> bool:
            for candidate in wishes[number].candidates:
                key = (candidate.lab, candidate.name)
                if not candidate.phone.copies:
                    if key in tried:
                        continue
                    tried.add(key)
                    if key in owners and not place(owners[key], tried):
                        continue
                    owners[key] = number
                chosen[number] = candidate
                return True
            return False

        order = sorted(range(len(wishes)), key=lambda n: not wishes[n].request.required)
        for number in order:
            if not place(number, set()):
                self._none_left(wishes[number])
        return [(wish, chosen[n]) for n, wish in enumerate(wishes) if n in chosen]

    def _none_left(self, wish: _Wish) -> None:
        names = ", ".join(candidate.name for candidate in wish.candidates)
        wanted = _wanted(wish.request, wish.version)
        problem = f"a phone is wanted that is {wanted}; {names} already stands for another cell"
        if wish.request.required:
            raise complain(self._source, wish.place, problem)
        self._warnings.append(f"not covered: {problem}")

    def _warn_of_new_release(self, cell: Cell) -> None:
        known = self._releases.get(cell.platform, ())
        newest = max(known, key=lambda release: release.api_level, default=None)
        if newest is not None and cell.api_level > newest.api_level:
            self._warnings.append(
                f"{cell.id}: {cell.platform} {cell.version} is newer than anything known; what is "
                f"known of {newest.version} is used, unsure"
            )

    def _one_skin(self, wishes: list[_Wish]) -> None:
        """A run is of one build a platform, and a build has one skin."""
        first = wishes[0].request
        for wish in wishes:
            if wish.request.skin != first.skin:
                problem = f"skin: a run is of one build, and the cells above are {first.skin!r}"
                raise complain(self._source, (*wish.place, "skin"), problem)


def _supported(known: list[str], platform: Platform) -> list[str]:
    """Those that the app runs on: an open range means no others."""
    oldest = app.read().on(platform).oldest
    return known[known.index(oldest) :] if oldest in known else known


def _fits(request: CellRequest, phone: PhoneFacts) -> bool:
    """Whether a phone is what a line asks for; versions, name and attachment aside."""
    kinds = request.kind
    return (
        (phone.kind in kinds if kinds else phone.kind != VIRTUAL)
        and request.platform in {None, phone.platform}
        and request.form in {None, phone.form}
        and request.locale in {None, phone.locale}
        and set(request.tags) <= set(phone.tags)
    )


def _wanted(request: CellRequest, version: str | None) -> str:
    """A line in words."""
    kind = " or ".join(request.kind) if request.kind else "anything but virtual"
    parts = [kind, request.platform, version, request.form]
    parts += [f"attached as {request.attach}" if request.attach else None, request.locale]
    parts += [f"tagged {tag}" for tag in request.tags]
    return " ".join(part for part in parts if part)


def _described(phone: PhoneFacts) -> str:
    words = [phone.kind, phone.platform, phone.version, phone.form if phone.form != "phone" else ""]
    return " ".join(word for word in (*words, *phone.tags) if word)


def _cell(request: CellRequest, found: _Candidate, *, supported: bool) -> Cell:
    phone = found.phone
    return Cell(
        id=request.id or _id(request, found),
        device=found.name,
        kind=phone.kind,
        platform=phone.platform,
        version=phone.version,
        api_level=phone.api_level,
        attach=found.attach,
        required=request.required,
        lab=found.lab,
        transport=found.transport,
        skin=request.skin,
        locale=phone.locale,
        form=phone.form,
        column=phone.column,
        crm=phone.crm,
        suites=request.suites,
        supported=supported,
    )


def _id(request: CellRequest, found: _Candidate) -> str:
    """What the cell is, never which phone stands for it: history outlives a swap of phones."""
    phone = found.phone
    release = f"{phone.platform}-{phone.version}"
    virtual = phone.kind == VIRTUAL
    parts = [f"{release}-{found.attach}" if virtual else f"{phone.kind}-{release}", *request.tags]
    parts += [phone.form] if phone.form != "phone" else []
    parts += [request.locale] if request.locale else []
    parts += [request.skin] if request.skin != "native" else []
    return "-".join(parts)
