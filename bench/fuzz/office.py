"""The demo's office on any database, and what in it an address can name."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from permits import clock
from permits.app import create_app
from permits.config import Settings
from permits.db import connect, reading
from permits.queries.office import installation
from permits.seeds.installing import fill, prepare

RECENT = "select {0} from {1} order by id desc limit 40"
# the values of addresses by their names in the description of the API
NAMED = {
    "application": "select id from application order by event_seq desc limit 40",
    "work_item_id": "select id from work_item where state in ('open', 'claimed') order by id desc limit 40",
    "notice_id": RECENT.format("id", "notice"),
    "material_id": RECENT.format("id", "material"),
    "number": RECENT.format("number", "licence"),
    "permit": "select key from permit order by id desc limit 40",
}


@contextmanager
def demo(url: str) -> Iterator[Flask]:
    """Lend the demo's office on a database; its forms need no token."""
    folder = Path(tempfile.mkdtemp(prefix="daokou-fuzz-"))
    settings = Settings(
        database_url=url, sandbox=True, instance_dir=folder, rate_limits=False, secret_key=secrets.token_hex(16)
    )
    engine = connect(url)
    prepare(engine, settings)
    with reading(engine) as conn:
        clock.set_offset(installation.clock_offset(conn))
    fill(engine, settings)
    engine.dispose()
    try:
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        yield app
        app.extensions["engine"].dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def existing(app: Flask) -> dict[str, list[object]]:
    """List what addresses may name here, by the name of the value."""
    with reading(app.extensions["engine"]) as conn:
        found = {name: list(conn.execute(text(wanted)).scalars()) for name, wanted in NAMED.items()}
    return {**found, "key": ["road-access"]}
