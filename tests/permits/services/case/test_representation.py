"""A company files through its members, or through whoever holds its power of attorney on record."""

from typing import Any

import pytest
from sqlalchemy import select

from permits.db import reading
from permits.models import PowerOfAttorney
from tests.early import office as office
from tests.offices import AGENT, Office

OTHER = {"kind": "company", "name": "通海管线工程有限公司", "uscc": "91320699YYDEM0032F"}
STRANGER = "Your account does not belong to this company"


def browser_of(office: Office, who: str) -> Any:
    browser = office.app.test_client()
    browser.post("/login", data={"username": who, "password": who})
    return browser


def rows(office: Office) -> list[Any]:
    with reading(office.app.extensions["engine"]) as conn:
        return list(conn.execute(select(PowerOfAttorney.__table__)))


@pytest.mark.parametrize("code", ["91320699YYDEM0032F", "91320699yydem0032f", "91320699YYDEM00320"])
def test_typing_the_code_of_another_company_gives_no_right_to_file_for_it(office: Office, code: str) -> None:
    form = {"applicant": {**OTHER, "uscc": code}, "agent": AGENT}

    refused = office.contractor.post("/applications", form, 422)

    assert [one["field"] for one in refused["errors"]] == ["applicant.uscc"]
    assert STRANGER in refused["errors"][0]["message"]


def test_a_draft_does_not_become_another_companys(office: Office) -> None:
    draft = office.draft(papers=False)

    refused = office.contractor.patch(f"/applications/{draft['id']}", {"applicant": OTHER}, 422)

    assert STRANGER in str(refused)


def test_who_holds_a_power_of_attorney_files_until_it_is_revoked(office: Office) -> None:
    office.empower(OTHER["uscc"])
    case = office.submitted(applicant=OTHER)
    assert "withdraw" in case["allowed"]

    (row,) = rows(office)
    page = browser_of(office, "contractor")
    assert "通海" not in page.get("/powers-of-attorney").text  # the principal is named as the document names it
    assert page.get(f"/powers-of-attorney/{row.id}/document").status_code == 200
    assert page.post(f"/powers-of-attorney/{row.id}/revoke", data={"go_on": "send"}).status_code == 302

    after = office.contractor.get(f"/applications/{case['id']}")
    assert after["allowed"] == []
    office.act("contractor", case["id"], "withdraw", {"reason": "no"}, 403)
    office.contractor.post("/applications", {"applicant": OTHER}, 422)


def test_a_power_ends_with_its_last_day(office: Office) -> None:
    office.at("2026-03-02T09:00:00")
    office.empower(OTHER["uscc"], to_on="2026-03-31")
    draft = office.draft(applicant=OTHER)

    office.at("2026-04-01T09:00:00")

    assert STRANGER in str(office.act("contractor", draft["id"], "submit", expect=422))


def test_the_counter_records_the_power_that_was_presented(office: Office) -> None:
    stranger = {"kind": "company", "name": "海门河道养护有限公司", "uscc": "91320699YYPAP0018A"}
    case = office.draft(by="window", applicant=stranger)

    office.act("window", case["id"], "submit")

    (row,) = rows(office)
    assert (row.application_id, row.principal_uscc, row.agent["name"]) == (case["id"], stranger["uscc"], "陈建")
    assert (row.agent_id, row.file_name, row.to_on) == (None, "M03.pdf", None)
    assert "海门河道养护有限公司" in browser_of(office, "window").get("/powers-of-attorney").text


def test_an_agent_without_an_identity_number_hands_nothing_in(office: Office) -> None:
    draft = office.draft(agent={"name": "陈建", "phone": "13800000000"})

    refused = office.act("contractor", draft["id"], "submit", expect=422)

    assert [one["field"] for one in refused["errors"]] == ["agent.resident_id"]
