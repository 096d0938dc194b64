"""What every process holds of the office: terms, versions and departments, looked for again where one is unknown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from permits.office import Body, Edition, Library, Office, Term
from tests.bundles import version_of

HERE, THERE = "320699", "110000"
TODAY = date(2026, 3, 2)
EMPTY = Edition(0, {}, (), {})
ROADS = Body("roads", {"zh": "市政"}, {"zh": "市政"}, "政", {"zh": ""})


def term(number: int, version: str, from_on: date, *, area: str | None = None, retired_on: date | None = None) -> Term:
    return Term(number, "road-access", version, area, from_on, retired_on)


def on(*terms: Term, area: str = HERE, day: date = TODAY) -> str | None:
    library = Library(replace(EMPTY, terms=terms), lambda: EMPTY)
    office = Office.__new__(Office)
    object.__setattr__(office, "library", library)
    found = office.terms_on(area, day).get("road-access")
    return found.version if found else None


@pytest.mark.parametrize(
    ("day", "version"),
    [("2026-02-28", None), ("2026-03-01", "1"), ("2026-03-02", "2"), ("2026-03-04", "2"), ("2026-03-05", "1")],
)
def test_both_edges_of_a_term_are_days(day: str, version: str | None) -> None:
    first = term(1, "1", date(2026, 3, 1))
    second = term(2, "2", date(2026, 3, 2), retired_on=date(2026, 3, 5))

    assert on(first, second, day=date.fromisoformat(day)) == version


@pytest.mark.parametrize("area", [HERE, THERE])
def test_an_areas_own_goes_first_then_the_latest_to_begin_then_the_latest_set(area: str) -> None:
    terms = [
        term(1, "own", date(2026, 1, 1), area=HERE),
        term(2, "general", date(2026, 2, 1)),
        term(3, "set again", date(2026, 2, 1)),
        term(4, "older", date(2026, 1, 2)),
    ]

    assert {on(*some, area=area) for some in permutations(terms)} == {"own" if area == HERE else "set again"}


def held(edition: Callable[[], Edition]) -> Library:
    return Library(EMPTY, edition)


def test_what_a_process_does_not_know_is_looked_for_once_more() -> None:
    pin = ("road-access", "2")
    library = held(lambda: Edition(1, {pin: version_of("2")}, (), {(HERE, "roads"): ROADS}))

    found = library.find(*pin)

    assert found is not None
    assert library.find(*pin) is found
    assert library.body(HERE, "roads") is ROADS


def test_what_nobody_knows_is_looked_for_at_most_once_a_second() -> None:
    looks = []
    library = held(lambda: looks.append(1) or EMPTY)  # type: ignore[func-returns-value]

    for _ in range(9):
        assert library.find("road-access", "gone") is None
        with pytest.raises(KeyError):
            library.body(HERE, "gardens")

    assert len(looks) == 1


def test_a_version_that_no_longer_parses_is_missing_and_takes_no_other_with_it() -> None:
    texts = {("road-access", "1"): "key = 1", ("road-access", "2"): version_of("2")}
    library = held(lambda: Edition(1, texts, (), {}))

    assert [library.find(*pin) is not None for pin in texts] == [False, True]
