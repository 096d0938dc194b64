"""Read TOML tables with their place in the file, so that every error names it."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from workflows.definition.questions import Text
from workflows.errors import N_, BundleError

T = TypeVar("T")
D = TypeVar("D")
KINDS: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "table",
}


class Table:
    """One table of a bundle file: returns typed values and refuses unread settings."""

    def __init__(self, data: object, place: str) -> None:
        self.place = place
        if not isinstance(data, dict):
            raise self.wrong(N_("%(place)s: this must be a table"))
        self._data = data
        self._seen: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def holds(self, key: str, kind: type) -> bool:
        """Return whether a value is present and of exactly this type."""
        return type(self._data.get(key)) is kind

    def scalars(self) -> dict[str, str | int | float | bool]:
        """Take every value of a table of strings, numbers and booleans.

        Raises:
            BundleError: one is of another type.
        """
        for name, value in self._data.items():
            if not isinstance(value, str | int | float | bool):
                raise self.wrong(N_("%(place)s: %(name)s must be a word, a number, or yes or no"), name=name)
        return dict(self._data)

    def wrong(self, message: str, **params: object) -> BundleError:
        """Build the error that names this place."""
        return BundleError(message, params={"place": self.place, **params})

    def take(self, key: str, kind: type[T]) -> T:
        """Take a required value.

        Raises:
            BundleError: it is missing or of another kind.
        """
        if key not in self._data:
            raise self.wrong(N_("%(place)s: %(name)s is missing"), name=key)
        self._seen.add(key)
        value: object = self._data[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=key, kind=KINDS[kind])
        return value

    def get(self, key: str, kind: type[T], default: D) -> T | D:
        """Take an optional value.

        Raises:
            BundleError: it is of another kind.
        """
        return self.take(key, kind) if key in self._data else default

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take one of a few strings.

        Raises:
            BundleError: it is missing or another string.
        """
        value = self.take(key, str) if default is None else self.get(key, str, default)
        if value not in allowed:
            message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
            raise self.wrong(message, name=key, allowed=", ".join(word for word in allowed if word), value=value)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of strings, empty when left out.

        Raises:
            BundleError: it is not a list of strings.
        """
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=key, kind="array of strings")
        return tuple(values)

    def text(self, key: str) -> Text:
        """Take a bilingual text.

        Raises:
            BundleError: it is missing, or one language is.
        """
        table = self.table(key)
        text = Text(table.take("zh", str), table.take("en", str))
        table.close()
        return text

    def optional_text(self, key: str) -> Text | None:
        """Take an optional bilingual text.

        Raises:
            BundleError: one language is missing.
        """
        return self.text(key) if key in self._data else None

    def table(self, key: str) -> "Table":
        """Take an inner table.

        Raises:
            BundleError: it is missing or not a table.
        """
        return Table(self.take(key, dict), self._inner(key))

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables, empty when left out.

        Raises:
            BundleError: it is not a list of tables.
        """
        return [Table(row, self._inner(f"{key}[{index}]")) for index, row in enumerate(self.get(key, list, []))]

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
            if name not in self._seen:
                raise self.wrong(N_("%(place)s: there is no setting called %(name)s"), name=name)

    def _inner(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place.rpartition(", ")[1] else f"{self.place}, {key}"
