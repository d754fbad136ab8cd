"""The files that a checkout ships with are right, each and all."""

from __future__ import annotations

import pytest

from config import accounts, app, lab, locators, matrix, requirements
from config.errors import ConfigError


@pytest.mark.parametrize("path", sorted(matrix.MATRICES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_matrix_is_whole(path: matrix.Path) -> None:  # type: ignore[name-defined]
    """A matrix of the checkout can be read, is named as its file, and its labs are there."""
    read = matrix.read(path)
    assert read.name == path.stem
    assert tuple(lab.read(name).name for name in read.lab) == read.lab


def test_the_catalogue_holds_57_promises() -> None:
    """Every promise of the app stands in the catalogue, and no assumed one blocks a release."""
    catalogue = requirements.read()
    assert len(catalogue) == 57
    assert not [
        id_ for id_, p in catalogue.items() if p.origin == "assumed" and p.level == "blocker"
    ]


def test_every_page_of_the_app_has_locators_for_both_platforms() -> None:
    """What the app shows is the same; the system's own screens have what their system has."""
    for name in locators.names():
        page = locators.read(name)
        both = not name.startswith("system/")
        assert page.elements
        for element, found in page.elements.items():
            sides = [bool(found.on("android")), bool(found.on("ios"))]
            assert all(sides) if both else any(sides), f"{name}: {element}"


def test_an_unknown_page_is_answered_with_the_nearest() -> None:
    """Asking for locators of a page that does not exist lists those that do."""
    with pytest.raises(ConfigError, match=r"did you mean 'login'\?"):
        locators.read("logn")


def test_a_locator_has_exactly_one_strategy() -> None:
    """Two strategies in one locator, or none, are refused."""
    for given in ({}, {"id": "a", "xpath": "//b"}):
        with pytest.raises(ValueError, match="a locator has one strategy"):
            locators.Locator.model_validate(given)


def test_values_fill_the_places_of_a_selector() -> None:
    """A place in braces is filled, everything else stays."""
    locator = locators.Locator(accessibility_id="Chat with {contact}")
    assert locator.filled({"contact": "Mia"}).selector == "Chat with Mia"


def test_passwords_are_references() -> None:
    """No account of the checkout carries a password, and the app is named."""
    assert all(
        role.password == accounts.GENERATED or role.password.startswith("env:")
        for role in accounts.read().roles.values()
    )
    assert app.read().android.package == "com.LeadConnector"
