"""Addresses, queries and forms that no page and no program of ours sends."""

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.errors import Invalid
from permits.http.incoming import LARGEST_ID, LARGEST_TEXT_BYTES, MOST_FIELDS, read_json
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import PARTIES, draft, sign_in

BEYOND = str(LARGEST_ID + 1)
LONG = "9" * 5000


@pytest.fixture
def house(app: OpenAPI) -> Office:
    return Office(app)


@pytest.mark.parametrize("given_id", [BEYOND, LONG, "٣", "-1", "1.5", "x"])
def test_an_id_no_row_can_have_is_not_found(client: CheckedClient, house: Office, given_id: str) -> None:
    sign_in(client, "admin")

    for path in (f"/papers/{given_id}", f"/cases/{given_id}", f"/public-notices/{given_id}/objection"):
        assert client.get(path).status_code == 404, path
    for path in (f"/work-items/{given_id}", f"/notices/{given_id}.pdf", f"/applications/{given_id}"):
        assert house.admin.get(path, 404)["code"] == "not_found"


@pytest.mark.parametrize("path", ["/applications/a%00b", "/licences/a%00b", "/bundles/a%00b", "/public/verify/%00"])
def test_a_name_no_database_can_hold_is_not_found(house: Office, path: str) -> None:
    assert house.contractor.get(path, 404)["code"] == "not_found"


@pytest.mark.parametrize("cursor", [LONG, "W1tbW10", "WzFlOTk5XQ", "ÿ", "//["])
def test_a_cursor_of_another_office_is_refused_on_pages_too(client: CheckedClient, cursor: str) -> None:
    sign_in(client, "contractor")

    assert client.get(f"/applications?cursor={cursor}").status_code == 422
    assert client.get(f"/decisions?cursor={cursor}").status_code == 422


@pytest.mark.parametrize("wanted", ["//[", "http://[", "/\\[", "/x\x00//["])
def test_a_way_back_that_does_not_parse_is_no_way_back(client: CheckedClient, wanted: str) -> None:
    form = {"username": "contractor", "password": "contractor", "next": wanted}

    assert not client.post("/login", data=form).headers["Location"].startswith(("//", "http://["))
    assert client.post("/language", data={"language": "en", "next": wanted}).status_code == 302


def test_a_pasted_nul_is_left_out_and_the_rest_is_kept(client: CheckedClient) -> None:
    address = draft(client)

    answer = client.post(f"{address}/form/parties", data={**PARTIES, "agent_name": "陈\x00建"})

    assert answer.status_code == 302
    assert 'value="陈建"' in client.get(f"{address}/form/parties").text


def test_a_query_of_a_program_with_a_nul_is_refused(house: Office) -> None:
    assert house.contractor.get("/applications?number=a%00b", 422)["code"] == "invalid"


def test_a_form_of_more_fields_than_any_page_has_is_refused_with_a_sentence(client: CheckedClient) -> None:
    answer = client.post("/", data={f"x{number}": "" for number in range(MOST_FIELDS + 1)})

    assert (answer.status_code, f"一份表单最多填写{MOST_FIELDS}项" in answer.text) == (413, True)


def test_a_request_beyond_what_the_office_reads_is_refused_with_a_sentence(client: CheckedClient) -> None:
    answer = client.post("/", data={"answers": "x" * LARGEST_TEXT_BYTES})

    assert (answer.status_code, "内容过大，均未保存" in answer.text) == (413, True)


def test_json_that_can_be_kept_is_read_as_it_is() -> None:
    assert read_json('{"a": [1.5, -3, true, null, "字"]}') == {"a": [1.5, -3, True, None, "字"]}


def test_what_is_no_json_is_no_refusal_of_ours() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        read_json("{")


@pytest.mark.parametrize("text", ["[" * 100_000, "1e400", '"\\u0000"'])
def test_what_cannot_be_kept_is_refused_where_it_came_in(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_json(text, "note")

    assert refused.value.problems[0][0] == "note"
