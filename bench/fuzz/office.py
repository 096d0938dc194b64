"""The demo's office on any database, and what in it an address can name."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Select, select

from permits import clock
from permits.app import create_app
from permits.config import Settings
from permits.db import connect, reading
from permits.models import Application, Licence, Material, Notice, Permit, WorkItem
from permits.queries.office import installation
from permits.seeds.installing import fill, prepare
from workflows import group

MOST = 40
OPEN = WorkItem.state.in_(group("work_item", "open"))
# the values of addresses by their names in the description of the API
NAMED: Mapping[str, Select[Any]] = {
    "application": select(Application.id).order_by(Application.event_seq.desc()),
    "work_item_id": select(WorkItem.id).where(OPEN).order_by(WorkItem.id.desc()),
    "notice_id": select(Notice.id).order_by(Notice.id.desc()),
    "material_id": select(Material.id).order_by(Material.id.desc()),
    "number": select(Licence.number).order_by(Licence.id.desc()),
    "permit": select(Permit.key).order_by(Permit.id.desc()),
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
        found = {name: list(conn.execute(wanted.limit(MOST)).scalars()) for name, wanted in NAMED.items()}
    return {**found, "key": ["road-access"]}
