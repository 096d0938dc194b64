"""Reading a TOML table with its place in mind, so that every mistake is named where it stands."""

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
    """One table of a bundle file: hands out typed values, and refuses what nobody asked for."""

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
        """Say whether a value is there and of exactly this kind."""
        return type(self._data.get(key)) is kind

    def scalars(self) -> dict[str, str | int | float | bool]:
        """Take every value of a table that holds words, numbers, yes and no only.

        Raises:
            BundleError: one is anything else.
        """
        for name, value in self._data.items():
            if not isinstance(value, str | int | float | bool):
                raise self.wrong(N_("%(place)s: %(name)s must be a word, a number, or yes or no"), name=name)
        return dict(self._data)

    def wrong(self, message: str, **params: object) -> BundleError:
        """Make the error that names this place."""
        return BundleError(message, params={"place": self.place, **params})

    def take(self, key: str, kind: type[T]) -> T:
        """Take a value that must be there.

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
        """Take a value that may be left out.

        Raises:
            BundleError: it is of another kind.
        """
        return self.take(key, kind) if key in self._data else default

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take one of a few words.

        Raises:
            BundleError: it is missing or another word.
        """
        value = self.take(key, str) if default is None else self.get(key, str, default)
        if value not in allowed:
            message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
            raise self.wrong(message, name=key, allowed=", ".join(word for word in allowed if word), value=value)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of words, empty when left out.

        Raises:
            BundleError: it is no list of words.
        """
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=key, kind="array of strings")
        return tuple(values)

    def text(self, key: str) -> Text:
        """Take a text that stands in both languages.

        Raises:
            BundleError: it is missing, or one language is.
        """
        table = self.table(key)
        text = Text(table.take("zh", str), table.take("en", str))
        table.close()
        return text

    def optional_text(self, key: str) -> Text | None:
        """Take a text in both languages that may be left out.

        Raises:
            BundleError: one language is missing.
        """
        return self.text(key) if key in self._data else None

    def table(self, key: str) -> "Table":
        """Take an inner table.

        Raises:
            BundleError: it is missing or no table.
        """
        return Table(self.take(key, dict), self._inner(key))

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables, empty when left out.

        Raises:
            BundleError: it is no list of tables.
        """
        return [Table(row, self._inner(f"{key}[{index}]")) for index, row in enumerate(self.get(key, list, []))]

    def named(self, key: str) -> dict[str, "Table"]:
        """Take a table of tables by name.

        Raises:
            BundleError: it is missing or holds anything but tables.
        """
        outer = self.table(key)
        return {name: outer.table(name) for name in outer}

    def close(self) -> None:
        """Refuse settings nobody took.

        Raises:
            BundleError: there is a setting of an unknown name.
        """
        for name in self._data:
            if name not in self._seen:
                raise self.wrong(N_("%(place)s: there is no setting called %(name)s"), name=name)

    def _inner(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place.rpartition(", ")[1] else f"{self.place}, {key}"
