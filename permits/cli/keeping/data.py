"""`flask data …`: encrypt personal data at rest, also under a new key."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

import click

from permits.cli.output import AS_JSON, honest, put_out, wanting
from permits.http import engine, office
from permits.services.keeping import encrypting


@click.group("data")
def data_group() -> None:
    """Personal data at rest."""


@data_group.command("show")
@AS_JSON
@honest
def show(*, as_json: bool) -> None:
    """Count personal values: plain, under a former key, under the first of DATA_KEYS; exit 1 if any of the others."""
    found = encrypting.standing(engine())
    lines = [f"{one.table} ({', '.join(one.columns)}): {one.plain} plain, {one.former} former, {one.current} current"
             for one in found]  # fmt: skip
    put_out(as_json, {"tables": [asdict(one) for one in found]}, lines)
    if any(one.plain or one.former for one in found):
        wanting()


@data_group.command("encrypt")
@AS_JSON
@honest
def encrypt(*, as_json: bool) -> None:
    """Encrypt what stands in plain or under a former key, in batches; run it again after an interruption."""
    _report(encrypting.encrypt(engine(), secret=office().secret), "encrypted", as_json=as_json)


@data_group.command("decrypt")
@AS_JSON
@honest
def decrypt(*, as_json: bool) -> None:
    """Write personal data in plain again, before a downgrade to a version that reads no encrypted data."""
    _report(encrypting.decrypt(engine(), secret=office().secret), "in plain", as_json=as_json)


def _report(batches: Iterator[tuple[str, int]], done: str, *, as_json: bool) -> None:
    counts = Counter[str]()
    for table, changed in batches:
        counts[table] += changed
    put_out(as_json, dict(counts), [f"{table}: {count} rows {done}" for table, count in counts.items()])
