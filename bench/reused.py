"""A SQLite file restored repeatedly under one engine, which keeps its compiled statements: a third of a test's time."""

import shutil
from pathlib import Path

from sqlalchemy import event

from permits.db import connect


class ReusedFile:
    """One file and its engine; synchronous writes are off, because a test needs no durability."""

    def __init__(self, path: Path) -> None:
        """Open the engine; `renew` fills the file."""
        self.path = path
        self.engine = connect(f"sqlite:///{path}")
        event.listen(self.engine, "connect", lambda dbapi, _record: dbapi.execute("pragma synchronous=off"))

    def renew(self, source: Path) -> None:
        """Replace the file with a copy of `source`."""
        self.engine.dispose()
        for old in self.path.parent.glob(f"{self.path.name}*"):
            old.unlink()
        shutil.copyfile(source, self.path)
