"""S02: the trees are refused, road and green are granted on condition that no tree is touched."""

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-03-16", "to": "2026-06-16"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 90},
    "green": {"area_m2": 80, "months": 3, "stays_after": False},
    "trees": [{"species": "法桐", "dbh_cm": 28, "count": 8, "action": "fell", "street_tree": True}],
}
NO_TREE = {"opinion": "Granted.", "conditions": [{"kind": "no_tree_touched", "text": "No tree is touched."}]}
REFUSED = {
    "opinion": "The trees can be transplanted and the access can shift by six metres.",
    "reason_code": "conditions_not_met",
    "law": "Urban Greening Regulations art. 20",
}


def test_the_outcome_is_partly_granted_with_reasons_and_remedies(office: Office) -> None:
    office.at("2026-03-02T09:00:00")
    case = office.accepted(ANSWERS)
    assert {one["key"] for one in case["permits"]} == {"road-occupation", "green-space", "trees"}
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-03-11", "2026-03-30")

    office.at("2026-03-05T09:00:00")
    office.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    office.at("2026-03-11T15:00:00")
    office.answer("greening", case["id"], kind="decision", permit="trees", action="refuse", body=REFUSED)
    office.answer("greening", case["id"], kind="decision", permit="green-space", body=NO_TREE)
    office.answer("roads", case["id"], kind="decision", permit="road-occupation", body=NO_TREE)

    decided = office.contractor.get(f"/applications/{case['id']}")
    permits = {one["key"]: one for one in decided["permits"]}
    assert (decided["state"], decided["outcome"], decided["status_code"]) == ("decided", "partly_granted", 11)
    assert decided["light"] == "green", "decided on its last committed day"
    assert [permits[key]["decision"] for key in ("road-occupation", "green-space", "trees")] == [
        "granted",
        "granted",
        "refused",
    ]
    assert permits["road-occupation"]["conditions"][0]["kind"] == "no_tree_touched"
    assert permits["trees"]["reasons"]["code"] == "conditions_not_met"
    assert permits["trees"]["licence_number"] is None
    clocks = office.window.get(f"/applications/{case['id']}/clocks")["items"]
    assert next(one for one in clocks if one["key"] == "delivery")["due_on"] == "2026-03-25"
    served = office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    (trees,) = [one for one in served["permits"] if one["key"] == "trees"]
    assert trees["remedies"]["reconsideration_last_on"] == "2026-05-11", "60 days end on a Sunday"
