"""Shapes on the map: GeoJSON geometries in WGS84 or CGCS2000, bounded, measured on the ellipsoid. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import atanh, cos, hypot, radians, sin, sqrt
from typing import Any, TypeAlias

from forms.checks.identity import Finding
from workflows import N_, Text

# GeoJSON as it came: each check asks what it holds before it reads it
Value: TypeAlias = Any
Shape: TypeAlias = Mapping[str, Any]
MOST_POINTS = 2000
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
LEAST_OF_LINE, LEAST_OF_RING, LEAST_CORNERS = 2, 4, 3
MEMBERS = frozenset({"type", "coordinates"})
LARGEST_NUMBER = 1e12
# WGS84; the ellipsoid of CGCS2000 differs by a tenth of a millimetre
RADIUS_M, FLATTENING = 6378137.0, 1 / 298.257223563
ECCENTRICITY = sqrt(FLATTENING * (2 - FLATTENING))
Faults = Iterator[Finding]
Ring = Sequence[Sequence[float]]


def geometry_schema() -> dict[str, object]:
    """Describe a shape as OpenAPI shows it."""
    about = f"Longitude before latitude, in degrees (WGS84 or CGCS2000), inside China; at most {MOST_POINTS} points"
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(MEMBERS),
        "properties": {
            "type": {"type": "string", "enum": list(KINDS)},
            "coordinates": {"type": "array", "description": about},
        },
    }


def geometry_faults(value: object) -> list[Finding]:
    """Check that a value is a shape the office can keep: the first thing wrong with it, or nothing."""
    return [found for found in [next(_faults(value), None)] if found]


def _faults(value: object) -> Faults:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(kind, str) or kind not in KINDS or set(value) != MEMBERS:
        said = N_("Send a GeoJSON geometry: its type (%(kinds)s) and its coordinates, nothing else")
        yield Finding(said, {"kinds": ", ".join(KINDS)})
    elif _count(value["coordinates"]) > MOST_POINTS:
        yield Finding(N_("A shape has at most %(count)s points"), {"count": MOST_POINTS})
    else:
        yield from KINDS[kind](value["coordinates"])


def _count(coordinates: object) -> int:
    """Count the positions inside, at whatever depth; stops soon after the limit."""
    waiting, found = [coordinates], 0
    while waiting and found <= MOST_POINTS:
        one = waiting.pop()
        if isinstance(one, list) and one and isinstance(one[0], list):
            waiting += one
        else:
            found += 1
    return found


def _point(value: Value) -> Faults:
    if not _is_position(value):
        yield Finding(N_("Write each point as longitude and latitude: two numbers, in degrees"))
        return
    lon, lat = value[:2]
    if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
        return
    if WEST <= lat <= EAST and SOUTH <= lon <= NORTH:
        said = N_("The point %(lon)s, %(lat)s is turned round: write longitude before latitude")
    else:
        said = N_("The point %(lon)s, %(lat)s is not in China: write degrees of longitude and latitude, not metres")
    yield Finding(said, {"lon": f"{lon:.12g}", "lat": f"{lat:.12g}"})


def _is_position(value: object) -> bool:
    """Say whether a value is [longitude, latitude], or these and a height; NaN is no number here."""
    return (
        isinstance(value, list)
        and len(value) in {2, 3}
        and all(type(one) in {int, float} and -LARGEST_NUMBER <= one <= LARGEST_NUMBER for one in value)
    )


def _line(value: object) -> Faults:
    yield from _each(_point)(value)
    if isinstance(value, list) and len(value) < LEAST_OF_LINE:
        yield Finding(N_("A line has at least two points"))


def _ring(value: Value) -> Faults:
    yield from _each(_point)(value)
    if len(value) < LEAST_OF_RING or value[0] != value[-1]:
        yield Finding(N_("The outline of an area ends where it begins, after three points at least"))
    elif len({tuple(one[:2]) for one in value}) < LEAST_CORNERS:
        yield Finding(N_("The outline of an area has at least three corners"))


def _each(check: Callable[[Value], Faults]) -> Callable[[Value], Faults]:
    """Check a list of one or more."""

    def checked(value: Value) -> Faults:
        if not isinstance(value, list) or not value:
            yield Finding(N_("This shape has no points, or a part of it has none"))
            return
        for one in value:
            yield from check(one)

    return checked


KINDS: Mapping[str, Callable[[Value], Faults]] = {
    "Point": _point,
    "MultiPoint": _each(_point),
    "LineString": _line,
    "MultiLineString": _each(_line),
    "Polygon": _each(_ring),
    "MultiPolygon": _each(_each(_ring)),
}
NAMES: Mapping[str, Text] = {
    "Point": Text("点", "point"),
    "MultiPoint": Text("多个点", "points"),
    "LineString": Text("线", "line"),
    "MultiLineString": Text("多条线", "lines"),
    "Polygon": Text("面", "area"),
    "MultiPolygon": Text("多个面", "areas"),
}


def area_m2(shape: Shape) -> float:
    """Measure the area of a sound shape, holes left out, in square metres; lines and points have none."""
    measured_rings = ([abs(_ring_area(ring)) for ring in area] for area in _areas(shape))
    return sum(outline - sum(holes) for outline, *holes in measured_rings)


def length_m(shape: Shape) -> float:
    """Measure the lines of a sound shape, or the outlines of its areas, in metres."""
    lines: list[Ring] = [ring for area in _areas(shape) for ring in area]
    if shape["type"] == "LineString":
        lines = [shape["coordinates"]]
    elif shape["type"] == "MultiLineString":
        lines = shape["coordinates"]
    return sum(_distance(start, end) for line in lines for start, end in pairwise(line))


def measured(shape: Shape) -> Text:
    """Say in words what a sound shape is and how large."""
    name, area, length = NAMES[shape["type"]], area_m2(shape), length_m(shape)
    zh, en = [name.zh], [name.en]
    if area:
        zh.append(f"面积约{area:,.0f}平方米")
        en.append(f"about {area:,.0f} m²")
    if length:
        zh.append(f"{'边界' if area else ''}长约{length:,.0f}米")
        en.append(f"{'outline' if area else 'length'} about {length:,.0f} m")
    return Text("，".join(zh), ", ".join(en))


def _areas(shape: Shape) -> list[list[Ring]]:
    """List the areas of a shape, each as its outline and its holes."""
    if shape["type"] == "Polygon":
        return [shape["coordinates"]]
    found: list[list[Ring]] = shape["coordinates"] if shape["type"] == "MultiPolygon" else []
    return found


def _ring_area(ring: Ring) -> float:
    """Measure a ring in the cylindrical projection of the ellipsoid that keeps areas; the sign is its direction."""
    origin = ring[0]
    flat = [(radians(lon - origin[0]), _height(lat) - _height(origin[1])) for lon, lat, *_height_m in ring]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat)) / 2


def _height(lat: float) -> float:
    """Give the area between the equator and a parallel, a radian of longitude wide."""
    sine = sin(radians(lat))
    part = sine / (1 - (ECCENTRICITY * sine) ** 2) + atanh(ECCENTRICITY * sine) / ECCENTRICITY
    return RADIUS_M**2 * (1 - ECCENTRICITY**2) * part / 2


def _distance(start: Sequence[float], end: Sequence[float]) -> float:
    """Measure a side with the radii of curvature at its middle; a side of 50 km is off by less than a metre."""
    middle = radians((start[1] + end[1]) / 2)
    shrink = 1 - (ECCENTRICITY * sin(middle)) ** 2
    north = radians(end[1] - start[1]) * RADIUS_M * (1 - ECCENTRICITY**2) / shrink**1.5
    return hypot(north, radians(end[0] - start[0]) * RADIUS_M / sqrt(shrink) * cos(middle))
