"""Which component an intent means: by name, or by what manifests declare."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from devices.virtual.os.components import CATEGORY_DEFAULT, Component, Declared, IntentFilter
from devices.virtual.os.intents import ACTION_MAIN, CATEGORY_LAUNCHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.virtual.os.intents import Intent
    from devices.virtual.os.packages import Package, Packages

_FRONT_DOOR = IntentFilter((ACTION_MAIN,), (CATEGORY_LAUNCHER,))


class ActivityNotFoundError(Exception):
    """No installed package has such an activity."""


class IntentNotResolvedError(ActivityNotFoundError):
    """No activity answers the intent, which names none."""


class Resolver:
    """Looks components up in the manifests of what is installed.

    Args:
        packages: what is installed.
        system: the rows of ``system_activities`` and its like: for packages of the system image,
            whose archives hold no manifest, their activities and the actions that these answer.
    """

    def __init__(self, packages: Packages, *system: Mapping[str, Any]) -> None:
        self._packages = packages
        self._system: dict[str, tuple[Declared, ...]] = {}
        for table in system:
            for name, rows in table.get("packages", {}).items():
                declared = tuple(_of_system(name, row) for row in rows)
                self._system[name] = self._system.get(name, ()) + declared

    def activity(self, component: Component) -> Declared:
        """An activity as it is declared; an alias is followed to its target.

        Raises:
            ActivityNotFoundError: the package is not installed, has no such activity, or it is
                disabled.
        """
        package = self._packages.get(component.package)
        if package is not None:
            for declared in self._activities(package):
                if declared.name == component.class_name and declared.enabled:
                    return declared
        raise ActivityNotFoundError(component.long)

    def launcher(self, name: str) -> Component:
        """The activity behind a package's icon.

        Raises:
            ActivityNotFoundError: the package is not installed or has no icon.
        """
        package = self._packages.get(name)
        found = self.front_door(package) if package is not None else None
        if found is None:
            raise ActivityNotFoundError(name)
        return found

    def front_door(self, package: Package) -> Component | None:
        """The activity behind a package's icon; None where it has no icon."""
        if package.manifest.launch_activity:
            return Component(package.name, package.manifest.launch_activity)
        for declared in self._activities(package):
            if any(_FRONT_DOOR.categories[0] in each.categories for each in declared.filters):
                return Component(package.name, declared.name)
        return None

    def query(self, intent: Intent, *, default_only: bool = True) -> list[Component]:
        """Every activity that answers an intent which names none, the best first.

        What is started without a name must also answer the default category.
        Source: AOSP ActivityTaskSupervisor.resolveIntent, MATCH_DEFAULT_ONLY.
        """
        return [
            Component(package.name, declared.name)
            for package in self._packages.all()
            if not intent.package or intent.package == package.name
            for declared in self._activities(package)
            if declared.enabled
            and any(
                (not default_only or CATEGORY_DEFAULT in each.categories) and each.matches(intent)
                for each in declared.filters
            )
        ]

    def resolve(self, intent: Intent) -> Component:
        """The activity that an intent starts.

        Raises:
            ActivityNotFoundError: the one that it names does not exist.
            IntentNotResolvedError: it names none, and none answers it.
        """
        if intent.component is not None:
            self.activity(intent.component)
            return intent.component
        found = self.query(intent)
        if not found:
            raise IntentNotResolvedError(intent.text(safe_hosts_only=True))
        return found[0]

    def receivers(self, intent: Intent) -> list[Component]:
        """Every receiver that a manifest declares for a broadcast, exported ones only."""
        if intent.component is not None:
            package = self._packages.get(intent.component.package)
            known = package is not None and (
                intent.component.class_name in package.manifest.receivers
            )
            return [intent.component] if known else []
        return [
            Component(package.name, name)
            for package in self._packages.all()
            if not intent.package or intent.package == package.name
            for name in package.manifest.receivers
            if (declared := package.manifest.components.get(name)) is not None
            and declared.answers(intent)
        ]

    def service(self, intent: Intent) -> tuple[Component, Declared] | None:
        """The service that an intent names or that answers it."""
        for package in self._packages.all():
            for name in package.manifest.services:
                declared = package.manifest.components.get(name, Declared(name, exported=True))
                component = Component(package.name, name)
                if intent.component == component or (
                    intent.component is None
                    and intent.package in {"", package.name}
                    and declared.answers(intent)
                ):
                    return component, declared
        return None

    def _activities(self, package: Package) -> Iterator[Declared]:
        manifest = package.manifest
        if not package.runs:
            return
        for name in filter(package.has, manifest.activities):
            declared = manifest.components.get(name) or _undeclared(
                name, front_door=name == manifest.launch_activity
            )
            # What the shell enabled is enabled, whatever the manifest says.
            yield declared if declared.enabled else replace(declared, enabled=True)
        yield from self._system.get(package.name, ())


def _undeclared(name: str, *, front_door: bool) -> Declared:
    return Declared(name, exported=True, filters=(_FRONT_DOOR,) if front_door else ())


def _of_system(package: str, row: Mapping[str, Any]) -> Declared:
    name = row["name"]
    categories = (CATEGORY_DEFAULT, *row.get("categories", ()))
    schemes = tuple(row.get("schemes", ()))
    filters = [IntentFilter((action,), categories, schemes) for action in row.get("actions", ())]
    if row.get("launcher"):
        filters.append(_FRONT_DOOR)
    return Declared(
        package + name if name.startswith(".") else name,
        exported=row.get("exported", True),
        label=row.get("label", ""),
        see_through=row.get("see_through", False),
        filters=tuple(filters),
    )
