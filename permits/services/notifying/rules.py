"""The rules of telling: which event is told to whom, by which way, how urgently, in which words."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from permits.errors import SetupFault
from workflows import Text

FILE = Path(__file__).parent / "notification-rules.toml"
PLACE = re.compile(r"\{[^}]*\}?")
Group = Literal[
    "applicant",
    "applicant_holder",
    "window",
    "departments",
    "department",
    "named",
    "holder",
    "head",
    "lead",
    "government",
    "manager",
]
Urgency = Literal["normal", "urgent"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(_Strict):
    """The message in both languages; {number} is the case's."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @model_validator(mode="after")
    def _names_the_case(self) -> Self:
        for said in (self.zh, self.en):
            if set(PLACE.findall(said)) != {"{number}"}:
                raise ValueError("must name the case as {number}, and nothing else in braces")
        return self


class Rule(_Strict):
    """Who is told of one event, whom of them by letter too, how urgently, in which words."""

    groups: frozenset[Group] = Field(min_length=1)
    mail: frozenset[Group] = frozenset()
    urgency: Urgency = "normal"
    sentence: Sentence

    @model_validator(mode="after")
    def _letters_go_to_the_told(self) -> Self:
        if not self.mail <= self.groups:
            raise ValueError("mail may name only groups that are told")
        return self

    @property
    def text(self) -> Text:
        """The sentence as the engine carries texts."""
        return Text(self.sentence.zh, self.sentence.en)


class Rules(_Strict):
    """Every event the office records: told by a rule, or silent."""

    silent: frozenset[str]
    events: Mapping[str, Rule]

    @model_validator(mode="after")
    def _told_or_silent(self) -> Self:
        if both := sorted(self.silent & self.events.keys()):
            raise ValueError(f"told and silent at once: {', '.join(both)}")
        return self

    def say(self, event: str, number: str, language: str) -> str:
        """Say what happened in a language; an event without a rule names itself."""
        rule = self.events.get(event)
        return rule.text.get(language).format(number=number) if rule else event


def read_rules(source: str) -> Rules:
    """Read the rules from the text of their file.

    Raises:
        SetupFault: they are malformed; the first fault is named with its place.
    """
    try:
        return Rules.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise SetupFault(f"{FILE.name}: this is no TOML: {error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise SetupFault(f"{FILE.name}: {place} {fault['msg'].removeprefix('Value error, ')}") from error


@cache
def rules() -> Rules:
    """Give the house's rules, read once.

    Raises:
        SetupFault: the file is malformed.
    """
    return read_rules(FILE.read_text(encoding="utf-8"))
