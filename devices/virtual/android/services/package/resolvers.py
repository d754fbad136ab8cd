"""The resolver tables of `dumpsys package`: which component answers which intent.

Source: AOSP com.android.server.IntentResolver.dump, IntentFilter.dump.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from devices.virtual.os.components import Component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.components import IntentFilter
    from devices.virtual.os.packages import Package

_TITLES: Final = ("Activity", "Receiver", "Service")


def resolver_tables(phone: Phone, only: Package | None) -> list[str]:
    """The tables of activities, receivers and services, of one package or of all."""
    packages = phone.packages.all() if only is None else [only]
    tables = []
    for title in _TITLES:
        table = "\n".join(_table(packages, title))
        if table:
            tables.append(f"{title} Resolver Table:\n{table}")
    return tables


def _table(packages: list[Package], title: str) -> Iterator[str]:
    entries = list(_entries(packages, title))
    sections = {
        "Full MIME Types": [(t, c, f) for c, f in entries for t in f.types],
        "Schemes": [(s, c, f) for c, f in entries for s in f.schemes],
        "Non-Data Actions": [
            (a, c, f) for c, f in entries if not (f.schemes or f.types) for a in f.actions
        ],
        "MIME Typed Actions": [(a, c, f) for c, f in entries if f.types for a in f.actions],
    }
    for name, rows in sections.items():
        if not rows:
            continue
        yield f"  {name}:"
        for key in dict.fromkeys(row[0] for row in rows):
            yield f"      {key}:"
            for _, component, each in (row for row in rows if row[0] == key):
                yield f"        {_token(component)} {component} filter {_token(component, each)}"
                yield from _filter(each)


def _entries(packages: list[Package], title: str) -> Iterator[tuple[Component, IntentFilter]]:
    for package in packages:
        manifest = package.manifest
        names = {
            "Activity": manifest.activities,
            "Receiver": manifest.receivers,
            "Service": manifest.services,
        }[title]
        for name in names:
            declared = manifest.components.get(name)
            for each in declared.filters if declared else ():
                yield Component(package.name, name), each


def _filter(each: IntentFilter) -> Iterator[str]:
    for action in each.actions:
        yield f'          Action: "{action}"'
    for category in each.categories:
        yield f'          Category: "{category}"'
    for scheme in each.schemes:
        yield f'          Scheme: "{scheme}"'
    for host in each.hosts:
        yield f'          Authority: "{host}": -1'
    for path in each.paths:
        yield f'          Path: "PatternMatcher{{GLOB: {path}}}"'
    for kind in each.types:
        yield f'          Type: "{kind}"'
    if each.auto_verify:
        yield "          AutoVerify=true"


def _token(*words: object) -> str:
    return f"{zlib.crc32(' '.join(map(str, words)).encode()) & 0xFFFFFFF:x}"
