import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.pages import CheckedClient
from tests.permits.web.journeys import OCCUPY, PARTIES, confirmed, draft, file, sign_in, submitted

STEPS = ("parties", "project", "answers", "papers", "check")
ENGLISH = {"Accept-Language": "en"}


def test_answers_of_the_start_page_go_into_the_draft(client: CheckedClient) -> None:
    page = client.post("/", data=OCCUPY, follow_redirects=True).text
    advice = page.split("/applications/new?advice=")[1].split('"')[0]
    sign_in(client)

    address = client.post("/applications/new", data={"advice": advice}).headers["Location"]

    page = client.get(address.replace("parties", "answers")).text
    assert 'name="occupy-area_m2"' in page
    assert 'value="60"' in page


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_a_page(client: CheckedClient, step: str) -> None:
    address = draft(client)

    assert client.get(f"{address}/form/{step}").status_code == 200


def test_a_wrong_telephone_comes_back_with_a_sentence_beside_it(client: CheckedClient) -> None:
    address = draft(client)

    answer = client.post(f"{address}/form/parties", data={**PARTIES, "agent_phone": "12"})

    assert answer.status_code == 422
    assert 'value="12"' in answer.text
    assert 'id="agent_phone-error"' in answer.text


def test_incomplete_answers_are_saved_and_named(client: CheckedClient) -> None:
    address = draft(client)

    answer = client.post(f"{address}/form/answers", data={**OCCUPY, "occupy-days": ""})

    assert answer.status_code == 422
    assert 'id="occupy-days-error"' in answer.text
    assert 'value="60"' in client.get(f"{address}/form/answers").text


def test_good_papers_are_kept_when_another_is_refused(client: CheckedClient) -> None:
    address = draft(client)

    files = {"file-M01": file("form.pdf"), "file-M08": file("plan.pdf", b"MZ no pdf")}
    answer = client.post(f"{address}/form/papers", data=files)

    assert answer.status_code == 422
    assert "form.pdf" in answer.text
    assert 'id="file-M08-error"' in answer.text


def test_a_paper_comes_back_as_it_was_handed_in(client: CheckedClient) -> None:
    address = draft(client)
    client.post(f"{address}/form/papers", data={"file-M01": file("表.pdf")})
    link = client.get(f"{address}/form/papers").text.split(f'href="{address}/papers/')[1].split('"')[0]

    answer = client.get(f"{address}/papers/{link}")

    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_draft_without_applicant_cannot_be_handed_in(client: CheckedClient) -> None:
    sign_in(client, "contractor")
    address = client.post("/applications/new", data={}).headers["Location"].removesuffix("/form/parties")

    assert client.post(f"{address}/form/check").status_code == 422


def test_a_submitted_case_is_followed_and_listed(client: CheckedClient) -> None:
    address = submitted(client)

    page = client.get(address).text
    assert "提交申请" in page
    assert address in client.get("/applications").text
    assert client.get(f"{address}/form/parties").headers["Location"] == address


def test_another_company_sees_nothing(client: CheckedClient) -> None:
    address = submitted(client)
    client.post("/logout")
    sign_in(client, "contractor2")

    assert client.get(address).status_code == 404
    assert client.post(f"{address}/urge").status_code == 404
    assert address not in client.get("/applications?scope=all").text


def test_urging_twice_a_day_is_refused_in_words(client: CheckedClient) -> None:
    address = submitted(client)

    client.post(f"{address}/urge")
    page = client.post(f"{address}/urge", follow_redirects=True, headers=ENGLISH).text

    assert "今天" in page or "today" in page


def test_withdrawing_asks_for_confirmation_first(client: CheckedClient) -> None:
    address = submitted(client)
    wanted = {"permits": "road-occupation", "reason": "方案有变"}

    asked = client.post(f"{address}/withdraw", data=wanted)
    assert (asked.status_code, "不能撤回" in asked.text) == (200, True)
    assert "已撤回" not in client.get(address).text
    assert confirmed(client, f"{address}/withdraw", wanted).headers["Location"] == address
    assert "已撤回" in client.get(address).text


def test_rating_too_early_is_refused_in_words(client: CheckedClient) -> None:
    address = submitted(client)

    assert client.get(f"{address}/rate").status_code == 200
    assert client.post(f"{address}/rate", data={"stars": "5"}).status_code == 422


@pytest.mark.parametrize("page", ["/applications", "/applications?scope=ended", "/applications/new", "/licences"])
def test_pages_without_data_stand_too(client: CheckedClient, page: str) -> None:
    sign_in(client)

    assert client.get(page).status_code == 200


def test_a_guest_is_sent_to_sign_in_and_back(client: CheckedClient) -> None:
    assert client.get("/applications").headers["Location"] == "/login?next=/applications"


def test_staff_file_no_applications(client: CheckedClient) -> None:
    sign_in(client, "police")

    assert client.get("/applications").status_code == 403


def test_a_period_that_is_over_is_refused_beside_the_day_and_on_the_check_page(client: CheckedClient) -> None:
    address, past = draft(client), {"period-from": "2020-01-01", "period-to": "2020-02-01"}

    answer = client.post(f"{address}/form/answers", data={**OCCUPY, **past, "go": "on"})

    assert answer.status_code == 422
    assert "请修改：所填施工或占用期限已于2020年2月1日全部过去" in answer.text
    assert "请修改：所填施工或占用期限" in client.get(f"{address}/form/check").text
    assert client.post(f"{address}/form/check").status_code == 422


def test_a_step_is_kept_while_it_is_typed_and_the_sentence_is_true(client: CheckedClient) -> None:
    address = draft(client)
    page, version = f"{address}/form/parties", 4
    typed = {**PARTIES, "agent_name": "李青", "agent_phone": "12", "version": version}

    kept = client.post(f"{page}/autosave", data=typed)

    assert kept.json["version"] == version + 1
    assert re.fullmatch(r"已于\d\d:\d\d保存，但以下内容未保存：经办人电话（.+）", kept.json["said"])
    assert f'data-version="{version + 1}"' in client.get(page).text
    assert 'value="李青"' in client.get(page).text
    stale = client.post(f"{page}/autosave", data=typed)
    assert (stale.status_code, stale.json["said"].partition("：")[0]) == (409, "未保存")


def test_the_language_changes_under_a_step_and_what_is_typed_stays(client: CheckedClient) -> None:
    address = draft(client)
    page = f"{address}/form/answers"

    answer = client.post(page, data={**OCCUPY, "occupy-days": "59", "language": "en"}, follow_redirects=True)

    assert 'lang="en"' in answer.text
    assert 'value="59"' in answer.text
    sent = client.post(f"{address}/form/check", data={"language": "en"})
    assert sent.headers["Location"].endswith("/form/check")


def test_the_application_form_and_undertakings_are_made_from_the_data(client: CheckedClient) -> None:
    address = draft(client)

    assert f"{address}/forms/M01.pdf" in client.get(f"{address}/form/papers").text
    made = client.get(f"{address}/forms/M01.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(made.data)).pages))
    assert all(said in text for said in ("通江建设工程有限公司", "91320699YYDEM0016R", "13812345678", "紫琅路", "签字"))
    assert client.get(f"{address}/forms/M09.pdf").status_code == 200
    assert [client.get(f"{address}/forms/{code}.pdf").status_code for code in ("M05", "M18", "M99")] == [404] * 3
