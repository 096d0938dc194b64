"""Documents on the web: one address whoever asks, and what happens while there is no file yet or any more."""

import shutil
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Notice, OutboxRow
from permits.services.notifying.rendering import NoticeKey, render_notice
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

COLUMNS = (Notice.area, Notice.application_id, Notice.event_seq, Notice.kind, Notice.permit)


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def filed(house: Office) -> Any:
    """An application whose receipt was never rendered, as in a demo office: its job is marked as done."""
    case = house.submitted()
    perform(house.app.extensions["engine"], lambda conn: conn.execute(update(OutboxRow).values(state="done")))
    return case


def render_asked(house: Office) -> int:
    """Render every notice whose job waits; returns how many."""
    engine, settings = house.app.extensions["engine"], house.app.extensions["settings"]
    with reading(engine) as conn:
        waiting = conn.execute(
            select(OutboxRow.area, OutboxRow.args).where(OutboxRow.job == "documents.render", OutboxRow.state == "new")
        ).all()
    for row in waiting:
        key = NoticeKey(area=row.area, **row.args)
        perform(engine, lambda conn, key=key: render_notice(conn, key, store=FolderStore(settings.documents_dir)))
    return len(waiting)


def receipt_address(house: Office, case: Any) -> str:
    (notice,) = house.contractor.get(f"/applications/{case['id']}/notices")["items"]
    return f"/notices/{notice['id']}.pdf"


@pytest.mark.parametrize("username", ["contractor", "window"])
def test_a_document_never_rendered_is_made_when_somebody_asks(
    client: CheckedClient, house: Office, filed: Any, username: str
) -> None:
    sign_in(client, username)
    address = receipt_address(house, filed)
    page = client.get(f"/applications/{filed['id']}" if username == "contractor" else f"/counter/{filed['id']}")
    assert f'href="{address}"' in page.text

    waiting = client.get(address)

    assert waiting.status_code == 202
    assert int(waiting.headers["Refresh"]) >= 1
    assert "文书正在生成" in waiting.text
    assert f"{filed['number']}-SJ" in waiting.text
    assert render_asked(house) == 1
    document = client.get(address)
    assert document.data.startswith(b"%PDF")
    assert f"{filed['number']}-SJ" in document.headers["Content-Disposition"]


def test_a_document_whose_file_is_lost_is_made_again(client: CheckedClient, house: Office, filed: Any) -> None:
    sign_in(client)
    address = receipt_address(house, filed)
    client.get(address)
    render_asked(house)
    before = client.get(address).data
    perform(house.app.extensions["engine"], lambda conn: conn.execute(update(OutboxRow).values(state="done")))
    shutil.rmtree(house.app.extensions["settings"].documents_dir)

    assert client.get(address).status_code == 202
    render_asked(house)

    assert client.get(address).data == before


def test_an_internal_notice_and_a_case_of_others_are_not_found(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    address = receipt_address(house, filed)
    sign_in(client, "contractor2")
    assert client.get(address).status_code == 404

    perform(house.app.extensions["engine"], lambda conn: conn.execute(update(Notice).values(kind="supervision")))

    sign_in(client)
    assert client.get(address).status_code == 404
    sign_in(client, "window")
    assert client.get(address).status_code == 202
