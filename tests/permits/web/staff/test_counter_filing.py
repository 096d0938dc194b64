"""The counter files on paper: through the applicant's own steps, for the applicant."""

import pytest

from tests.pages import CheckedClient
from tests.permits.web.early import client, house
from tests.permits.web.journeys import OCCUPY, PARTIES, PROJECT, file, sign_in

__all__ = ["client", "house"]
STRANGER = {**PARTIES, "applicant_name": "海门河道养护有限公司", "applicant_uscc": "91320699YYPAP0018A"}


def begun(client: CheckedClient, parties: dict[str, str] = STRANGER) -> str:
    """Name the applicant at the counter; returns the address of the draft."""
    sign_in(client, "window")
    answer = client.post("/counter/new", data=parties)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removesuffix("/form/project")


def filed(client: CheckedClient, parties: dict[str, str] = STRANGER) -> str:
    address = begun(client, parties)
    for step, data in (("project", PROJECT), ("answers", OCCUPY)):
        assert client.post(f"{address}/form/{step}", data=data).status_code == 302, step
    assert client.post(f"{address}/form/papers", data={"file-M01": file("signed.pdf")}).status_code == 302
    page = client.get(f"{address}/form/check").text
    assert STRANGER["applicant_uscc"] in page or parties is not STRANGER
    assert client.post(f"{address}/form/check").headers["Location"] == address
    return address


def test_the_counter_files_a_draft_finds_it_again_and_hands_it_in(client: CheckedClient) -> None:
    sign_in(client, "window")
    assert 'href="/counter/new"' in client.get("/counter").text
    page = client.get("/counter/new?matter=road-access").text
    assert "统一社会信用代码</label>" in page, "one of the two numbers is asked for: neither is called optional"

    address = begun(client)
    assert address in client.get("/applications").text
    address = filed(client)

    track = client.get(address).text
    assert "窗口代录" in track
    assert "王芳（代申请人）" in track
    assert address.replace("/applications/", "/counter/") in track
    assert f"{address}/withdraw" in track


def test_the_pages_of_the_case_say_that_it_came_in_at_the_counter(client: CheckedClient) -> None:
    address = filed(client)

    checked = client.get(address.replace("/applications/", "/counter/")).text
    assert "窗口代录的纸质申请" in checked
    assert f'href="{address}"' in checked
    sign_in_as(client, "lead")
    seen = client.get(address.replace("/applications/", "/cases/")).text
    assert "窗口代录" in seen
    assert "代申请人办理" not in seen


def sign_in_as(client: CheckedClient, username: str) -> None:
    client.post("/logout")
    sign_in(client, username)


def test_the_applicant_with_an_account_finds_the_draft_and_goes_on(client: CheckedClient) -> None:
    address = begun(client, PARTIES)

    sign_in_as(client, "contractor")
    assert address in client.get("/applications").text
    for step, data in (("project", PROJECT), ("answers", OCCUPY)):
        assert client.post(f"{address}/form/{step}", data=data).status_code == 302, step
    assert client.post(f"{address}/form/check").headers["Location"] == address


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"applicant_uscc": ""}, "applicant_uscc"),
        ({"applicant_kind": "person", "applicant_uscc": ""}, "applicant_resident_id"),
        ({"agent_phone": "12"}, "agent_phone"),
    ],
)
def test_what_does_not_hold_comes_back_with_a_sentence_beside_it(
    client: CheckedClient, wrong: dict[str, str], field: str
) -> None:
    sign_in(client, "window")

    answer = client.post("/counter/new", data={**STRANGER, **wrong})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{STRANGER["applicant_name"]}"' in answer.text


def test_answers_of_the_start_page_go_along_to_the_counter(client: CheckedClient) -> None:
    sign_in(client, "window")
    advice = client.post("/", data=OCCUPY).headers["Location"].rpartition("/")[2]

    sent = client.get(f"/applications/new?advice={advice}").headers["Location"]
    assert sent == f"/counter/new?advice={advice}"
    assert f'value="{advice}"' in client.get(sent).text
    address = client.post("/counter/new", data={**STRANGER, "advice": advice}).headers["Location"]

    assert 'value="60"' in client.get(address.replace("project", "answers")).text


def test_what_an_applicant_filed_online_has_no_such_page_for_the_counter(client: CheckedClient) -> None:
    sign_in(client)
    address = client.post("/applications/new", data={}).headers["Location"].removesuffix("/form/parties")
    sign_in_as(client, "window")

    assert client.get(f"{address}/form/parties").status_code == 404
    assert client.post(f"{address}/form/parties", data=PARTIES).status_code == 404


@pytest.mark.parametrize("who", ["contractor", "police", "lead", "manager"])
def test_nobody_else_files_at_the_counter(client: CheckedClient, who: str) -> None:
    sign_in(client, who)

    assert client.get("/counter/new").status_code == 403
    assert client.post("/counter/new", data=STRANGER).status_code == 403
    assert "/counter/new" not in client.get("/applications").text


def test_the_counter_is_no_applicant_of_its_own(client: CheckedClient) -> None:
    sign_in(client, "window")

    assert client.get("/applications/new").headers["Location"] == "/counter/new"
    assert client.get("/licences").status_code == 200
