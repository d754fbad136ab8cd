"""Secrets stay secret wherever Python would print them."""

from __future__ import annotations

import pickle

import pytest

from config.secrets import Secret, SecretMissing, resolve


def test_a_secret_shows_its_mask_everywhere() -> None:
    """Printing, formatting and showing a secret give the mask, `reveal` gives the value."""
    secret = Secret("hunter2")
    shown = f"{secret} {secret!r} {secret:>10} {[secret]} %s" % secret
    assert "hunter2" not in shown
    assert secret.reveal() == "hunter2"


def test_a_secret_is_not_pickled() -> None:
    """A secret cannot leave its process by accident."""
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret("hunter2"))


def test_a_reference_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """``env:NAME`` is the variable's value, and an unset one says what to do."""
    monkeypatch.setenv("FLEET_TEST_PASSWORD", "s3cret")
    assert resolve("env:FLEET_TEST_PASSWORD") == Secret("s3cret")
    monkeypatch.delenv("FLEET_TEST_PASSWORD")
    with pytest.raises(SecretMissing, match="export FLEET_TEST_PASSWORD"):
        resolve("env:FLEET_TEST_PASSWORD")
