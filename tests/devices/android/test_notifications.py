"""Notification verbs read what the system lists, and prove what they do by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import pytest

from devices.android.notifications import AndroidNotifications
from devices.android.posted import posted
from devices.errors import EffectMissing
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.android.adb import Adb
    from devices.appium.session import Session

pytestmark = pytest.mark.usefixtures("impatience")

FACTS: Final = DeviceFacts("cell", "real", "android", "14", 34, "cable", "X1", transport="usb")
APP: Final = "com.x"

_RECORD: Final = """\
    NotificationRecord(0x0dfbaffe: pkg={package} user=UserHandle{{0}} id={id} tag={tag} \
importance=4 key=0|{package}|{id}|{tag}|10123{between}\
Notification(channel={channel} {middle}flags={flags} color=0x00000000 vis=PRIVATE))
      uid=10123 userId=0
      opPkg={package}
      flags={flags}
      key=0|{package}|{id}|{tag}|10123
      notification=
            contentIntent=PendingIntent{{cbab6ba: PendingIntentRecord{{49f986b {package}}}}}
            when={when}
            actions={{
              [0] "Reply" -> PendingIntent{{1: }}
            }}
            extras={{
                android.title=String ({title})
                android.reduced.images=Boolean (true)
                android.subText=null
                android.text={kind} ({text})
                android.people.list=ArrayList ([])
            }}
      mImportance=HIGH
      effectiveNotificationChannel=NotificationChannel{{mId='{channel}', mName=News, mImportance=4}}
"""
_HEAD: Final = "Current Notification Manager state:\n"
_TAIL: Final = """\
  mUseAttentionLight=true
  mMaxPackageEnqueueRate=5.0

  mArchive=Archive (1 notification)
    StatusBarNotification(pkg=com.x user=UserHandle{0} id=9 tag=null key=0|com.x|9|null|10123: \
Notification(channel=news flags=0x10 color=0x00000000 vis=PRIVATE))

  Snoozed notifications:
"""
_NEW: Final = "shortcut=null contentView=null vibrate=null sound=null tick defaults=0x0 "
_OLD: Final = "pri=0 contentView=null vibrate=null sound=null tick defaults=0x0 "


def _record(number: int = 1, **facts: str) -> str:
    usual = {
        "package": APP,
        "tag": "null",
        "between": ": ",
        "channel": "news",
        "middle": _NEW,
        "flags": "0x10",
        "when": str(1_790_000_000_000 + number),
        "title": "Hello",
        "kind": "String",
        "text": "World",
    }
    return _RECORD.format(**(usual | facts), id=number)


def _dump(*records: str) -> str:
    listed = f"  Notification List:\n{''.join(records)}  \n" if records else ""
    return _HEAD + listed + _TAIL


@pytest.mark.parametrize(
    "facts",
    [
        {"middle": _OLD},
        {"between": "appImportanceLocked=false: "},
        {"between": ": ", "middle": _NEW},
        {"flags": "AUTO_CANCEL"},
        {"flags": "AUTO_CANCEL|SILENT"},
    ],
    ids=["8", "9", "10 to 14", "15", "15, two flags"],
)
def test_a_record_of_each_release_is_read(facts: dict[str, str]) -> None:
    """What stands around key, channel and flags differs; what they say does not."""
    (found,) = posted(_dump(_record(26, **facts)))
    said = found.notification
    assert (said.package, said.title, said.text) == (APP, "Hello", "World")
    assert (said.key, said.channel, said.importance) == ("0|com.x|26|null|10123", "news", 4)
    assert found.clearable


def test_nothing_is_listed_where_there_is_nothing() -> None:
    """A dump without the list has what was there before, and what waits, in other sections."""
    assert posted(_dump()) == []


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "a (bracket)",
        "ends so)\n",
        "one\n  Snoozed notifications:\n  mArchive=x",
        "android.title=String (Not this)",
        "",
    ],
)
def test_a_text_may_look_like_the_dump(text: str) -> None:
    """Several lines, brackets and words of the dump belong to the text; the next is read, too."""
    found = posted(_dump(_record(2, text=text, kind="SpannableString"), _record(1)))
    assert [each.notification.text for each in found] == [text, "World"]


def test_the_newest_comes_first() -> None:
    """The dump has the more important first."""
    found = posted(_dump(_record(1), _record(3), _record(2)))
    assert [each.notification.key.split("|")[2] for each in found] == ["3", "2", "1"]


@pytest.mark.parametrize(
    "flags", ["0x22", "0x2", "0x62", "ONGOING_EVENT|NO_CLEAR", "NO_CLEAR|FOREGROUND_SERVICE"]
)
def test_what_is_ongoing_cannot_be_cleared(flags: str) -> None:
    """By bits, and by names from 15 on."""
    assert [found.clearable for found in posted(_dump(_record(flags=flags)))] == [False]


@dataclass
class Phone:
    """Stands for adb, session and the button that clears all.

    Attributes:
        records: what is listed.
        late: how many looks after a command still show what was before.
        deep: how often the list is to be scrolled before the button shows.
        obeys: whether commands do anything.
        locked: whether the lock screen is in front.
    """

    records: list[str] = field(default_factory=list)
    late: int = 0
    deep: int = 0
    obeys: bool = True
    locked: bool = False
    window: str = "NotificationShade"
    opened: bool = False
    title: str = ""
    asked: list[str] = field(default_factory=list)
    due: Callable[[], None] | None = None

    def shell(self, command: str) -> str:
        self.asked.append(command)
        said = [self._answer(part) for part in command.split("; ")]
        return "".join(said)

    @property
    def id(self) -> str:
        return "7"

    def find_all(self, locator: Locator) -> list[Phone]:
        if not self.opened or self.deep:
            return []
        if locator.xpath:
            self.title = locator.xpath.split('@text="')[1].split('"')[0]
            return [self] if any(f"({self.title})" in each for each in self.records) else []
        assert "dismiss_text" in str(locator.uiautomator)
        return [self]

    def call(self, tried: str, command: Callable[[], None]) -> None:
        assert "clears all" in tried
        command()

    def execute(self, script: str, **arguments: object) -> None:
        assert script == "mobile: swipeGesture"
        assert arguments["elementId"] == "7"
        gone = next(each for each in self.records if f"({self.title})" in each)
        self.records.remove(gone)

    def click(self) -> None:
        if self.obeys:
            self.records = [r for r in self.records if "0x22" in r]
        self.opened = False

    def _answer(self, part: str) -> str:
        match part.removesuffix(" 2>&1").split():
            case ["echo", *_]:
                return "-- fleet --\n"
            case ["cmd", "statusbar", word]:
                self.due = lambda: self._turn(word == "expand-notifications")
                return ""
            case ["input", "swipe", "540", "1800", "540", "600", "300"]:
                self.deep -= 1
                return ""
            case ["wm", "size"]:
                return "Physical size: 1440x3200\nOverride size: 1080x2400\n"
            case ["dumpsys", "window", *_]:
                return self._front()
            case ["dumpsys", "notification", "--noredact"]:
                return _dump(*self.records)
        raise AssertionError(part)

    def _turn(self, opened: bool) -> None:  # noqa: FBT001 - called by this class alone
        self.opened = opened if self.obeys else self.opened

    def _front(self) -> str:
        self.late -= 1
        if self.late < 0 and self.due is not None:
            self.due()
            self.due = None
        window = self.window if self.opened or self.locked else "com.x/com.x.Main"
        showing = "true" if self.locked else "false"
        return f"      showing={showing}\n  mCurrentFocus=Window{{3 u0 {window}}}\n"


def _verbs(phone: Phone) -> AndroidNotifications:
    return AndroidNotifications(FACTS, cast("Adb", phone), lambda: cast("Session", phone))


def test_only_the_apps_own_are_told() -> None:
    """Other apps' notifications are not the app's."""
    verbs = _verbs(Phone([_record(1), _record(2, package="com.other")]))
    assert [n.package for n in verbs.of(APP)] == [APP]


def test_what_arrives_is_known_by_title_and_text() -> None:
    """A part of the text is enough; without any, the newest with the title."""
    verbs = _verbs(Phone([_record(1, text="Ada: one"), _record(2, text="Bob: two")]))
    assert (one := verbs.arrives(APP, "Hello", "one", 0)) is not None
    assert one.text == "Ada: one"
    assert (newest := verbs.arrives(APP, "Hello", deadline_s=0)) is not None
    assert newest.text == "Bob: two"
    assert verbs.arrives(APP, "Other", deadline_s=0) is None
    assert verbs.arrives(APP, "Hello", "three", 0) is None


def test_what_arrives_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that comes after some looks is found."""
    phone = Phone()

    def shell(command: str) -> str:
        phone.asked.append(command)
        return _dump(*([_record()] if len(phone.asked) > 3 else []))

    monkeypatch.setattr(phone, "shell", shell)
    assert _verbs(phone).arrives(APP, "Hello", deadline_s=5) is not None


def test_an_empty_list_is_not_opened() -> None:
    """Nothing to clear costs one look; what is ongoing cannot be cleared."""
    phone = Phone([_record(flags="0x22")])
    _verbs(phone).clear(APP)
    assert len(phone.asked) == 1


def test_other_apps_notifications_are_not_the_apps() -> None:
    """An app without any is cleared by one look, whatever the others have."""
    phone = Phone([_record(package="com.other")])
    _verbs(phone).clear(APP)
    assert len(phone.asked) == 1


@pytest.mark.parametrize("deep", [0, 2])
def test_others_stay_when_the_apps_are_cleared(deep: int) -> None:
    """Only what is the app's is swept away, found wherever the list has it."""
    others = _record(3, package="com.other", title="Post")
    phone = Phone([_record(1), _record(2, title="Two"), others], deep=deep)
    _verbs(phone).clear(APP)
    assert phone.records == [others]
    assert not phone.opened


@pytest.mark.parametrize("deep", [0, 2])
def test_clearing_taps_the_button_at_the_lists_end(deep: int) -> None:
    """It is scrolled to; what is ongoing stays, and the list is closed."""
    phone = Phone([_record(1), _record(2, flags="0x22")], deep=deep)
    _verbs(phone).clear(APP)
    assert [r for r in phone.records if "0x22" not in r] == []
    assert not phone.opened
    assert len(phone.records) == 1


def test_what_is_still_there_was_not_cleared() -> None:
    """A button that does nothing is the device's trouble."""
    phone = Phone([_record(1)])
    phone.click = lambda: None  # type: ignore[method-assign] # a button without effect
    with pytest.raises(EffectMissing, match=r"clearing.*com\.x.*still 0\|com\.x\|1\|null\|10123"):
        _verbs(phone).clear(APP)


@pytest.mark.parametrize("window", ["NotificationShade", "StatusBar"])
@pytest.mark.parametrize("late", [0, 2])
def test_the_list_is_opened_and_closed(window: str, late: int) -> None:
    """The window with the focus proves it, whatever its name, and may come a moment later."""
    phone = Phone(window=window, late=late)
    _verbs(phone).open_shade()
    assert phone.opened
    phone.late = late
    _verbs(phone).close_shade()
    assert not phone.opened


def test_a_list_that_does_not_open_is_told() -> None:
    """What is in front instead is said."""
    with pytest.raises(EffectMissing, match=r"expand-notifications.*com\.x\.Main"):
        _verbs(Phone(obeys=False)).open_shade()


def test_a_locked_phone_has_its_list_on_the_lock_screen() -> None:
    """The lock screen has the list's window, but is not the list."""
    with pytest.raises(EffectMissing, match="the lock screen is in front"):
        _verbs(Phone(locked=True)).open_shade()
    _verbs(Phone(locked=True)).close_shade()
