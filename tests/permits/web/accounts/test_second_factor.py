"""Signing in by two steps, and the pages of the second factor."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, func, select, update

from permits import clock
from permits.db import perform, reading
from permits.models import Authenticator, SignIn, User, UserSession
from tests.pages import CheckedClient

SECRET = re.compile(r"<code>([A-Z2-7 ]{39})</code>")
CODES = re.compile(r"<code>((?:[2-9a-z]{4}-){3}[2-9a-z]{4})</code>")
PAGE, STEP = "/account/second-factor", "/login/second-step"
SURE = {"go_on": "send"}


@pytest.fixture
def strict(app: OpenAPI) -> OpenAPI:
    """An office whose staff needs a second factor."""
    known = app.extensions["settings"]
    app.extensions["settings"] = known.model_copy(update={"second_factor": "staff", "rate_limits": True})
    return app


def log_in(app: OpenAPI, username: str, password: str = "", **more: str) -> tuple[CheckedClient, Any]:
    client: CheckedClient = app.test_client()
    return client, client.post("/login", data={"username": username, "password": password or username, **more})


def code_of(secret: str, steps: int = 0) -> dict[str, str]:
    return {"one_time_password": pyotp.TOTP(secret).at(clock.wall() + timedelta(seconds=30 * steps))}


def secret_on(page: str) -> str:
    return SECRET.findall(page)[0].replace(" ", "")


def forget_steps(engine: Engine) -> None:
    """Let the codes of this moment be new again: nobody waits for the next."""
    perform(engine, lambda conn: conn.execute(update(Authenticator).values(last_step=0)))


def turned_on(client: CheckedClient) -> tuple[str, list[str]]:
    client.post(f"{PAGE}/proof", data={"password_or_code": "contractor"})
    client.post(f"{PAGE}/begin")
    secret = secret_on(client.get(PAGE).text)
    return secret, CODES.findall(client.post(f"{PAGE}/confirm", data=code_of(secret)).text)


def is_in(client: CheckedClient) -> bool:
    return client.get("/account").status_code == 200


def outcomes(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as conn:
        return [tuple(row) for row in conn.execute(select(SignIn.outcome, SignIn.means).order_by(SignIn.id))]


def test_with_a_second_factor_nobody_comes_in_by_the_password_alone(app: OpenAPI, engine: Engine) -> None:
    secret, codes = turned_on(log_in(app, "contractor")[0])
    assert len(codes) == 10
    forget_steps(engine)

    client, led = log_in(app, "contractor", next="/powers-of-attorney")
    assert led.location == STEP
    assert not is_in(client)
    with reading(engine) as conn:
        assert conn.execute(select(func.count()).select_from(UserSession)).scalar_one() == 1
    assert client.post(STEP, data={"one_time_password": "000000"}).status_code == 422
    assert client.post(STEP, data={"one_time_password": ""}).status_code == 422
    assert not is_in(client)
    came = client.post(STEP, data=code_of(secret))
    assert came.location == "/powers-of-attorney"
    assert is_in(client)
    assert outcomes(engine) == [("succeeded", "password"), ("failed", "password"), ("succeeded", "password+totp")]
    assert "密码 + 验证码" in client.get("/account").text

    other, _ = log_in(app, "contractor")
    assert other.post(STEP, data=code_of(secret)).status_code == 422
    assert other.post(STEP, data={"one_time_password": codes[3]}).status_code == 302
    assert is_in(other)
    again, _ = log_in(app, "contractor")
    assert again.post(STEP, data={"one_time_password": codes[3]}).status_code == 422


def test_guessing_a_code_is_delayed_as_guessing_a_password_is(app: OpenAPI, engine: Engine) -> None:
    secret, _ = turned_on(log_in(app, "contractor")[0])
    forget_steps(engine)
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"rate_limits": True})
    client, _ = log_in(app, "contractor")
    for _ in range(5):
        client.post(STEP, data={"one_time_password": "000000"})

    assert client.post(STEP, data=code_of(secret)).status_code == 429
    assert log_in(app, "contractor")[1].status_code == 429
    assert not is_in(client)


def test_the_second_step_waits_ten_minutes_and_not_beyond_a_change_of_the_password(
    app: OpenAPI, engine: Engine
) -> None:
    secret, _ = turned_on(log_in(app, "contractor")[0])
    forget_steps(engine)
    stranger: CheckedClient = app.test_client()
    assert stranger.get(STEP).location == "/login"
    late, _ = log_in(app, "contractor")
    with late.session_transaction() as session:
        session["waiting"] |= {"since": (clock.wall() - timedelta(minutes=10)).isoformat()}
    client, _ = log_in(app, "contractor")
    perform(engine, lambda conn: conn.execute(update(User).values(password_hash="x")))

    for one in (late, client):
        assert one.post(STEP, data=code_of(secret)).location == "/login"
        assert not is_in(one)


def test_changing_a_second_factor_needs_the_password_or_a_code_and_ends_the_other_sessions(
    app: OpenAPI, engine: Engine
) -> None:
    client, there = log_in(app, "contractor")[0], log_in(app, "contractor")[0]
    assert client.post(f"{PAGE}/begin").status_code == 409
    assert client.post(f"{PAGE}/proof", data={"password_or_code": "wrong"}).status_code == 422
    secret, codes = turned_on(client)
    assert not is_in(there)
    forget_steps(engine)
    perform(engine, lambda conn: conn.execute(update(UserSession).values(proven_at=None)))

    for act in ("recovery-codes", "off", "begin"):
        assert client.post(f"{PAGE}/{act}", data=SURE).status_code == 409
    assert client.post(f"{PAGE}/proof", data={"password_or_code": code_of(secret)["one_time_password"]}).location
    renewed = CODES.findall(client.post(f"{PAGE}/recovery-codes").text)
    assert len(renewed) == 10
    assert not set(renewed) & set(codes)
    assert not set(renewed) & set(CODES.findall(client.get(PAGE).text))
    assert client.post(f"{PAGE}/off").status_code == 200
    assert client.post(f"{PAGE}/off", data=SURE).location == "/account"
    assert log_in(app, "contractor")[1].location == "/applications"


def test_a_code_that_does_not_confirm_turns_nothing_on(app: OpenAPI) -> None:
    client, _ = log_in(app, "contractor")
    client.post(f"{PAGE}/proof", data={"password_or_code": "contractor"})
    client.post(f"{PAGE}/begin")

    assert client.post(f"{PAGE}/confirm", data={"one_time_password": "000000"}).status_code == 422
    assert client.post(f"{PAGE}/confirm", data={"one_time_password": ""}).status_code == 422
    assert log_in(app, "contractor")[1].location == "/applications"


@pytest.mark.parametrize("username", ["lead", "roads", "window", "auditor", "admin"])
def test_staff_that_needs_a_second_factor_can_do_nothing_but_enrol(strict: OpenAPI, username: str) -> None:
    client, led = log_in(strict, username)
    assert led.location == STEP
    page = client.get(STEP).text
    assert not is_in(client)
    assert client.get("/inbox").location.startswith("/login")
    assert client.post(STEP, data={"one_time_password": "000000"}).status_code == 422
    assert not is_in(client)

    shown = client.post(STEP, data=code_of(secret_on(page)))
    assert len(CODES.findall(shown.text)) == 10
    assert is_in(client)
    assert client.get(PAGE).status_code == 200


def test_where_staff_needs_a_second_factor_applicants_and_programs_do_not(strict: OpenAPI) -> None:
    client, led = log_in(strict, "contractor")

    assert led.location == "/applications"
    assert is_in(client)
    headers = {"Authorization": "Bearer demo-lead"}
    assert client.get("/api/v1/applications", headers=headers).status_code == 200


def test_a_session_by_one_factor_ends_when_two_are_needed(app: OpenAPI, engine: Engine) -> None:
    lead, owner = log_in(app, "lead")[0], log_in(app, "contractor")[0]
    known = app.extensions["settings"]
    assert is_in(lead)

    app.extensions["settings"] = known.model_copy(update={"second_factor": "staff"})

    assert [is_in(one) for one in (lead, owner)] == [False, True]


def test_who_needs_a_second_factor_keeps_it_through_a_new_password_and_cannot_end_it(
    strict: OpenAPI, engine: Engine
) -> None:
    client, _ = log_in(strict, "lead")
    client.post(STEP, data=code_of(secret_on(client.get(STEP).text)))
    words = {"password": "four unrelated words here", "password_again": "four unrelated words here"}
    assert client.post("/account/password", data={**words, "current_password": "lead"}).location == "/account"
    assert is_in(client)
    client.post(f"{PAGE}/proof", data={"password_or_code": words["password"]})

    assert client.post(f"{PAGE}/off", data=SURE).status_code == 409
    assert "/account/second-factor/off" not in client.get(PAGE).text


def test_guessing_the_present_password_is_delayed_too(app: OpenAPI) -> None:
    client, _ = log_in(app, "contractor")
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"rate_limits": True})
    new = {"password": "four unrelated words here", "password_again": "four unrelated words here"}
    for _ in range(5):
        client.post("/account/password", data={**new, "current_password": "wrong"})

    assert client.post("/account/password", data={**new, "current_password": "contractor"}).status_code == 422
    assert client.post(f"{PAGE}/proof", data={"password_or_code": "contractor"}).status_code == 429
