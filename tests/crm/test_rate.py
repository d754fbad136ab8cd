"""All processes of a host keep a CRM's limit together, and stand back when it says so."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
import requests

from config.crm import Rate
from config.paths import CHECKOUT
from crm import CrmError, RateLimit

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://crm.test"


class FakeCrm:
    """Answers with these statuses, then with 200; ``said`` is the header Retry-After."""

    def __init__(self, *statuses: int, said: str = "") -> None:
        self._statuses = list(statuses)
        self._said = said
        self.asked: list[float] = []

    def __call__(self) -> requests.Response:
        self.asked.append(time.time())
        reply = requests.Response()
        reply.status_code = self._statuses.pop(0) if self._statuses else 200
        reply.headers.update({"Retry-After": self._said} if self._said else {})
        return reply


def test_processes_share_one_limit(tmp_path: Path) -> None:
    """Of fifteen times that three processes ask, five come in a second, however late they are."""
    command = [sys.executable, "-m", "tests.crm.asker", str(tmp_path), "5"]
    asking = [
        subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=30)[0] for process in asking]
    rows = [tuple(map(float, line.split())) for text in said for line in text.splitlines()]
    first = min(waited_since for waited_since, _ in rows)
    asked = sorted(moment for _, moment in rows)
    assert len(asked) == 15
    early = [moment - first for n, moment in enumerate(asked) if moment < first + n // 5]
    assert early == []


def test_a_turn_that_comes_too_late_is_not_waited_for(tmp_path: Path) -> None:
    """The error says how long the limit is used up for, and the CRM is not asked."""
    limit, crm = RateLimit(tmp_path, URL, Rate(requests=1, seconds=60), 0.5), FakeCrm()
    limit.obey("list contacts", crm)
    with pytest.raises(CrmError, match=r"list contacts: .*used up for \d\d s.*wait 0\.5 s"):
        limit.obey("list contacts", crm)
    assert len(crm.asked) == 1
    RateLimit(tmp_path, "http://other.test", Rate(requests=1, seconds=60), 0.5).obey("ask", crm)


def test_what_the_crm_asks_for_is_obeyed(tmp_path: Path) -> None:
    """After a 429 the request goes again when Retry-After has passed."""
    crm = FakeCrm(429, said="1")
    reply = RateLimit(tmp_path, URL, None, 10).obey("ask", crm)
    assert reply.status_code == 200
    assert crm.asked[1] - crm.asked[0] >= 1


def test_others_stand_back_too(tmp_path: Path) -> None:
    """What one was told holds for all: nobody asks before that time."""
    crm = FakeCrm(429, said="30")
    with pytest.raises(CrmError, match=r"status 429: the rate limit is used up for 30 s"):
        RateLimit(tmp_path, URL, None, 0.2).obey("ask", crm)
    with pytest.raises(CrmError, match="no reply: the rate limit is used up for"):
        RateLimit(tmp_path, URL, Rate(requests=9, seconds=1), 0.2).obey("ask", crm)
    assert len(crm.asked) == 1


def test_nobody_rushes_in_once_the_crm_may_be_asked_again(tmp_path: Path) -> None:
    """Those who stood back take turns, as the limit has it."""
    limit, crm = RateLimit(tmp_path, URL, Rate(requests=1, seconds=0.5), 10), FakeCrm()
    limit._pause("ask", 0.6)
    may_again = time.time() + 0.55
    for _ in range(2):
        limit.obey("ask", crm)
    assert crm.asked[0] >= may_again
    assert crm.asked[1] >= may_again + 0.5


def test_who_waits_for_a_turn_stands_back_too(tmp_path: Path) -> None:
    """A turn that was given before the CRM asked to be left alone comes after that time."""
    limit, crm = RateLimit(tmp_path, URL, Rate(requests=1, seconds=1), 10), FakeCrm()
    limit.obey("ask", crm)
    other = threading.Timer(0.2, RateLimit(tmp_path, URL, None, 10)._pause, ("ask", 2))
    other.start()
    limit.obey("ask", crm)
    other.join()
    assert crm.asked[1] - crm.asked[0] >= 2


def test_a_state_that_another_keeps_is_not_waited_for_too_long(tmp_path: Path) -> None:
    """A process that is stopped while it holds the lock stops no other; the error names it."""
    limit, other = (RateLimit(tmp_path, URL, None, 0.1) for _ in range(2))
    with (
        other._locked("ask", 1),
        pytest.raises(CrmError, match=r"list contacts: .*another process keeps .*\.lock"),
    ):
        limit.obey("list contacts", FakeCrm())
    limit.obey("list contacts", FakeCrm())


@pytest.mark.parametrize("said", ["Wed, 01 Jan 2031 00:00:00 GMT", "", "soon"])
def test_retry_after_may_be_a_date_or_missing(tmp_path: Path, said: str) -> None:
    """A date is far off here, and what is not said is the documented window: both are too long."""
    with pytest.raises(CrmError, match=r"used up for (10|\d{5,}) s"):
        RateLimit(tmp_path, URL, None, 1).obey("ask", FakeCrm(429, said=said))


def test_a_file_of_a_wrong_clock_is_passed_over(tmp_path: Path) -> None:
    """Times that lie days ahead, or a torn file, keep nobody waiting."""
    limit, crm = RateLimit(tmp_path, URL, Rate(requests=9, seconds=1), 0.2), FakeCrm()
    limit.obey("ask", crm)
    for text in (f'{{"turns": [], "closed_until": {time.time() + 1e6}}}', '{"turns": ['):
        (path,) = tmp_path.glob("*.json")
        path.write_text(text, encoding="utf-8")
        limit.obey("ask", crm)
    assert len(crm.asked) == 3
