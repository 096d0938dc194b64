"""What everyone may read of a case on public notice, and how they object to it."""

from typing import Any

from tests.offices import Office

TREES = [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": True}]
ANSWERS = {"road_class": "urban", "access_kind": "temporary", "trees": TREES}


def listed(office: Office) -> list[Any]:
    """Read the list without an account."""
    client = office.app.test_client()
    answer = client.get("/api/v1/public/notices", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return list(answer.get_json()["items"])


def test_a_notice_is_everybodys_to_read_and_an_account_objects_until_its_last_day(office: Office) -> None:
    assert listed(office) == []
    case = office.accepted(ANSWERS)
    (notice,) = listed(office)
    assert (notice["number"], notice["permit"]) == (case["number"], "trees")
    assert (notice["from_on"], notice["to_on"]) == ("2025-01-02", "2025-01-07")
    assert not {"applicant", "agent", "answers"} & set(notice)

    address = f"/public/notices/{notice['id']}/statements"
    body = {"text": "The trees keep the noise out.", "kind": "objection"}
    assert office.app.test_client().post(f"/api/v1{address}", json=body).status_code == 401
    office.contractor2.post(address, {**body, "kind": "complaint"}, 422)
    assert office.contractor2.post(address, {**body, "text": " "}, 422)["law"].endswith("art. 36")
    office.contractor2.post("/public/notices/999999/statements", body, 404)
    assert office.contractor2.post(address, body, 201)["notice"] == notice["id"]

    (said,) = office.greening.get(f"/applications/{case['id']}")["procedures"]["statements"]
    assert (said["text"], said["kind"], said["answered_at"]) == (body["text"], "objection", None)

    trail = str(office.contractor.get(f"/applications/{case['id']}/events")["items"])
    assert "statement.filed" in trail
    assert "contractor2" not in trail, "the applicant learns what is said, not by whom"

    office.at("2025-01-07T23:00:00")
    office.contractor2.post(address, {**body, "text": "And the dust."}, 201)
    office.at("2025-01-08T00:10:00")
    assert listed(office) == []
    office.contractor2.post(address, body, 404)


def test_a_hearing_called_is_everybodys_to_know_until_its_day_is_over(office: Office) -> None:
    case = office.accepted(ANSWERS)
    permit = f"/applications/{case['id']}/permits/trees/actions"
    office.greening.post(f"{permit}/notify_hearing_right", {"parties": ["紫琅路小学"]})
    office.contractor.post(f"{permit}/request_hearing", {"by": "通江建设工程有限公司"})
    called = {"at": "2025-01-15T09:30:00+08:00", "place": "三楼听证室", "chair": "greening-head"}
    office.greening.post(f"{permit}/call_hearing", called)

    def known() -> list[Any]:
        return list(office.app.test_client().get("/api/v1/public/hearings").get_json()["items"])

    (hearing,) = known()
    assert (hearing["number"], hearing["permit"], hearing["place"]) == (case["number"], "trees", "三楼听证室")
    assert hearing["held_at"] == called["at"]
    assert "紫琅路小学" not in str(hearing), "who takes part is not public"
    office.at("2025-01-15T23:59:00")
    assert known() == [hearing]
    office.at("2025-01-16T00:01:00")
    assert known() == []
