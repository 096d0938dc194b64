"""S15: an access onto a county highway is another authority's: the counter says so at once and says whose."""

from tests.offices import Office

ANSWERS = {
    "road_class": "highway",
    "access_kind": "permanent",
    "period": {"from": "2026-06-01", "to": "2026-08-01"},
    "excavate": {"area_m2": 30},
}


def test_the_screening_refers_before_anything_is_filed(office: Office) -> None:
    found = office.contractor.post("/screening", {"bundle": "road-access", "answers": ANSWERS})

    assert found["outcome"] == "refer"
    assert not any(one["required"] for one in found["permits"])
    gate = found["gates"][0]
    assert gate["kind"] == "refer"
    assert "ighway" in gate["refer_to"]
    assert "55" in gate["law"]


def test_the_counter_refuses_at_once_and_names_the_authority(office: Office) -> None:
    office.at("2026-05-18T09:00:00")
    filed = office.submitted(ANSWERS)
    accept = office.act("window", filed["id"], "accept", expect=409)
    assert accept["code"] == "guards_unmet"

    refused = office.act(
        "window",
        filed["id"],
        "refuse_acceptance",
        {"reason": "The access opens onto a county highway.", "refer_to": "Highway agency"},
    )

    assert (refused["state"], refused["status_code"], refused["permits"]) == ("not_accepted", 5, [])
    kinds = [one["kind"] for one in office.contractor.get(f"/applications/{filed['id']}/notices")["items"]]
    assert kinds[-1] == "non_acceptance"


def test_the_decision_names_the_highway_agency_its_law_and_the_remedies(office: Office) -> None:
    office.at("2026-05-18T09:00:00")
    filed = office.submitted(ANSWERS)
    body = {"reason": "The access opens onto a county highway.", "refer_to": "highway"}
    office.act("window", filed["id"], "refuse_acceptance", body)

    decision = office.facts_of(filed["id"], "non_acceptance")
    assert decision["refer_to"]["en"] == "the highway agency (transport bureau)"
    assert "第三十二条第一款第二项" in decision["law"]["zh"]
    assert decision["remedies"]["reconsideration_last_on"] == "2026-07-17", "60 calendar days"
    assert decision["issued_on"] == "2026-05-18", "at once"


def test_naming_nobody_is_no_referral(office: Office) -> None:
    office.at("2026-05-18T09:00:00")
    filed = office.submitted(ANSWERS)

    body = {"reason": "The access opens onto a county highway.", "refer_to": " "}
    refused = office.act("window", filed["id"], "refuse_acceptance", body, 422)

    assert "Name the competent authority" in str(refused["errors"])


def test_a_case_that_is_referred_is_never_deemed_accepted(office: Office) -> None:
    office.at("2026-05-18T09:00:00")
    filed = office.submitted(ANSWERS)

    office.at("2026-05-26T09:00:00")

    assert office.window.get(f"/applications/{filed['id']}")["state"] == "received"
