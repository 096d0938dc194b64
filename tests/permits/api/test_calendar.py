"""The calendar over the API: looked at first, taken in once, by those who keep it, with refusals in sentences."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.offices import Office

NOTICE = Path(__file__).parents[2] / "workflows" / "notices" / "2027.toml"
CLOSURE = {"on": "2027-01-05", "reason_zh": "台风停工", "source": "江海应急〔2026〕3号"}
STATUTORY = {
    "scope": "road-occupation",
    "key": "statutory",
    "permit": "road-occupation",
    "department": "roads",
    "old_due_on": "2027-01-26",
    "new_due_on": "2027-01-25",
    "direction": "earlier",
    "reason": "国办发明电〔2026〕99号",
    "because": ["2027-01-23"],
    "is_told": True,
}


def the_notice(**changes: Any) -> Any:
    """Give the notice of 2027 as a program sends it."""
    return {**json.loads(json.dumps(tomllib.loads(NOTICE.read_text(encoding="utf-8")), default=str)), **changes}


@pytest.fixture
def case(office: Office) -> Any:
    office.at("2026-12-28T09:00:00")
    return office.accepted()


def follow(office: Office) -> None:
    done = office.app.test_cli_runner().invoke(args=["calendar", "follow", "--json"])
    assert done.exit_code == 0, done.output


def test_a_preview_lists_every_move_and_changes_nothing(office: Office, case: Any) -> None:
    found = office.admin.post("/calendar/preview", {"notice": the_notice()})

    moves = [{name: one[name] for name in STATUTORY} for one in found["moves"] if one["application_id"] == case["id"]]
    assert moves == [STATUTORY]
    assert (found["version"], found["applications"], found["needs_confirmation"], found["warnings"]) == (0, 1, [], [])
    assert {"on": "2027-01-23", "was_working": False, "working": True, "name": "春节调休上班"} in found["days"]
    assert office.admin.get(f"/applications/{case['id']}")["statutory_due_on"] == "2027-01-26"


def test_what_was_looked_at_is_taken_in_once(office: Office, case: Any) -> None:
    seen = office.admin.post("/calendar/preview", {"notice": the_notice()})

    taken = office.admin.post("/calendar/notices", {"notice": the_notice(), "expected_version": seen["version"]})
    follow(office)
    again = office.admin.post("/calendar/notices", {"notice": the_notice()})

    assert (taken["new"], again["new"], again["change"]) == (True, False, taken["change"])
    assert taken["version"] == again["version"] == taken["change"]
    assert office.admin.get(f"/applications/{case['id']}")["statutory_due_on"] == "2027-01-25"
    trail = [one["type"] for one in office.admin.get(f"/applications/{case['id']}/events")["items"]]
    assert trail.count("clock.reprojected") == 1
    after = office.admin.post("/calendar/preview", {"notice": the_notice()})
    assert (after["moves"], after["days"], after["version"]) == ([], [], taken["version"])


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(office: Office, case: Any) -> None:
    key = {"headers": {"Idempotency-Key": "notice-2027"}}
    first = office.admin.post("/calendar/notices", {"notice": the_notice()}, **key)

    assert office.admin.post("/calendar/notices", {"notice": the_notice()}, **key) == first
    other = {"notice": the_notice(number="国办发明电〔2026〕100号")}
    assert office.admin.post("/calendar/notices", other, 422, **key)["code"] == "idempotency_mismatch"


def test_a_calendar_that_has_changed_since_the_preview_is_looked_at_again(office: Office, case: Any) -> None:
    seen = office.admin.post("/calendar/preview", {"notice": the_notice()})
    closed = office.admin.post("/calendar/closures", {"closure": CLOSURE})

    body = {"notice": the_notice(), "expected_version": seen["version"]}
    refused = office.admin.post("/calendar/notices", body, 409)

    assert (refused["code"], refused["changed"]) == ("version_conflict", {"version": closed["version"]})
    assert "look once more" in refused["detail"]
    assert office.admin.post("/calendar/notices", body | {"expected_version": closed["version"]})["new"] is True


def test_official_days_change_only_when_confirmed(office: Office, case: Any) -> None:
    office.admin.post("/calendar/notices", {"notice": the_notice()})
    other = the_notice()
    other["holidays"][3]["make_up"] = ["2027-05-15"]

    assert office.admin.post("/calendar/preview", {"notice": other})["needs_confirmation"] == [
        "2027-05-08",
        "2027-05-15",
    ]
    refused = office.admin.post("/calendar/notices", {"notice": other}, 409)
    assert refused["code"] == "calendar_official"
    assert "art. 2, 6" in refused["law"]
    assert office.admin.post("/calendar/notices", {"notice": other, "confirmed": True})["new"] is True


def test_an_area_closes_its_offices(office: Office, case: Any) -> None:
    seen = office.admin.post("/calendar/preview", {"closure": CLOSURE})
    office.admin.post("/calendar/closures", {"closure": CLOSURE, "expected_version": seen["version"]})
    follow(office)

    moved = {(one["scope"], one["key"]): one["new_due_on"] for one in seen["moves"]}
    clocks = office.contractor.get(f"/applications/{case['id']}/clocks")["items"]
    now = {(one["scope"], one["key"]): one["due_on"] for one in clocks}
    assert seen["area"] == "320699"
    assert moved["road-occupation", "committed"] == now["road-occupation", "committed"] == "2027-01-08"
    assert {key: day for key, day in moved.items() if key in now} == {key: now[key] for key in moved if key in now}


@pytest.mark.parametrize(
    ("path", "body", "field", "says"),
    [
        ("preview", {}, "notice", "either a notice or a closure"),
        ("preview", {"notice": {"year": 2027}}, "number", "words"),
        ("preview", {"notice": the_notice(issued_on="2027-12-01")}, "issued_on", "has not been issued yet"),
        ("notices", {"notice": the_notice(year=2040)}, "holidays.0", "outside the year 2040"),
        ("notices", {"notice": the_notice(extra=1)}, "file.extra", "no such entry"),
        ("notices", {}, "notice", "required"),
        ("preview", {"closure": {**CLOSURE, "on": "2027-01-09"}}, "on", "Nobody works on that day anyway"),
        ("closures", {"closure": {**CLOSURE, "source": " "}}, "source", "words"),
        ("closures", {"closure": {**CLOSURE, "area": "320698"}}, "closure.area", "not known"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(
    office: Office, case: Any, path: str, body: Any, field: str, says: str
) -> None:
    refused = office.admin.post(f"/calendar/{path}", body, 422)

    assert refused["code"] == "invalid"
    assert [one["message"] for one in refused["errors"] if one["field"] == field and says in one["message"]], refused


@pytest.mark.parametrize("who", ["contractor", "window", "roads", "roads-head", "lead", "government", "manager"])
def test_nobody_else_touches_the_calendar(office: Office, who: str) -> None:
    for path, body in (("preview", {"notice": the_notice()}), ("notices", {"notice": the_notice()}), ("closures", {})):
        assert office.caller(who).post(f"/calendar/{path}", body, 403)["code"] == "role_not_held"
