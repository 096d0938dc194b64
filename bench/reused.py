"""A SQLite file put back again and again under one engine: what an engine has compiled is a third of a test's work."""

import shutil
from pathlib import Path

from sqlalchemy import event

from permits.db import connect


class ReusedFile:
    """One file and the engine on it. Nobody pulls its plug, so it waits for no disk."""

    def __init__(self, path: Path) -> None:
        """Open the engine; `renew` puts something into the file."""
        self.path = path
        self.engine = connect(f"sqlite:///{path}")
        event.listen(self.engine, "connect", lambda dbapi, _record: dbapi.execute("pragma synchronous=off"))

    def renew(self, source: Path) -> None:
        """Put a copy of `source` in place of whatever was there."""
        self.engine.dispose()
        for old in self.path.parent.glob(f"{self.path.name}*"):
            old.unlink()
        shutil.copyfile(source, self.path)
