"""Facts are typed and defaulted: no missing or malformed answer reaches a condition."""

from datetime import date
from typing import Any

import pytest

from workflows import Bundle, Text, load_bundles
from workflows.definition.facts import TOO_LARGE, derive, parse_day, row_values, switch_values

ON = date(2026, 3, 2)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


@pytest.mark.parametrize("written", ["2026-02-30", "2026-3-2", "20260302", "", None, 20260302, "2026-03-02 "])
def test_only_a_day_of_the_calendar_is_a_day(written: object) -> None:
    assert parse_day(written) is None
    assert parse_day("2026-03-02") == ON


@pytest.mark.parametrize("area", ["60", None, True, [60], TOO_LARGE])
def test_a_malformed_answer_counts_as_its_default(bundle: Bundle, area: object) -> None:
    known = derive(bundle, {"occupy": {"part": "footway", "area_m2": area, "days": 30}}, ON)

    assert known.values["occupied_m2"] == 0.0
    assert known.count("occupied_days") == 30


def test_a_whole_number_is_compared_as_a_decimal(bundle: Bundle) -> None:
    found = derive(bundle, {"occupy": {"part": "footway", "area_m2": 60, "days": 30}}, ON).values["occupied_m2"]

    assert (found, type(found)) == (60.0, float)


def test_a_word_is_no_count(bundle: Bundle) -> None:
    with pytest.raises(TypeError, match="road_class is no number"):
        derive(bundle, {"road_class": "urban"}, ON).count("road_class")


def test_facts_fill_a_text_in_both_languages(bundle: Bundle) -> None:
    known = derive(bundle, {"occupy": {"part": "footway", "area_m2": 60.5, "days": 30}}, ON)

    assert known.fill(Text("{on}占用{occupied_m2}平方米", "{occupied_m2} m² on {on}")) == Text(
        "2026年3月2日占用60.5平方米", "60.5 m² on 2 March 2026"
    )


def test_a_flag_among_the_switches_stays_a_flag() -> None:
    found = switch_values({"days": 3, "is_on": True, "unit": "calendar"})

    assert found == {"days": 3.0, "is_on": True, "unit": "calendar"}
    assert [type(value) for value in found.values()] == [float, bool, str]


@pytest.mark.parametrize(("row", "found"), [({}, 0.0), ({"count": "two"}, 0.0), ({"count": 2, "more": 1}, 2.0)])
def test_a_row_has_the_declared_fields_and_no_other(row: dict[str, Any], found: float) -> None:
    assert row_values(row, {"count": 0.0}) == {"count": found}
