"""Locators against pages: each has the other, and what is used is written, for each platform."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pages
from config import locators
from config.errors import ConfigError, nearest
from config.platforms import PLATFORMS
from config.yaml_file import complain, load
from pages.page import Page
from pages.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What a step's parameter is called that names an element.
_NAMING: Final = {"element", "area"}
SYSTEM: Final = "system/"
"""How the names of the system's own pages begin."""
_PAGES: Final = Path(pages.__file__).parent


@dataclass(frozen=True, slots=True)
class Use:
    """An element that a page names, and where."""

    element: str
    path: Path
    line: int
    column: int


def regions() -> dict[str, type[Region]]:
    """Every page and region by the name of its locator file."""
    for module in pkgutil.walk_packages(pages.__path__, "pages."):
        importlib.import_module(module.name)
    found: dict[str, type[Region]] = {}
    waiting: list[type[Region]] = [Region]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if "NAME" in vars(kind):
                found[kind.NAME] = kind
    return found


def page_complaints() -> Iterator[ConfigError]:
    """Locator files without a page, pages without a file, elements or sides not written."""
    known = regions()
    for path in sorted(locators.LOCATORS.rglob("*.yaml")):
        page = locators.page_of(path)
        if page not in known:
            problem = f"there is no page {page!r}; {nearest(page, known)}"
            yield ConfigError(path, 1, 1, problem)
        elif locators.is_skins(path):
            yield from _strangers(path)
        elif not page.startswith(SYSTEM):
            yield from _one_sided(path)
    for name, kind in known.items():
        yield from _missing(name, kind)


def _strangers(path: Path) -> Iterator[ConfigError]:
    """Elements of a skin that the page's own file does not have: misspelt, most of the time."""
    own = locators.read(locators.page_of(path)).elements
    skin = load(path, locators.PageLocators)
    for element in skin.elements:
        if element not in own:
            problem = f"the page has no element {element!r}; {nearest(element, own)}"
            yield complain(path, ("elements", element), problem)


def _one_sided(path: Path) -> Iterator[ConfigError]:
    """Elements of the app's own that a platform has no locator for; the systems' differ."""
    for element, sides in load(path, locators.PageLocators).elements.items():
        for platform in PLATFORMS:
            if not sides.on(platform):
                problem = f"{element!r} has no locator on {platform}"
                yield complain(path, ("elements", element), problem)


def _missing(name: str, kind: type[Region]) -> Iterator[ConfigError]:
    path = locators.LOCATORS / f"{name}.yaml"
    if not path.is_file():
        yield ConfigError(locators.LOCATORS, 0, 0, f"the page {name!r} has no locator file")
        return
    for skin in locators.skins():
        written = locators.read(name, skin).elements
        for use in _uses(kind):
            if use.element not in written:
                problem = f"{path.name} has no element {use.element!r}; "
                problem += nearest(use.element, written)
                yield ConfigError(use.path, use.line, use.column, problem)
        if issubclass(kind, Page) and kind.SCREEN not in written:
            problem = f"the page is known by {kind.SCREEN!r}, which is not among its elements"
            yield ConfigError(path, 1, 1, problem)


def _uses(kind: type[Region]) -> Iterator[Use]:
    """The elements that a page's own steps name."""
    path = _PAGES.parent / Path(*kind.__module__.split(".")).with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    steps = _steps(kind)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            for call in ast.walk(node):
                yield from _uses_of(call, steps, path)


def _steps(kind: type[Region]) -> dict[str, list[int]]:
    """The steps that a page has, inherited ones as well: which arguments name elements."""
    return {
        name: [
            place
            for place, parameter in enumerate(list(inspect.signature(step).parameters)[1:])
            if parameter in _NAMING
        ]
        for name, step in inspect.getmembers(kind, inspect.isfunction)
    }


def _uses_of(node: ast.AST, steps: Mapping[str, list[int]], path: Path) -> Iterator[Use]:
    """The elements that one call names as they are; what is said by a variable is not known."""
    if not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "self"
    ):
        return
    for place in steps.get(node.func.attr, ()):
        named = node.args[place] if place < len(node.args) else None
        if isinstance(named, ast.Constant) and isinstance(named.value, str):
            yield Use(named.value, path, named.lineno, named.col_offset + 1)
