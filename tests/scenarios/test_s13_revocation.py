"""S13: the planning permit behind a granted road licence was forged: it must be revoked, what rests on it reviewed."""

from typing import Any

import pytest

from tests.offices import Office

ASKED = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-04-16", "to": "2026-07-10"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 80},
    "utilities": {"works": ["lamp"], "on_bridge": False},
}
FORGED = {
    "ground": "fraud",
    "law": "Administrative Licensing Law art. 69(2)",
    "reason": "The planning permit is forged.",
}


@pytest.fixture
def licences(office: Office) -> Any:
    """P1 and P2, granted on 2026-04-15, by their permit."""
    office.at("2026-04-13T09:00:00")
    case = office.accepted(ASKED)
    for permit in ("road-occupation", "road-utilities"):
        office.answer("police", case["id"], kind="co_approval", permit=permit)
    office.at("2026-04-15T10:00:00")
    for permit in ("road-occupation", "road-utilities"):
        office.answer("roads", case["id"], kind="decision", permit=permit)
    office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    found = {one["key"]: one["licence_number"] for one in office.lead.get(f"/applications/{case['id']}")["permits"]}
    return {"case": case["id"], **found}


def test_the_holder_is_heard_then_the_licence_must_go(office: Office, licences: Any) -> None:
    p1, p2 = licences["road-occupation"], licences["road-utilities"]
    office.at("2026-05-20T10:00:00")
    early = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED, 409)
    assert ["art. 7" in sentence for sentence in early["unmet"]] == [True, True]
    assert "69" in early["law"]
    office.roads.post(f"/licences/{p1}/actions/revoke", FORGED, 403)
    told = office.tell(p1)["changes"][-1]
    assert (told["kind"], told["ground"], told["answer_by_on"]) == ("intent_told", "fraud", "2026-05-21")
    assert "69(2)" in told["law"]
    assert office.facts_of(licences["case"], "intent_notice")["answer_by_on"] == "2026-05-21"
    unheard = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED, 409)
    assert [sentence[:4] for sentence in unheard["unmet"]] == ["Hear"]

    office.roads.post(f"/licences/{p1}/actions/hear_defence", {"text": "The agent had it made."})
    revoked = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED)

    assert (revoked["state"], revoked["ended_on"], revoked["is_in_force"]) == ("revoked", "2026-05-20", False)
    assert revoked["reinstatement"] == "rectify", "the works are to be restored"
    change = revoked["changes"][-1]
    assert (change["kind"], change["after"]["serve_by_on"]) == ("revoked", "2026-06-03")
    notices = {one["kind"] for one in office.contractor.get(f"/applications/{licences['case']}/notices")["items"]}
    assert {"intent_notice", "licence_decision", "restoration_order"} <= notices
    code = revoked["code"]
    assert office.contractor.get(f"/public/verify/{p1}?code={code}")["state"] == "revoked"

    assert office.lead.get(f"/licences/{p2}")["state"] == "in_force", "P2 never falls by itself"
    review = office.item(licences["case"], kind="inspection", department="roads", permit="road-utilities")
    assert review["state"] == "open"
    upheld = office.roads_head.post(f"/licences/{p2}/actions/uphold", {"reason": "The lamps are needed in any case."})
    assert upheld["state"] == "in_force"

    cancelled = office.roads.post(f"/licences/{p1}/actions/cancel")
    assert cancelled["state"] == "cancelled"
    office.roads.post(f"/licences/{p1}/actions/cancel", expect=409)


def test_who_obtained_it_by_fraud_is_barred_for_three_years(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    office.revoke(p1)

    office.at("2029-05-20T09:00:00")
    barred = office.submitted({**ASKED, "period": {"from": "2029-06-01", "to": "2029-07-10"}})
    refused = office.act("window", barred["id"], "accept", expect=409)
    assert "2029-05-20" in " ".join(refused["unmet"])
    office.at("2029-05-21T09:00:00")
    office.act("window", barred["id"], "accept")


def test_only_the_issuing_department_tells_what_is_intended(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    for who in ("contractor", "police", "window"):
        office.tell(p1, who=who, expect=403)
    outdated = {"ground": "fraud", "reason": "Forged.", "answer_by": "2026-05-21", "expected_version": 99}
    stale = office.roads.post(f"/licences/{p1}/actions/notify_intent", outdated, 409)
    assert stale["code"] == "version_conflict"

    office.tell(p1, who="roads-head")


def test_silence_lets_the_licence_go_the_day_after_the_one_told(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-18T10:00:00")
    office.tell(p1)
    office.at("2026-05-19T23:59:00")
    office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED, 409)

    office.at("2026-05-20T00:00:00")
    revoked = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED)

    assert (revoked["state"], revoked["ended_on"]) == ("revoked", "2026-05-20")


def test_what_was_said_before_it_was_told_answers_nothing(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    office.roads.post(f"/licences/{p1}/actions/hear_defence", {"text": "We hear there are rumours."})
    office.at("2026-05-20T11:00:00")
    office.tell(p1)

    unheard = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED, 409)

    assert [sentence[:4] for sentence in unheard["unmet"]] == ["Hear"]


def test_a_holder_told_of_one_ground_loses_it_on_no_other(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    office.hear(p1, ground="procedure_breach")

    other = office.roads_head.post(f"/licences/{p1}/actions/revoke", FORGED, 422)
    assert other["errors"][0]["field"] == "ground"
    assert other["law"].endswith("art. 7")
    why = {"ground": "circumstances_changed", "reason": "A metro line.", "compensation": "The fee."}
    untold = office.roads_head.post(f"/licences/{p1}/actions/withdraw_by_authority", why, 409)
    assert ["withdrawn" in sentence for sentence in untold["unmet"]] == [True]

    office.roads_head.post(f"/licences/{p1}/actions/revoke", {"ground": "procedure_breach", "reason": "No hearing."})


def test_a_ground_the_law_does_not_know_revokes_nothing(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    office.hear(p1)

    refused = office.roads_head.post(f"/licences/{p1}/actions/revoke", {"ground": "displeasure"}, 422)

    assert refused["errors"][0]["field"] == "ground"
    assert "69" in refused["law"]
    assert office.lead.get(f"/licences/{p1}")["state"] == "in_force"


def test_a_valid_licence_is_withdrawn_only_for_changed_circumstances_and_compensation(
    office: Office, licences: Any
) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-05-20T10:00:00")
    office.hear(p1, ground="circumstances_changed", text="We need the access.")
    why = {"ground": "circumstances_changed", "reason": "A metro line is built here."}
    bare = office.roads_head.post(f"/licences/{p1}/actions/withdraw_by_authority", why, 422)
    assert [one["field"] for one in bare["errors"]] == ["compensation"]
    assert "art. 8" in bare["law"]

    body = {**why, "compensation": "The fee of the unused days and the cost of moving the fence."}
    gone = office.roads_head.post(f"/licences/{p1}/actions/withdraw_by_authority", body)

    assert gone["state"] == "withdrawn_by_authority"


def test_restored_works_are_inspected_by_two_officers_and_watched_for_a_year(office: Office, licences: Any) -> None:
    p1 = licences["road-occupation"]
    office.at("2026-07-08T10:00:00")
    asked = office.contractor.post(f"/licences/{p1}/actions/request_inspection")
    assert asked["reinstatement"] == "inspection_requested"
    item = office.item(licences["case"], kind="inspection", department="roads", permit="road-occupation")
    assert (item["state"], item["due_on"]) == ("open", "2026-07-15")

    seen = {"officers": ["32069900301", "32069900302"], "findings": "The kerb is loose."}
    alone = office.roads.post(f"/licences/{p1}/actions/accept_inspection", {**seen, "officers": ["32069900301"]}, 422)
    assert "34(3)" in alone["law"]
    office.roads.post(f"/licences/{p1}/actions/require_rectification", {**seen, "rectify_by": "2026-07-08"}, 422)
    body = {**seen, "rectify_by": "2026-07-20"}
    rectify = office.roads.post(f"/licences/{p1}/actions/require_rectification", body)
    assert rectify["reinstatement"] == "rectify"

    office.at("2026-07-20T10:00:00")
    office.contractor.post(f"/licences/{p1}/actions/request_inspection")
    accepted = office.roads.post(f"/licences/{p1}/actions/accept_inspection", {**seen, "findings": "In order."})
    assert (accepted["reinstatement"], accepted["warranty_to"]) == ("accepted", "2027-07-20")
    office.at("2027-07-21T00:01:00")
    events = [one["type"] for one in office.lead.get(f"/applications/{licences['case']}/events")["items"]]
    assert "licence.warranty_ended" in events


def test_works_nobody_shows_restored_are_told_and_flagged(office: Office, licences: Any) -> None:
    office.at("2026-07-21T00:01:00")

    events = [one["type"] for one in office.lead.get(f"/applications/{licences['case']}/events")["items"]]
    assert events.count("licence.expired") == 2
    assert "licence.restoration_overdue" in events
    assert "fine.flagged" in events
