"""Read TOML tables with their place in the file, so that every error names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar, cast

from workflows.definition.questions import Text
from workflows.errors import N_, BundleError

T = TypeVar("T")
D = TypeVar("D")
JSON_KINDS: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
}
# stands for the names of a table whose keys are chosen by the author
ANY_NAME = "*"
MISSING = N_("%(place)s: %(name)s is missing")
# how alike two names are before one is taken for the other misspelt
CLOSE = 0.75
KINDS: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "table",
}


@dataclass(slots=True)
class Key:
    """One key of a table; `required_by` are the places that had to have it, `inner` the table or rows below it."""

    kinds: set[str] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)
    required_by: set[str] = field(default_factory=set)
    inner: "Shape | None" = None


@dataclass(slots=True)
class Shape:
    """The keys of one table, gathered over every place that was read."""

    keys: dict[str, Key] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def note(self, name: str, *kinds: str) -> Key:
        """Note a key that was asked for."""
        key = self.keys.setdefault(name, Key())
        key.kinds.update(kinds)
        return key

    def below(self, name: str, kind: str) -> "Shape":
        """Return the shape of the table, or of the rows, under a key."""
        key = self.note(name, kind)
        if key.inner is None:
            key.inner = Shape()
        return key.inner

    def needs(self, name: str) -> bool:
        """Return whether every place that was read must have this key."""
        return bool(self.places) and self.keys[name].required_by >= self.places


class Table:
    """One table of a bundle file: returns typed values and refuses unread settings.

    With a list of `faults` it notes what is wrong there and goes on with a value of the right kind, so that one
    reading finds all of them; without, the first is raised. What it is asked for is noted in its `shape`.
    """

    def __init__(
        self, data: object, place: str, faults: list[BundleError] | None = None, shape: Shape | None = None
    ) -> None:
        self.place = place
        self.faults = faults
        self._shape = shape or Shape()
        self._is_open = False  # its names are the author's own
        self._optional: set[str] = set()
        self._is_absent = False  # what is wrong with a table that is not there has been said
        self._known: set[str] = set()
        self._data: dict[str, object] = data if isinstance(data, dict) else {}
        self._shape.places.add(place)
        if not isinstance(data, dict):
            self.refuse(N_("%(place)s: this must be a table"))
            self._is_absent = True

    def __contains__(self, key: str) -> bool:
        self._known.add(key)
        self._optional.add(key)
        self._note(key)
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        self._is_open = True
        return iter(self._data)

    def _note(self, key: str, *kinds: str) -> Key:
        noted = self._shape.note(self._called(key), *kinds)
        if key not in self._optional and not self._is_open and not self._is_absent:
            noted.required_by.add(self.place)
        return noted

    def _called(self, key: str) -> str:
        return ANY_NAME if self._is_open and key in self._data else key

    def holds(self, key: str, kind: type) -> bool:
        """Return whether a value is present and of exactly this type."""
        self._known.add(key)
        return type(self._data.get(key)) is kind

    def scalars(self) -> dict[str, str | int | float | bool]:
        """Take every value of a table of strings, numbers and booleans.

        Raises:
            BundleError: one is of another type.
        """
        found: dict[str, str | int | float | bool] = {}
        self._shape.note(ANY_NAME, "scalar")
        for name, value in self._data.items():
            if isinstance(value, str | int | float | bool):
                found[name] = value
            else:
                self.refuse(N_("%(place)s: %(name)s must be a word, a number, or yes or no"), name=name)
        return found

    def wrong(self, message: str, **params: object) -> BundleError:
        """Build the error that names this place."""
        return BundleError(message, params={"place": self.place, **params})

    def refuse(self, message: str, **params: object) -> None:
        """Note an error of this place, or raise it where nothing collects them.

        Raises:
            BundleError: nothing collects errors.
        """
        self.note(self.wrong(message, **params))

    def note(self, error: BundleError) -> None:
        """Note an error, or raise it where nothing collects them.

        Raises:
            BundleError: nothing collects errors.
        """
        if self.faults is None:
            raise error
        if not self._is_absent:
            self.faults.append(error)

    def take(self, key: str, kind: type[T]) -> T:
        """Take a required value.

        Raises:
            BundleError: it is missing or of another kind.
        """
        self._known.add(key)
        self._note(key, *_json_kinds(kind))
        if key not in self._data:
            self.refuse(MISSING, name=key)
            return kind()
        value = self._data[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=key, kind=KINDS[kind])
            return kind()
        return value

    def get(self, key: str, kind: type[T], default: D) -> T | D:
        """Take an optional value.

        Raises:
            BundleError: it is of another kind.
        """
        if key in self:
            return self.take(key, kind)
        self._note(key, *_json_kinds(kind))
        return default

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take one of a few strings.

        Raises:
            BundleError: it is missing or another string.
        """
        value = self.take(key, str) if default is None else self.get(key, str, default)
        self._note(key).allowed.update(allowed)
        if value in allowed:
            return value
        if self.holds(key, str):
            message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
            self.refuse(message, name=key, allowed=", ".join(word for word in allowed if word), value=value)
        return allowed[0]

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of strings, empty when left out.

        Raises:
            BundleError: it is not a list of strings.
        """
        values = cast("list[object]", self.get(key, list, []))
        self._note(key, "words").kinds.discard("array")
        words = tuple(value for value in values if isinstance(value, str))
        if len(words) < len(values):
            self.refuse(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=key, kind="array of strings")
        return words

    def text(self, key: str) -> Text:
        """Take a bilingual text.

        Raises:
            BundleError: it is missing, or one language is.
        """
        table = Table(self.take(key, dict), self._inner(key), self.faults)
        table._is_absent = not isinstance(self._data.get(key), dict)
        self._note(key, "text").kinds.discard("object")
        text = Text(table.take("zh", str), table.take("en", str))
        for lang in ("zh", "en"):
            if table.holds(lang, str) and not text.get(lang).strip():
                table.refuse(N_("%(place)s: %(name)s says nothing"), name=lang)
        table.close()
        return text

    def optional_text(self, key: str) -> Text | None:
        """Take an optional bilingual text.

        Raises:
            BundleError: one language is missing.
        """
        if key in self:
            return self.text(key)
        self._note(key, "text")
        return None

    def table(self, key: str) -> "Table":
        """Take an inner table.

        Raises:
            BundleError: it is missing or not a table.
        """
        data = self.take(key, dict)
        found = Table(data, self._inner(key), self.faults, self._shape.below(self._called(key), "object"))
        found._is_absent = not isinstance(self._data.get(key), dict)
        return found

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables, empty when left out.

        Raises:
            BundleError: it is not a list of tables.
        """
        rows = cast("list[object]", self.get(key, list, []))
        shape = self._shape.below(self._called(key), "array")
        return [Table(row, self._inner(f"{key}[{index}]"), self.faults, shape) for index, row in enumerate(rows)]

    def named(self, key: str) -> dict[str, "Table"]:
        """Take a table of tables by name.

        Raises:
            BundleError: it is missing or holds other than tables.
        """
        outer = self.table(key)
        return {name: outer.table(name) for name in outer}

    def close(self) -> None:
        """Refuse settings that were not taken.

        Raises:
            BundleError: a setting has an unknown name.
        """
        for name in self._data:
            if name in self._known:
                continue
            if close := get_close_matches(name, self._known - self._data.keys(), n=1, cutoff=CLOSE):
                message = N_("%(place)s: there is no setting called %(name)s; did you mean %(close)s?")
                self.refuse(message, name=name, close=close[0])
            else:
                self.refuse(N_("%(place)s: there is no setting called %(name)s"), name=name)

    def _inner(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place.rpartition(", ")[1] else f"{self.place}, {key}"


def _json_kinds(kind: type) -> tuple[str, ...]:
    return (JSON_KINDS[kind],) if kind in JSON_KINDS else ()
