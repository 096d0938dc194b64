import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.checks.geometry import MOST_POINTS, area_m2, geometry_faults, length_m, measured

RING = [[120.9, 31.9], [120.901, 31.9], [120.901, 31.901], [120.9, 31.901], [120.9, 31.9]]
HOLE = [[120.9002, 31.9002], [120.9004, 31.9002], [120.9004, 31.9004], [120.9002, 31.9002]]
# where a side of a thousandth of a degree and more stays in China
LON, LAT = st.floats(74, 130), st.floats(5, 50)
SIDE = st.floats(0.001, 0.5)


def shape(kind: str, coordinates: object) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


def box(west: float, south: float, width: float, height: float) -> list[list[float]]:
    east, north = west + width, south + height
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.mark.parametrize(
    "found",
    [
        shape("Point", [120.9, 31.9]),
        shape("Point", [121, 32, 4.5]),
        shape("MultiPoint", [[120.9, 31.9]]),
        shape("LineString", [[120.9, 31.9], [120.91, 31.9]]),
        shape("MultiLineString", [[[120.9, 31.9], [120.91, 31.9]]]),
        shape("Polygon", [RING, HOLE]),
        shape("MultiPolygon", [[RING], [RING, HOLE]]),
        shape("LineString", [[120.9, 31.9]] * MOST_POINTS),
    ],
)
def test_every_kind_of_sound_shape_is_taken(found: dict[str, Any]) -> None:
    assert geometry_faults(found) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (5, "Send a GeoJSON geometry"),
        ("不是图形", "Send a GeoJSON geometry"),
        ([], "Send a GeoJSON geometry"),
        ({"type": "Point"}, "Send a GeoJSON geometry"),
        ({"type": [], "coordinates": []}, "Send a GeoJSON geometry"),
        (shape("Circle", [120.9, 31.9]), "Send a GeoJSON geometry"),
        ({**shape("Point", [120.9, 31.9]), "name": "x"}, "Send a GeoJSON geometry"),
        (shape("Polygon", []), "This shape has no points"),
        (shape("MultiPolygon", [[]]), "This shape has no points"),
        (shape("LineString", {}), "This shape has no points"),
        (shape("LineString", [[120.9, 31.9]]), "A line has at least two points"),
        (shape("Polygon", [RING[:3]]), "The outline of an area ends where it begins"),
        (shape("Polygon", [RING[:4]]), "The outline of an area ends where it begins"),
        (shape("Polygon", [[RING[0], RING[1], RING[1], RING[0]]]), "The outline of an area has at least three corners"),
        (shape("Point", [31.9, 120.9]), "The point 31.9, 120.9 is turned round"),
        (shape("Point", [0, 0]), "The point 0, 0 is not in China"),
        (shape("Point", [40590000.12, 3530000.5]), "The point 40590000.12, 3530000.5 is not in China"),
        (shape("Point", [math.nan, 31.9]), "Write each point"),
        (shape("Point", [math.inf, 31.9]), "Write each point"),
        (shape("Point", [10**400, 31.9]), "Write each point"),
        (shape("Point", ["120.9", "31.9"]), "Write each point"),
        (shape("Point", [True, 31.9]), "Write each point"),
        (shape("Point", [120.9]), "Write each point"),
        (shape("Point", [120.9, 31.9, 1, 2]), "Write each point"),
        (shape("Polygon", RING), "Write each point"),
        (shape("LineString", [[120.9, 31.9]] * (MOST_POINTS + 1)), f"A shape has at most {MOST_POINTS} points"),
    ],
)
def test_what_is_no_shape_in_china_is_refused_with_one_sentence(found: object, said: str) -> None:
    (fault,) = geometry_faults(found)

    assert (fault.message % fault.params).startswith(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.floats(73, 136),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@given(st.sampled_from(["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", 1]), JSON)
def test_whatever_is_sent_is_refused_or_can_be_measured(kind: Any, coordinates: object) -> None:
    found = shape(kind, coordinates)

    if not geometry_faults(found):
        assert measured(found).zh


@given(LON, LAT, SIDE, SIDE)
def test_a_box_is_as_large_as_the_ellipsoid_says(west: float, south: float, width: float, height: float) -> None:
    # the area between two parallels, summed strip by strip from the radii of curvature
    a, e2, strips = 6378137.0, 0.00669437999014, 200
    step = math.radians(height) / strips
    middles = (math.radians(south) + (number + 0.5) * step for number in range(strips))
    expected = sum(
        math.radians(width) * step * a * a * (1 - e2) * math.cos(lat) / (1 - e2 * math.sin(lat) ** 2) ** 2
        for lat in middles
    )

    assert area_m2(shape("Polygon", [box(west, south, width, height)])) == pytest.approx(expected, rel=1e-6)


@given(LON, LAT, SIDE, SIDE, st.floats(0.1, 0.9))
def test_parts_add_up_and_holes_are_left_out(west: float, south: float, width: float, height: float, at: float) -> None:
    cut = width * at
    assume(0 < cut < width)
    whole, left = box(west, south, width, height), box(west, south, cut, height)
    right = box(west + cut, south, width - cut, height)

    area = area_m2(shape("Polygon", [whole]))
    assert area_m2(shape("MultiPolygon", [[left], [right]])) == pytest.approx(area, rel=1e-6)
    assert area_m2(shape("Polygon", [whole, left])) == pytest.approx(area_m2(shape("Polygon", [right])), rel=1e-5)
    assert area_m2(shape("Polygon", [whole[::-1]])) == pytest.approx(area)


@pytest.mark.parametrize(
    ("end", "metres"),
    # a degree of the meridian about 30.5° north, a degree of the parallel of 30°: the tables of WGS84
    [([120, 31], 110_857), ([121, 30], 96_486)],
)
def test_a_degree_is_as_long_as_the_tables_say(end: list[float], metres: float) -> None:
    assert length_m(shape("LineString", [[120, 30], end])) == pytest.approx(metres, abs=5)


def test_a_shape_is_said_with_its_measures() -> None:
    assert measured(shape("Polygon", [RING])).en == "area, about 10,489 m², outline about 411 m"
    assert measured(shape("LineString", RING[:2])).zh == "线，长约95米"
    assert measured(shape("Point", [120.9, 31.9])).zh == "点"
