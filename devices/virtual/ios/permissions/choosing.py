"""The sheets in which a user chooses which pictures, or which people, an app may see.

Source: Apple, PHPhotoLibrary.presentLimitedLibraryPicker; WWDC24, session 10121, for people.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from devices.virtual.ios.belongings import PEOPLE, pictures
from devices.virtual.ios.permissions import sheet_views
from devices.virtual.ios.permissions.sheets import Sheet
from devices.virtual.ios.permissions.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ui.node import Node

    Shared = Callable[[Status | None], None]


class Chooser:
    """Puts up the sheets."""

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone

    def pictures(self, bundle_id: str, done: Callable[[], None], *, over: str = "") -> None:
        """Have pictures chosen; what was chosen before is marked.

        Args:
            bundle_id: the app that may see them.
            done: called when the user is done, or has cancelled, or the app below has ended.
            over: bundle identifier of the app that the sheet lies over, where it is another one.
        """
        _PicturePicker(self._phone, bundle_id, done, over or bundle_id)

    def people(self, bundle_id: str, shared: Shared) -> None:
        """Ask whether an app may have all people or chosen ones.

        Args:
            bundle_id: the app that may have them.
            shared: called with the answer; None where the app ended before there was one.
        """
        _PeoplePrompt(self._phone, bundle_id, shared)


class _PicturePicker:
    def __init__(self, phone: IPhone, bundle_id: str, done: Callable[[], None], over: str) -> None:
        self._phone, self._bundle_id, self._done = phone, bundle_id, done
        self._words = phone.profile.rows["choose_photos"]
        self._marked = set(phone.permissions.grant(bundle_id).pictures)
        self._sheet = Sheet(
            phone.display, phone.apps, over=over, package=over, build=self._content, gone=done
        )

    def _content(self) -> Node:
        words = self._words
        cells = [
            sheet_views.picture(
                taken.label, partial(self._mark, taken.path), chosen=taken.path in self._marked
            )
            for taken in pictures(self._phone.media, self._phone.clock)
        ]
        head = sheet_views.bar(
            words["title"],
            sheet_views.bar_button(words["cancel"], self._leave),
            sheet_views.bar_button(words["done"], self._keep, bold=True),
        )
        return sheet_views.sheet(head, sheet_views.grid(cells))

    def _mark(self, path: str) -> None:
        self._marked ^= {path}
        self._sheet.redraw()

    def _keep(self) -> None:
        self._phone.permissions.grant(self._bundle_id).pictures = self._marked
        self._leave()

    def _leave(self) -> None:
        self._sheet.close()
        self._done()


class _PeoplePrompt:
    def __init__(self, phone: IPhone, bundle_id: str, shared: Shared) -> None:
        self._phone, self._bundle_id, self._shared = phone, bundle_id, shared
        self._words = phone.profile.rows["ask_contacts"]["share"]
        self._choosing = False
        self._marked = set(phone.permissions.grant(bundle_id).people)
        self._sheet = Sheet(
            phone.display,
            phone.apps,
            over=bundle_id,
            package=self._words["package"],
            build=self._content,
            gone=lambda: shared(None),
        )

    def _content(self) -> Node:
        return self._list() if self._choosing else self._question()

    def _question(self) -> Node:
        app = self._phone.installed.get(self._bundle_id)
        words = self._words
        share = words["all"].format(count=len(PEOPLE))
        return sheet_views.question(
            words["kind"],
            words["title"].format(app=app.label if app is not None else ""),
            [
                sheet_views.answer(words["select"], partial(self._choose, on=True)),
                sheet_views.answer(share, partial(self._end, Status.AUTHORIZED)),
            ],
        )

    def _list(self) -> Node:
        rows = [
            sheet_views.person(
                each.name, partial(self._mark, each.name), chosen=each.name in self._marked
            )
            for each in PEOPLE
        ]
        head = sheet_views.bar(
            self._words["picker"],
            sheet_views.bar_button(self._words["cancel"], partial(self._choose, on=False)),
            sheet_views.bar_button(self._words["done"], self._keep, bold=True),
        )
        return sheet_views.sheet(head, sheet_views.people_list(rows))

    def _choose(self, *, on: bool) -> None:
        self._choosing = on
        self._sheet.redraw()

    def _mark(self, name: str) -> None:
        self._marked ^= {name}
        self._sheet.redraw()

    def _keep(self) -> None:
        self._phone.permissions.grant(self._bundle_id).people = self._marked
        self._end(Status.LIMITED)

    def _end(self, status: Status) -> None:
        self._sheet.close()
        self._shared(status)
