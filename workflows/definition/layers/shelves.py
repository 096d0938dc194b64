"""Where the files that a bundle rests on are looked for."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workflows.definition.layers.nodes import Layer

BUNDLES = Path(__file__).parents[2] / "bundles"
SHARED = "shared"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")


class Shelf(Protocol):
    """Finds the files that others rest on."""

    def base(self, key: str, version: str) -> Layer | None:
        """Find a bundle by its key, and by its version where one is asked for."""

    def shared(self, name: str) -> Layer | None:
        """Find shared tables by name."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder: a bundle is KEY.toml, shared tables are shared/NAME.toml."""

    path: Path

    def base(self, key: str, version: str) -> Layer | None:
        """Find a bundle of the folder, of whatever version: whoever asks compares it."""
        return self._read(key)

    def shared(self, name: str) -> Layer | None:
        """Find shared tables of the folder."""
        return self._read(name, SHARED)

    def _read(self, name: str, *within: str) -> Layer | None:
        path = self.path.joinpath(*within, f"{name}.toml")
        if not NAME.match(name) or not path.is_file():
            return None
        try:
            return Layer(path.name, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return None


@dataclass(frozen=True, slots=True)
class Shelves:
    """Several places, asked in order."""

    places: tuple[Shelf, ...]

    def base(self, key: str, version: str) -> Layer | None:
        """Find a bundle in the first place that has it in the version asked for, else in any version."""
        found = [layer for one in self.places if (layer := one.base(key, version))]
        return next((one for one in found if one.says("version", version)), found[0] if found else None)

    def shared(self, name: str) -> Layer | None:
        """Find shared tables in the first place that has them."""
        return next((found for one in self.places if (found := one.shared(name))), None)


SHIPPED: Shelf = Folder(BUNDLES)


def beside(path: Path, *further: Shelf) -> Shelf:
    """Return the shelf of a file: its folder, further places, and at last what is shipped."""
    return Shelves((Folder(path.parent), *further, SHIPPED))
