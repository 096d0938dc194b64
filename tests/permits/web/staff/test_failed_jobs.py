from flask_openapi3.openapi import OpenAPI
from sqlalchemy import insert

from permits import clock
from permits.db import perform
from permits.models import OutboxRow
from tests.form_walk import sign_in
from tests.pages import CheckedClient


def test_an_administrator_decides_about_failed_jobs(app: OpenAPI, client: CheckedClient) -> None:
    wall = clock.wall()
    row = {"area": "320699", "job": "documents.render", "args": {}, "dedupe": "1", "created_at": wall}
    failed = {"state": "failed", "failure": None, "error": "no font", "available_at": wall}
    made = insert(OutboxRow).values(**row, **failed).returning(OutboxRow.id)
    row_id = perform(app.extensions["engine"], lambda conn: conn.execute(made).scalar_one())
    sign_in(client, "admin")
    assert "/statusz/failed" in client.get("/statusz").text
    page = client.get("/statusz/failed").text
    assert "多次尝试均失败" in page
    assert "no font" in page

    answer = client.post(f"/statusz/failed/{row_id}/retry", follow_redirects=True)

    assert "已重新尝试" in answer.text
    assert "没有失败的任务" in answer.text


def test_a_manager_sees_the_figures_and_not_the_letters(client: CheckedClient) -> None:
    sign_in(client, "manager")

    assert "/statusz/failed" not in client.get("/statusz").text
    assert client.get("/statusz/failed").status_code == 403
