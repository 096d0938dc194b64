"""What the tests of the applicant's pages share: signing in, the plainest answers, a draft filled in step by step."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from permits import clock
from tests.offices import PDF
from tests.page_forms import forms_of
from tests.pages import CheckedClient

# works that are over could not be applied for
BEGINS_ON = clock.wall().date() + timedelta(days=1)
OCCUPY = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period-from": BEGINS_ON.isoformat(),
    "period-to": (BEGINS_ON + timedelta(days=60)).isoformat(),
    "occupy": "yes",
    "occupy-part": "footway",
    "occupy-area_m2": "60",
    "occupy-days": "60",
}
PARTIES = {
    "applicant_kind": "company",
    "applicant_name": "通江建设工程有限公司",
    "applicant_uscc": "91320699YYDEM0016R",
    "agent_name": "陈建",
    "agent_phone": "13812345678",
    "agent_resident_id": "320699190001010016",
}
PROJECT = {"project_name": "星湖新城", "project_type": "private", "site_road": "紫琅路", "site_address": "东侧"}


def sign_in(client: CheckedClient, username: str = "contractor", password: str = "") -> str:
    """Sign in; returns where the person is sent."""
    form = {"username": username, "password": password or username}
    return client.post("/login", data=form).headers.get("Location", "")


def draft(client: CheckedClient) -> str:
    """Begin an application and fill in what is planned; returns its address."""
    sign_in(client)
    address = client.post("/applications/new", data={}).headers["Location"].removesuffix("/form/parties")
    for step, data in (("parties", PARTIES), ("project", PROJECT), ("answers", OCCUPY)):
        assert client.post(f"{address}/form/{step}", data=data).status_code == 302, step
    return address


def submitted(client: CheckedClient) -> str:
    """Hand an application in; returns its address."""
    address = draft(client)
    assert client.post(f"{address}/form/check").headers["Location"] == address
    return address


def confirmed(client: CheckedClient, address: str, data: dict[str, Any]) -> TestResponse:
    """Send a form, and confirm what would go out if it asks."""
    answer = client.post(address, data=data)
    form = next((one for one in forms_of(answer.text, address) if "seen" in one.hidden), None)
    return answer if form is None else client.post(form.action, data={**form.sent, "go_on": "send"})


def file(name: str = "a.pdf", data: bytes = PDF) -> tuple[BytesIO, str]:
    """Give a file as a form sends it."""
    return BytesIO(data), name
