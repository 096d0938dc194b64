"""What districts ask beyond the base, gathered over the districts that ask it."""

from datetime import date

from permits.config import ROOT
from permits.keys import Keys
from permits.office import Calendars, Edition, Library, Office, Term, WorkingDays
from permits.queries.office.burden import asked, burden
from permits.seeds.installing import shipped_calendar
from workflows import bundle_source, bundle_text, load_bundles, parse_bundle

ROAD = ROOT / "workflows" / "bundles" / "road-access.toml"
FILE = ROOT / "docs" / "examples" / "road-access-county.toml"
KEY, SHIPPED, COUNTY = "road-access", load_bundles()["road-access"].version, bundle_source(FILE)
NO_DAYS = Calendars(WorkingDays(1, shipped_calendar(), {}, {}))


def test_what_is_in_force_in_a_district_is_listed_with_its_law() -> None:
    always = {"from_on": date(2023, 1, 1), "retired_on": None}
    terms = (Term(1, KEY, SHIPPED, None, **always), Term(2, KEY, "2026.1-county.1", "320681", **always))
    texts = {(KEY, SHIPPED): bundle_text(ROAD), (KEY, "2026.1-county.1"): bundle_text(FILE)}
    library = Library(Edition(1, texts, terms, {}), lambda: library.current)
    office = Office(library, NO_DAYS, "", Keys(codes=(), data=()), is_sandbox=False, home_area="320699", public_url="")

    found = burden(office, ["320681", "320699"], date(2026, 3, 2))

    assert [(one.extra.kind, one.extra.place, one.areas) for one in found] == [
        ("material", "materials.M27", ("320681",)),
        ("question", "questions.night", ("320681",)),
    ]
    assert {one.extra.law.en for one in found} == {"Noise Pollution Prevention Law art. 43"}


def test_the_most_widespread_goes_first_and_a_base_asks_nothing_beyond_itself() -> None:
    county = parse_bundle(COUNTY, "county.toml")
    without = parse_bundle(COUNTY[: COUNTY.index("[materials.M27]")], "other.toml")

    found = asked([(county, "a"), (without, "b"), (load_bundles()["road-access"], "c")])

    assert [(one.extra.place, one.areas) for one in found] == [
        ("questions.night", ("a", "b")),
        ("materials.M27", ("a",)),
    ]
