"""`pm resolve-activity`, `query-activities`, `query-services`, `query-receivers`, app links.

Source: AOSP PackageManagerShellCommand, ResolveInfo.dump, DomainVerificationShell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import Arguments
from devices.virtual.android.services.intent_arguments import parse_intent
from devices.virtual.android.services.java import boolean
from devices.virtual.os.components import CATEGORY_DEFAULT, Component, Declared
from devices.virtual.os.resolving import ActivityNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.services.arguments import Handler
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.packages import Package

# How well an intent fits: with data it is the scheme that fits, without only the categories.
# Source: AOSP IntentFilter, MATCH_CATEGORY_EMPTY, MATCH_CATEGORY_SCHEME, MATCH_ADJUSTMENT_NORMAL.
_MATCH_EMPTY: Final = 0x108000
_MATCH_SCHEME: Final = 0x208000
_MATCH_HOST: Final = 0x308000
_MATCH_TYPE: Final = 0x608000
_VIEW: Final = "android.intent.action.VIEW"


@dataclass(frozen=True, slots=True)
class _Query:
    """An intent, and whether to print what answers in brief or only by name."""

    intent: Intent
    brief: bool
    components: bool


def _parse(words: Arguments) -> _Query:
    left, brief, components = [""], False, False
    while (word := words.word()) is not None:
        if word == "--brief":
            brief = True
        elif word == "--components":
            components = True
        elif word == "--query-flags":
            words.decoded()
        else:
            left.append(word)
    intent, _ = parse_intent(Arguments(tuple(left)))
    return _Query(intent, brief, components)


async def _resolve_activity(call: Call, words: Arguments) -> int:
    query = _parse(words)
    found = _activities(call, query.intent)
    if not found:
        await call.print("No activity found")
        return 0
    await call.print("\n".join(_describe(call, query, found[0], "")))
    return 0


def _activities(call: Call, intent: Intent) -> list[Component]:
    resolver = call.phone.activities.resolver
    if intent.component is not None:
        try:
            resolver.activity(intent.component)
        except ActivityNotFoundError:
            return []
        return [intent.component]
    return resolver.query(intent, default_only=False)


async def _query_activities(call: Call, words: Arguments) -> int:
    query = _parse(words)
    return await _list(call, query, _activities(call, query.intent), "activities")


async def _query_services(call: Call, words: Arguments) -> int:
    query = _parse(words)
    return await _list(call, query, list(_others(call, query.intent, "services")), "services")


async def _query_receivers(call: Call, words: Arguments) -> int:
    query = _parse(words)
    return await _list(call, query, list(_others(call, query.intent, "receivers")), "receivers")


def _others(call: Call, intent: Intent, kind: str) -> Iterator[Component]:
    for package in call.phone.packages.all():
        manifest = package.manifest
        if not package.runs or intent.package not in {"", package.name}:
            continue
        for name in manifest.services if kind == "services" else manifest.receivers:
            component = Component(package.name, name)
            declared = manifest.components.get(name)
            answers = intent.component is None and declared is not None and declared.answers(intent)
            if package.has(name) and (intent.component == component or answers):
                yield component


_SINGULAR: Final = {"activities": "Activity", "services": "Service", "receivers": "Receiver"}


async def _list(call: Call, query: _Query, found: list[Component], kind: str) -> int:
    if not found:
        await call.print(f"No {kind} found")
        return 0
    lines = [] if query.components else [f"{len(found)} {kind} found:"]
    for number, component in enumerate(found):
        if not query.components:
            lines.append(f"  {_SINGULAR[kind]} #{number}:")
        lines += _describe(call, query, component, "" if query.components else "    ")
    await call.print("\n".join(lines))
    return 0


def _describe(call: Call, query: _Query, component: Component, prefix: str) -> list[str]:
    package = call.phone.packages.get(component.package)
    assert package is not None
    declared = package.manifest.components.get(
        component.class_name, Declared(component.class_name, exported=True)
    )
    default = package.system or any(
        CATEGORY_DEFAULT in each.categories and each.matches(query.intent)
        for each in declared.filters
    )
    first = (
        f"{prefix}priority=0 preferredOrder=0 match=0x{_match(query.intent):x} specificIndex=-1"
        f" isDefault={boolean(default)}"
    )
    if query.components:
        return [f"{prefix}{component}"]
    if query.brief:
        return [first, f"{prefix}{component}"]
    kind = "ServiceInfo" if component.class_name in package.manifest.services else "ActivityInfo"
    return [first, f"{prefix}{kind}:", *_info(package, declared, prefix + "  ")]


def _match(intent: Intent) -> int:
    if intent.component is not None:
        return 0
    if intent.type:
        return _MATCH_TYPE
    if intent.data:
        return _MATCH_HOST if intent.uri.host else _MATCH_SCHEME
    return _MATCH_EMPTY


def _info(package: Package, declared: Declared, prefix: str) -> list[str]:
    manifest = package.manifest
    enabled = boolean(package.has(declared.name))
    runs, exported = boolean(package.runs), boolean(declared.exported)
    lines = [
        f"name={declared.name}",
        f"packageName={package.name}",
        f"enabled={enabled} exported={exported} directBootAware=false",
        f"taskAffinity={declared.affinity or package.name}",
        f"targetActivity={declared.target or 'null'} persistableMode=PERSIST_ROOT_ONLY",
        f"launchMode={declared.launch_mode} flags=0x0 theme=0x0",
        "ApplicationInfo:",
        f"  packageName={package.name}",
        f"  processName={package.name}",
        f"  uid={package.uid} theme=0x0",
        f"  sourceDir={package.path}",
        f"  dataDir=/data/user/0/{package.name}",
        f"  enabled={runs} minSdkVersion={manifest.min_sdk}",
        f"  targetSdkVersion={manifest.target_sdk} versionCode={manifest.version_code}",
    ]
    return [prefix + line for line in lines]


async def _get_app_links(call: Call, words: Arguments) -> int:
    while words.option() == "--user":
        words.user()
    name = words.word()
    listed = call.phone.packages.all()
    if name is not None:
        found = call.phone.packages.get(name)
        if found is None:
            await call.print(f"Package {name} not found")
            return 1
        listed = [found]
    for package in listed:
        hosts = sorted(set(_verified_hosts(package)))
        if hosts:
            certificates = ", ".join(_fingerprint(digest) for digest in package.certificates)
            states = "\n".join(f"      {host}: none" for host in hosts)
            await call.print(
                f"  {package.name}:\n    ID: 00000000-0000-0000-0000-{package.uid:012d}\n"
                f"    Signatures: [{certificates}]\n    Domain verification state:\n{states}"
            )
    return 0


def _verified_hosts(package: Package) -> Iterator[str]:
    for declared in package.manifest.components.values():
        for each in declared.filters:
            if each.auto_verify and _VIEW in each.actions and {"http", "https"} & set(each.schemes):
                yield from each.hosts


def _fingerprint(digest: str) -> str:
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2)).upper()


SUB_COMMANDS: Final[dict[str, Handler]] = {
    "resolve-activity": _resolve_activity,
    "query-activities": _query_activities,
    "query-services": _query_services,
    "query-receivers": _query_receivers,
    "get-app-links": _get_app_links,
}
