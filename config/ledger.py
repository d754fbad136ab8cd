"""The capability ledger as it is written: what each verb comes to on each kind of phone."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from config.crm import CrmKind  # noqa: TC001 - pydantic reads it
from config.matrix import Kind, Locale, Name  # noqa: TC001 - the same
from config.paths import CONFIG
from config.platforms import Platform  # noqa: TC001 - the same
from config.yaml_file import Model, load

Transport = Literal["usb", "tcp", "local", "cloud"]
Verb = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]

LEDGER: Final = CONFIG / "ledger.yaml"
REFUSALS: Final = CONFIG / "refusals.lock"
_Sentence = Annotated[str, Field(min_length=3)]


class Entry(Model):
    """What a verb comes to where all that is named holds; what is not named may be anything.

    Attributes:
        native: by what the device itself offers for it.
        emulated: how it is brought about otherwise.
        refused: why it cannot be done.
        instead: what to use then.
    """

    kind: tuple[Kind, ...] | None = None
    platform: tuple[Platform, ...] | None = None
    transport: tuple[Transport, ...] | None = None
    skin: tuple[Name, ...] | None = None
    locale: tuple[Locale, ...] | None = None
    crm: tuple[CrmKind, ...] | None = None
    native: _Sentence | None = None
    emulated: _Sentence | None = None
    refused: _Sentence | None = None
    instead: _Sentence | None = None

    @model_validator(mode="after")
    def _one_verdict(self) -> Entry:
        given = [name for name in ("native", "emulated", "refused") if getattr(self, name)]
        if len(given) != 1:
            found = ", ".join(given) or "none"
            raise ValueError(f"an entry is native, emulated or refused; found {found}")
        if bool(self.refused) is not bool(self.instead):
            raise ValueError("a refusal, and nothing else, says what to use instead")
        return self


class Ledger(Model):
    """Every verb with its entries; the first that fits counts."""

    verbs: dict[Verb, Annotated[tuple[Entry, ...], Field(min_length=1)]]


@cache
def read() -> Ledger:
    """The ledger of ``config/ledger.yaml``.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(LEDGER, Ledger)
