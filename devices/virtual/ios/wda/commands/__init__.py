"""Every command that WebDriverAgent answers: the ``ROUTES`` of each module of this folder."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.ios.wda.routing import Route

_MODULES: Final = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
ROUTES: Final[tuple[Route, ...]] = tuple(route for module in _MODULES for route in module.ROUTES)
