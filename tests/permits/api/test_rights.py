import pytest

from tests.offices import Office

READS = ("", "/actions", "/clocks", "/events", "/notices", "/diagram.svg")


def test_nobody_is_known_without_a_token(office: Office) -> None:
    caller = office.caller("nobody")

    refused = caller.call("GET", "/applications", 401)

    assert refused.get_json()["code"] == "unauthenticated"
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert refused.mimetype == "application/problem+json"


@pytest.mark.parametrize("part", READS)
def test_another_company_finds_nothing(office: Office, part: str) -> None:
    case = office.submitted()

    refused = office.contractor2.get(f"/applications/{case['id']}{part}", 404)

    assert refused["code"] == "not_found"
    assert case["number"] not in str(refused)


@pytest.mark.parametrize("part", READS)
def test_a_department_without_work_on_a_case_finds_nothing(office: Office, part: str) -> None:
    case = office.accepted()

    office.greening.get(f"/applications/{case['id']}{part}", 404)


def test_another_company_can_do_nothing(office: Office) -> None:
    case = office.submitted()

    office.act("contractor2", case["id"], "withdraw", {"reason": "x"}, 404)
    office.contractor2.patch(f"/applications/{case['id']}", {"project": {"name": "x"}}, 404)
    office.contractor2.hand_in(case["id"], "M01", expect=404)


def test_a_draft_is_its_applicants_alone(office: Office) -> None:
    draft = office.draft(papers=False)

    for who in ("window", "lead", "manager", "admin", "auditor"):
        office.caller(who).get(f"/applications/{draft['id']}", 404)


@pytest.mark.parametrize(
    ("who", "name"), [("lead", "accept"), ("contractor", "accept"), ("window", "submit"), ("window", "withdraw")]
)
def test_a_move_belongs_to_its_role(office: Office, who: str, name: str) -> None:
    case = office.submitted()

    refused = office.act(who, case["id"], name, expect=409 if name == "submit" else 403)

    assert refused["code"] == ("action_not_open" if name == "submit" else "role_not_held")


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        ("roads", "POST", "/applications"),
        ("manager", "GET", "/work-items"),
        ("contractor", "GET", "/work-items"),
        ("contractor", "GET", "/reports/turnaround"),
        ("police", "GET", "/reports/turnaround"),
        ("auditor", "POST", "/work-items/1/actions/claim"),
        ("auditor", "POST", "/applications/1/actions/accept"),
    ],
)
def test_a_door_stays_shut_for_other_roles(office: Office, who: str, method: str, path: str) -> None:
    refused = office.caller(who).call(method, path, 403)

    assert refused.get_json()["code"] == "role_not_held"


def test_another_department_cannot_take_an_item(office: Office) -> None:
    case = office.accepted({"road_class": "urban", "access_kind": "temporary", "excavate": {"area_m2": 5}})
    item = office.item(case["id"], kind="co_approval", department="police")

    refused = office.planning.post(f"/work-items/{item['id']}/actions/claim", {}, 403)

    assert refused["code"] == "role_not_held"


def test_the_shape_of_a_body_is_not_told_to_strangers(office: Office) -> None:
    office.contractor.call("POST", "/work-items/1/actions/approve", 403, json={"nonsense": 1})
