"""Calls generated from the description of the API, right and wrong, by four callers on both databases."""

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.server import database
from permits import clock
from permits.app import create_app
from permits.config import Settings
from permits.db import connect, reading
from permits.queries.office import installation
from permits.seeds.installing import fill, prepare

CALLERS = ("", "contractor", "roads", "admin")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SEEDS, EXAMPLES = (1, 2), 4
LONGEST_SECONDS = 280.0
# half of the addresses name something that is there
EXISTING = {"application": "1", "work_item_id": 1, "notice_id": 1, "notice": 1, "material_id": 1, "key": "road-access"}


def main() -> None:
    """Fuzz on SQLite and on PostgreSQL; fails with what was found."""
    found: set[str] = set()
    for kind, lent in (("sqlite", _file), ("postgresql", database)):
        with lent() as url, _office(url) as app:
            calls, faults = fuzz(app, seeds=SEEDS, examples=EXAMPLES, longest_seconds=LONGEST_SECONDS)
        print(f"{kind}: {calls} calls, {len(faults)} findings")
        found |= faults
    if found:
        raise SystemExit("\n".join(sorted(found)))


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="daokou-fuzz-") as folder:
        yield f"sqlite:///{folder}/daokou.db"


@contextmanager
def _office(url: str) -> Iterator[Flask]:
    """Lend the demo's office on a database."""
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
        yield (app := create_app(settings))
        app.extensions["engine"].dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fuzz(app: Flask, *, seeds: tuple[int, ...], examples: int, longest_seconds: float) -> tuple[int, set[str]]:
    """Call every operation in each mode; returns how many calls were made, and what was wrong, once a kind."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    stop, calls, faults = time.monotonic() + longest_seconds, 0, set[str]()
    operations = [one.ok() for one in schema.get_all_operations()]
    for seed in seeds:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            for number, operation in enumerate(operations):
                if time.monotonic() > stop:
                    return calls, faults
                who = CALLERS[(number + seed) % len(CALLERS)]
                calls += _call(operation, mode, seed * 1000 + number, who=who, examples=examples, faults=faults)
    return calls, faults


def _call(operation: Any, mode: GenerationMode, seed: int, *, who: str, examples: int, faults: set[str]) -> int:
    """Call one operation with generated values, as one caller."""
    headers, calls = {"Authorization": f"Bearer demo-{who}"} if who else {}, 0

    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.seed(seed)
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def called(case: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % 2:
            case.path_parameters |= {name: EXISTING[name] for name in case.path_parameters if name in EXISTING}
        try:
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            faults.update(f"{operation.label}: {str(one)[:300]}" for one in group.exceptions)
        except UnicodeError:
            return  # no client could send it

    try:
        called()
    except hypothesis.errors.Unsatisfiable:
        return calls  # there is no wrong way to call it
    return calls
