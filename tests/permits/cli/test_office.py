"""`flask office` and `flask people`: what they print, and how they end."""

import json
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.seeds.office import FILE


def run(app: OpenAPI, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=list(words))
    assert isinstance(done.exception, SystemExit | type(None)), done.exception
    return done.exit_code, done.output


def test_the_office_shown_is_applied_without_a_change(app: OpenAPI, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text(run(app, "office", "show")[1], encoding="utf-8")

    assert run(app, "office", "apply", str(file)) == (0, "0 rows changed\n")
    assert run(app, "office", "apply", str(FILE), "--dry-run") == (0, "0 rows would change\n")
    assert len(json.loads(run(app, "office", "show", "--json", "--area", "320699")[1])["areas"]) == 1
    assert run(app, "office", "show", "--area", "999999")[0] == 1


def test_a_rehearsal_says_in_words_what_would_change_and_changes_nothing(app: OpenAPI, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    text = FILE.read_text("utf-8").replace('roles = ["lead:lead"]', 'roles = ["lead:lead", "manager"]')
    file.write_text(text, "utf-8")
    said = "320699  person lead: roles lead:lead -> lead:lead, manager\n1 rows "

    assert run(app, "office", "apply", str(file), "--dry-run") == (0, f"{said}would change\n")
    assert run(app, "office", "apply", str(file)) == (0, f"{said}changed\n")
    assert json.loads(run(app, "office", "apply", str(file), "--json")[1]) == {"dry_run": False, "changes": []}


def test_bad_input_is_told_with_file_line_place_and_reason(app: OpenAPI, tmp_path: Path) -> None:
    text = FILE.read_text("utf-8").replace('roles = ["lead:lead"]', 'roles = ["lead:leda"]')
    file = tmp_path / "office.toml"
    file.write_text(text, "utf-8")
    line = text.splitlines().index('roles = ["lead:leda"]') + 1

    code, said = run(app, "office", "apply", str(file))

    assert code == 1
    assert said.splitlines()[1].startswith(f"office.toml:{line}: areas[0].people[")
    assert said.splitlines()[1].endswith("There is no department “leda” here")


def test_people_are_added_given_roles_reset_and_disabled(app: OpenAPI) -> None:
    assert "/welcome/" in run(app, "people", "add", "xin", "--name", "新", "--role", "clerk:roads")[1]
    new = ("--role", "head:roads", "--role", "auditor")
    assert run(app, "people", "roles", "xin", *new) == (0, "auditor\nhead:roads\n")
    assert "/welcome/" in run(app, "people", "reset", "xin")[1]
    assert run(app, "people", "disable", "xin") == (0, "disabled\n")


@pytest.mark.parametrize(
    "words",
    [
        ("people", "add", "a b", "--name", "x"),
        ("people", "add", "lead", "--name", "x"),
        ("people", "roles", "lead", "--role", "emperor"),
        ("people", "reset", "nobody"),
        ("people", "disable", "lead", "--area", "999999"),
    ],
)
def test_a_refusal_ends_with_1(app: OpenAPI, words: tuple[str, ...]) -> None:
    assert run(app, *words)[0] == 1


def test_the_last_administrator_of_an_area_stays(app: OpenAPI) -> None:
    assert [run(app, "people", "disable", one)[0] for one in ("admin2", "admin")] == [0, 1]
