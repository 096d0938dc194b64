"""Where files lie: a folder (shared storage in production) behind a small interface, written whole or not at all."""

import os
import secrets
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """Keeps bytes under a key; an object store can stand in for a folder."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, replacing what was there in one step."""

    def get(self, key: str) -> bytes:
        """Give what is kept under `key`.

        Raises:
            FileNotFoundError: nothing is.
        """

    def has(self, key: str) -> bool:
        """Say whether something is kept under `key`."""


class FolderStore:
    """Files in a folder outside the web root."""

    def __init__(self, root: Path) -> None:
        """Keep files below `root`; it is made when first needed."""
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        """Write beside the place, then rename: a reader never sees half a file."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def get(self, key: str) -> bytes:
        """Read a file whole.

        Raises:
            FileNotFoundError: there is none.
        """
        return self._path(key).read_bytes()

    def has(self, key: str) -> bool:
        """Say whether the file is there."""
        return self._path(key).is_file()

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if self.root.resolve() not in path.parents:
            raise FileNotFoundError(key)
        return path


def random_key(area: str) -> str:
    """Invent a storage key nobody can guess."""
    token = secrets.token_hex(16)
    return f"{area}/{token[:2]}/{token}"
