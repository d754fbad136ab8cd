"""What an answer to a prompt changes: grants, and the flags that say why.

Source: AOSP PackageInstaller AppPermissionGroup (8 to 11), PermissionController KotlinUtils and
GrantPermissionsViewModel (from 12).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.permission_names import BACKGROUND, COARSE, FINE, SELECTED
from devices.virtual.os.permissions import NO_FLAGS, PermissionFlag, parse_flags
from devices.virtual.os.prompts.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.virtual.os.prompts.questions import Question
    from devices.virtual.os.system_apps.privileged import Privileged

_ANSWERED: Final = (
    PermissionFlag.USER_SET
    | PermissionFlag.USER_FIXED
    | PermissionFlag.ONE_TIME
    | PermissionFlag.REVOKED_COMPAT
    | PermissionFlag.REVOKE_WHEN_REQUESTED
    | PermissionFlag.AUTO_REVOKED
    | PermissionFlag.REVIEW_REQUIRED
)
_CHOSEN: Final = PermissionFlag.USER_SET | PermissionFlag.USER_FIXED


class Answer(StrEnum):
    """What a user can answer."""

    ALLOW = "allow"
    ALLOW_IN_USE = "allow_in_use"
    ALLOW_ONCE = "allow_once"
    DENY = "deny"
    DENY_FOR_GOOD = "deny_for_good"
    CHOSEN = "chosen"  # pictures in the picker, or that it is to stay with those


ANSWER_OF: Final[Mapping[str, Answer]] = {
    "permission_allow_button": Answer.ALLOW,
    "permission_allow_all_button": Answer.ALLOW,
    "permission_allow_always_button": Answer.ALLOW,
    "permission_allow_foreground_only_button": Answer.ALLOW_IN_USE,
    "permission_allow_one_time_button": Answer.ALLOW_ONCE,
    "permission_dont_allow_more_selected_button": Answer.CHOSEN,
    "permission_deny_button": Answer.DENY,
    "permission_no_upgrade_button": Answer.DENY,
    "permission_no_upgrade_one_time_button": Answer.DENY,
    "permission_deny_and_dont_ask_again_button": Answer.DENY_FOR_GOOD,
    "permission_no_upgrade_and_dont_ask_again_button": Answer.DENY_FOR_GOOD,
    "permission_no_upgrade_one_time_and_dont_ask_again_button": Answer.DENY_FOR_GOOD,
}
"""What each button means, by its id; the one that opens the picker is none of them."""


class Answers:
    """Carries answers out.

    Args:
        phone: whose package manager keeps them.
        row: the release's ``permission_prompt``.
    """

    def __init__(self, phone: Privileged, row: Mapping[str, Any]) -> None:
        self._phone, self._row = phone, row
        self._lost = False

    def take(self, question: Question, answer: Answer, *, precise: bool) -> None:
        """Do what an answer to a question says; an app that loses a permission is killed.

        Args:
            question: what was asked.
            answer: the button's meaning.
            precise: which accuracy of the location was chosen, where there is a choice.
        """
        self._lost = False
        if answer is Answer.CHOSEN:
            self._choose(question)
        elif answer in {Answer.DENY, Answer.DENY_FOR_GOOD}:
            self._revoke(question, _denied(question), self._sets(answer))
        else:
            self._give(question, answer, precise=precise)
        if self._lost:
            self._phone.activities.kill(question.state.package.name, "permissions revoked")

    def count_as_denied(self, question: Question) -> None:
        """The user came back from the settings without a choice: that counts as a denial."""
        again = question.state.any(question.names, PermissionFlag.USER_SET)
        for name in question.names:
            flag = PermissionFlag.USER_FIXED if again else PermissionFlag.USER_SET
            self._flag(question, name, flag, flag)

    def _give(self, question: Question, answer: Answer, *, precise: bool) -> None:
        names = question.names
        if answer is not Answer.ALLOW:
            names = tuple(name for name in names if name not in BACKGROUND)
        if question.kind is Kind.PRECISE and not precise:
            names = tuple(name for name in names if name != FINE)
        once = answer is Answer.ALLOW_ONCE
        flags = self._sets(Answer.ALLOW_ONCE if once else Answer.ALLOW)
        if question.kind is Kind.FINE and self._row["finer_keeps_once"]:
            self._grant(question, (COARSE,), flags, _ANSWERED & ~PermissionFlag.ONE_TIME)
            names = (FINE,)
        self._grant(question, names, flags)
        if question.group == "LOCATION" and self._row["selects_accuracy"]:
            self._select_accuracy(question, fine=FINE in names)

    def _choose(self, question: Question) -> None:
        """The app may see what was picked; the second time it goes straight to the picker."""
        state = question.state
        if SELECTED not in state.package.manifest.requested:
            others = [name for name in question.names if name != SELECTED]
            self._grant(question, (SELECTED,), PermissionFlag.USER_SET)
            flags = PermissionFlag.ONE_TIME | PermissionFlag.REVOKED_COMPAT
            self._grant(question, others, flags)
            return
        before = state.any((SELECTED,), _CHOSEN)
        fixed = PermissionFlag.USER_FIXED if before else NO_FLAGS
        others = [name for name in question.names if name != SELECTED]
        self._grant(question, (SELECTED,), PermissionFlag.USER_SET | fixed)
        self._revoke(question, others, PermissionFlag.USER_SET | fixed)

    def _select_accuracy(self, question: Question, *, fine: bool) -> None:
        flag = PermissionFlag.SELECTED_LOCATION_ACCURACY
        self._flag(question, FINE, flag if fine else NO_FLAGS, flag)
        self._flag(question, COARSE, NO_FLAGS if fine else flag, flag)

    def _sets(self, answer: Answer) -> PermissionFlag:
        return parse_flags(self._row["sets"][answer].split())

    def _grant(
        self,
        question: Question,
        names: Iterable[str],
        flags: PermissionFlag,
        mask: PermissionFlag = _ANSWERED,
    ) -> None:
        for name in names:
            self._phone.packages.grant(question.state.package.name, name)
            self._flag(question, name, flags, mask)

    def _revoke(self, question: Question, names: Iterable[str], flags: PermissionFlag) -> None:
        for name in names:
            lost = self._phone.packages.revoke(question.state.package.name, name)
            self._lost = self._lost or lost
            self._flag(question, name, flags, _ANSWERED)

    def _flag(
        self, question: Question, name: str, flags: PermissionFlag, mask: PermissionFlag
    ) -> None:
        if name in question.state.package.permissions:
            self._phone.packages.change_flags(question.state.package.name, name, mask, flags)


def _denied(question: Question) -> tuple[str, ...]:
    """What a denial is about: not what the app holds already, where it asks for more of it."""
    if question.kind in {Kind.FINE, Kind.FINE_ONCE}:
        return (FINE,)
    if question.kind in {Kind.BACKGROUND, Kind.UPGRADE, Kind.UPGRADE_ONCE}:
        return tuple(name for name in question.names if name in BACKGROUND)
    return question.names
