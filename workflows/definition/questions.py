"""Bilingual texts and the questions of a questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

QuestionKind = Literal["flag", "number", "integer", "text", "date", "choice", "choices", "period", "group", "list"]
Required = Literal["", "screening", "submission"]
Stage = Literal["draft", "screening", "submission"]
Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the office."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """Return the text in `lang`; every language but English reads Chinese."""
        return self.en if lang.startswith("en") else self.zh


def hint_of(help_: Text | None, law: Text | None) -> Text | None:
    """Return a help with the law it rests on, one of them, or nothing."""
    if law is None:
        return help_
    zh, en = (help_.zh, f"{help_.en} ") if help_ else ("", "")
    return Text(f"{zh}依据：{law.zh}。", f"{en}Basis: {law.en}.")


class Article(str):
    """An article of law from a bundle: its English text, with both languages in `words`; usable as a msgid."""

    __slots__ = ("words",)

    words: Text

    def __new__(cls, *parts: Text) -> "Article":
        """Join the texts of one or more laws."""
        words = Text("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))
        found = super().__new__(cls, words.en)
        found.words = words
        return found


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str | int
    label: Text
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Shows a question once another one has one of these answers; without values, any answer."""

    question: str
    any_of: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the questionnaire, or a group or list of questions; `switch` names the choice that offers it."""

    key: str
    kind: QuestionKind
    label: Text
    number: str = ""
    help: Text | None = None
    law: Text | None = None  # what lets a district ask it beyond the base of its bundle
    unit: Text | None = None
    required: Required = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[Option, ...] = ()
    fields: tuple["Question", ...] = ()
    shown_when: tuple[Shown, ...] = ()
    switch: str = ""

    def is_offered(self, switches: Mapping[str, Value]) -> bool:
        """Return whether it stands under no local choice, or under one that is switched on."""
        return not self.switch or switches.get(self.switch) is True

    @property
    def hint(self) -> Text | None:
        """What is said below it: its help, and the law that lets a district ask it."""
        return hint_of(self.help, self.law)


@dataclass(frozen=True, slots=True)
class Start:
    """The words of a bundle's questionnaire and of its entry in the catalogue; an icon of the sprite."""

    title: Text | None = None
    lead: Text | None = None
    sentence: Text | None = None
    icon: str = "file"


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions under one heading."""

    title: Text
    icon: str
    questions: tuple[str, ...]
