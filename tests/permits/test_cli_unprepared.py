"""Every command on a database that was never prepared."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from permits.app import create_app
from permits.cli import register
from tests.conftest import make_settings

# what they need is in their files, or they prepare the database themselves
ANYWHERE = {"bundles check", "bundles schema", "bundles new", "calendar due", "version", "prepare"}
# they read bundle files: tests/permits/cli runs them where nothing was prepared
OF_A_BUNDLE = {"bundles draw", "bundles try", "bundles diff"}
VALUES = {"DateTime": "2026-01-05", "IntRange": "1", "IntParamType": "1"}


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield " ".join((*above, name)), command


def every() -> dict[str, click.Command]:
    app = Flask("commands")
    register(app)
    return dict(commands(app.cli))


def words(name: str, command: click.Command, file: Path) -> list[str]:
    said = name.split()
    for one in command.params:
        value = str(file) if "Path" in type(one.type).__name__ else VALUES.get(type(one.type).__name__, "x")
        if isinstance(one, click.Option) and one.required:
            said += [one.opts[0], value]
        elif isinstance(one, click.Argument) and one.required:
            said.append(value)
    return said


@pytest.fixture
def unprepared(tmp_path: Path) -> Flask:
    return create_app(make_settings(tmp_path, sandbox_demo=False))


@pytest.mark.parametrize("name", sorted(set(every()) - OF_A_BUNDLE - {"seed demo"}))
def test_a_command_says_what_to_run_first(unprepared: Flask, tmp_path: Path, name: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_text("国务院办公厅", encoding="utf-8")

    done = unprepared.test_cli_runner().invoke(args=words(name, every()[name], file))

    if name in ANYWHERE:
        assert (done.exit_code, done.stderr) == (0, "")
        return
    assert done.exit_code == 1
    assert done.stderr == "The database is not prepared: run `flask prepare` first\n"
    assert isinstance(done.exception, SystemExit)


def test_an_exported_chain_needs_no_database(unprepared: Flask, tmp_path: Path) -> None:
    file = tmp_path / "chain.json"
    file.write_text(json.dumps([]))

    done = unprepared.test_cli_runner().invoke(args=["audit", "verify", "--file", str(file)])

    # of an empty chain nothing can be said: that is the verifier's answer, not the database's
    assert (done.exit_code, "flask prepare" in done.output) == (2, False)


def test_a_limit_is_counted_by_the_shipped_calendar(unprepared: Flask) -> None:
    counted = ["calendar", "due", "--from", "2026-02-13", "--days", "1", "--json"]

    # the fourteenth is worked, the fifteenth to the twenty-third are the Spring Festival
    assert json.loads(unprepared.test_cli_runner().invoke(args=counted).stdout)["due"] == "2026-02-14"
