"""What a reader asks of a table: every key with its kinds, its words, and whether it must be there."""

from dataclasses import dataclass, field

# stands for the names of a table whose keys are chosen by the author
ANY_NAME = "*"


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
