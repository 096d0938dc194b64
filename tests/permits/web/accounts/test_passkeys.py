"""Passkeys at the pages: added, a proof, alone and as the second step, removed; nobody uses another's."""

import re
from html import unescape
from typing import Any

import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, select, update

from permits.db import perform, reading
from permits.models import Mail, SignIn, UserSession
from tests.pages import CheckedClient
from tests.permits.services.house.factors.authenticators import Device
from tests.permits.web.accounts.test_second_factor import CODES, PAGE, STEP, SURE, log_in

OPTIONS = re.compile(r'data-passkey="([^"]+)"')


@pytest.fixture(autouse=True)
def _named_site(app: OpenAPI) -> None:
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"public_url": "http://localhost:8000"})


def options_on(client: CheckedClient, path: str) -> str:
    return unescape(OPTIONS.findall(client.get(path).text)[0])


def added(client: CheckedClient, device: Device, password: str) -> Any:
    client.post(f"{PAGE}/proof", data={"password_or_code": password})
    answer = device.create(options_on(client, PAGE))
    return client.post("/account/passkeys", data={"name": "Phone", "credential": answer})


def is_in(client: CheckedClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_passkey_opens_an_account_alone_and_as_the_second_step(app: OpenAPI, engine: Engine) -> None:
    device, (client, _) = Device(), log_in(app, "contractor")
    assert len(CODES.findall(added(client, device, "contractor").text)) == 10
    assert "Phone" in client.get(PAGE).text

    alone: CheckedClient = app.test_client()
    sent = {"credential": device.get(options_on(alone, "/login")), "next": "/powers-of-attorney"}
    assert alone.post("/login/passkey", data=sent).location == "/powers-of-attorney"
    assert is_in(alone)
    second, led = log_in(app, "contractor")
    assert led.location == STEP
    assert second.post("/login/passkey", data={"credential": device.get(options_on(second, STEP))}).status_code == 302
    assert is_in(second)
    with reading(engine) as conn:
        means = conn.execute(select(SignIn.means).order_by(SignIn.id)).scalars().all()
        assert "account.passkey_added" in conn.execute(select(Mail.subject)).scalars().all()
    assert means == ["password", "passkey", "password+passkey"]


def test_a_passkey_of_somebody_else_is_no_second_step(app: OpenAPI) -> None:
    mine, theirs = Device(credential_id=b"mine"), Device(credential_id=b"theirs")
    added(log_in(app, "contractor")[0], mine, "contractor")
    added(log_in(app, "contractor2")[0], theirs, "contractor2")
    client, _ = log_in(app, "contractor")

    assert client.post("/login/passkey", data={"credential": theirs.get(options_on(client, STEP))}).location == STEP
    assert client.post("/login/passkey", data={"credential": "{}"}).location == STEP
    assert not is_in(client)


def test_where_staff_needs_a_second_factor_a_passkey_is_one_and_the_last_stays(app: OpenAPI, engine: Engine) -> None:
    device, (client, _) = Device(), log_in(app, "lead")
    added(client, device, "lead")
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"second_factor": "staff"})
    alone: CheckedClient = app.test_client()
    alone.post("/login/passkey", data={"credential": device.get(options_on(alone, "/login"))})

    assert is_in(alone)
    assert not is_in(client)
    proof = {"credential": device.get(options_on(alone, PAGE))}
    assert alone.post("/account/passkeys/proof", data=proof).location == PAGE
    assert alone.post("/account/passkeys/1/remove", data=SURE).status_code == 409
    app.extensions["settings"] = known
    assert alone.post("/account/passkeys/1/remove", data=SURE).location == PAGE
    assert log_in(app, "lead")[1].location == "/cases"


def test_passkeys_are_changed_after_a_proof_and_by_their_holder_alone(app: OpenAPI, engine: Engine) -> None:
    device, (client, _) = Device(), log_in(app, "contractor")
    added(client, device, "contractor")
    other, _ = log_in(app, "contractor2")
    other.post(f"{PAGE}/proof", data={"password_or_code": "contractor2"})
    assert other.post("/account/passkeys/1/remove", data=SURE).status_code == 404
    assert "Phone" not in other.get(PAGE).text
    assert other.post("/account/passkeys", data={"name": "x", "credential": "{}"}).location == PAGE
    perform(engine, lambda conn: conn.execute(update(UserSession).values(proven_at=None)))

    assert client.post("/account/passkeys/1/remove", data=SURE).status_code == 409
    assert other.post("/account/passkeys/proof", data={"credential": device.get(options_on(client, PAGE))}).location
    assert other.post("/account/passkeys/1/remove", data=SURE).status_code == 409


def test_a_site_without_a_name_offers_no_passkeys(app: OpenAPI, client: CheckedClient) -> None:
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"public_url": "http://127.0.0.1:8000"})

    assert "data-passkey" not in client.get("/login").text
