from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from permits.db import perform, reading
from permits.errors import Conflict, Invalid, NotFound
from permits.models import BundleTerm, BundleVersion
from permits.services.bundles.importing import check_sound, import_new, retire
from permits.services.calendar.calendars import renew
from tests.bundles import ending, put_in_force, version_of
from tests.permits.lives import Life, day, moment
from workflows import load_bundles

SHIPPED = load_bundles()["road-access"].version
QUICKER = ("\ncommitted = 7", "\ncommitted = 5")


def versions(life: Life, on: str, area: str = "") -> str:
    return life.office.terms_on(area or life.office.home_area, day(on))["road-access"].version


def test_a_version_is_in_force_from_its_day_on_and_the_one_before_until_then(life: Life) -> None:
    done = put_in_force(life.engine, life.office, version_of("2026.2", QUICKER), from_on=day("2026-03-04"))

    assert (done.is_new_version, done.is_new_term) == (True, True)
    assert [versions(life, on) for on in ("2026-03-03", "2026-03-04")] == [SHIPPED, "2026.2"]


def test_a_version_of_an_area_goes_before_a_general_one_in_that_area_alone(life: Life) -> None:
    put_in_force(life.engine, life.office, version_of("2026.2"), area=life.office.home_area, from_on=day("2026-03-02"))
    put_in_force(life.engine, life.office, version_of("2026.3"), from_on=day("2026-03-04"))

    assert [versions(life, "2026-03-05", area) for area in (life.office.home_area, "110000")] == ["2026.2", "2026.3"]


def test_the_same_import_again_changes_nothing_whatever_its_layout(life: Life) -> None:
    put_in_force(life.engine, life.office, version_of("2026.2"))

    again = put_in_force(life.engine, life.office, "# a comment\n" + version_of("2026.2"))

    assert (again.is_new_version, again.is_new_term) == (False, False)


@pytest.mark.parametrize("number", ["2026.2", SHIPPED])
def test_a_known_version_with_another_content_is_refused_and_nothing_is_stored(life: Life, number: str) -> None:
    if number != SHIPPED:
        put_in_force(life.engine, life.office, version_of(number))

    with pytest.raises(Conflict, match=f"Version {number} .* is known with another content"):
        put_in_force(life.engine, life.office, version_of("9999.9", QUICKER).replace('"9999.9"', f'"{number}"'))

    assert life.office.library.find("road-access", number).limits.committed == 7  # type: ignore[union-attr]


def test_an_unknown_area_is_refused(life: Life) -> None:
    with pytest.raises(NotFound, match="There is no area 999999"):
        put_in_force(life.engine, life.office, version_of("2026.2"), area="999999")


def test_a_retired_version_gives_way_to_the_one_before(life: Life) -> None:
    put_in_force(life.engine, life.office, version_of("2026.2"), from_on=day("2026-03-02"))

    perform(life.engine, lambda conn: retire(conn, "road-access", "2026.2", ending(day("2026-03-05"))))

    _renewed(life)
    assert [versions(life, on) for on in ("2026-03-04", "2026-03-05")] == ["2026.2", SHIPPED]
    with pytest.raises(NotFound, match="is not in force then"):
        perform(life.engine, lambda conn: retire(conn, "road-access", "2026.2", ending(day("2026-03-09"))))


def test_an_unsound_bundle_names_every_fault() -> None:
    never = ("builds_utilities", "takes_green")
    unsound = version_of(
        "2026.2", *((f'{{ when = "{one}", reason', f'{{ when = "{one} && !{one}", reason') for one in never)
    )

    with pytest.raises(Invalid, match="not sound") as refused:
        check_sound(unsound, "x.toml", day("2026-03-02"))

    told = {place.split(": ")[1] for place, _, _ in refused.value.problems}
    assert told >= {"permits.green-space.because[0].when", "permits.road-utilities.because[0].when", "materials.M14"}


def test_an_upgrade_puts_a_later_shipped_version_in_force_today_and_refuses_a_changed_one(life: Life) -> None:
    at = moment("2026-03-04 09:00")

    def upgrade(text: str) -> None:
        perform(life.engine, lambda conn: import_new(conn, text, "shipped.toml", first_on=date(2023, 1, 1), at=at))
        _renewed(life)

    upgrade(version_of("2027.1"))
    upgrade(version_of("2027.1"))

    assert [versions(life, on) for on in ("2026-03-03", "2026-03-04")] == [SHIPPED, "2027.1"]
    assert len([one for one in life.office.library.current.terms if one.version == "2027.1"]) == 1
    with pytest.raises(Conflict):
        upgrade(version_of("2027.1", QUICKER))
    with life.engine.begin() as conn:  # the next test's office has the shipped version only
        conn.execute(delete(BundleTerm).where(BundleTerm.version == "2027.1"))


@pytest.mark.parametrize("change", [update(BundleVersion).values(content=""), delete(BundleVersion)])
def test_a_version_once_kept_is_never_changed(life: Life, change: Any) -> None:
    with pytest.raises(DBAPIError, match="append-only"), life.engine.begin() as conn:
        conn.execute(change)


def _renewed(life: Life) -> None:
    with reading(life.engine) as conn:
        renew(conn, life.office)
