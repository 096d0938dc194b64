"""Freeze the revisions that landed since the last release: `python -m tests.upgrades.frozen`, at a release."""

import hashlib
from pathlib import Path

from alembic.script import ScriptDirectory

from permits.schema import migration_config
from permits.schema.revisions import FROZEN, frozen


def digests() -> dict[str, str]:
    """Return the digest of each migration's file, oldest first."""
    scripts = reversed(list(ScriptDirectory.from_config(migration_config()).walk_revisions()))
    return {one.revision: hashlib.sha256(Path(one.path).read_bytes()).hexdigest() for one in scripts}


def main() -> None:
    """Add what is not frozen yet."""
    rows = [f'\n["{name}"]\nsha256 = "{digest}"\n' for name, digest in digests().items() if name not in frozen()]
    with FROZEN.open("a", encoding="utf-8") as file:
        file.writelines(rows)


if __name__ == "__main__":
    main()
