"""Case 07: the shape of a site is a bounded GeoJSON geometry in China, before submission and after."""

from typing import Any

import pytest

from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

FIELD = "site.geometry"
SITE = {"road": "紫琅路", "address": "C22037地块"}
POLYGON = {
    "type": "Polygon",
    "coordinates": [[[120.9, 31.9], [120.901, 31.9], [120.901, 31.901], [120.9, 31.901], [120.9, 31.9]]],
}
LONG = {"type": "LineString", "coordinates": [[120.9, 31.9]] * 30_000}
REFUSED = [
    ({"type": "Polygon", "coordinates": []}, "has no points"),
    ({"type": "Point", "coordinates": [40590000.12, 3530000.5]}, "is not in China"),
    ({"type": "Polygon", "coordinates": [[[120.9, 31.9], [120.91, 31.9], [120.91, 31.91]]]}, "ends where it begins"),
    ({"type": "Point", "coordinates": [31.9, 120.9]}, "is turned round"),
    ({"type": "Point", "coordinates": ["NaN", 31.9]}, "two numbers, in degrees"),
    ("不是图形", "Send a GeoJSON geometry"),
    (7, "Send a GeoJSON geometry"),
    (LONG, "A shape has at most 2000 points"),
]


@pytest.mark.parametrize(("shape", "said"), REFUSED)
def test_what_is_no_shape_is_refused_in_a_draft(office: Office, shape: Any, said: str) -> None:
    refused = office.contractor.post("/applications", {"site": {**SITE, "geometry": shape}}, 422)

    (error,) = refused["errors"]
    assert error["field"] == FIELD
    assert said in error["message"]


@pytest.mark.parametrize(("shape", "said"), REFUSED[:2])
def test_what_is_no_shape_is_refused_after_submission(office: Office, shape: Any, said: str) -> None:
    case = office.submitted()

    sent = {"changes": {"site": {"geometry": shape}}}
    refused = office.act("contractor", case["id"], "amend", sent, 422)

    assert (refused["errors"][0]["field"], said in refused["errors"][0]["message"]) == (FIELD, True)
    assert "geometry" not in office.contractor.get(f"/applications/{case['id']}")["site"]


def test_a_shape_is_kept_and_staff_read_how_large_it_is(office: Office) -> None:
    case = office.submitted(site={**SITE, "geometry": POLYGON})
    browser: CheckedClient = office.app.test_client()  # type: ignore[assignment]  # the class `founded` sets
    sign_in(browser, "window")

    page = browser.get(f"/counter/{case['id']}").text

    assert office.window.get(f"/applications/{case['id']}")["site"]["geometry"] == POLYGON
    assert "面，面积约10,489平方米，边界长约411米" in page
