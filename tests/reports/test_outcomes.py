"""Outcomes, their order and what they tell a shell."""

from __future__ import annotations

import pytest

from reports.outcomes import BY_SEVERITY, ExitCode, Outcome, exit_code, worst


def test_every_outcome_has_a_meaning_and_a_place() -> None:
    """Each outcome says what it means, and each has one place in the order of severity."""
    assert all(outcome.meaning for outcome in Outcome)
    assert sorted(BY_SEVERITY) == sorted(Outcome)


def test_failure_is_worst() -> None:
    """One failure among anything else is what the whole is called."""
    assert worst(reversed(BY_SEVERITY)) is Outcome.FAIL


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ("PASS PASS", ExitCode.PASSED),
        ("PASS REFUSED", ExitCode.PASSED),
        ("PASS FAIL INFRA", ExitCode.FAILED),
        ("PASS ERROR", ExitCode.NOT_TESTED),
        ("PASS INFRA", ExitCode.NOT_TESTED),
        ("PASS LOST", ExitCode.NOT_TESTED),
        ("PASS NOT_RUN", ExitCode.NOT_TESTED),
        ("REFUSED REFUSED", ExitCode.NOTHING_TESTED),
        ("", ExitCode.NOTHING_TESTED),
    ],
)
def test_exit_code(outcomes: str, code: ExitCode) -> None:
    """A lab's trouble looks neither like a product's failure nor like success."""
    assert exit_code(Outcome(word) for word in outcomes.split()) is code
