"""Administrators at their pages: people, roles by two of them, files, tokens, departments and the register."""

from io import BytesIO
from typing import Any

import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, select, update

from permits import clock
from permits.db import perform, reading
from permits.models import Area, Mail, Road, User
from permits.queries.office.people import by_username
from permits.services.house import tokens
from tests.pages import CheckedClient

NEW = {"username": "newcomer", "name_zh": "新人", "name_en": "Newcomer", "email": "new@example.invalid"}
SURE = {"go_on": "send"}


@pytest.fixture
def admin(client: CheckedClient) -> CheckedClient:
    client.post("/login", data={"username": "admin", "password": "admin"})
    return client


def account(engine: Engine, username: str) -> Any:
    with reading(engine) as conn:
        return conn.execute(select(User.__table__).where(User.username == username)).one()


def roles(engine: Engine, username: str) -> set[tuple[str, str]]:
    with reading(engine) as conn:
        actor = by_username(conn, username)
    return set(actor.roles) if actor else set()


def test_a_person_is_added_invited_found_and_changed(admin: CheckedClient, engine: Engine) -> None:
    added = admin.post("/people/new", data={**NEW, "roles": ["clerk:roads", "manager"]})
    assert added.location == "/people"
    with reading(engine) as conn:
        assert conn.execute(select(Mail.subject, Mail.recipient)).one() == ("account.invited", "new@example.invalid")
    address = f"/people/{account(engine, 'newcomer').id}"
    assert address in admin.get("/people?q=Newcomer").text
    assert admin.get(address).text.count("checked") == 2

    admin.post(address, data={**NEW, "username": "other", "name_en": "Renamed", "roles": ["head:roads"]})

    assert account(engine, "newcomer").name_en == "Renamed"
    assert roles(engine, "newcomer") == {("head", "roads")}
    assert admin.post("/people/new", data=NEW).status_code == 422
    assert admin.post("/people/new", data={**NEW, "email": "x", "name_zh": ""}).status_code == 422


def test_an_account_is_disabled_enabled_and_reset_once_it_is_confirmed(admin: CheckedClient, engine: Engine) -> None:
    lead = account(engine, "lead").id
    assert admin.post(f"/people/{lead}/disable").status_code == 200
    assert account(engine, "lead").is_active
    admin.post(f"/people/{lead}/disable", data=SURE)
    assert not account(engine, "lead").is_active
    admin.post(f"/people/{lead}/enable", data=SURE)
    assert admin.post(f"/people/{lead}/reset", data=SURE).location == "/people"
    assert account(engine, "lead").password_hash == "!"

    perform(engine, lambda conn: conn.execute(update(User).where(User.username == "lead").values(email="")))
    assert "/welcome/" in admin.post(f"/people/{lead}/reset", data=SURE).text


def test_a_role_of_oversight_is_granted_by_a_second_administrator(
    app: OpenAPI, admin: CheckedClient, engine: Engine
) -> None:
    perform(engine, lambda conn: conn.execute(update(Area).values(four_eyes=True)))
    assert app.test_cli_runner().invoke(args=["people", "roles", "manager", "--role", "admin"]).exit_code == 0
    second = app.test_client()
    second.post("/login", data={"username": "manager", "password": "manager"})

    admin.post("/people/new", data={**NEW, "roles": ["auditor"]})
    assert "/people/requests/1/grant" not in admin.get("/people").text
    assert admin.post("/people/requests/1/grant", data=SURE).status_code == 409
    assert "/people/requests/1/grant" in second.get("/people").text
    second.post("/people/requests/1/grant", data=SURE)

    assert roles(engine, "newcomer") == {("auditor", "")}


def test_a_file_with_wrong_rows_names_each_and_takes_nobody_in(admin: CheckedClient, engine: Engine) -> None:
    head = "username,name_zh,roles,email\n"
    wrong = head + "good,好,clerk:roads,\nbad one,坏,,\nlost,失,clerk:nothing,\n"

    def send(text: str, encoding: str = "utf-8") -> Any:
        return admin.post("/people/file", data={"file": (BytesIO(text.encode(encoding)), "people.csv")})

    told = send(wrong).text
    assert "第3行：username" in told
    assert "第4行：" in told
    assert [send("name\nx\n").status_code, send(head).status_code, send("").status_code] == [422, 422, 422]
    with reading(engine) as conn:
        assert conn.execute(select(User.id).where(User.username == "good")).first() is None

    assert send(head + "good,好,clerk:roads head:roads,\nlead,何,lead:lead,\n", "gb18030").location == "/people"
    assert roles(engine, "good") == {("clerk", "roads"), ("head", "roads")}
    assert account(engine, "lead").name_zh == "何"


def test_a_token_of_somebody_else_is_revoked(admin: CheckedClient, engine: Engine) -> None:
    lead = account(engine, "lead").id
    wanted = tokens.Wanted("sync", ["read"])
    perform(engine, lambda conn: tokens.issue(conn, lead, wanted, wall=clock.wall(), most=2))

    assert "sync" in admin.get("/people/tokens").text
    admin.post("/people/tokens/1/revoke", data=SURE)
    assert "sync" not in admin.get("/people/tokens").text


def test_departments_places_and_the_area_are_changed_and_shown_at_once(admin: CheckedClient, engine: Engine) -> None:
    page = admin.get("/office/departments/roads").text
    assert "通开市政许" in page
    names = {"name_zh": "道路局", "name_en": "Roads office", "short_zh": "道路", "short_en": "Roads"}
    sent = {**names, "uscc": "11320699YYDEM10433", "document_prefix": "通路许"}
    assert admin.post("/office/departments/roads", data=sent).location == "/office"
    assert admin.post("/office/departments/new", data={**sent, "department": "parks"}).location == "/office"
    assert admin.post("/office/departments/new", data={**sent, "department": "x", "uscc": "1"}).status_code == 422
    shown = admin.get("/office").text
    assert "通路许" in shown
    assert "/office/departments/parks" in shown

    place = {"name_zh": "新路", "name_en": "New Road", "road_class": "urban", "opened_on": "2024-02-30"}
    assert admin.post("/office/places/new", data=place).status_code == 422
    assert admin.post("/office/places/new", data={**place, "opened_on": "2024-02-29"}).location == "/office"
    with reading(engine) as conn:
        made = conn.execute(select(Road.id, Road.opened_on).where(Road.name_zh == "新路")).one()
    assert "2024-02-29" in admin.get(f"/office/places/{made.id}").text
    admin.post(f"/office/places/{made.id}", data={**place, "opened_on": "", "overhauled_on": "2025-01-01"})
    assert admin.post("/office/area", data={"name_zh": "新区", "name_en": "New area", "cut_off_hour": "17"}).location
    assert "17:00" in admin.get("/office").text
    assert admin.get("/office/departments/none").status_code == 404


def test_nothing_of_another_area_is_shown_or_changed(admin: CheckedClient, engine: Engine) -> None:
    lead = account(engine, "lead").id
    perform(engine, lambda conn: conn.execute(update(User).where(User.id == lead).values(area="320682")))
    perform(engine, lambda conn: conn.execute(update(Road).where(Road.id == 1).values(area="320682")))

    assert [admin.get(path).status_code for path in (f"/people/{lead}", "/office/places/1")] == [404, 404]
    assert admin.post(f"/people/{lead}/disable", data=SURE).status_code == 404
    assert "(lead" not in admin.get("/people").text
    assert account(engine, "lead").is_active
