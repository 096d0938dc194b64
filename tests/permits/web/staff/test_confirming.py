"""What cannot be taken back is shown as it would go out, and asked for once more; without JavaScript."""

from typing import Any

import pytest
from sqlalchemy import func, select

from permits.actions import ACTIONS
from permits.db import reading
from permits.models import Event, Notice
from tests.offices import Office
from tests.page_forms import PageForm, forms_of
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in

MISSING = {
    "rows-0-target": "material:M05",
    "rows-0-code": "wrong_scale",
    "rows-0-reason": "比例不对",
    "rows-0-remedy": "按1:200重绘",
}
CONFIRMED = {
    "application": {
        "accept",
        "notify_deficiencies",
        "reflag",
        "refuse_acceptance",
        "declare_not_required",
        "deliver",
        "withdraw",
    },
    "permit": {"stop_clock"},
    "work_item": {"approve", "refuse"},
    "licence": {"notify_intent", "revoke", "withdraw_by_authority", "cancel"},
}


@pytest.fixture
def counter(client: CheckedClient, house: Office) -> str:
    case = house.submitted()
    sign_in(client, "window")
    return f"/counter/{case['id']}"


def written(house: Office) -> tuple[int, int]:
    with reading(house.app.extensions["engine"]) as conn:
        found = [conn.execute(select(func.count()).select_from(one)).scalar_one() for one in (Event, Notice)]
    return found[0], found[1]


def asking(html: str, path: str) -> PageForm:
    (form,) = [one for one in forms_of(html, path) if "seen" in one.hidden]
    return form


def test_these_actions_ask_first() -> None:
    found = {on: {name for name, one in named.items() if one.confirms} for on, named in ACTIONS.items()}

    assert found == CONFIRMED


def test_the_one_notice_is_seen_before_it_goes_out(client: CheckedClient, house: Office, counter: str) -> None:
    before = written(house)
    asked = client.post(f"{counter}/notify", data=MISSING)

    assert asked.status_code == 200
    assert all(
        said in asked.text for said in ("补正", "比例不对", "按1:200重绘", "通江建设工程有限公司", "预览 · 尚未发出")
    )
    assert written(house) == before
    sent = client.post(f"{counter}/notify", data={**asking(asked.text, counter).sent, "go_on": "send"})
    assert sent.status_code == 302
    facts = house.facts_of(int(counter.rpartition("/")[2]), "deficiency")
    assert facts["items"][0]["reason"] == "比例不对"


def test_who_goes_back_finds_what_was_typed(client: CheckedClient, house: Office, counter: str) -> None:
    before = written(house)
    asked = client.post(f"{counter}/notify", data=MISSING)

    back = client.post(f"{counter}/notify", data={**asking(asked.text, counter).sent, "go_on": "back"})

    (form,) = [one for one in forms_of(back.text, counter) if one.action == f"{counter}/notify"]
    assert {name: form.typed[name] for name in MISSING} == {name: [text] for name, text in MISSING.items()}
    assert written(house) == before


def test_the_paper_is_read_as_pdf_and_nothing_is_written(client: CheckedClient, house: Office, counter: str) -> None:
    before = written(house)
    asked = client.post(f"{counter}/notify", data=MISSING)

    paper = client.post(f"{counter}/notify", data={**asking(asked.text, counter).sent, "go_on": "paper-0"})

    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert written(house) == before


def test_what_changed_after_it_was_seen_is_shown_again(client: CheckedClient, house: Office, counter: str) -> None:
    asked = client.post(f"{counter}/accept", data={})
    seen = asking(asked.text, counter).sent
    house.at("2025-01-03T09:00:00")

    again = client.post(f"{counter}/accept", data={**seen, "go_on": "send"})

    assert again.status_code == 200
    assert "文书内容已有变化" in again.text
    number = counter.rpartition("/")[2]
    assert house.lead.get(f"/applications/{number}")["state"] == "received"
    assert (
        client.post(f"{counter}/accept", data={**asking(again.text, counter).sent, "go_on": "send"}).status_code == 302
    )
    assert house.lead.get(f"/applications/{number}")["state"] == "in_review"


@pytest.mark.parametrize(
    ("kind", "department", "asks"), [("co_approval", "police", False), ("decision", "roads", True)]
)
def test_an_opinion_goes_to_colleagues_and_a_decision_goes_out(
    client: CheckedClient, house: Office, kind: str, department: str, asks: bool
) -> None:
    case: Any = house.accepted()
    if asks:
        house.answer("police", case["id"], kind="co_approval")
    item = house.item(case["id"], kind=kind, department=department)
    sign_in(client, department)

    answer = client.post(f"/work-items/{item['id']}", data={"verdict": "approve", "opinion": "同意。"})

    assert (answer.status_code == 200 and "seen" in answer.text) is asks
    if asks:
        assert "准予行政许可决定书" in answer.text
        form = asking(answer.text, f"/work-items/{item['id']}")
        sent = client.post(form.action, data={**form.sent, "go_on": "send"})
        assert sent.headers["Location"] == "/inbox"


def test_a_token_is_revoked_once_it_is_confirmed(client: CheckedClient, house: Office) -> None:
    sign_in(client, "lead")
    client.post("/account/tokens", data={"label": "program", "scopes": ["read"]})
    (form,) = [one for one in forms_of(client.get("/account").text, "/account") if one.action.endswith("/revoke")][:1]

    asked = client.post(form.action)
    (confirm,) = [one for one in forms_of(asked.text, form.action) if "seen" in one.hidden]
    assert "data-confirm" not in asked.text
    assert f'action="{form.action}"' in client.get("/account").text, "nothing is revoked yet"
    client.post(confirm.action, data={**confirm.hidden, "go_on": "back"})
    assert f'action="{form.action}"' in client.get("/account").text

    client.post(confirm.action, data={**confirm.hidden, "go_on": "send"})
    assert f'action="{form.action}"' not in client.get("/account").text
