import pytest

from permits.api.shapes.answers import ApplicationState, Clocks, Problem, Trail, WorkItemState
from tests.offices import PLAINEST, Office


def test_the_catalogue_needs_no_account(office: Office) -> None:
    stranger = office.caller("")

    listed = stranger.get("/bundles")["items"]
    described = stranger.get("/bundles/road-access")

    assert [one["key"] for one in listed] == ["road-access", "restaurant"]
    assert {one["key"] for one in described["permits"]} == {"road-occupation", "road-utilities", "green-space", "trees"}
    assert described["questions"]["properties"]["road_class"]["enum"] == ["urban", "highway", "private"]
    assert described["limits"]["joint"] == 45
    assert [(one["key"], one["required"]) for one in described["form"]] == [
        ("road", True),
        ("address", False),
        ("geometry", False),
    ]
    stranger.get("/bundles/none", 404)


def test_without_a_bundle_the_first_matter_is_meant(office: Office) -> None:
    assert office.draft()["bundle"] == "road-access"
    assert office.caller("").post("/screening", {"answers": PLAINEST})["outcome"] == "proceed"
    office.contractor.post("/applications", {"bundle": "harbour"}, 422)


def test_a_screening_says_which_permits_why_and_what_to_bring(office: Office) -> None:
    found = office.caller("").post("/screening", {"bundle": "road-access", "answers": PLAINEST})

    assert found["outcome"] == "proceed"
    needed = {one["key"]: one["required"] for one in found["permits"]}
    assert needed == {"road-occupation": True, "road-utilities": False, "green-space": False, "trees": False}
    assert all(one["reason"] and one["law"] for one in found["permits"])
    assert {(one["kind"], one["department"]) for one in found["work_items"]} == {
        ("co_approval", "police"),
        ("decision", "roads"),
    }
    assert found["baseline"]["uploads"] == sum(not one["shared"] for one in found["materials"])


def test_a_screening_depends_on_its_day(office: Office) -> None:
    digging = {**PLAINEST, "excavate": {"area_m2": 30}, "road_opened_on": "2023-06-30"}

    barred = office.caller("").post("/screening", {"answers": digging, "on": "2028-06-30"})
    free = office.caller("").post("/screening", {"answers": digging, "on": "2028-07-01"})

    assert "government" in {one["kind"] for one in barred["work_items"]}
    assert "government" not in {one["kind"] for one in free["work_items"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answers": {}}, "answers.road_class"),
        ({"answers": {**PLAINEST, "colour": "red"}}, "answers.colour"),
        ({"bundle": "none", "answers": PLAINEST}, "bundle"),
        ({"answers": PLAINEST, "on": "yesterday"}, "on"),
    ],
)
def test_a_screening_refuses_answers_that_do_not_hold(office: Office, body: dict[str, object], field: str) -> None:
    refused = office.caller("").post("/screening", body, 422)

    assert field in {one["field"] for one in refused["errors"]}


def test_texts_come_in_the_callers_language(office: Office) -> None:
    listed = office.caller("").get("/bundles", headers={"Accept-Language": "zh"})["items"]

    assert [one["name"] for one in listed] == ["道口开设一件事", "餐饮店开办一件事"]


def test_every_call_is_described_in_openapi(office: Office) -> None:
    described = office.caller("").get("/openapi.json")

    assert described["openapi"].startswith("3.1")
    assert "/api/v1/applications/{application}/actions/accept" in described["paths"]
    assert "/api/v1/sandbox/clock" in described["paths"]


def test_answers_are_what_openapi_says(office: Office) -> None:
    case = office.accepted()
    office.answer("police", case["id"], kind="co_approval")
    item = office.item(case["id"], kind="decision", department="roads")

    ApplicationState.model_validate(office.window.get(f"/applications/{case['id']}"))
    WorkItemState.model_validate(office.roads.get(f"/work-items/{item['id']}"))
    Clocks.model_validate(office.window.get(f"/applications/{case['id']}/clocks"))
    Trail.model_validate(office.window.get(f"/applications/{case['id']}/events"))
    Problem.model_validate(office.contractor2.get(f"/applications/{case['id']}", 404))


def test_a_screening_names_the_questions_left_out_on_which_it_turns(office: Office) -> None:
    stranger = office.caller("")
    nothing = dict.fromkeys(("occupy", "excavate", "utilities", "green", "trees", "ancient_trees"))

    half = stranger.post("/screening", {"answers": {"road_class": "urban"}})
    whole = stranger.post("/screening", {"answers": {"road_class": "urban", "emergency": False, **nothing}})

    (occupy,) = [one for one in half["open_questions"] if one["field"] == "answers.occupy"]
    assert occupy["question"] == "Will the carriageway or footway be occupied?"
    assert (occupy["permits"], occupy["outcomes"]) == (["road-occupation"], [])
    assert (whole["outcome"], whole["open_questions"]) == ("not_required", [])
