"""Rename everything a bundle file names, by a pure transformation of its data: the same matter in other words.

Every key, code, department, option, name and sentence becomes another; what the format itself says stays: its own
keys, the words it allows, the departments every matter has, and the parts of a scope that have a meaning of their own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflows.definition.agreement import KIND_OF
from workflows.definition.bundle import CONCERNS, GROUNDS
from workflows.definition.switches import DEFAULTS

Data = dict[str, Any]
# tables whose keys are names of the author
NAMING = frozenset(
    {
        "permits", "departments", "materials", "switches", "facts", "derived", "deficiency_codes", "refusal_codes",
        "condition_kinds", "refer_agencies", "approvers", "fine_flags", "weights",
    }
)  # fmt: skip
# what the format, the office or the law has a word for
KEPT = frozenset({"window", "lead", "government", "false_materials", *DEFAULTS, *CONCERNS, *GROUNDS})
# keys whose values are words of the format, never names
WORDED = frozenset(
    {
        "kind", "effect", "required", "pages", "bound", "form", "ground", "concerns", "on_refusal", "icon",
        "version", "suffix", "number", "autocomplete", "project", "ends_on",
    }
)  # fmt: skip
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")
PATH = re.compile(rf"{NAME.pattern}(?:\.{NAME.pattern})*")
# the two days of a period are the format's, in its fields and in paths
DAYS_OF_PERIOD = frozenset({"from", "to"})
PLACE = re.compile(r"\{(\w+)\}")
# places of texts that the office fills, whatever the matter
OFFICE_PLACES = frozenset({"place", "day", "law", "alive", "dead", "replant"})


def renamed(data: Mapping[str, Any]) -> Data:
    """Return the data of a bundle file with everything it names called otherwise."""
    names = {old: f"w{number:03}" for number, old in enumerate(sorted({*_names(data)} - KEPT), start=1)}
    return _Renaming(names).table(dict(data), "")


def names_of(data: Mapping[str, Any]) -> frozenset[str]:
    """Return every name and code the data of a bundle file gives."""
    return frozenset(_names(data)) - KEPT


def _names(part: Any, key: str = "") -> Iterator[str]:
    """Yield every name that a part of the file gives: keys of naming tables, keys and values of rows."""
    if isinstance(part, Mapping):
        if key in NAMING or (key == "fields" and "key" not in part):
            yield from part
        if isinstance(part.get("key"), str):
            yield part["key"]
        if key == "options" and isinstance(part.get("value"), str):
            yield part["value"]
        for inner, value in part.items():
            yield from _names(value, inner)
    elif isinstance(part, list):
        for one in part:
            yield from _names(one, key)


class _Renaming:
    """One renaming: the new names by the old, and a number for each text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names, self.texts = names, dict[str, str]()

    def table(self, part: Data, key: str) -> Data:
        if set(part) == {"zh", "en"}:
            return {"zh": self.said(part["zh"], "文"), "en": self.said(part["en"], "Text ")}
        if "project" in part:  # the kinds of projects are the office's
            return part
        names_keys = key in NAMING or (key in {"fields", "facts"})
        found = {
            self.names.get(inner, inner) if names_keys else inner: self.value(value, inner, key)
            for inner, value in part.items()
        }
        if part.get("kind") == "period" and "fields" in part:
            pairs = zip(part["fields"], found["fields"], strict=True)
            found["fields"] = [{**new, "key": old["key"]} for old, new in pairs]
        return found

    def value(self, value: Any, key: str, within: str) -> Any:
        if isinstance(value, dict):
            return self.table(value, key)
        if isinstance(value, list):
            return [self.value(one, key, within) for one in value]
        if not isinstance(value, str) or self._is_word(value, key, within):
            return value
        return PATH.sub(lambda found: self._path(found[0]), value)

    def _path(self, path: str) -> str:
        """Rename each part of a path; the two days of a period keep their names."""
        above, dot, last = path.rpartition(".")
        if dot and last in DAYS_OF_PERIOD:
            return f"{self._path(above)}.{last}"
        return NAME.sub(lambda found: self.names.get(found[0], found[0]), path)

    @staticmethod
    def _is_word(value: str, key: str, within: str) -> bool:
        """Return whether a value is a word of the format: by its key, or an option of the office's own question."""
        if key in WORDED or (key == "measure" and value in KIND_OF):
            return True
        if within in {"carrying", "switches"} and key != "moratorium_approver":
            return True
        return key == "unit" or (key == "register" and within != "")

    def said(self, text: str, word: str) -> str:
        """Return another text with the same places."""
        if text not in self.texts:
            self.texts[text] = f"{word}{len(self.texts) + 1}"
        places = list(PLACE.findall(text))
        kept = "".join(f"{{{one if one in OFFICE_PLACES else self.names.get(one, one)}}}" for one in places)
        return self.texts[text] + kept
