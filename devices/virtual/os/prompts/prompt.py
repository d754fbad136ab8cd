"""One request of an app on the screen: its questions, one after the other, and their answers.

Source: AOSP PackageInstaller and PermissionController, GrantPermissionsActivity and
GrantPermissionsViewHandlerImpl.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from devices.virtual.os.intents import Intent
from devices.virtual.os.permission_names import COARSE
from devices.virtual.os.permissions import PermissionFlag
from devices.virtual.os.prompts.answers import ANSWER_OF, Answer, Answers
from devices.virtual.os.prompts.parts import Shown, Taps
from devices.virtual.os.prompts.photo_picker import PICK
from devices.virtual.os.prompts.questions import Kind, Questions
from devices.virtual.os.prompts.views import Views
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.os.package import Package
    from devices.virtual.os.prompts.questions import Question
    from devices.virtual.os.system_apps.privileged import Privileged

P = ParamSpec("P")

SETTINGS: Final = "settings"
PHOTOS: Final = "photos"
"""What the results of the settings' page and of the photo picker are known by."""
_MANAGE_ONE: Final = "android.intent.action.MANAGE_APP_PERMISSION"
_PACKAGE: Final = "android.intent.extra.PACKAGE_NAME"
_GROUP: Final = "android.intent.extra.PERMISSION_GROUP_NAME"
_GROUP_PREFIX: Final = "android.permission-group."
_SELECTED: Final = "permission_allow_selected_button"


class Prompt:
    """A request for permissions.

    Args:
        phone: what the permission controller may reach.
        package: the app that asks.
        names: the permissions that it asks for.
        finish: called when there is nothing left to ask.
    """

    def __init__(
        self,
        phone: Privileged,
        package: Package,
        names: Iterable[str],
        finish: Callable[[], None],
    ) -> None:
        self._phone, self._package, self._finish = phone, package, finish
        self._row: Mapping[str, Any] = phone.rows["permission_prompt"]
        level = phone.profile.api_level
        self._questions = Questions(self._row, level, phone.packages, package, names)
        self._answers = Answers(phone, self._row)
        self._answered: list[str] = []
        self._left: list[Question] = []
        self._count = 0
        self._for_good = False
        self._precise = True
        self._sent = ""  # the group that a page was opened for
        self._before: object = None  # how that group stood then
        self._shown_at = phone.app.clock.uptime()
        self._busy = False
        self._look()
        self._count = len(self._left)
        self._begin()

    @property
    def results(self) -> dict[str, bool]:
        """Whether the app holds what it asked for, name by name."""
        held = self._package.permissions
        return {name: name in held and held[name].granted for name in self._questions.names}

    def resume(self) -> None:
        """Go on: what was granted elsewhere meanwhile is not asked any more."""
        if not self._busy:
            self._go_on()

    def content(self) -> Node:
        """The question in front."""
        question = self._question
        if question is None:
            return Node(Role.GROUP)
        shown = self._shown(question)
        taps = Taps(
            answer=self._guarded(partial(self._answer, question)),
            forbid=self._guarded(self._forbid),
            choose=self._guarded(self._choose),
        )
        views = Views(
            look=self._phone.rows["permission_prompt_looks"][self._row["look"]],
            parts=shown.parts(taps),
            taps={"grant_singleton": self._guarded(self._outside), "grant_dialog": _nothing},
        )
        root = views.build(self._phone.rows["permission_prompt_trees"][self._row["tree"]])
        return root or Node(Role.GROUP)

    def back(self) -> None:
        """Close it, where the release lets Back do so; nothing is counted as a denial."""
        if self._row["back"] == "cancels":
            self._finish()

    def settings_closed(self) -> None:
        """The settings' page that was opened for a group is gone."""
        question = self._question
        if question is None or question.kind is not Kind.SETTINGS:
            return
        if question.state.snapshot == self._before:
            self._answers.count_as_denied(question)
        self._done(question)

    def photos_picked(self, paths: tuple[str, ...]) -> None:
        """The photo picker is gone: what was chosen is added to what the app may see.

        Without a choice nothing changes, and the group is left. Source: developer.android.com,
        "Grant partial access to photos and videos": a later request can grant additional ones.
        """
        question = self._question
        if question is None:
            return
        if paths:
            self._package.chosen_pictures |= set(paths)
            self._take(question, Answer.CHOSEN)
        else:
            self._done(question)

    # -- what is asked now

    @property
    def _question(self) -> Question | None:
        return self._left[0] if self._left else None

    def _look(self) -> None:
        self._busy = True
        self._left = self._questions.open(self._answered)
        self._busy = False

    def _take(self, question: Question, answer: Answer) -> None:
        self._busy = True
        self._answers.take(question, answer, precise=self._precise)
        self._busy = False
        self._done(question)

    def _go_on(self) -> None:
        self._look()
        question = self._question
        if question is None:
            self._finish()
        elif question.kind is Kind.SETTINGS and self._sent != question.group:
            self._open_settings(question)
        elif question.kind is Kind.PICKER and self._sent != question.group:
            self._open_picker(question)
        else:
            self._phone.app.invalidate()

    def _done(self, question: Question) -> None:
        self._answered.append(question.group)
        self._left = self._left[1:]
        self._begin()

    def _begin(self) -> None:
        """A question comes up: the accuracy that was chosen before is chosen again."""
        self._for_good, self._sent = False, ""
        chosen = PermissionFlag.SELECTED_LOCATION_ACCURACY
        question = self._question
        self._precise = question is None or not question.state.any((COARSE,), chosen)

    def _answer(self, question: Question, button: str) -> None:
        if button == _SELECTED:
            self._open_picker(question)
            return
        answer = ANSWER_OF[button]
        if answer is Answer.DENY and self._for_good:
            answer = Answer.DENY_FOR_GOOD
        self._take(question, answer)
        self._go_on()

    def _outside(self) -> None:
        if self._row["outside"] == "cancels":
            self._finish()

    # -- pages that answer in its place

    def _open_settings(self, question: Question) -> None:
        self._sent, self._before = question.group, question.state.snapshot
        extras = {_PACKAGE: self._package.name, _GROUP: _GROUP_PREFIX + question.group}
        self._start(Intent(_MANAGE_ONE, extras=extras), SETTINGS)

    def _open_picker(self, question: Question) -> None:
        self._sent = question.group
        self._start(Intent(PICK, extras={_PACKAGE: self._package.name}), PHOTOS)

    def _start(self, intent: Intent, request: str) -> None:
        self._phone.activities.start_for_result(self._phone.app.package, intent, request)

    # -- what is shown

    def _shown(self, question: Question) -> Shown:
        number = (self._count - len(self._left) + 1, self._count)
        return Shown(self._row, question, number, self._for_good, self._precise)

    def _forbid(self) -> None:
        self._for_good = not self._for_good
        self._phone.app.invalidate()

    def _choose(self, precise: bool) -> None:  # noqa: FBT001 - a tap's one argument
        self._precise = precise
        self._phone.app.invalidate()

    def _guarded(self, act: Callable[P, None]) -> Callable[P, None]:
        """Swallow taps while the dialog comes in: such a tap was meant for something else."""
        comes_in = timedelta(milliseconds=self._row["enter_animation_ms"])

        def tap(*args: P.args, **kwargs: P.kwargs) -> None:
            if self._phone.app.clock.uptime() >= self._shown_at + comes_in:
                act(*args, **kwargs)

        return tap


def _nothing() -> None:
    """A tap on the dialog beside its buttons does nothing, and closes nothing."""
