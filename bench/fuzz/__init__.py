"""Hostile input: calls generated from the description of the API, and every form of every page, on both databases."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from flask import Flask

from bench.fuzz.calls import Calls
from bench.fuzz.office import demo
from bench.fuzz.result import Result
from bench.fuzz.typed import Forms
from bench.server import database
from tests.form_walk import all_forms

LONGEST_SECONDS = 140.0
EXAMPLES, ROUNDS = 4, 60


def main() -> None:
    """Fuzz the API and the forms on each database, for a bounded time; fails with what was found."""
    found: set[str] = set()
    for kind, lent in (("sqlite", _file), ("postgresql", database)):
        with lent() as url, demo(url) as app:
            for name, result in _results(app).items():
                statuses = dict(sorted(result.statuses.items()))
                print(f"{kind}: {result.sent} {name}, {statuses}, {len(result.faults)} faults")
                found |= result.faults
    if found:
        raise SystemExit("\n".join(sorted(found)))


def _results(app: Flask) -> Mapping[str, Result]:
    forms = Forms(app, all_forms(app), seed=1, longest_seconds=LONGEST_SECONDS).run(rounds=ROUNDS)
    calls = Calls(app, examples=EXAMPLES, longest_seconds=LONGEST_SECONDS).run()
    return {"forms": forms, "calls": calls}


@contextmanager
def _file() -> Iterator[str]:
    with TemporaryDirectory(prefix="daokou-fuzz-") as folder:
        yield f"sqlite:///{folder}/daokou.db"
