"""`settings` and `content`, over one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]


@pytest.mark.parametrize(
    ("script", "err"),
    [
        ("settings frob", "Invalid command: frob\n"),
        ("settings get", "Bad arguments\n"),
        ("settings get nowhere key", "Invalid namespace 'nowhere'\n"),
        ("settings get global", "Bad arguments\n"),
        ("settings get global a b", "Too many arguments\n"),
        ("settings put global a", "Bad arguments\n"),
        ("settings put global a 1 tag x", "Argument expected to be 'default'\n"),
        ("settings put global a 1 default x", "Too many arguments\n"),
        ("settings --user 0 --user 0 get global a",
         "Invalid user: --user specified more than once\n"),
        ("settings --user all get global a", "Invalid user: all\n"),
        ("settings --user 10 get global a", "Invalid user: 10\n"),
        ("settings --user x get global a", "Bad user number: x\n"),
    ],
)  # fmt: skip
def test_wrong_words_are_refused(shell: PhoneShell, script: str, err: str) -> None:
    """Every complaint is Android's, on standard error, with its status."""
    ran = shell(script)
    assert (ran.out, ran.err, ran.status) == ("", err, 255)


def test_words_may_be_written_in_capitals_and_name_a_user(shell: PhoneShell) -> None:
    """Verb and namespace are read in any case; the user may stand anywhere before the key."""
    assert shell("settings --user 0 PUT Global a 1; settings get --user current GLOBAL a").out == (
        "1\n"
    )


def test_an_option_without_value_is_an_exception(shell: PhoneShell) -> None:
    """The shell of the service tells of what its code throws."""
    assert shell("settings --user").err == (
        "\nException occurred while executing '--user':\n"
        'java.lang.IllegalArgumentException: Argument expected after "--user"\n'
    )


@pytest.mark.parametrize("api_level", [26, 30, 37])
def test_help_ends_with_a_status(shell_of: ShellOf, api_level: int) -> None:
    """Help is printed with the status of an unknown command, as Android does."""
    ran = shell_of(api_level)("settings")
    assert ran.out.startswith("Settings provider (settings) commands:\n")
    assert ran.status == 255


def test_reset_gives_defaults_back(shell: PhoneShell) -> None:
    """A value that has a default gets it back; one that has none goes only when cleared."""
    shell("settings put global wifi_on 7; settings put global mine 1")
    shell("settings reset global untrusted_defaults")
    assert shell("settings get global wifi_on; settings get global mine").out == "1\n1\n"
    shell("settings reset global untrusted_clear")
    assert shell("settings get global mine").out == "null\n"


@pytest.mark.parametrize(
    ("api_level", "value", "mode"), [(26, "network", "2"), (30, "network", "2"), (31, "-gps", "0")]
)
def test_location_providers_and_mode_go_together(
    shell_of: ShellOf, api_level: int, value: str, mode: str
) -> None:
    """Up to 30 a sign takes one provider away, and the mode follows."""
    shell = shell_of(api_level)
    ran = shell(
        "settings put secure location_providers_allowed -gps;"
        "settings get secure location_providers_allowed; settings get secure location_mode"
    )
    assert ran.out == f"{value}\n{mode}\n"


def test_the_mode_sets_the_providers(shell: PhoneShell) -> None:
    """Switching location off by its mode empties the list of providers."""
    shell("settings put secure location_mode 0")
    assert shell("settings get secure location_providers_allowed").out == "\n"
    assert shell("cmd location is-location-enabled").out == "false\n"


def test_writes_are_watched(shell: PhoneShell, phone: Phone) -> None:
    """Who watches the settings hears of each write and each removal, until it stops."""
    heard: list[tuple[str, str, str | None]] = []
    stop = phone.settings.watch(lambda *change: heard.append(change))
    shell("settings put system a 1; settings delete system a; settings delete system a")
    stop()
    shell("settings put system a 2")
    assert heard == [("system", "a", "1"), ("system", "a", None)]


def test_content_reads_and_writes_settings(shell: PhoneShell) -> None:
    """`content` and `settings` see the same rows."""
    uri = "--uri content://settings/secure"
    shell(f"content insert {uri} --bind name:s:mine --bind value:s:one")
    assert shell("settings get secure mine").out == "one\n"
    shell(f"content update {uri} --bind value:s:two --where \"name='mine'\"")
    query = f"content query {uri} --projection name:value --where \"name='mine'\""
    assert shell(query).out == "Row: 0 name=mine, value=two\n"
    assert shell("content query --uri content://settings/secure/mine --projection value").out == (
        "Row: 0 value=two\n"
    )
    call = "content call --uri content://settings --method GET_secure --arg mine"
    assert shell(call).out == "Result: Bundle[{value=two}]\n"
    shell(f"content delete {uri} --where \"name='mine'\"")
    assert shell(query).out == "No result found.\n"


@pytest.mark.parametrize(
    ("api_level", "last"), [(29, "value=1"), (30, "is_preserved_in_restore=0")]
)
def test_rows_have_their_releases_columns(shell_of: ShellOf, api_level: int, last: str) -> None:
    """A row begins with its number and ends with the column that its release has last."""
    shell = shell_of(api_level)
    row = shell("content query --uri content://settings/global --where name=\"'wifi_on'\"").out
    assert row.startswith("Row: 0 _id=")
    assert row.endswith(f"{last}\n")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("content frob", "[ERROR] Unsupported operation: frob"),
        ("content query", "[ERROR] Content provider URI not specified."),
        ("content query --uri", "[ERROR] No value for argument: --uri"),
        ("content query --uri content://sms --frob 1", "[ERROR] Unsupported argument: --frob"),
        ("content insert --uri content://sms --bind x", "[ERROR] Binding not well formed: x"),
        ("content insert --uri content://sms --bind x:q:1", "[ERROR] Unsupported type: q"),
        ("content insert --uri content://sms", "[ERROR] Bindings not specified."),
    ],
)
def test_content_explains_itself(shell: PhoneShell, script: str, words: str) -> None:
    """A command line that makes no request gets the usage and what is wrong, and ends well."""
    ran = shell(script)
    assert ran.out.startswith("usage: adb shell content [subcommand] [options]\n")
    assert words in ran.out
    assert ran.status == 0


@pytest.mark.parametrize(
    ("script", "err"),
    [
        ("content query --uri content://no.such/x",
         ("Error while accessing provider:no.such\n"
         "java.lang.IllegalStateException: Could not find provider: no.such\n")),
        ("content query --uri content://settings/nowhere",
         ("Error while accessing provider:settings\n"
         "java.lang.IllegalArgumentException: Invalid URI: content://settings/nowhere\n")),
        ("content query --uri content://settings/global --where frob",
         ("Error while accessing provider:settings\n"
         'android.database.sqlite.SQLiteException: near "frob":'
         " syntax error (code 1 SQLITE_ERROR)\n")),
    ],
)  # fmt: skip
def test_providers_throw(shell: PhoneShell, script: str, err: str) -> None:
    """An exception of a provider is told on standard error."""
    ran = shell(script)
    assert (ran.err, ran.status) == (err, 0)


@pytest.mark.parametrize(
    "uri", ["content://media/external/images/media", "content://contacts/people"]
)
def test_other_providers_are_empty(shell: PhoneShell, uri: str) -> None:
    """Media and contacts hold nothing."""
    assert shell(f"content query --uri {uri}").out == "No result found.\n"


def test_messages_are_rows(shell: PhoneShell, phone: Phone) -> None:
    """What the console sends is the newest row of the messages."""
    phone.telephony.receive("123", "hello")
    out = shell("content query --uri content://sms/inbox --projection address:body").out
    assert out == "Row: 0 address=123, body=hello\n"
