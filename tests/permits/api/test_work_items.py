from tests.offices import PLAINEST, Office

GREEN = {**PLAINEST, "green": {"area_m2": 10, "months": 2, "stays_after": False}}


def test_an_inbox_holds_a_departments_open_work_due_first_on_top(office: Office) -> None:
    office.accepted(GREEN)
    office.accepted(GREEN)

    found = office.roads.get("/work-items?order=due_on")["items"]

    assert {one["department"] for one in found} == {"roads"}
    assert len(found) == 4, "an opinion and a decision of each"
    assert [(one["due_on"], one["id"]) for one in found] == sorted((one["due_on"], one["id"]) for one in found)


def test_the_inbox_goes_on_where_the_last_page_ended(office: Office) -> None:
    office.accepted(GREEN)
    office.accepted(GREEN)

    first = office.roads.get("/work-items?limit=3")
    rest = office.roads.get(f"/work-items?limit=3&cursor={first['next_cursor']}")

    assert len({one["id"] for one in first["items"] + rest["items"]}) == 4
    assert rest["next_cursor"] is None
    office.roads.get("/work-items?cursor=WzEsMl0", 422)


def test_what_i_have_claimed_is_mine(office: Office) -> None:
    case = office.accepted()
    item = office.item(case["id"], kind="co_approval", department="police")

    claimed = office.police.post(f"/work-items/{item['id']}/actions/claim", {"expected_version": item["version"]})

    assert (claimed["state"], claimed["assignee"]) == ("claimed", "police")
    assert claimed["version"] == item["version"] + 1
    assert "release" in claimed["allowed"]
    mine = office.police.get("/work-items?assignee=me")["items"]
    assert [(one["id"], one["assignee"], one["is_mine"]) for one in mine] == [(item["id"], "police", True)]
    assert office.police.get("/work-items/counts") == {"all": 1, "red": 0, "yellow": 0, "mine": 1, "unclaimed": 0}
    assert office.window.get(f"/applications/{case['id']}")["status_code"] == 8
    released = office.police.post(f"/work-items/{item['id']}/actions/release")
    assert (released["state"], released["assignee"]) == ("open", None)


def test_the_second_to_claim_learns_who_was_first(office: Office) -> None:
    case = office.accepted()
    item = office.item(case["id"], kind="decision", department="roads")
    office.roads.post(f"/work-items/{item['id']}/actions/claim", {"expected_version": item["version"]})

    late = office.roads2.post(f"/work-items/{item['id']}/actions/claim", {"expected_version": item["version"]}, 409)

    assert late["code"] == "version_conflict"
    assert late["changed"]["last"]["by"] == "roads"


def test_a_refusal_needs_a_coded_reason(office: Office) -> None:
    case = office.accepted()

    refused = office.answer(
        "police", case["id"], kind="co_approval", action="refuse", body={"opinion": "No."}, expect=422
    )

    assert refused["errors"][0]["field"] == "reason_code"


def test_a_refused_co_approval_keeps_the_decision_from_approving(office: Office) -> None:
    case = office.accepted()
    no = {"opinion": "Unsafe.", "reason_code": "traffic_unsafe"}
    office.answer("police", case["id"], kind="co_approval", action="refuse", body=no)

    blocked = office.answer("roads", case["id"], kind="decision", expect=409)
    office.answer(
        "roads", case["id"], kind="decision", action="refuse", body={**no, "reason_code": "co_approval_refused"}
    )

    assert blocked["code"] == "guards_unmet"
    decided = office.contractor.get(f"/applications/{case['id']}")
    assert (decided["outcome"], decided["status_code"]) == ("all_refused", 13)


def test_fractions_in_conditions_are_refused_because_they_are_hashed(office: Office) -> None:
    case = office.accepted()
    item = office.item(case["id"], kind="co_approval", department="police")
    condition = {"kind": "area_max", "text": "At most 45.5 m².", "value": 45.5}

    office.police.post(f"/work-items/{item['id']}/actions/approve", {"conditions": [condition]}, 422)
    kept = office.police.post(
        f"/work-items/{item['id']}/actions/approve", {"conditions": [{**condition, "value": "45.5"}]}
    )

    assert kept["conditions"][0]["value"] == "45.5"


def test_another_departments_inbox_is_for_those_who_see_every_case(office: Office) -> None:
    office.accepted()

    assert office.lead.get("/work-items?department=police")["items"]
    office.planning.get("/work-items?department=police", 403)


def test_what_is_done_can_be_listed_too(office: Office) -> None:
    case = office.accepted()
    office.answer("police", case["id"], kind="co_approval")

    assert [one["state"] for one in office.police.get("/work-items?state=done")["items"]] == ["done"]


def test_an_item_that_is_not_there_is_not_found(office: Office) -> None:
    office.police.post("/work-items/999/actions/claim", {}, 404)
    office.police.post(f"/work-items/{10**30}/actions/claim", {}, 404)
