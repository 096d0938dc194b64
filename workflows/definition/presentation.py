"""How a bundle presents itself: its start page, the sections of its questions, the form's own fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.definition.fields import FormField
from workflows.definition.questions import Text

REGISTERS = ("roads",)  # the lists of the office that a field may be chosen from


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


@dataclass(frozen=True, slots=True)
class Form:
    """What the form asks about the place: the fields of its part `site` by path, and the keys that name the place."""

    title: Text
    fields: Mapping[str, FormField]
    place: tuple[str, ...]

    def place_of(self, site: Mapping[str, object]) -> str:
        """Name the place on one line: each part of it once, also where the next one repeats it."""
        line = ""
        for key in self.place:
            said = str(site.get(key) or "").strip()
            if said.startswith(line):
                line = said
            elif said:
                line += (" " if line[-1].isascii() else "") + said
        return line

    def is_told(self, site: Mapping[str, object]) -> bool:
        """Return whether nothing is missing that handing in asks for."""
        return all(site.get(one.key) for one in self.fields.values() if one.required)
