"""Case 05: JSON that goes too deep, or holds what cannot be kept, is refused before a shape reads it."""

import json
from typing import Any

import pytest
from flask import got_request_exception

from permits.http.incoming import LARGEST_TEXT_BYTES, MOST_LEVELS
from tests.offices import Office


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def post(office: Office, path: str, raw: str | bytes, who: str = "") -> Any:
    faults: list[Exception] = []

    def noted(_app: object, exception: Exception, **_: object) -> None:
        faults.append(exception)

    headers = {"Authorization": f"Bearer demo-{who}"} if who else {}
    with got_request_exception.connected_to(noted, office.app):
        answer = office.app.test_client().post(
            f"/api/v1{path}", data=raw, headers=headers, content_type="application/json"
        )
    assert faults == []
    return answer


@pytest.mark.parametrize("levels", [MOST_LEVELS + 1, 255, 300, 1500, 100_000])
@pytest.mark.parametrize(
    ("path", "who"), [("/screening", ""), ("/applications", "contractor"), ("/calendar/preview", "admin")]
)
def test_what_is_nested_too_deep_is_refused_with_a_sentence(office: Office, path: str, who: str, levels: int) -> None:
    answer = post(office, path, f'{{"answers": {nested(levels)}}}', who)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["errors"][0]["message"] == f"嵌套超过{MOST_LEVELS}层"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"a\\u0000b"', "这段文字含有无法保存的字符"),
        ('"\\ud800"', "这段文字含有无法保存的字符"),
        ('{"\\udc00": 1}', "这段文字含有无法保存的字符"),
        ("NaN", "这个数太大，或者不是数"),
        ("-Infinity", "这个数太大，或者不是数"),
        ("1e999", "这个数太大，或者不是数"),
        (str(2**63), "这个数太大，或者不是数"),
        ("9" * 5000, "这个数太大，或者不是数"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_place(office: Office, value: str, said: str) -> None:
    answer = post(office, "/applications", f'{{"site": {{"address": {value}}}}}', "contractor")

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "site.address", "message": said}]


def test_json_inside_a_json_text_does_not_pass_the_guard(office: Office) -> None:
    answer = post(office, "/screening", json.dumps(f'{{"answers": {{"a": {nested(300)}}}}}'))

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "", "message": "请发送一个JSON对象"}]


def test_more_json_than_the_office_reads_is_too_large(office: Office) -> None:
    assert post(office, "/screening", json.dumps({"bundle": "x" * LARGEST_TEXT_BYTES})).status_code == 413


def test_a_department_that_nests_its_scope_is_refused_too(office: Office) -> None:
    case = office.accepted()
    item = office.item(case["id"], kind="co_approval", department="police")

    answer = post(office, f"/work-items/{item['id']}/actions/approve", f'{{"narrower": {nested(300)}}}', "police")

    assert answer.status_code == 422
