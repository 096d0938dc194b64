"""S12: a green-space licence is renewed in time, deemed renewed in silence, or asked for too late."""

from dataclasses import replace
from typing import Any

import pytest

from tests.bundles import bundle_of, serving, with_local_law
from tests.offices import Office

GREEN = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2025-04-01", "to": "2026-03-31"},
    "green": {"area_m2": 80, "months": 12, "stays_after": False},
}


@pytest.fixture
def licence(office: Office) -> str:
    """P3, valid from 2025-04-01 through 2026-03-31."""
    office.at("2025-03-17T09:00:00")
    case = office.accepted(GREEN)
    office.at("2025-03-20T09:00:00")
    office.answer("greening", case["id"], kind="decision", permit="green-space")
    office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    number = office.contractor.get(f"/applications/{case['id']}")["licences"][0]
    found = office.contractor.get(f"/licences/{number}")
    assert (found["valid_from"], found["valid_to"], found["state"]) == ("2025-04-01", "2026-03-31", "in_force")
    return str(number)


def child_of(office: Office, number: str) -> Any:
    """Find the application that renewing or varying a licence has opened."""
    listed = office.contractor.get("/applications?state=draft")["items"]
    return office.contractor.get(f"/applications/{listed[0]['id']}")


def renewal(office: Office, number: str) -> Any:
    """Open the renewal, hand its papers in, submit it."""
    office.contractor.post(f"/licences/{number}/actions/renew")
    child = child_of(office, number)
    assert (child["kind"], child["about_licence"]) == ("renewal", number)
    for one in child["materials"]:
        if not one["shared"]:
            office.contractor.hand_in(child["id"], one["code"])
    return office.act("contractor", child["id"], "submit")


def accepted_renewal(office: Office, number: str) -> Any:
    office.at("2026-02-25T09:00:00")
    filed = renewal(office, number)
    return office.act("window", filed["id"], "accept")


def test_a_renewal_is_for_its_deciders_alone_and_extends_the_same_licence(office: Office, licence: str) -> None:
    case = accepted_renewal(office, licence)
    assert [one["key"] for one in case["permits"]] == ["green-space"]
    work = {(one["department"], one["kind"]) for one in case["work_items"] if one["permit"]}
    assert work == {("greening", "decision")}
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-03-05", "2026-03-24")

    office.at("2026-03-05T10:00:00")
    office.answer("greening", case["id"], kind="decision", permit="green-space")

    found = office.contractor.get(f"/licences/{licence}")
    assert (found["valid_to"], found["renewals"], found["state"]) == ("2027-03-31", 1, "in_force")
    decided = office.contractor.get(f"/applications/{case['id']}")
    assert (decided["state"], decided["outcome"]) == ("decided", "all_granted")
    assert decided["permits"][0]["licence_number"] == licence
    code = found["code"]
    assert office.contractor.get(f"/public/verify/{licence}?code={code}")["valid_to"] == "2027-03-31"
    again = office.contractor.post(f"/licences/{licence}/actions/renew", expect=409)
    assert again["unmet"] == ["This licence has been renewed as often as the rules allow"]
    assert "50" in again["law"]


def test_silence_until_the_end_of_the_term_is_a_renewal(office: Office, licence: str) -> None:
    case = accepted_renewal(office, licence)

    office.at("2026-03-31T23:59:00")
    assert office.contractor.get(f"/licences/{licence}")["valid_to"] == "2026-03-31"
    office.at("2026-04-01T00:01:00")

    found = office.contractor.get(f"/licences/{licence}")
    assert (found["state"], found["valid_to"], found["renewals"]) == ("in_force", "2027-03-31", 1)
    assert found["is_in_force"]
    decided = office.contractor.get(f"/applications/{case['id']}")
    assert (decided["state"], decided["outcome"]) == ("decided", "all_granted")
    events = [one["type"] for one in office.contractor.get(f"/applications/{case['id']}/events")["items"]]
    assert "permit.deemed_renewed" in events
    # its new term ends like any other
    office.at("2027-03-31T23:59:00")
    assert office.contractor.get(f"/licences/{licence}")["state"] == "in_force"
    office.at("2027-04-01T00:01:00")
    assert office.contractor.get(f"/licences/{licence}")["state"] == "expired"


def test_a_refused_renewal_leaves_the_licence_to_its_end(office: Office, licence: str) -> None:
    case = accepted_renewal(office, licence)
    office.at("2026-03-30T10:00:00")
    refusal = {"opinion": "The green is to be restored now.", "reason_code": "conditions_not_met"}
    office.answer("greening", case["id"], kind="decision", permit="green-space", action="refuse", body=refusal)

    office.at("2026-03-31T23:59:00")
    assert office.contractor.get(f"/licences/{licence}")["state"] == "in_force"
    office.at("2026-04-01T00:01:00")
    found = office.contractor.get(f"/licences/{licence}")
    assert (found["state"], found["ended_on"], found["is_in_force"]) == ("expired", "2026-03-31", False)


def test_the_last_day_in_time_is_the_thirtieth_before_the_end(office: Office, licence: str) -> None:
    office.at("2026-03-01T20:00:00")
    filed = renewal(office, licence)
    assert filed["kind"] == "renewal"
    office.at("2026-03-02T09:00:00")
    office.act("window", filed["id"], "accept")

    office.at("2026-04-01T00:01:00")

    assert office.contractor.get(f"/licences/{licence}")["valid_to"] == "2027-03-31"


@pytest.mark.parametrize(("on", "kind"), [("2026-02-11", "renewal"), ("2026-02-12", "new")])
def test_where_a_place_reads_working_days_the_last_day_in_time_is_the_eleventh_of_february(
    office: Office, licence: str, monkeypatch: pytest.MonkeyPatch, on: str, kind: str
) -> None:
    known = office.app.extensions["office"]
    bundle = bundle_of(known)
    chosen = replace(bundle, switches={**bundle.switches, "renewal_lead_unit": "working"})
    monkeypatch.setitem(office.app.extensions, "office", serving(known, chosen))
    office.at(f"{on}T15:00:00")

    assert renewal(office, licence)["kind"] == kind


def test_the_day_after_it_goes_on_as_a_new_application_that_silence_never_grants(office: Office, licence: str) -> None:
    office.at("2026-03-02T09:00:00")
    filed = renewal(office, licence)
    assert (filed["kind"], filed["about_licence"]) == ("new", licence)
    for one in filed["materials"]:
        if one["state"] == "missing":
            office.contractor.hand_in(filed["id"], one["code"])
    case = office.act("window", filed["id"], "accept")
    assert len([one for one in case["work_items"] if one["permit"]]) > 1, (
        "the departments are consulted as for any other"
    )

    office.at("2026-04-01T00:01:00")

    assert office.contractor.get(f"/licences/{licence}")["state"] == "expired"
    assert office.contractor.get(f"/applications/{filed['id']}")["state"] == "in_review"
    office.answer("greening", case["id"], kind="decision", permit="green-space")
    granted = office.contractor.get(f"/applications/{filed['id']}")
    assert granted["licences"], "a licence of its own"
    assert granted["licences"] != [licence]


def test_a_road_licence_is_not_renewed_but_varied_before_its_term_ends(office: Office) -> None:
    office.at("2026-04-01T09:00:00")
    occupy = {"part": "footway", "area_m2": 60, "days": 40}
    asked = {
        "road_class": "urban",
        "access_kind": "temporary",
        "period": {"from": "2026-04-10", "to": "2026-05-19"},
        "occupy": occupy,
    }
    case = office.accepted(asked)
    office.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    office.answer("roads", case["id"], kind="decision", permit="road-occupation")
    office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    number = office.contractor.get(f"/applications/{case['id']}")["licences"][0]

    refused = office.contractor.post(f"/licences/{number}/actions/renew", expect=409)
    assert "art. 36" in refused["unmet"][0]

    office.at("2026-05-11T09:00:00")
    longer = {"period": {"from": "2026-04-10", "to": "2026-06-18"}, "occupy": {**occupy, "days": 70}}
    office.contractor.post(f"/licences/{number}/actions/vary", {"changes": longer})
    child = child_of(office, number)
    for one in child["materials"]:
        if not one["shared"]:
            office.contractor.hand_in(child["id"], one["code"])
    office.act("contractor", child["id"], "submit")
    varied = office.act("window", child["id"], "accept")
    office.answer("police", varied["id"], kind="co_approval", permit="road-occupation")
    office.answer("roads", varied["id"], kind="decision", permit="road-occupation")

    found = office.contractor.get(f"/licences/{number}")
    assert (found["valid_to"], found["state"]) == ("2026-06-18", "in_force")
    assert found["scope"]["asked"]["occupy"]["days"] == 70
    office.at("2026-06-19T00:01:00")
    assert office.contractor.get(f"/licences/{number}")["state"] == "expired"
    late = office.contractor.post(f"/licences/{number}/actions/vary", {"changes": longer}, 409)
    assert late["code"] == "action_not_open"


def test_another_company_neither_sees_nor_renews_it(office: Office, licence: str) -> None:
    office.contractor2.post(f"/licences/{licence}/actions/renew", expect=404)
    office.greening.post(f"/licences/{licence}/actions/renew", expect=403)


def test_silence_renews_no_licence_that_was_revoked_meanwhile(office: Office, licence: str) -> None:
    case = accepted_renewal(office, licence)
    office.at("2026-03-10T10:00:00")
    office.revoke(licence, who="greening")

    office.at("2026-04-01T00:01:00")

    found = office.contractor.get(f"/licences/{licence}")
    assert (found["state"], found["valid_to"], found["renewals"]) == ("revoked", "2026-03-31", 0)
    assert office.contractor.get(f"/applications/{case['id']}")["state"] == "in_review"


def test_the_renewal_of_a_revoked_licence_can_only_be_refused(office: Office, licence: str) -> None:
    case = accepted_renewal(office, licence)
    office.revoke(licence, who="greening")

    held = office.answer("greening", case["id"], kind="decision", permit="green-space", expect=409)
    assert held["unmet"] == ["The licence to be changed has been taken back or cancelled: only a refusal is open"]
    assert "49, 50" in held["law"]
    refusal = {"opinion": "The licence was obtained by fraud.", "reason_code": "conditions_not_met"}
    office.answer("greening", case["id"], kind="decision", permit="green-space", action="refuse", body=refusal)
    assert office.contractor.get(f"/applications/{case['id']}")["outcome"] == "all_refused"


def test_one_renewal_is_open_at_a_time_and_a_licence_is_renewed_once(office: Office, licence: str) -> None:
    office.at("2026-02-25T09:00:00")
    filed = renewal(office, licence)
    office.contractor.post(f"/licences/{licence}/actions/renew", expect=409)
    office.act("window", filed["id"], "accept")
    office.answer("greening", filed["id"], kind="decision", permit="green-space")

    refused = office.contractor.post(f"/licences/{licence}/actions/renew", expect=409)

    assert "50" in refused["law"]
    assert office.contractor.get(f"/licences/{licence}")["valid_to"] == "2027-03-31"


def test_a_stopped_clock_does_not_hold_the_end_of_the_term_back(
    office: Office, licence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = office.app.extensions["office"]
    monkeypatch.setitem(office.app.extensions, "office", with_local_law(known, "appraisal"))
    case = accepted_renewal(office, licence)
    stop = {"ground": "appraisal", "notice": "The state of the green is appraised.", "expected_days": 30}
    office.greening.post(f"/applications/{case['id']}/permits/green-space/actions/stop_clock", stop)

    office.at("2026-04-01T00:01:00")

    assert office.contractor.get(f"/licences/{licence}")["valid_to"] == "2027-03-31"
    (ended,) = office.lead.get(f"/applications/{case['id']}")["procedures"]["stops"]
    assert ended["ended_on"] == "2026-04-01"
    office.at("2026-05-06T09:00:00")
    events = [one["type"] for one in office.lead.get(f"/applications/{case['id']}/events")["items"]]
    assert "clock.expected_end" not in events
