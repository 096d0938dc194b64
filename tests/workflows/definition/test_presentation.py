"""What the form of a matter knows of its place: how it is named, and whether enough of it is told."""

import pytest

from workflows import load_bundles

ROAD = load_bundles()["road-access"].form


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ({"road": "紫琅路", "address": "18号"}, "紫琅路18号"),
        ({"road": "紫琅路", "address": "紫琅路18号"}, "紫琅路18号"),
        ({"road": "Zilang Road", "address": "No. 18"}, "Zilang Road No. 18"),
        ({"road": " 紫琅路 ", "address": None, "geometry": {"type": "Point"}}, "紫琅路"),
        ({"address": "18号"}, "18号"),
        ({}, ""),
    ],
)
def test_a_place_is_named_on_one_line_each_part_once(site: dict[str, object], said: str) -> None:
    assert ROAD.place_of(site) == said


def test_a_place_is_told_when_nothing_is_missing_that_handing_in_asks_for() -> None:
    assert ROAD.is_told({"road": "紫琅路"})
    assert not ROAD.is_told({"address": "18号"})
