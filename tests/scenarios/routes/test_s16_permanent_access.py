"""S16: the access stays and 20 m² of green are lost: P3 is not offered, the strip waits for the other decision."""

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "permanent",
    "period": {"from": "2026-06-15", "to": "2026-08-15"},
    "occupy": {"part": "footway", "area_m2": 40, "days": 60},
    "excavate": {"area_m2": 30},
    "green": {"area_m2": 20, "months": 2, "stays_after": True},
    "trees": [{"species": "香樟", "dbh_cm": 15, "count": 2, "action": "transplant", "street_tree": True}],
}
P1, P4 = "road-occupation", "trees"
ON_CONDITION = {
    "opinion": "Granted; the strip waits.",
    "conditions": [{"kind": "other_decision", "text": "Works on the strip start once the green change is approved."}],
}


def test_the_screening_offers_no_green_permit_and_names_the_separate_item(office: Office) -> None:
    found = office.contractor.post("/screening", {"bundle": "road-access", "answers": ANSWERS})

    assert found["outcome"] == "proceed"
    assert [one["key"] for one in found["permits"] if one["required"]] == [P1, P4]
    gate = next(one for one in found["gates"] if one["key"] == "OUT_OF_BUNDLE_GREEN_CHANGE")
    assert gate["kind"] == "advice"
    assert "change of use of green land" in gate["refer_to"]
    assert "18" in gate["law"]
    assert not any(one["code"] == "M17" for one in found["materials"]), "no plan of a temporary occupation is asked for"


def test_an_unanswered_question_about_the_strip_follows_the_kind_of_access(office: Office) -> None:
    silent = {**ANSWERS, "green": {"area_m2": 20, "months": 2}}
    found = office.contractor.post("/screening", {"bundle": "road-access", "answers": silent})
    assert [one["key"] for one in found["permits"] if one["required"]] == [P1, P4]

    restored = {**ANSWERS, "green": {"area_m2": 20, "months": 2, "stays_after": False}}
    found = office.contractor.post("/screening", {"bundle": "road-access", "answers": restored})
    assert [one["key"] for one in found["permits"] if one["required"]] == [P1, "green-space", P4]


def test_the_bundle_runs_and_the_road_is_granted_on_condition_of_the_other_decision(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    case = office.accepted(ANSWERS)
    assert [one["key"] for one in case["permits"]] == [P1, P4]
    assert "OUT_OF_BUNDLE_GREEN_CHANGE" in {one["key"] for one in case["gates"]}
    demanded = {one["key"]: one["called_for"] for one in case["permits"]}
    assert [one["condition_kinds"] for one in demanded[P1]] == [["other_decision"]]
    assert demanded[P4] == []
    office.answer("planning", case["id"], kind="opinion", permit=P1)
    office.answer("police", case["id"], kind="co_approval", permit=P1)
    office.at("2026-06-05T09:00:00")  # the public notice of the trees is over
    office.answer("greening", case["id"], kind="decision", permit=P4)

    held = office.answer("roads", case["id"], kind="decision", permit=P1, expect=409)
    assert held["unmet"] == [
        "Grant it only on condition: that no tree is touched, or that the other decision allows it"
    ]
    no_tree = {"opinion": "x", "conditions": [{"kind": "no_tree_touched", "text": "No tree."}]}
    office.answer("roads", case["id"], kind="decision", permit=P1, body=no_tree, expect=409)
    office.answer("roads", case["id"], kind="decision", permit=P1, body=ON_CONDITION)

    decided = office.contractor.get(f"/applications/{case['id']}")
    permit = next(one for one in decided["permits"] if one["key"] == P1)
    assert (decided["outcome"], permit["conditions"][0]["kind"]) == ("all_granted", "other_decision")
    licence = office.contractor.get(f"/licences/{permit['licence_number']}")
    assert licence["conditions"] == permit["conditions"]
    assert office.act("window", case["id"], "deliver", {"recipient": "陈建"})["state"] == "delivered"


def test_refusing_needs_no_condition(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    case = office.accepted(ANSWERS)

    body = {"opinion": "The access stands too close.", "reason_code": "distance_too_short"}
    office.answer("roads", case["id"], kind="decision", permit=P1, action="refuse", body=body)

    permits = {one["key"]: one for one in office.contractor.get(f"/applications/{case['id']}")["permits"]}
    assert (permits[P1]["decision"], permits[P4]["is_moot"]) == ("refused", True)
