from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.security import generate_password_hash

from permits import clock
from permits.db import perform, reading
from permits.models import ApiToken, User, UserSession
from tests.early import office as office
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


def test_disabling_an_account_leaves_no_session_and_no_token(office: Office) -> None:
    client, engine = sign_in(office), office.app.extensions["engine"]
    assert is_in(client)
    whose = select(User.id).where(User.username == "lead").scalar_subquery()

    done = office.app.test_cli_runner().invoke(args=["people", "disable", "lead"])

    assert done.exit_code == 0
    with reading(engine) as conn:
        assert conn.execute(select(UserSession.id).where(UserSession.user_id == whose)).all() == []
        live = ApiToken.revoked_at.is_(None)
        assert conn.execute(select(ApiToken.id).where(ApiToken.user_id == whose, live)).all() == []
    # switched on again, nobody is signed in to it
    perform(engine, lambda conn: conn.execute(update(User).where(User.username == "lead").values(is_active=True)))
    assert not is_in(client)
