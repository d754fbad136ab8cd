"""What the fingerprint prompts look like: the system's by release, and that of androidx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.biometrics.prompt import Prompt, PromptInfo

ANDROID: Final = "android"
_ERROR: Final = "#B3261E"
_ICON: Final = "fingerprint"
_ICON_SAYS: Final = "Fingerprint icon"
"""Source: AOSP SystemUI accessibility_fingerprint_dialog_fingerprint_icon; androidx.biometric."""
_WIDEST_DP: Final = 4096  # more than any screen has, so that it is filled
_FILL: Final = Style(weight=1)


def system_prompt(prompt: Prompt) -> Node:
    """The system's prompt: a sheet at the bottom of the screen, and what a touch dismisses.

    That is the space above the sheet in Android 9 and 10, and later what lies behind it.
    """
    row = prompt.row
    margin = row["look"]["margin"]
    below = Node(
        Role.GROUP,
        important=False,
        style=Style(padding=(margin, 0, margin, margin)),
        children=[credential_sheet(prompt) if prompt.asks_credential else _sheet(prompt)],
    )
    if not row["outside_says"]:
        space = Node(Role.GROUP, id=row["outside"], on_tap=prompt.cancel, style=_FILL)
        return Node(Role.GROUP, important=False, children=[space, below])
    around = Node(
        Role.IMAGE,
        id=row["outside"],
        label=row["outside_says"],
        on_tap=prompt.outside_tap,
        style=Style(width=_WIDEST_DP),
    )
    gap = Node(Role.GROUP, important=False, style=_FILL)
    column = Node(Role.GROUP, important=False, children=[gap, below])
    stack = Style(direction="stack", align="stretch")
    return Node(Role.GROUP, important=False, style=stack, children=[around, column])


def _sheet(prompt: Prompt) -> Node:
    row, look = prompt.row, prompt.row["look"]
    parts = [*_logo(prompt), *_words(prompt.info, look), *_icon(prompt), says(prompt, row["says"])]
    buttons = _buttons(prompt)
    if row["bar"]:
        bar = Style(direction="row", align="center")
        buttons = [Node(Role.GROUP, id=row["bar"], style=bar, children=buttons)]
    else:
        buttons = [
            Node(Role.GROUP, important=False, style=Style(direction="row"), children=buttons)
        ]
    padding = Style(padding=(24, 24, 24, 16), gap=4)
    whole = Node(Role.GROUP, important=False, style=padding, children=[*parts, *buttons])
    if row["scroll"]:
        whole = Node(Role.SCROLL, id=row["scroll"], children=[whole])
    paper = Style(
        direction="stack", align="stretch", background=look["paper"], radius=look["radius"]
    )
    return Node(Role.GROUP, id=row["sheet"], style=paper, children=[whole])


def _logo(prompt: Prompt) -> list[Node]:
    if not prompt.row["logo"]:
        return []
    icon = Style(width=32, height=32, icon="android", color=prompt.row["look"]["accent"])
    name = Style(text_size=14, color=prompt.row["look"]["ink"], text_align="center")
    return [
        Node(
            Role.GROUP,
            important=False,
            style=Style(align="center"),
            children=[Node(Role.IMAGE, id="logo", style=icon)],
        ),
        Node(Role.TEXT, id="logo_description", text=prompt.info.app, style=name),
    ]


def _words(info: PromptInfo, look: Mapping[str, Any]) -> list[Node]:
    """Title, subtitle and description; one that is empty is not there."""
    texts = (("title", info.title, 20), ("subtitle", info.subtitle, 16))
    described = ("description", info.description, 14)
    return [
        Node(
            Role.TEXT,
            id=id_,
            text=text,
            style=Style(text_size=size, color=look["ink"], text_align=look["align"]),
        )
        for id_, text, size in (*texts, described)
        if text
    ]


def _icon(prompt: Prompt) -> list[Node]:
    row, look = prompt.row, prompt.row["look"]
    ink = _ERROR if prompt.failing else look["accent"]
    picture = Style(width=64, height=64, padding=(6, 6, 6, 6), icon=_ICON, color=ink)
    images = [Node(Role.IMAGE, id=row["icon"], label=_ICON_SAYS, style=picture)]
    if row["overlay"]:
        over = Style(width=64, height=64)
        images.append(Node(Role.IMAGE, id=row["overlay"], style=over))
    around = Style(direction="stack", align="center", width=64, height=64)
    frame = Node(Role.GROUP, id=row["frame"], important=bool(row["frame"]), style=around)
    frame.children = images
    middle = Style(align="center", padding=(0, 24, 0, 8))
    return [Node(Role.GROUP, important=False, style=middle, children=[frame])]


def says(prompt: Prompt, name: str) -> Node:
    """The line below the icon: what to do, or what went wrong."""
    color = _ERROR if prompt.failing else prompt.row["look"]["muted"]
    style = Style(text_size=14, color=color, text_align="center", padding=(0, 4, 0, 20))
    return Node(Role.TEXT, id=name, text=prompt.says, style=style)


def _buttons(prompt: Prompt) -> list[Node]:
    row, look = prompt.row, prompt.row["look"]
    color = look["accent"]
    style = Style(color=color, bold=True, text_size=14, padding=(16, 12, 16, 12))
    if look["pill"]:
        style = Style(
            color=color,
            bold=True,
            text_size=14,
            padding=(24, 12, 24, 12),
            radius=24,
            border="#74777F",
        )
    gap = Node(Role.GROUP, important=False, style=_FILL)
    if prompt.info.device_credential:
        words = prompt.credential_words["button"]
        return [_button(row["credential"], words, prompt.use_credential, style), gap]
    return [_button(row["negative"], prompt.info.negative, prompt.decline, style), gap]


def _button(name: str, text: str, on_tap: Callable[[], None], style: Style) -> Node:
    return Node(Role.BUTTON, id=name, text=text, on_tap=on_tap, style=style)


def credential_sheet(prompt: Prompt) -> Node:
    """The prompt once it asks for the credential: a field that takes it."""
    look, words = prompt.row["look"], prompt.credential_words
    ask = Style(text_size=16, color=look["ink"], text_align="center")
    wrong = Style(text_size=14, color=_ERROR, text_align="center")
    field = Node(
        Role.INPUT,
        id="lockPassword",
        text=prompt.typed,
        hint=words["ask"],
        secure=True,
        focused=True,
        on_text=prompt.type,
        on_submit=prompt.submit,
    )
    head = Node(
        Role.GROUP,
        id="auth_credential_header",
        style=Style(gap=4),
        children=[*_words(prompt.info, look), Node(Role.TEXT, text=words["ask"], style=ask)],
    )
    parts = [head, field, Node(Role.TEXT, id="error", text=prompt.wrong, style=wrong)]
    paper = Style(background=look["paper"], radius=look["radius"], padding=(24, 24, 24, 24), gap=16)
    return Node(Role.GROUP, id=prompt.row["sheet"], style=paper, children=parts)


def androidx_dialog(prompt: Prompt) -> Node:
    """What apps show where the system has no prompt.

    Source: androidx.biometric res/layout/fingerprint_dialog_layout.xml, in an AlertDialog. Its ids
    are those of the app.
    """
    look, info = prompt.row["look"], prompt.info
    title = Style(text_size=20, bold=True, color=look["ink"])
    plain = Style(text_size=16, color=look["muted"])
    picture = Style(
        width=40, height=40, radius=20, background=_ERROR if prompt.failing else look["accent"],
        icon=_ICON, color="#FFFFFF", padding=(8, 8, 8, 8),
    )  # fmt: skip
    color = _ERROR if prompt.failing else look["muted"]
    line = [
        Node(Role.IMAGE, id="fingerprint_icon", label=_ICON_SAYS, style=picture),
        Node(
            Role.TEXT,
            id="fingerprint_error",
            text=prompt.says,
            style=Style(text_size=14, color=color),
        ),
    ]
    texts = (("fingerprint_subtitle", info.subtitle), ("fingerprint_description", info.description))
    return Node(
        Role.GROUP,
        id="parentPanel",
        style=Style(
            background=look["paper"], radius=look["radius"], padding=(24, 20, 8, 8), gap=16
        ),
        children=[
            Node(Role.TEXT, id="alertTitle", text=info.title, style=title),
            *(Node(Role.TEXT, id=id_, text=text, style=plain) for id_, text in texts if text),
            Node(
                Role.GROUP,
                important=False,
                style=Style(direction="row", align="center", gap=16, padding=(0, 8, 0, 8)),
                children=line,
            ),
            _alert_buttons(prompt),
        ],
    )


def _alert_buttons(prompt: Prompt) -> Node:
    style = Style(color=prompt.row["look"]["accent"], bold=True, text_size=14)
    button = Node(
        Role.BUTTON,
        id="button2",
        package=ANDROID,
        text=prompt.info.negative.upper(),
        on_tap=prompt.decline,
        style=style,
    )
    gap = Node(Role.GROUP, important=False, style=_FILL)
    row = Style(direction="row", align="center")
    return Node(Role.GROUP, id="buttonPanel", style=row, children=[gap, button])
