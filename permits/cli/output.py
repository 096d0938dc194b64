"""Output of commands, for a program or a person; a refusal is one sentence."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import NoReturn

import click
from flask.cli import with_appcontext

from permits import schema
from permits.errors import Invalid, Refusal, SetupFault
from permits.http import engine, has_office
from workflows import WorkflowError

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def put_out(as_json: bool, data: object, lines: Sequence[str]) -> None:
    """Print the result, for a program or for a person."""
    click.echo(json.dumps(data, ensure_ascii=False, default=str) if as_json else "\n".join(lines))


def honest(command: Callable[..., None]) -> Callable[..., None]:
    """Exit with 1 and one sentence when the office or the engine refuses, or no database is prepared."""

    @wraps(command)
    def of_an_office(*args: object, **kwargs: object) -> None:
        require_office()
        command(*args, **kwargs)

    return honest_anywhere(of_an_office)


def require_office() -> None:
    """Refuse where the database was never prepared, or this version cannot serve with it.

    Raises:
        SetupFault: says what to run first.
    """
    if not has_office():
        raise SetupFault(schema.fault_of(engine()))


def honest_anywhere(command: Callable[..., None]) -> Callable[..., None]:
    """Exit with 1 and one sentence when refused; for commands that need no prepared database."""

    @wraps(command)
    def wrapped(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except (Refusal, WorkflowError, SetupFault) as refusal:
            click.echo(str(refusal), err=True)
            for field, message, params in refusal.problems if isinstance(refusal, Invalid) else ():
                click.echo(f"{field}: {message % params}", err=True)
            wanting()

    return with_appcontext(wrapped)


def wanting() -> NoReturn:
    """Exit with 1: refused, or faults found."""
    raise SystemExit(1)
