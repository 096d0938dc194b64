"""`flask bundles …`: what every command does, through the command line, on an office that keeps running."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from permits import clock
from permits.models import Application
from tests.bundles import version_of
from tests.early import office as office
from tests.offices import PLAINEST, Office
from tests.permits.test_cli import exit_code
from workflows import load_bundles, local_day, whole_text

KEY = "road-access"
SHIPPED = load_bundles()[KEY].version
SLOWER = ("\ncommitted = 7", "\ncommitted = 9")
RENAMED = ("road-occupation", "road-use")


@pytest.fixture
def run(office: Office) -> Any:
    def run(*words: str, expect: int = 0) -> Any:
        done = office.app.test_cli_runner().invoke(args=["bundles", *words, "--json"])
        assert done.exit_code == expect, done.output
        return json.loads(done.stdout) if done.stdout.startswith("{") else done.output

    return run


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(number: str, *changes: tuple[str, str]) -> str:
        path = tmp_path / f"{number}.toml"
        path.write_text(version_of(number, *changes), encoding="utf-8")
        return str(path)

    return write


def offered(office: Office) -> tuple[str, str]:
    (one,) = [one for one in office.contractor.get("/bundles")["items"] if one["key"] == KEY]
    return one["version"], one["from"]


def kept(run: Any) -> list[str]:
    return [one["version"] for one in run("list")["items"] if one["key"] == KEY]


def test_a_running_office_offers_an_imported_version_at_once(office: Office, run: Any, file: Any) -> None:
    today = local_day(clock.now()).isoformat()

    done = run("import", file("2026.2", SLOWER))

    assert (done["version"], done["from"], done["is_new_version"]) == ("2026.2", today, True)
    assert offered(office) == ("2026.2", today)
    assert office.accepted()["bundle_version"] == "2026.2"
    assert kept(run) == [SHIPPED, "2026.2"]


def test_a_version_to_come_is_screened_by_its_day_and_offered_from_it_on(office: Office, run: Any, file: Any) -> None:
    day = local_day(clock.now()) + timedelta(days=9)
    run("import", file("2026.2", SLOWER), "--from", day.isoformat())
    asked = {"bundle": "road-access", "answers": PLAINEST}

    now, then = (office.contractor.post("/screening", asked | on) for on in ({}, {"on": day.isoformat()}))

    assert [one["bundle_version"] for one in (now, then)] == [SHIPPED, "2026.2"]
    assert [one["permits"][0]["committed_working_days"] for one in (now, then)] == [7, 9]
    assert offered(office)[0] == SHIPPED
    told = office.contractor.get(f"/applications/{office.draft()['id']}")["rules_changed"]
    assert (told["to"], told["scheduled"], told["in_force_from"]) == ("2026.2", True, day.isoformat())


def test_an_unsound_file_is_refused_with_its_faults_and_nothing_is_stored(run: Any, file: Any) -> None:
    never = [(f'{{ when = "{one}", reason', f'{{ when = "{one} && !{one}", reason') for one in ("takes_green",)]

    said = run("import", file("2026.2", *never), expect=1)

    assert "is not sound" in said
    assert ": permits.green-space.because[0].when: never holds" in said
    assert kept(run) == [SHIPPED]


def test_a_draft_is_told_what_changed_since_it_was_begun(office: Office, run: Any, file: Any) -> None:
    draft = office.draft()
    assert draft["rules_changed"] is None
    run("import", file("2026.2", SLOWER))

    seen = office.contractor.get(f"/applications/{draft['id']}")

    told = seen["rules_changed"]
    assert (seen["bundle_version"], told["from"], told["to"], told["grade"]) == ("2026.2", SHIPPED, "2026.2", "minor")
    assert not told["scheduled"]
    assert "Limit, committed limit, in working days: 7 becomes 9" in [one["message"] for one in told["differences"]]
    assert "变化内容（5 项）" in _page(office, f"/applications/{draft['id']}/form/check")


def _page(office: Office, address: str) -> str:
    browser = office.app.test_client()
    browser.post("/login", data={"username": "contractor", "password": "contractor"})
    return browser.get(address).text


def test_cases_are_moved_by_order_and_a_rehearsal_moves_none(office: Office, run: Any, file: Any) -> None:
    case = office.accepted()["id"]
    run("import", file("2026.2", SLOWER))
    order = ("migrate", "road-access", "--from", SHIPPED, "--to", "2026.2")

    told = run(*order, "--dry-run")
    assert office.contractor.get(f"/applications/{case}")["bundle_version"] == SHIPPED
    done = run(*order)

    assert told["cases"] == done["cases"]
    assert (told["dry_run"], done["migrated"], done["refused"]) == (True, 1, 0)
    assert office.contractor.get(f"/applications/{case}")["bundle_version"] == "2026.2"


def test_a_case_without_a_place_is_refused_and_stays(office: Office, run: Any, file: Any) -> None:
    case = office.accepted()["id"]
    run("import", file("2026.2", RENAMED))

    done = run("migrate", "road-access", "--from", SHIPPED, "--to", "2026.2", expect=1)

    assert [one["refused"] for one in done["cases"]] == [["Permit P1 has no place in the new version"]]
    assert office.contractor.get(f"/applications/{case}")["bundle_version"] == SHIPPED


def test_versions_are_compared_by_file_or_by_name_in_both_languages(run: Any, file: Any) -> None:
    path = file("2026.2", SLOWER)
    run("import", path)

    by_file, by_name = run("diff", f"road-access@{SHIPPED}", path), run("diff", f"road-access@{SHIPPED}", "road-access")

    assert by_file == by_name
    assert by_file["grade"] == "minor"
    last = by_file["differences"][-1]
    assert last["zh"] == "时限的承诺时限（工作日）：由“7”改为“9”"
    assert last["en"] == "Limit, committed limit, in working days: 7 becomes 9"


def test_what_is_shown_is_the_whole_file_and_a_retired_version_is_offered_no_more(
    office: Office, run: Any, file: Any
) -> None:
    run("import", file("2026.2", SLOWER))

    assert run("show", "road-access")["content"] == whole_text(version_of("2026.2", SLOWER), "2026.2.toml")
    run("retire", "road-access", "--version", "2026.2")

    assert offered(office)[0] == SHIPPED
    assert run("show", "road-access", "--version", "2026.2")["terms"][0]["retired"] is not None


def test_a_case_without_its_version_is_listed_among_the_stalls(office: Office) -> None:
    case = office.accepted()["id"]
    with office.app.extensions["engine"].begin() as conn:
        conn.execute(update(Application).where(Application.id == case).values(bundle_version="gone"))

    done = office.app.test_cli_runner().invoke(args=["stalls", "--json"])

    (found,) = [one for one in json.loads(done.stdout)["stalls"] if one["invariant"] == "version_readable"]
    assert (found["application"], found["about"]) == (case, "road-access gone")
    assert office.contractor.get(f"/applications/{case}", 503)["code"] == "version_missing"
    assert [one["id"] for one in office.contractor.get("/applications")["items"]] == [case]
    with office.app.extensions["engine"].begin() as conn:
        conn.execute(update(Application).where(Application.id == case).values(bundle_version=SHIPPED))


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing"),
        ("show", "road-access", "--version", "0"),
        ("diff", "road-access", "road-access@0"),
        ("retire", "road-access", "--version", "0"),
        ("migrate", "road-access", "--from", "0", "--to", "1"),
    ],
)
def test_what_is_not_there_ends_with_1(office: Office, words: tuple[str, ...]) -> None:
    app: Flask = office.app
    assert exit_code(app, "bundles", *words) == 1  # type: ignore[arg-type]
