"""File storage: a folder (shared storage in production) behind a small interface; writes are atomic."""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from permits.errors import Refusal, StorageAway, StorageFull


class Store(Protocol):
    """Stores bytes under a key; an object store can replace the folder."""

    def put(self, key: str, data: bytes) -> None:
        """Store `data` under `key`, replacing an earlier value atomically.

        Raises:
            StorageFull, StorageAway: it cannot be stored; nothing of it is left.
        """

    def get(self, key: str) -> bytes:
        """Return the bytes stored under `key`.

        Raises:
            FileNotFoundError: there are none.
        """

    def has(self, key: str) -> bool:
        """Return whether `key` is stored."""


FILE_MODE, FOLDER_MODE = 0o600, 0o700
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def refusal_of(error: OSError) -> Refusal:
    """Return what to say of a file that could not be written."""
    return StorageFull() if error.errno in NO_ROOM else StorageAway()


def own_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner reads; one that is there keeps its mode."""
    for one in (*reversed(folder.parents), folder):
        one.mkdir(mode=FOLDER_MODE, exist_ok=True)


def own_file(path: Path) -> None:
    """Let only the owner read a file, which is made if it is missing; the file of somebody else keeps its mode."""
    own_folder(path.parent)
    # a file that is there is not opened: closing it would release the locks this process holds on it (POSIX)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    if path.stat().st_uid == os.getuid():
        path.chmod(FILE_MODE)


class FolderStore:
    """Files in a folder outside the web root."""

    def __init__(self, root: Path) -> None:
        """Store files below `root`, created on first use."""
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        """Write a temporary file, then rename it: a reader never sees a partial file.

        Raises:
            StorageFull, StorageAway: it cannot be stored; nothing of it is left.
        """
        path = self._path(key)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            own_folder(path.parent)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise refusal_of(error) from error

    def get(self, key: str) -> bytes:
        """Read a file.

        Raises:
            FileNotFoundError: there is none.
        """
        return self._path(key).read_bytes()

    def has(self, key: str) -> bool:
        """Return whether the file exists."""
        return self._path(key).is_file()

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if self.root.resolve() not in path.parents:
            raise FileNotFoundError(key)
        return path


def random_key(area: str) -> str:
    """Generate an unguessable storage key."""
    token = secrets.token_hex(16)
    return f"{area}/{token[:2]}/{token}"
