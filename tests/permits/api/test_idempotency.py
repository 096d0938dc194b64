from tests.offices import PDF, Office

KEY = {"Idempotency-Key": "a-key-of-mine"}


def test_the_same_key_files_once_and_answers_alike(office: Office) -> None:
    body = {"project": {"name": "星湖新城"}}

    first = office.contractor.post("/applications", body, 201, headers=KEY)
    second = office.contractor.post("/applications", body, 201, headers=KEY)

    assert first == second
    assert len(office.contractor.get("/applications")["items"]) == 1


def test_the_same_key_with_another_body_is_refused(office: Office) -> None:
    office.contractor.post("/applications", {"project": {"name": "A"}}, 201, headers=KEY)

    refused = office.contractor.post("/applications", {"project": {"name": "B"}}, 422, headers=KEY)

    assert refused["code"] == "idempotency_mismatch"
    assert len(office.contractor.get("/applications")["items"]) == 1


def test_a_repeated_act_is_done_once(office: Office) -> None:
    draft = office.draft()
    path = f"/applications/{draft['id']}/actions/submit"

    first = office.contractor.post(path, {"expected_version": draft["version"]}, headers=KEY)
    second = office.contractor.post(path, {"expected_version": draft["version"]}, headers=KEY)

    assert first["number"] == second["number"]
    types = [one["type"] for one in office.contractor.get(f"/applications/{draft['id']}/events")["items"]]
    assert types.count("application.submitted") == 1


def test_a_refusal_does_not_use_the_key_up(office: Office) -> None:
    draft = office.draft()
    path = f"/applications/{draft['id']}/actions/submit"
    office.contractor.post(path, {"expected_version": 99}, 409, headers=KEY)

    office.contractor.post(path, {"expected_version": draft["version"]}, headers=KEY)


def test_a_key_is_its_callers_own(office: Office) -> None:
    first = office.contractor.post("/applications", {}, 201, headers=KEY)
    second = office.contractor2.post("/applications", {}, 201, headers=KEY)

    assert first["id"] != second["id"]


def test_a_paper_sent_twice_with_one_key_is_kept_once(office: Office) -> None:
    draft = office.draft(papers=False)

    first = office.contractor.hand_in(draft["id"], "M01", headers=KEY)
    second = office.contractor.hand_in(draft["id"], "M01", headers=KEY)
    other = office.contractor.hand_in(draft["id"], "M01", data=PDF + b"more", expect=422, headers=KEY)

    assert first == second
    assert other["code"] == "idempotency_mismatch"


def test_an_endless_key_is_refused(office: Office) -> None:
    refused = office.contractor.post("/applications", {}, 422, headers={"Idempotency-Key": "k" * 201})

    assert refused["errors"][0]["field"] == "Idempotency-Key"
