"""A session ends on the server; signing in is slowed down by failures alone, and leaves a record."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, update
from werkzeug.security import generate_password_hash

from permits import clock
from permits.db import perform
from permits.models import SignIn, User, UserSession
from permits.services.house.sign_ins import OF_ACCOUNT, OF_ADDRESS, Attempt, seconds_to_wait
from tests.offices import Office

OTHER = generate_password_hash("changed", method="scrypt:1024:8:1")
ENDS = {
    "a changed password": update(User).where(User.username == "lead").values(password_hash=OTHER),
    "a disabled account": update(User).where(User.username == "lead").values(is_active=False),
    "its last moment": update(UserSession).values(ends_at=clock.wall() - timedelta(seconds=1)),
}


def sign_in(office: Office, username: str = "lead", password: str = "") -> FlaskClient:
    client = office.app.test_client()
    client.post("/login", data={"username": username, "password": password or username})
    return client


def copy_of(office: Office, client: FlaskClient) -> FlaskClient:
    """Give the browser of somebody who has copied the cookie."""
    other = office.app.test_client()
    cookie = client.get_cookie("daokou")
    assert cookie is not None
    other.set_cookie("daokou", cookie.value)
    return other


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(office: Office) -> None:
    client = sign_in(office)
    copy = copy_of(office, client)
    assert is_in(copy)

    client.post("/logout")

    assert not is_in(copy)


@pytest.mark.parametrize("end", ENDS)
def test_a_session_ends_with(office: Office, end: str) -> None:
    client = sign_in(office)
    assert is_in(client)

    perform(office.app.extensions["engine"], lambda conn: conn.execute(ENDS[end]))

    assert not is_in(client)


def test_signing_in_takes_a_new_session_and_ends_the_old_one(office: Office) -> None:
    client = sign_in(office)
    old = copy_of(office, client)

    client.post("/login", data={"username": "lead", "password": "lead"})

    assert is_in(client)
    assert not is_in(old)


def test_a_request_prolongs_a_session_in_steps_and_no_polling_does(office: Office) -> None:
    client, engine = sign_in(office), office.app.extensions["engine"]
    soon = clock.wall() + timedelta(hours=1)
    perform(engine, lambda conn: conn.execute(update(UserSession).values(ends_at=soon)))

    def ends_at() -> datetime:
        return perform(engine, lambda conn: conn.execute(UserSession.__table__.select()).one().ends_at)

    client.get("/account", headers={"HX-Request": "true"})
    assert ends_at() == soon
    client.get("/account")
    assert ends_at() > soon + timedelta(hours=10)


def wait_after(office: Office, outcomes: list[tuple[str, str, str]], username: str, address: str) -> int:
    """Record (user name, address, outcome) a second apart; give how long the next one waits."""
    now = clock.wall()
    begun = now - timedelta(seconds=len(outcomes))
    rows = [
        {"area": "320699", "username": name, "roles": "", "address": place, "outcome": outcome,
         "at": begun + timedelta(seconds=number)}
        for number, (name, place, outcome) in enumerate(outcomes, start=1)
    ]  # fmt: skip

    def count(conn: Any) -> int:
        conn.execute(insert(SignIn), rows)
        return seconds_to_wait(conn, Attempt(username, address, "320699"), wall=now)

    return perform(office.app.extensions["engine"], count)


def test_each_failure_beyond_five_doubles_the_delay_of_the_account_from_any_address(office: Office) -> None:
    failed = [("lead", f"10.0.0.{number}", "failed") for number in range(OF_ACCOUNT.free)]

    assert wait_after(office, failed[:-1], "lead", "10.9.9.9") == 0
    assert wait_after(office, failed[:1], "lead", "10.9.9.9") == 1
    assert wait_after(office, failed[:3], "lead", "10.9.9.9") == 8


def test_a_success_ends_the_failures_of_its_account(office: Office) -> None:
    outcomes = [*[("lead", "10.0.0.1", "failed")] * 9, ("lead", "10.0.0.1", "succeeded")]

    assert wait_after(office, outcomes, "lead", "10.0.0.1") == 0


def test_a_hundred_successes_from_one_address_lock_nobody_out_and_thirty_failures_do(office: Office) -> None:
    together = [(f"clerk{number}", "10.0.0.1", "succeeded") for number in range(100)]
    assert wait_after(office, together, "clerk7", "10.0.0.1") == 0

    failures = [(f"clerk{number}", "10.0.0.1", "failed") for number in range(OF_ADDRESS.free + 3)]
    assert wait_after(office, failures, "clerk200", "10.0.0.1") == 8
    assert wait_after(office, together[:1], "clerk200", "10.0.0.2") == 0


def test_the_auditor_reads_failed_and_administrative_sign_ins_and_no_mistyped_password(office: Office) -> None:
    sign_in(office, "admin")
    sign_in(office, "contractor")
    sign_in(office, "police", "wrong")
    sign_in(office, "my-secret-password", "x")

    page = sign_in(office, "auditor").get("/audit").text

    assert "admin" in page
    assert "police" in page
    assert "系统中无此账户" in page
    assert "my-secret-password" not in page
    assert ">contractor<" not in page
    assert sign_in(office, "contractor").get("/audit").status_code == 403
