"""What a manifest declares: activities, services and receivers, and the intents they answer."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.os.intents import Intent

CATEGORY_DEFAULT: Final = "android.intent.category.DEFAULT"


@dataclass(frozen=True, slots=True)
class Component:
    """A class of a package, such as an activity or a service."""

    package: str
    class_name: str

    def __str__(self) -> str:
        """The short form, ``com.x/.Main``. Source: AOSP ComponentName.flattenToShortString."""
        name = self.class_name
        if name.startswith(self.package + "."):
            name = name[len(self.package) :]
        return f"{self.package}/{name}"

    @property
    def long(self) -> str:
        """The long form, ``com.x/com.x.Main``."""
        return f"{self.package}/{self.class_name}"

    @classmethod
    def parse(cls, text: str) -> Component | None:
        """Read either form; None where it is neither. Source: ComponentName.unflattenFromString."""
        package, slash, name = text.partition("/")
        if not slash or not name:
            return None
        return cls(package, package + name if name.startswith(".") else name)


@dataclass(frozen=True, slots=True)
class IntentFilter:
    """One ``<intent-filter>``.

    Attributes:
        hosts: authorities without their port; empty for any.
        paths: shell patterns made of path, pathPrefix and pathPattern; empty for any.
        auto_verify: whether Android is asked to prove that the hosts are the app's.
    """

    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    auto_verify: bool = False

    def matches(self, intent: Intent) -> bool:
        """Whether it lets an intent through. Source: AOSP IntentFilter.match."""
        return (
            (not intent.action or intent.action in self.actions)
            and set(intent.categories) <= set(self.categories)
            and self._matches_data(intent)
        )

    def _matches_data(self, intent: Intent) -> bool:
        if self.types:
            known = any(fnmatchcase(intent.type, pattern) for pattern in self.types)
            return bool(intent.type) and known and (not intent.data or self._matches_uri(intent))
        if intent.type:
            return False
        return self._matches_uri(intent) if self.schemes else not intent.data

    def _matches_uri(self, intent: Intent) -> bool:
        uri = intent.uri
        if not self.schemes:
            return uri.scheme in {"", "content", "file"}
        if uri.scheme not in self.schemes:
            return False
        if not self.hosts:
            return True
        if not any(_host_matches(host, uri.host) for host in self.hosts):
            return False
        return not self.paths or any(fnmatchcase(uri.path, pattern) for pattern in self.paths)


def _host_matches(pattern: str, host: str) -> bool:
    """A leading asterisk stands for any beginning. Source: AOSP IntentFilter.AuthorityEntry."""
    if pattern.startswith("*"):
        return host.lower().endswith(pattern[1:].lower())
    return host.lower() == pattern.lower()


@dataclass(frozen=True, slots=True)
class Declared:
    """An activity, service or receiver as its manifest declares it.

    Attributes:
        exported: whether others may start it.
        permission: what a caller must hold; empty for nothing.
        launch_mode: number of ``android:launchMode``, 0 for standard.
        target: for an alias the activity that it stands for, else empty.
        affinity: the task it wants to live in; empty for the package's own.
        label: its own label, if it is plain text.
        orientation: which way up it wants the display, as ``ActivityInfo`` names it.
        see_through: whether what is below it stays visible.
    """

    name: str
    exported: bool = False
    permission: str = ""
    enabled: bool = True
    launch_mode: int = 0
    target: str = ""
    affinity: str = ""
    label: str = ""
    orientation: str = "UNSPECIFIED"
    see_through: bool = False
    filters: tuple[IntentFilter, ...] = ()

    def answers(self, intent: Intent) -> bool:
        """Whether one of its filters lets an intent through."""
        return any(each.matches(intent) for each in self.filters)
