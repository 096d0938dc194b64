"""The decisions to grant as everybody reads them, and the file of them for the credit platform."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from permits.cli.publicity import MARK
from tests.offices import AGENT, COMPANY, PLAINEST, Office

PERSON = {
    "kind": "person",
    "name": "欧阳小明",
    "resident_id": "320699190001010016",
    "phone": "13912345678",
    "address": "紫琅路9号",
}
NO = {"opinion": "Too narrow.", "reason_code": "conditions_not_met", "law": "《城市道路管理条例》第三十条"}


def decided(office: Office, *, action: str = "approve", **parts: Any) -> Any:
    """File for a footway, let the roads department decide at once and the counter serve it."""
    case = office.accepted(PLAINEST, **parts)
    office.answer("police", case["id"], kind="co_approval")
    body = NO if action == "refuse" else None
    office.answer("roads", case["id"], kind="decision", action=action, body=body)
    office.act("window", case["id"], "deliver", {"recipient": "陈建"})
    return office.lead.get(f"/applications/{case['id']}")


def published(office: Office, query: str = "", status: int = 200) -> Any:
    """Read the list without an account."""
    client = office.app.test_client()
    answer = client.get(f"/api/v1/public/decisions{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    return answer.get_json()


def test_a_grant_is_everybodys_to_read_without_what_nobody_else_may_know(office: Office) -> None:
    assert published(office) == {"items": [], "next_cursor": None}
    case = decided(office)
    (permit,) = case["permits"]

    (one,) = published(office)["items"]

    assert one == {
        "number": permit["document_number"],
        "permit": "road-occupation",
        "name": permit["name"],
        "licence": permit["licence_number"],
        "holder": COMPANY["name"],
        "credit_code": COMPANY["uscc"],
        "site": "紫琅路C22037地块",
        "department": "Municipal Roads Bureau",
        "decided_on": "2025-01-02",
        "valid_from": "2026-01-05",
        "valid_to": one["valid_to"],
        "state": "future",
        "law": permit["law"],
    }
    assert "30" in one["law"]


def test_a_natural_person_stands_by_the_family_name_alone(office: Office) -> None:
    decided(office, applicant=PERSON)

    (one,) = published(office)["items"]

    assert (one["holder"], one["credit_code"]) == ("欧阳*", "")
    told = str(one) + exported(office, "2025-01-02", "2025-01-02").stdout
    secret = (PERSON["name"], PERSON["resident_id"], PERSON["phone"], PERSON["address"], *AGENT.values(), "footway")
    assert [word for word in secret if word in told] == []


def test_a_refusal_is_not_published(office: Office) -> None:
    refused = decided(office, action="refuse")
    assert refused["permits"][0]["state"] == "refused"
    office.accepted(PLAINEST)

    assert published(office)["items"] == []
    assert rows(exported(office, "2025-01-02", "2025-01-02")) == []


def test_a_revoked_licence_stays_and_says_so(office: Office) -> None:
    licence = decided(office)["permits"][0]["licence_number"]
    office.revoke(licence)

    (one,) = published(office)["items"]

    assert (one["licence"], one["state"]) == (licence, "revoked")
    (row,) = rows(exported(office, "2025-01-02", "2025-01-02"))
    assert row["当前状态"] == "已撤销"


def test_a_term_that_is_over_counts_as_ended_the_day_after(office: Office) -> None:
    decided(office)
    last = published(office)["items"][0]["valid_to"]
    office.at(f"{last}T23:59:00")
    assert published(office)["items"][0]["state"] == "in_force"

    office.at(f"{date.fromisoformat(last) + timedelta(days=1)}T00:01:00")

    assert published(office)["items"][0]["state"] == "expired"


def test_the_newest_come_first_in_pages_and_by_day(office: Office) -> None:
    numbers = []
    for day in ("2025-01-02", "2025-01-03", "2025-01-06"):
        office.at(f"{day}T10:00:00")
        numbers.append(decided(office)["permits"][0]["document_number"])
    office.at("2025-01-06T11:00:00")
    numbers.append(decided(office)["permits"][0]["document_number"])

    pages, cursor = [], ""
    for _page in range(4):
        page = published(office, f"?limit=1{cursor}")
        pages += [one["number"] for one in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert pages == numbers[::-1]

    def found(query: str) -> list[str]:
        return [one["number"] for one in published(office, query)["items"]]

    assert found("?from=2025-01-03&to=2025-01-03") == [numbers[1]]
    assert found("?from=2025-01-04&to=2025-01-05") == []
    assert found("?from=2025-01-03") == numbers[:0:-1]
    assert found("?to=2025-01-03") == numbers[1::-1]
    assert found("?permit=road-occupation") == numbers[::-1]
    assert found("?permit=trees") == []


@pytest.mark.parametrize("query", ["?from=2025-01-03&to=2025-01-02", "?from=yesterday", "?colour=red", "?cursor=WzFd"])
def test_a_strange_filter_is_refused(office: Office, query: str) -> None:
    published(office, query, 422)


def exported(office: Office, first: str, last: str, *more: str) -> Result:
    words = ["publicity", "export", "--from", first, "--to", last, *more]
    return office.app.test_cli_runner().invoke(args=words)


def rows(done: Result) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(MARK)
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix(MARK), newline="")))


@pytest.mark.parametrize(
    ("decided_on", "upload_by"),
    [
        # Spring Festival, 28 January to 4 February 2025; Sunday 26 January and Saturday 8 February are worked
        ("2025-01-22", "2025-02-07"),
        ("2025-01-23", "2025-02-08"),
        ("2025-01-24", "2025-02-10"),
    ],
)
def test_the_upload_is_due_seven_working_days_after_the_decision(
    office: Office, decided_on: str, upload_by: str
) -> None:
    office.at(f"{decided_on}T10:00:00")
    case = decided(office)

    (row,) = rows(exported(office, decided_on, decided_on))

    (one,), (permit,) = published(office)["items"], case["permits"]
    assert row == {
        "行政相对人名称": COMPANY["name"],
        "统一社会信用代码": COMPANY["uscc"],
        "行政许可决定文书号": permit["document_number"],
        "许可编号": permit["licence_number"],
        "许可类别": "普通",
        "许可内容": "占用、挖掘城市道路审批(紫琅路C22037地块)",
        "许可决定日期": decided_on,
        "有效期自": one["valid_from"],
        "有效期至": one["valid_to"],
        "许可机关": "市政道路管理局",
        "当前状态": "尚未生效",
        "数据来源单位": "市政道路管理局",
        "最迟报送日期": upload_by,
    }


def test_the_file_holds_the_days_asked_for_oldest_first(office: Office, tmp_path: Path) -> None:
    for day in ("2025-01-02", "2025-01-03", "2025-01-06"):
        office.at(f"{day}T10:00:00")
        decided(office)
    path = tmp_path / "grants.csv"

    done = exported(office, "2025-01-02", "2025-01-03", "--output", str(path), "--json")

    assert json.loads(done.stdout) == {"file": str(path), "decisions": 2}
    content = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["许可决定日期"] for row in csv.DictReader(io.StringIO(content))] == ["2025-01-02", "2025-01-03"]
    assert content.count("\r\n") == 3
    plain = exported(office, "2025-01-06", "2025-01-06", "--json")
    assert [row["许可决定日期"] for row in json.loads(plain.stdout)["items"]] == ["2025-01-06"]


def test_a_name_that_a_spreadsheet_would_run_stays_text(office: Office) -> None:
    decided(office, applicant={**COMPANY, "name": "=HYPERLINK(1)"})

    (row,) = rows(exported(office, "2025-01-02", "2025-01-02"))

    assert row["行政相对人名称"] == "'=HYPERLINK(1)"


def test_days_in_the_wrong_order_are_wrong_use(office: Office) -> None:
    assert exported(office, "2025-01-03", "2025-01-02").exit_code == 2
    assert exported(office, "2025-01-03", "soon").exit_code == 2
