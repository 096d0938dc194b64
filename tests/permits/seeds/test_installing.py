from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from permits import clock
from permits.app import create_app
from permits.db import connect, reading
from permits.errors import Conflict, SetupFault
from permits.models import Application, User
from permits.seeds.installing import fill, is_empty, prepare, read_office
from permits.seeds.office import demo_area
from tests.bundles import version_of
from tests.conftest import make_settings


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new.db'}"


@pytest.mark.parametrize("was_sandbox", [True, False])
def test_a_database_never_serves_as_the_other_kind(url: str, tmp_path: Path, was_sandbox: bool) -> None:
    engine = connect(url)
    prepare(engine, make_settings(tmp_path, database_url=url, sandbox=was_sandbox))
    other = make_settings(tmp_path, database_url=url, sandbox=not was_sandbox)

    with pytest.raises(SetupFault):
        prepare(engine, other)
    with pytest.raises(SetupFault):
        create_app(other)

    assert is_empty(engine)
    engine.dispose()


def test_a_new_sandbox_begins_at_the_moment_named(url: str, tmp_path: Path) -> None:
    settings = make_settings(tmp_path, database_url=url, sandbox_now="2026-05-06T09:00:00+08:00")
    engine = connect(url)

    assert prepare(engine, settings)
    read_office(engine, settings)

    assert abs(clock.now() - settings.sandbox_now) < timedelta(seconds=5)
    engine.dispose()


def test_an_office_without_applications_has_its_people(url: str, tmp_path: Path) -> None:
    settings = make_settings(tmp_path, database_url=url, sandbox_demo=False)
    engine = connect(url)
    prepare(engine, settings)

    assert fill(engine, settings) == 0

    assert count(engine, User) == len(demo_area().people)
    assert count(engine, Application) == 0
    engine.dispose()


@pytest.mark.parametrize("is_new", [True, False])
def test_a_new_sandbox_imports_the_bundles_of_a_folder_an_old_one_does_not(
    url: str, tmp_path: Path, is_new: bool
) -> None:
    folder = tmp_path / "bundles"
    folder.mkdir()
    (folder / "second.toml").write_text(version_of("1", ('key = "road-access"', 'key = "second"')), encoding="utf-8")
    settings = make_settings(tmp_path, database_url=url, bundles_dir=folder)
    engine = connect(url)
    if not is_new:
        prepare(engine, make_settings(tmp_path, database_url=url))

    prepare(engine, settings)

    office = read_office(engine, settings)
    assert office is not None
    assert ("second" in office.in_force(settings.area_code, date(2023, 1, 1))) is is_new
    engine.dispose()


def test_an_unsound_bundle_of_the_folder_stops_the_preparation_with_one_sentence(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "bundles"
    folder.mkdir()
    (folder / "broken.toml").write_text("key = 1", encoding="utf-8")
    engine = connect(url)

    with pytest.raises(SetupFault, match=r"broken\.toml"):
        prepare(engine, make_settings(tmp_path, database_url=url, bundles_dir=folder))

    engine.dispose()


def test_demo_people_never_enter_a_real_office(url: str, tmp_path: Path) -> None:
    settings = make_settings(tmp_path, database_url=url, sandbox=False)
    engine = connect(url)
    prepare(engine, settings)

    with pytest.raises(Conflict):
        fill(engine, settings)

    assert count(engine, User) == 0
    engine.dispose()


def test_an_office_is_founded_once(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        fill(engine, make_settings(tmp_path))


def count(engine: Engine, model: type) -> int:
    with reading(engine) as conn:
        return conn.execute(select(func.count()).select_from(model)).scalar_one()
