from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, insert, select, update

from permits.clock import now
from permits.db import perform
from permits.documents.codes import verification_code
from permits.models import Application, Licence
from permits.office import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import submitted
from workflows import local_day

NUMBER = "DK32069920250103000018-P1"
ENGLISH = {"Accept-Language": "en"}


def licence(
    client: CheckedClient, engine: Engine, *, state: str = "in_force", to: date | None = None, is_served: bool = True
) -> None:
    submitted(client)
    client.post("/logout")
    values = {
        "area": "320699",
        "permit": "road-occupation",
        "number": NUMBER,
        "document_number": "通开市政许〔2025〕1号",
        "state": state,
        "reinstatement": "works",
        "holder": "通江建设工程有限公司",
        "title": "临时占用、挖掘城市道路许可证",
        "department": "roads",
        "scope": {},
        "conditions": [],
        "valid_from": date(2025, 1, 1),
        "valid_to": to or local_day(now()) + timedelta(days=30),
        "issued_at": now(),
        "code": "",
    }
    application = select(Application.id).limit(1).scalar_subquery()
    perform(engine, lambda conn: conn.execute(insert(Licence).values(application_id=application, **values)))
    if is_served:
        perform(engine, lambda conn: conn.execute(update(Application).values(delivered_at=now())))


def code(office: Office) -> str:
    return verification_code(NUMBER, keys=office.keys)


def test_a_genuine_licence_in_force_is_confirmed(client: CheckedClient, engine: Engine, office: Office) -> None:
    licence(client, engine)

    page = client.get(f"/verify/{NUMBER}?code={code(office)}", headers=ENGLISH)

    assert "Genuine and in force" in page.text
    assert "通江建设工程有限公司" in page.text


def test_a_licence_not_yet_served_is_genuine_and_gives_no_right(
    client: CheckedClient, engine: Engine, office: Office
) -> None:
    licence(client, engine, is_served=False)

    page = client.get(f"/verify/{NUMBER}?code={code(office)}")

    assert "已决定，尚未送达" in page.text
    assert NUMBER not in client.get("/works").text


@pytest.mark.parametrize("ended", [{"state": "revoked"}, {"to": date(2025, 2, 1)}])
def test_an_ended_licence_is_genuine_but_not_in_force(
    client: CheckedClient, engine: Engine, office: Office, ended: dict[str, object]
) -> None:
    licence(client, engine, **ended)  # type: ignore[arg-type]

    page = client.get(f"/verify/{NUMBER}?code={code(office)}", headers=ENGLISH)

    assert "no longer in force" in page.text


@pytest.mark.parametrize("wrong", ["", "AAAAAAAAAA", "码"])
def test_a_wrong_code_learns_nothing(client: CheckedClient, engine: Engine, wrong: str) -> None:
    licence(client, engine)

    page = client.get(f"/verify/{NUMBER}", query_string={"code": wrong}, headers=ENGLISH)

    assert page.status_code == 404
    assert "Not confirmed" in page.text
    assert "通江建设" not in page.text


def test_number_and_code_typed_lead_to_the_answer(client: CheckedClient) -> None:
    answer = client.get("/verify", query_string={"number": NUMBER.lower(), "code": "abc"})

    assert answer.headers["Location"] == f"/verify/{NUMBER}?code=abc"
    assert client.get("/verify?number=&code=").status_code == 200


@pytest.mark.parametrize("page", ["/verify", "/promise", "/works", "/public-notices", "/decisions"])
def test_public_pages_stand_without_data(client: CheckedClient, page: str) -> None:
    assert client.get(page).status_code == 200


def test_browsers_find_the_emblem_by_themselves(client: CheckedClient) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert answer.location.startswith("/static/icons/logo.svg")
