"""S08: the period moves while the case runs: only those whose answer rests on it are asked again, the clock runs on."""

from typing import Any

import pytest

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-08-20", "to": "2026-10-20"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 62},
    "excavate": {"area_m2": 30},
    "utilities": {"works": ["lamp"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 2, "stays_after": False},
}
LATER = {"answers": {"period": {"from": "2026-09-10", "to": "2026-11-10"}}}
P1, P2, P3 = "road-occupation", "road-utilities", "green-space"
ASKED_AGAIN = {
    (P1, "police", "co_approval"),
    (P1, "greening", "opinion"),
    (P3, "roads", "opinion"),
}
ALL = [
    ("planning", P1, "opinion"),
    ("planning", P2, "opinion"),
    ("planning", P3, "opinion"),
    ("police", P1, "co_approval"),
    ("police", P2, "co_approval"),
    ("greening", P1, "opinion"),
    ("greening", P2, "opinion"),
    ("roads", P3, "opinion"),
]


@pytest.fixture
def answered(office: Office) -> Any:
    """Accepted on Monday 3 August; by the 5th everybody who is consulted has answered."""
    office.at("2026-08-03T09:00:00")
    case = office.accepted(ANSWERS)
    assert {one["key"] for one in case["permits"]} == {P1, P2, P3}
    assert case["committed_due_on"] == "2026-08-12"
    office.at("2026-08-05T10:00:00")
    for department, permit, kind in ALL:
        office.answer(department, case["id"], kind=kind, permit=permit)
    office.at("2026-08-06T10:00:00")
    return case["id"]


def rounds(office: Office, case: int, number: int) -> set[tuple[str, str, str]]:
    items = office.lead.get(f"/applications/{case}")["work_items"]
    return {
        (one["permit"], one["department"], one["kind"]) for one in items if one["permit"] and one["round"] == number
    }


def test_police_roads_and_greening_are_asked_again_and_the_clock_runs_on(office: Office, answered: int) -> None:
    amended = office.act("contractor", answered, "amend", {"changes": LATER, "reason": "The plant comes later."})

    assert (amended["form_version"], amended["state"]) == (2, "in_review")
    assert amended["answers"]["period"] == {"from": "2026-09-10", "to": "2026-11-10"}
    assert rounds(office, answered, 2) == ASKED_AGAIN
    assert amended["committed_due_on"] == "2026-08-12", "the clock keeps running"
    assert {one["statutory_due_on"] for one in amended["permits"]} == {"2026-08-31"}
    change = amended["amendments"][0]
    assert (change["number"], change["changed"]) == (2, ["answers.period"])
    assert change["before"] == {"answers": {"period": {"from": "2026-08-20", "to": "2026-10-20"}}}
    assert set(change["reopened"]) == {":".join(one) for one in ASKED_AGAIN}


def test_stale_answers_stay_on_record_and_count_no_longer(office: Office, answered: int) -> None:
    amended = office.act("contractor", answered, "amend", {"changes": LATER})

    police = [one for one in amended["work_items"] if (one["permit"], one["department"]) == (P1, "police")]
    assert [(one["round"], one["state"], one["superseded"]) for one in police] == [
        (1, "done", True),
        (2, "open", False),
    ]
    assert police[1]["reason"] == "form version 2"
    assert police[1]["due_on"] == "2026-08-11", "three working days of its own"
    greening = office.item(answered, kind="opinion", department="greening", permit=P1)
    assert greening["due_on"] == "2026-08-12", "five working days would end on the 13th: capped at the promise"
    untouched = [one for one in amended["work_items"] if one["department"] == "planning" or one["permit"] == P2]
    assert all(one["round"] == 1 and not one["superseded"] for one in untouched)

    held = office.answer("roads", answered, kind="decision", permit=P1, expect=409)
    assert held["code"] == "guards_unmet"
    assert held["unmet"] == ["Wait for every department that must agree"]


def test_the_decisions_cite_the_version_they_rest_on(office: Office, answered: int) -> None:
    office.answer("roads", answered, kind="decision", permit=P2)
    office.act("contractor", answered, "amend", {"changes": LATER})
    office.at("2026-08-10T10:00:00")
    for permit, department, kind in sorted(ASKED_AGAIN):
        office.answer(department, answered, kind=kind, permit=permit)
    office.at("2026-08-12T10:00:00")
    office.answer("greening", answered, kind="decision", permit=P3)
    office.answer("roads", answered, kind="decision", permit=P1)

    decided = office.contractor.get(f"/applications/{answered}")
    assert (decided["state"], decided["outcome"], decided["light"]) == ("decided", "all_granted", "green")
    assert {one["key"]: one["form_version"] for one in decided["permits"]} == {P1: 2, P2: 1, P3: 2}
    licence = office.contractor.get(f"/licences/{next(one for one in decided['licences'] if one.endswith('-P1'))}")
    assert (licence["valid_from"], licence["valid_to"]) == ("2026-09-10", "2026-11-10")
    kept = office.contractor.get(f"/licences/{next(one for one in decided['licences'] if one.endswith('-P2'))}")
    assert (kept["valid_from"], kept["valid_to"]) == ("2026-08-20", "2026-10-20"), "P2 is untouched"


def test_the_change_is_told_in_writing(office: Office, answered: int) -> None:
    office.act("contractor", answered, "amend", {"changes": LATER})

    kinds = [one["kind"] for one in office.contractor.get(f"/applications/{answered}/notices")["items"]]
    assert kinds.count("amendment") == 1
    events = office.auditor.get(f"/applications/{answered}/events")["items"]
    assert events[-1]["type"] == "application.amended"
    assert events[-1]["payload"]["version"] == 2


def test_the_path_shows_both_rounds(office: Office, answered: int) -> None:
    office.act("contractor", answered, "amend", {"changes": LATER})

    drawn = office.lead.call("GET", f"/applications/{answered}/diagram.mmd").get_data(as_text=True)

    assert drawn.count("Road occupation · Concurrence") == 2
    assert drawn.count("Road utilities · Concurrence") == 1


def test_the_same_values_change_nothing(office: Office, answered: int) -> None:
    before = office.contractor.get(f"/applications/{answered}")

    same = office.act("contractor", answered, "amend", {"changes": {"answers": {"period": ANSWERS["period"]}}})

    assert (same["form_version"], same["version"]) == (1, before["version"])
    assert rounds(office, answered, 2) == set()


def test_a_decided_permit_is_changed_by_approval_in_advance(office: Office, answered: int) -> None:
    office.answer("greening", answered, kind="decision", permit=P3)

    refused = office.act("contractor", answered, "amend", {"changes": LATER}, 409)

    assert refused["code"] == "permit_decided"
    assert "36" in refused["law"]
    assert "P3" in refused["detail"]
    assert office.contractor.get(f"/applications/{answered}")["form_version"] == 1


@pytest.mark.parametrize(("used_until", "days"), [("2026-10-20", 0), ("2026-10-21", 1)])
def test_use_after_the_old_end_without_an_approved_change_is_a_breach(
    office: Office, answered: int, used_until: str, days: int
) -> None:
    office.answer("roads", answered, kind="decision", permit=P1)
    permits = office.lead.get(f"/applications/{answered}")["permits"]
    number = next(one["licence_number"] for one in permits if one["key"] == P1)
    assert office.lead.get(f"/licences/{number}")["valid_to"] == "2026-10-20"
    office.at("2026-10-22T10:00:00")
    body = {
        "officers": ["32069900301", "32069900302"],
        "findings": "Fence and plant on the footway.",
        "used_until": used_until,
    }

    office.roads.post(f"/licences/{number}/actions/check_site", {**body, "officers": ["32069900301"]}, 422)
    checked = office.roads.post(f"/licences/{number}/actions/check_site", {**body, "areas": {"occupy": 60}})

    assert [one["state"] for one in checked["inspections"]] == ["overrun" if days else "in_order"]
    events = office.lead.get(f"/applications/{answered}/events")["items"]
    flagged = [one for one in events if one["type"] == "fine.flagged"]
    found = [(one["payload"]["kind"], one["internal_texts"]["detail"]["days"]) for one in flagged]
    assert found == [("overrun_without_change", days)] * days
    assert all("第三十六条" in one["payload"]["law"] for one in flagged)


def test_a_change_that_needs_other_permits_is_another_application(office: Office, answered: int) -> None:
    trees = [{"species": "香樟", "dbh_cm": 18, "count": 2, "action": "transplant", "street_tree": True}]
    for changes in ({"trees": trees}, {"green": None}):
        refused = office.act("contractor", answered, "amend", {"changes": {"answers": changes}}, 409)
        assert refused["code"] == "other_permits"
        assert refused["law"]


def test_who_may_change_it_and_from_which_state(office: Office, answered: int) -> None:
    assert office.act("window", answered, "amend", {"changes": LATER}, 403)["code"] == "role_not_held"
    office.act("contractor2", answered, "amend", {"changes": LATER}, 404)
    stale = office.act("contractor", answered, "amend", {"changes": LATER, "expected_version": 1}, 409)
    assert stale["code"] == "version_conflict"


def test_before_acceptance_the_permits_follow_the_form(office: Office) -> None:
    office.at("2026-08-03T09:00:00")
    filed = office.submitted(ANSWERS)

    fewer = office.contractor.patch(f"/applications/{filed['id']}", {"answers": {"green": None}})
    assert (fewer["form_version"], {one["key"] for one in fewer["permits"]}) == (2, {P1, P2})
    again = office.contractor.patch(f"/applications/{filed['id']}", {"answers": {"green": ANSWERS["green"]}})
    assert (again["form_version"], {one["key"] for one in again["permits"]}) == (3, {P1, P2, P3})
    accepted = office.act("window", filed["id"], "accept")
    assert {one["key"]: one["state"] for one in accepted["permits"]} == dict.fromkeys((P1, P2, P3), "under_review")
