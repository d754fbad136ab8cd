"""`dumpsys notification`.

Source: AOSP NotificationManagerService.dumpImpl, NotificationRecord.dump.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.notification.commands import described
from devices.virtual.android.services.registry import dump
from devices.virtual.os.notification_choices import IMPORTANCE
from devices.virtual.os.notification_records import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.notification_choices import Channel
    from devices.virtual.os.notification_records import Record

_HISTORY: Final = "notification_history_enabled"  # AOSP Settings.Secure


@dump("notification")
def dump_notification(phone: Phone, args: tuple[str, ...]) -> str:
    """What is in the shade; texts are shown only with ``--noredact``."""
    plain = "--noredact" in args or "--reveal" in args
    active = phone.notifications.active()
    lines = ["Current Notification Manager state:"]
    if active:
        lines.append("  Notification List:")
        for record in active:
            lines += _record(phone, record, plain=plain)
        lines.append("  ")
    lines += [
        "  mUseAttentionLight=true",
        "  mHasLight=true",
        "  mNotificationPulseEnabled=true",
        "  mSoundNotificationKey=null",
        "  mVibrateNotificationKey=null",
        "  mDisableNotificationEffects=false",
        "  mCallState=CALL_STATE_IDLE",
        "  mSystemReady=true",
        "  mMaxPackageEnqueueRate=5.0",
        "",
        *_archive(phone),
        "",
        "  Snoozed notifications:",
        "",
        "  Notification listeners:",
        "    All notification listeners (allowed):",
        *(f"      {name}" for name in _listeners(phone)),
    ]
    return "\n".join(lines)


def _listeners(phone: Phone) -> list[str]:
    setting = phone.settings.get("secure", "enabled_notification_listeners") or ""
    return [name for name in setting.split(":") if name]


def _archive(phone: Phone) -> Iterator[str]:
    """What was in the shade, which newer releases keep only where the user has switched it on."""
    kept = phone.profile.rows["notification_dump"]["archives"]
    kept = kept or phone.settings.get("secure", _HISTORY) == "1"
    records = phone.notifications.archive() if kept else ()
    yield f"  mArchive=Archive ({len(records)} notification{'' if len(records) == 1 else 's'})"
    for record in records:
        yield (
            f"    StatusBarNotification(pkg={record.package} user=UserHandle{{0}} id={record.id}"
            f" tag={record.tag or 'null'} key={record.key}: {_line(phone, record)})"
        )


def _flags(phone: Phone, record: Record) -> str:
    bits = record.content.flags
    if not phone.profile.rows["notification_dump"]["flags_by_name"]:
        return f"0x{bits:x}"
    return "|".join(name for bit, name in FLAGS.items() if bits & bit) or "0"


def _line(phone: Phone, record: Record) -> str:
    return described(record, _flags(phone, record))


def _record(phone: Phone, record: Record, *, plain: bool) -> list[str]:
    content, channel = record.content, record.channel
    token = f"0x{zlib.crc32(record.key.encode()):08x}"
    header = phone.profile.rows["notification_dump"]["header"]
    name = IMPORTANCE[channel.importance]
    texts = {"title": content.title, "text": content.text, "subText": None} | dict(content.extras)
    if content.big_text is not None:
        texts["bigText"] = content.big_text
    if content.style is not None:
        texts["template"] = content.style
    facts = (
        f"pkg={record.package} user=UserHandle{{0}} id={record.id} tag={record.tag or 'null'}"
        f" importance={channel.importance} key={record.key}"
    )
    return [
        f"    NotificationRecord({token}: {facts}{header}{_line(phone, record)})",
        f"      uid={record.uid} userId=0",
        f"      opPkg={record.package}",
        f"      icon=Icon(typ=RESOURCE pkg={record.package} id={content.icon})",
        f"      flags={_flags(phone, record)}",
        "      pri=0",
        f"      key={record.key}",
        "      seen=true",
        f"      groupKey={record.group_key}",
        "      notification=",
        "            fullscreenIntent=null",
        f"            contentIntent={'null' if content.on_tap is None else 'PendingIntent{1: }'}",
        "            deleteIntent=null",
        "            number=0",
        "            groupAlertBehavior=0",
        f"            when={record.posted_ms}",
        f"            tickerText={_text(content.ticker, plain=plain)}",
        "            contentView=null",
        "            color=0x00000000",
        "            timeout=0",
        *_actions(record),
        "            extras={",
        *(f"                android.{key}={_extra(v, plain=plain)}" for key, v in texts.items()),
        "            }",
        f"      mImportance={name}",
        "      mImportanceExplanation=app",
        "      mIsAppImportanceLocked=false",
        f"      mGlobalSortKey=crtcl=0x0000:intrsv=1:grnk=0x0000:gsmry=1:{record.posted_ms}",
        f"      effectiveNotificationChannel={_channel(channel)}",
    ]


def _channel(channel: Channel) -> str:
    return (
        f"NotificationChannel{{mId='{channel.id}', mName={channel.name}, mDescription=,"
        f" mImportance={channel.importance}, mBypassDnd=false, mLockscreenVisibility=-1000,"
        f" mShowBadge={boolean(channel.show_badge)}, mDeleted=false}}"
    )


def _actions(record: Record) -> list[str]:
    if not record.content.actions:
        return []
    rows = [
        f'              [{n}] "{action.title}" -> PendingIntent{{1: }}'
        for n, action in enumerate(record.content.actions)
    ]
    return ["            actions={", *rows, "            }"]


def _text(text: str | None, *, plain: bool) -> str:
    if text is None:
        return "null"
    return text if plain else "..."


def _extra(text: str | None, *, plain: bool) -> str:
    if text is None:
        return "null"
    return f"String ({text})" if plain else f"String [length={len(text)}]"
