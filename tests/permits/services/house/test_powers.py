"""Powers of attorney on record: who records one, who revokes one, what is refused."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from permits.db import reading
from permits.models import PowerOfAttorney
from tests.early import office as office
from tests.offices import AGENT, COMPANY, PDF, Office

OTHER = {"kind": "company", "name": "通海管线工程有限公司", "uscc": "91320699YYDEM0032F"}
STRANGER = "Your account does not belong to this company"


def browser_of(office: Office, who: str) -> Any:
    browser = office.app.test_client()
    browser.post("/login", data={"username": who, "password": who})
    return browser


def rows(office: Office) -> list[Any]:
    with reading(office.app.extensions["engine"]) as conn:
        return list(conn.execute(select(PowerOfAttorney.__table__)))


def test_only_agent_principal_and_counter_revoke(office: Office) -> None:
    office.empower(COMPANY["uscc"], who="contractor2")
    (row,) = rows(office)
    address = f"/powers-of-attorney/{row.id}"

    assert browser_of(office, "lead").post(f"{address}/revoke").status_code == 403
    office.empower(OTHER["uscc"], who="contractor2")
    other = rows(office)[1]
    assert (
        browser_of(office, "contractor")
        .post(f"/powers-of-attorney/{other.id}/revoke", data={"go_on": "send"})
        .status_code
        == 404
    )
    assert browser_of(office, "contractor").get(f"/powers-of-attorney/{other.id}/document").status_code == 404
    assert browser_of(office, "contractor").post(f"{address}/revoke", data={"go_on": "send"}).status_code == 302
    assert rows(office)[0].revoked_by == "contractor"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"principal_uscc": "9132"}, "principal_uscc"),
        ({"resident_id": "320699190001010017"}, "resident_id"),
        ({"to_on": "2019-01-01"}, "to_on"),
        ({"scope": "no-such"}, "scope"),
    ],
)
def test_a_power_with_a_wrong_field_is_refused(office: Office, wrong: dict[str, str], field: str) -> None:
    said = {"principal_uscc": OTHER["uscc"], "principal_name": "甲", "id_kind": "resident_card", "scope": ""}
    said |= {"resident_id": AGENT["resident_id"], "from_on": "2020-01-01", "to_on": "2035-01-01"}

    document = {"file": (BytesIO(PDF), "授权委托书.pdf")}
    refused = browser_of(office, "contractor").post("/powers-of-attorney", data={**said, **wrong, **document})

    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert rows(office) == []
