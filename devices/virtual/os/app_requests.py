"""What apps ask of the activity manager about their own activities; see `AppHost`."""

from __future__ import annotations

from devices.virtual.os.app_ending import AppEnding
from devices.virtual.os.intents import CATEGORY_LAUNCHER, Intent


class AppRequests(AppEnding):
    """Does what an app asks while it runs, and what it may only in front."""

    def app_intent(self, package: str) -> Intent:
        """What an app's activity was started with; an empty one while it is not in front."""
        front = self.focused
        return front.intent if front and front.component.package == package else Intent()

    def app_answer(self, package: str, result: object) -> None:
        """An app sets what its activity in front answers when it is gone."""
        front = self.focused
        if front is not None and front.component.package == package:
            front.result = result

    def app_invalidate(self, package: str) -> None:
        """An app's content has changed."""
        for activity in self.stack:
            if activity.component.package == package and activity.process is not None:
                self._display.invalidate(activity.window)

    def app_finish(self, package: str) -> None:
        """An app closes its foreground activity.

        From Android 12 on Back moves the task of a launcher activity to the back and keeps it.
        Source: developer.android.com, "Behavior changes: all apps", Android 12.
        """
        front = self.focused
        if front is None or front.component.package != package or package not in self._apps:
            return
        front_door = front is front.task.root and CATEGORY_LAUNCHER in front.intent.categories
        if front_door and self._rules["back_keeps_front_door"]:
            self._to_back(front.task)
            return
        self._apps[package].body.pause()
        self._drop(front)
        self._resume_front()

    def app_toast(self, package: str, text: str) -> None:
        """An app shows a short message."""
        if package in self._apps:
            self._display.toast(package, text)

    def app_log(self, pid: int, priority: str, tag: str, message: str) -> None:
        """An app writes to the log."""
        self._log.write(priority, tag, message, pid=pid)
