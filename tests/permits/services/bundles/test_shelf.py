"""An overlay is laid over a version the office keeps, and kept whole: no later base moves it."""

from permits.services.bundles.shelf import Kept
from tests.bundles import put_in_force, version_of
from tests.permits.lives import Life, day
from workflows import Layer, load_bundles, whole_text

SHIPPED = load_bundles()["road-access"].version
OVER = 'extends = "road-access"\nversion = "county.1"\n[limits]\ncommitted = 5\n'
SLOWER = ("\ncommitted = 7", "\ncommitted = 9"), ("\ndelivery = 10", "\ndelivery = 8")


def base(life: Life, version: str, on: str) -> str:
    found = Kept(life.office, day(on)).base("road-access", version)
    assert isinstance(found, Layer)
    return found.file


def test_the_base_is_the_version_named_else_the_one_in_force_in_all_areas(life: Life) -> None:
    put_in_force(life.engine, life.office, version_of("2026.2"), from_on=day("2026-03-04"))
    put_in_force(life.engine, life.office, version_of("2026.3"), area=life.office.home_area)

    assert base(life, "", "2026-03-03") == f"road-access {SHIPPED}"
    assert base(life, "", "2026-03-04") == "road-access 2026.2"
    assert base(life, "2026.3", "2026-03-04") == "road-access 2026.3"
    assert Kept(life.office, day("2026-03-04")).base("road-access", "9") is None
    assert Kept(life.office, day("2026-03-04")).shared("authorities") is None


def test_a_kept_overlay_stays_as_it_is_when_its_base_changes(life: Life) -> None:
    text = whole_text(OVER, "county.toml", Kept(life.office, day("2026-03-02")))
    put_in_force(life.engine, life.office, text, area=life.office.home_area)

    put_in_force(life.engine, life.office, version_of("2031.1", *SLOWER))

    kept = life.office.current("road-access", life.office.home_area, day("2026-03-05"))
    assert kept is not None
    assert kept.overlay is not None
    assert (kept.version, kept.limits.committed, kept.limits.delivery) == ("county.1", 5, 10)
    assert (kept.overlay.key, kept.overlay.version, kept.overlay.extras) == ("road-access", SHIPPED, ())
