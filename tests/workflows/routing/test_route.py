"""A route can be stored and read back."""

import json
from datetime import date
from typing import Any

import pytest

from workflows import Route, load_bundles, route


@pytest.mark.parametrize(
    "answers",
    [
        {"road_class": "highway"},
        {"road_class": "urban", "occupy": {"area_m2": 3}},
        {"road_class": "urban", "excavate": {"area_m2": 3}, "road_opened_on": "2025-01-01", "green": {"area_m2": 600}},
    ],
)
def test_a_route_survives_being_stored(answers: dict[str, Any]) -> None:
    found = route(load_bundles()["road-access"], answers, date(2026, 6, 1))

    assert Route.from_data(json.loads(json.dumps(found.to_data()))) == found
