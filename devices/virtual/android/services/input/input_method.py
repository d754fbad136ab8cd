"""`ime` and `dumpsys input_method`. Source: AOSP InputMethodManagerService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import ERROR, Arguments, handled
from devices.virtual.android.services.java import boolean, illegal
from devices.virtual.android.services.registry import dump, help_or_unknown, service
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os import input_methods
from devices.virtual.os.input_methods import CHOSEN, ENABLED, LATIN

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Handler

_USAGE: Final = """\
InputMethodManagerService commands:
  help
    Prints this help text.
  ime <command>:
    list [-a] [-s]
      prints all enabled input methods.
        -a: see all input methods
        -s: only a single summary line of each
    enable <ID>
      allows the given input method ID to be used.
    disable <ID>
      disallows the given input method ID to be used.
    set <ID>
      switches to the given input method ID.
    reset
      reset currently selected/enabled IMEs to the default ones as if the device is initially booted
      with the current locale."""


@command("ime")
async def ime(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await input_method(call.sub("input_method", *call.args))


@service("input_method")
async def input_method(call: Call) -> int:
    """Hand on to the sub-command; `cmd input_method ime …` is the same as `ime …`."""
    words = call.args[1:] if call.args[:1] == ("ime",) else call.args
    handler = _COMMANDS.get(words[0] if words else "")
    if handler is None:
        return await help_or_unknown(call.sub("input_method", *words), _USAGE)
    return await handled(call.sub("input_method", *words), handler)


def _user(call: Call) -> str:
    return " for user #0" if call.phone.profile.rows["input_method_dumps"]["user"] else ""


def _enabled(phone: Phone) -> list[str]:
    return input_methods.enabled(phone.packages, phone.settings)


def _options(arguments: Arguments) -> set[str]:
    found = set()
    while (option := arguments.option()) is not None:
        found.add(option)
        if option in {"-u", "--user"}:
            arguments.user()
    return found


async def _list(call: Call, arguments: Arguments) -> int:
    options = _options(arguments)
    phone = call.phone
    shown = input_methods.installed(phone.packages) if "-a" in options else _enabled(phone)
    for method in shown:
        await call.print(method if "-s" in options else _details(method))
    return 0


def _details(method: str) -> str:
    package, _, name = method.partition("/")
    full = package + name if name.startswith(".") else name
    return (
        f"{method}:\n  mId={method} mSettingsActivityName=null mIsVrOnly=false"
        " mSupportsSwitchingToNextInputMethod=false\n  mIsDefaultResId=0x0\n  Service:\n"
        f"    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n"
        f"    ServiceInfo:\n      name={full}\n      packageName={package}"
    )


async def _enable(call: Call, arguments: Arguments) -> int:
    _options(arguments)
    method = arguments.required()
    if method not in input_methods.installed(call.phone.packages):
        return await _unknown(call, method, "enabled")
    return await _switch(call, method, on=True)


async def _disable(call: Call, arguments: Arguments) -> int:
    _options(arguments)
    method = arguments.required()
    known = method in input_methods.installed(call.phone.packages)
    if not known and not _user(call):
        raise illegal(f"Unknown id: {method}")
    return await _switch(call, method, on=False)


async def _unknown(call: Call, method: str, what: str) -> int:
    """An id that no keyboard has: told by new releases, thrown by old ones."""
    if not _user(call):
        raise illegal(f"Unknown id: {method}")
    return await call.fail(f"Unknown input method {method} cannot be {what}{_user(call)}", ERROR)


async def _switch(call: Call, method: str, *, on: bool) -> int:
    phone = call.phone
    before = _enabled(phone)
    already = (method in before) is on
    if not already:
        after = [*before, method] if on else [each for each in before if each != method]
        phone.settings.put("secure", ENABLED, ":".join(after))
        if not on and phone.settings.get("secure", CHOSEN) == method:
            phone.settings.put("secure", CHOSEN, LATIN)
    words = f"{'already' if already else 'now'} {'enabled' if on else 'disabled'}"
    await call.print(f"Input method {method}: {words}{_user(call)}")
    return 0


async def _set(call: Call, arguments: Arguments) -> int:
    _options(arguments)
    method = arguments.required()
    if method not in _enabled(call.phone):
        return await _unknown(call, method, "selected")
    call.phone.settings.put("secure", CHOSEN, method)
    if not input_methods.has_keys(method):
        call.phone.display.hide_keyboard()
    await call.print(f"Input method {method} selected{_user(call)}")
    return 0


async def _reset(call: Call, arguments: Arguments) -> int:
    _options(arguments)
    call.phone.settings.put("secure", ENABLED, LATIN)
    call.phone.settings.put("secure", CHOSEN, LATIN)
    await call.print(f"Reset current and enabled IMEs{_user(call)}")
    return 0


_COMMANDS: Final[dict[str, Handler]] = {
    "list": _list,
    "enable": _enable,
    "disable": _disable,
    "set": _set,
    "reset": _reset,
}


@dump("input_method")
def dump_input_method(phone: Phone, args: tuple[str, ...]) -> str:
    """Which keyboards there are, and whether one is up."""
    del args
    method = input_methods.chosen(phone.packages, phone.settings)
    shown = boolean(phone.display.keyboard_shown)
    awake = boolean(phone.display.screen_on)
    known = "\n".join(
        f"  InputMethod #{n}:\n    mId={m}"
        for n, m in enumerate(input_methods.installed(phone.packages))
    )
    return (
        f"Current Input Method Manager state:\n  Input Methods:\n{known}\n  Clients:\n"
        f"  mCurMethodId={method}\n  mCurClient=null mCurSeq=1\n"
        f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false"
        f" mInputShown={shown}\n"
        f"  mSystemReady=true mInteractive={awake}\n \nInput method client state for null:\n"
        f"  mServedView=null\n \nInput method service state for {method.partition('/')[0]}:\n"
        f"  mWindowCreated=true mDecorViewVisible={shown} mWindowVisible={shown}\n"
        f"  mShowInputRequested={shown} mInShowWindow=false\n"
        f"  mIsInputViewShown={shown} mStatusIcon=0"
    )
