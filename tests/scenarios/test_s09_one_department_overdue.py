"""S09: the police are silent; the others go on, the case is one day late, the delay is theirs."""

from typing import Any

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-10-10", "to": "2027-01-10"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "excavate": {"area_m2": 20},
    "green": {"area_m2": 50, "months": 3, "stays_after": False},
}


def light_of_police(office: Office, case: Any) -> str:
    return str(office.item(case, kind="co_approval", department="police")["light"])


def test_lights_turn_on_their_days_and_nobody_else_waits(office: Office) -> None:
    office.at("2026-09-17T09:00:00")
    case = office.accepted(ANSWERS)
    due = {(one["department"], one["due_on"]) for one in case["work_items"] if one["permit"]}
    assert due == {
        ("planning", "2026-09-20"),
        ("police", "2026-09-21"),
        ("roads", "2026-09-23"),
        ("greening", "2026-09-23"),
    }
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-09-28", "2026-10-21")

    office.at("2026-09-19T12:00:00")
    assert light_of_police(office, case["id"]) == "green"
    office.at("2026-09-20T00:05:00")
    assert light_of_police(office, case["id"]) == "yellow"
    office.answer("planning", case["id"], kind="opinion", permit="road-occupation")
    office.at("2026-09-21T23:55:00")
    assert light_of_police(office, case["id"]) == "yellow"
    office.at("2026-09-22T00:05:00")
    assert light_of_police(office, case["id"]) == "red"
    assert office.police.get("/work-items/counts")["red"] == 1
    orders = {one["department"]: one for one in office.lead.get(f"/applications/{case['id']}")["supervision"]}
    assert set(orders) == {"planning", "police"}, "planning owes its word on the green strip since 21 September"
    order = orders["police"]
    assert (order["state"], order["raised_at"]) == ("open", "2026-09-22T00:00:00+08:00")
    assert order["answer_by_on"] == "2026-09-28", "three working days, the Mid-Autumn holiday between"
    answer = {"cause": "Two officers on leave.", "measures": "A third took over.", "finish_by": "2026-09-28"}
    refused = office.act("roads", case["id"], "answer_supervision", answer, 403)
    assert "art. 10" in refused["law"]
    office.act("police", case["id"], "answer_supervision", answer)

    office.at("2026-09-23T10:00:00")
    office.answer("greening", case["id"], kind="decision", permit="green-space")
    refused = office.answer("roads", case["id"], kind="decision", permit="road-occupation", expect=409)
    assert refused["code"] == "guards_unmet"
    assert refused["unmet"], "no tacit consent of a department whose approval the law asks for"


def breach(office: Office) -> Any:
    """Give the mark of the case in the list of cases."""
    (row,) = office.manager.get("/applications")["items"]
    return row["breach"]


def test_a_case_past_the_laws_own_day_is_marked_so_in_the_lists(office: Office) -> None:
    office.at("2026-09-17T09:00:00")
    office.accepted(ANSWERS)
    office.at("2026-10-21T10:00:00")
    assert breach(office) == "committed"

    office.at("2026-10-22T00:00:00")

    assert breach(office) == "statutory"
    assert office.contractor.get("/applications")["items"][0]["breach"] == "statutory"


def test_the_case_is_one_day_late_on_its_promise_and_in_time_by_law(office: Office) -> None:
    office.at("2026-09-17T09:00:00")
    case = office.accepted(ANSWERS)
    office.at("2026-09-20T10:00:00")
    office.answer("planning", case["id"], kind="opinion", permit="road-occupation")
    office.at("2026-09-23T10:00:00")
    office.answer("greening", case["id"], kind="decision", permit="green-space")
    office.at("2026-09-28T10:00:00")
    office.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    assert breach(office) is None, "the promised day itself is in time"
    office.at("2026-09-29T10:00:00")
    assert breach(office) == "committed"
    assert office.lead.get(f"/applications/{case['id']}")["light"] == "red"
    office.answer("roads", case["id"], kind="decision", permit="road-occupation")

    decided = office.lead.get(f"/applications/{case['id']}")
    assert (decided["state"], decided["outcome"]) == ("decided", "all_granted")
    assert breach(office) == "committed", "it stays marked once decided"
    assert decided["net_working_days"] == 8
    police = office.item(case["id"], kind="co_approval", department="police")
    assert police["net_working_days"] - police["limit_working_days"] == 4
    rows = office.manager.get("/reports/turnaround?from=2026-09-01&to=2026-09-30&by=permit&basis=committed")["items"]
    assert {one["key"]: one["overdue"] for one in rows} == {"green-space": 0, "road-occupation": 1}
    by_law = office.manager.get("/reports/turnaround?from=2026-09-01&to=2026-09-30&by=permit&basis=statutory")["items"]
    assert all(one["on_time_rate"] == 1.0 for one in by_law)


def test_the_public_is_told_why_the_promise_was_broken(office: Office) -> None:
    office.at("2026-09-17T09:00:00")
    case = office.accepted(ANSWERS)
    early = office.act("lead", case["id"], "publish_explanation", {"text": "Too early."}, 409)
    assert "art. 36" in early["law"]
    office.at("2026-09-28T23:59:00")
    assert office.lead.get(f"/applications/{case['id']}")["explanation"] is None

    office.at("2026-09-29T00:00:00")
    owed = office.lead.get(f"/applications/{case['id']}")
    assert (owed["explanation"]["state"], owed["explanation"]["promised_on"]) == ("owed", "2026-09-28")
    assert "publish_explanation" in owed["allowed"]
    assert owed["breaches"] == [], "a broken promise is no breach of the law"
    office.act("lead", case["id"], "publish_explanation", {"text": "The police answered late."})

    told = office.contractor.get("/public/performance")["explanations"]
    assert told == [{"number": case["number"], "promised_on": "2026-09-28", "text": "The police answered late."}]
    assert office.contractor.get(f"/applications/{case['id']}")["explanation"]["text"] == "The police answered late."
    assert office.contractor.get(f"/applications/{case['id']}")["supervision"] == [], "orders are the office's own"
    kinds = {one["kind"] for one in office.contractor.get(f"/applications/{case['id']}/notices")["items"]}
    assert "supervision" not in kinds

    office.at("2026-10-22T00:00:00")
    broken = office.lead.get(f"/applications/{case['id']}")["breaches"]
    assert {one["clock"] for one in broken} == {"statutory"}, "the law's own limit was 21 October"
