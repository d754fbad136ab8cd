"""What the views of a question show: its words, its buttons, and what is chosen beside them.

Source: AOSP PackageInstaller and PermissionController, GrantPermissionsViewHandlerImpl.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.prompts.answers import ANSWER_OF, Answer
from devices.virtual.os.prompts.questions import Kind, Question
from devices.virtual.os.prompts.views import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CHECK_BOX: Final = "do_not_ask_checkbox"
_ACCURACY: Final = "permission_location_accuracy_"
_RADIOS: Final = {f"{_ACCURACY}radio_fine": True, f"{_ACCURACY}radio_coarse": False}
_ONLY: Final = {
    Kind.COARSE: f"{_ACCURACY}coarse_only",
    Kind.FINE: f"{_ACCURACY}fine_only",
    Kind.FINE_ONCE: f"{_ACCURACY}fine_only",
}
_PICTURED: Final = {
    f"{_ACCURACY}coarse_only": "Approximate location",
    f"{_ACCURACY}fine_only": "Precise location",
}
ICONS: Final = {
    "CALENDAR": "calendar",
    "CALL_LOG": "phone",
    "CAMERA": "camera",
    "CONTACTS": "person",
    "LOCATION": "place",
    "MICROPHONE": "mic",
    "NEARBY_DEVICES": "nearby",
    "NOTIFICATIONS": "bell",
    "PHONE": "phone",
    "READ_MEDIA_AURAL": "folder",
    "READ_MEDIA_VISUAL": "picture",
    "SMS": "chat",
    "STORAGE": "folder",
}
"""Pictures of groups; one that is not here has a lock."""


@dataclass(frozen=True, slots=True)
class Taps:
    """What the touchable parts of a question do.

    Attributes:
        answer: takes the id of the button.
        forbid: turns the box that forbids to ask again.
        choose: takes whether the location is to be precise.
    """

    answer: Callable[[str], None]
    forbid: Callable[[], None]
    choose: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as it stands.

    Attributes:
        row: the release's ``permission_prompt``.
        number: which of the request's questions it is, and of how many.
        for_good: whether the box that forbids to ask again is checked.
        precise: which accuracy of the location is chosen.
    """

    row: Mapping[str, Any]
    question: Question
    number: tuple[int, int]
    for_good: bool
    precise: bool

    @property
    def buttons(self) -> list[str]:
        """Ids of the buttons, and of the box among them."""
        shown = self.row["shown"][self.question.kind]
        first: list[str] = shown["first"]
        return shown.get("again", first) if self.question.again else first

    def parts(self, taps: Taps) -> dict[str, Part]:
        """What each view shows, by its id."""
        label = self.question.state.package.manifest.label
        message = self._words("messages").format(app=label)
        parts = {
            "permission_icon": Part(icon=ICONS.get(self.question.group, "lock")),
            "permission_message": Part(message, heading=self.row["heading"]),
        }
        if detail := self._words("details"):
            parts["detail_message"] = Part(detail)
        index, count = self.number
        if self.row["numbered"] and count > 1:
            numbered = self.row["numbered"].format(index=index, count=count)
            parts["current_page_text"] = Part(numbered)
        parts |= self._accuracy(taps)
        return parts | {button: self._button(button, taps) for button in self.buttons}

    def _words(self, table: str) -> str:
        """A text of the release for a group; older apps may have another one."""
        texts, group = self.row[table], self.question.group
        found = texts.get(f"{group}.{self.question.kind}", texts.get(group, ""))
        if isinstance(found, str):
            return found
        target = self.question.state.package.manifest.target_sdk
        text: str = found[max(since for since in found if since <= target)]
        return text

    def _label(self, name: str) -> str:
        labels = self.row["labels"] | self.row["relabels"].get(self.question.kind, {})
        text: str = labels.get(name, "")
        return text

    def _button(self, name: str, taps: Taps) -> Part:
        text = self._label(name)
        if name == _CHECK_BOX:
            return Part(text, on_tap=taps.forbid, checked=self.for_good)
        allows = ANSWER_OF.get(name) is Answer.ALLOW
        return Part(
            text.upper() if self.row["upper_case"] else text,
            on_tap=partial(taps.answer, name),
            enabled=not (self.for_good and allows),
        )

    def _accuracy(self, taps: Taps) -> dict[str, Part]:
        kind = self.question.kind
        if kind in _ONLY:
            name = _ONLY[kind]
            text = self._label(name)
            label = "" if text else _PICTURED[name]
            return {name: Part(text, label=label, checked=bool(text), passive=True)}
        if kind is not Kind.PRECISE:
            return {}
        return {
            name: Part(
                self._label(name),
                on_tap=partial(taps.choose, fine),
                checked=self.precise is fine,
            )
            for name, fine in _RADIOS.items()
        }
