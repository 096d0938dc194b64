"""S10: two lanes, 120 days and round the clock are asked for; one lane, nights and 60 days are granted."""

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-10-26", "to": "2027-02-22"},
    "occupy": {"part": "carriageway", "area_m2": 210, "days": 120},
}
POLICE = {
    "opinion": "One lane only, and only at night.",
    "conditions": [
        {"kind": "lanes_max", "text": "One lane at most.", "value": 1},
        {"kind": "hours", "text": "From 20:00 to 06:00."},
    ],
}
ROADS = {
    "opinion": "The term asked for is over the limit; the works need 60 days.",
    "conditions": POLICE["conditions"],
    "narrower": {"days": 60, "lanes": 1},
}


def test_less_is_granted_with_reasons_and_remedies_for_the_rest(office: Office) -> None:
    office.at("2026-10-12T09:00:00")
    case = office.accepted(ANSWERS)
    assert [one["key"] for one in case["permits"]] == ["road-occupation"]
    assert "occupation_over_limit" in {one["key"] for one in case["warnings"]}
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-10-21", "2026-11-09")
    assert {one["department"] for one in case["work_items"] if one["permit"]} == {"police", "roads"}

    office.at("2026-10-15T09:00:00")
    office.answer("police", case["id"], kind="co_approval", body=POLICE)
    office.at("2026-10-19T09:00:00")
    office.answer("roads", case["id"], kind="decision", body=ROADS)

    decided = office.contractor.get(f"/applications/{case['id']}")
    permit = decided["permits"][0]
    assert (decided["outcome"], decided["status_code"]) == ("all_granted", 11)
    assert (permit["state"], permit["decision"]) == ("granted", "granted_narrower")
    assert permit["narrower"] == {"days": 60, "lanes": 1}
    assert permit["reasons"]["opinion"].startswith("The term asked for")
    served = office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    assert served["permits"][0]["remedies"]["reconsideration_last_on"] == "2026-12-18"
    licence = office.contractor.get(f"/licences/{permit['licence_number']}")
    assert (licence["valid_from"], licence["valid_to"]) == ("2026-10-26", "2026-12-24")
    assert (licence["standing"], licence["is_in_force"]) == ("future", False)
