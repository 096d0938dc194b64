from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from permits import clock
from permits.db import perform, reading
from permits.models import Application, Mail, OutboxRow, RoleGrant, User
from permits.queries.office.people import by_username
from permits.services.notifying import notifications
from permits.services.notifying.mailing import Addressee, tell_account
from permits.services.notifying.quiet_hours import QuietHours
from permits.web.accounts.arriving import safe
from tests import letters
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in, submitted


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("contractor", "/applications"),
        ("window", "/counter"),
        ("police", "/inbox"),
        ("manager", "/turnaround"),
        ("auditor", "/cases"),
        ("lead", "/cases"),
    ],
)
def test_everyone_is_sent_to_the_home_of_their_role(client: CheckedClient, username: str, home: str) -> None:
    assert sign_in(client, username) == home


def test_a_wrong_password_and_an_unknown_name_read_alike(client: CheckedClient) -> None:
    pages = [client.post("/login", data={"username": name, "password": "x"}) for name in ("contractor", "nobody")]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("用户名或密码不正确" in page.text for page in pages)


def test_signing_in_starts_a_fresh_session_but_keeps_the_language(client: CheckedClient) -> None:
    client.post("/language", data={"language": "en"})
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    sign_in(client)

    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "/\n/example.com", ""],
)
def test_nobody_is_sent_elsewhere(elsewhere: str) -> None:
    assert not safe(elsewhere)


def test_the_way_back_is_kept(client: CheckedClient) -> None:
    form = {"username": "contractor", "password": "contractor", "next": "/applications/new"}

    assert client.post("/login", data=form).headers["Location"] == "/applications/new"


def test_signing_out_ends_the_session(client: CheckedClient) -> None:
    sign_in(client)

    client.post("/logout")

    assert client.get("/account").status_code == 302


def test_the_language_is_remembered_with_the_account(client: CheckedClient) -> None:
    sign_in(client)
    client.post("/language", data={"language": "en", "next": "/account"})
    client.post("/logout")

    assert "My account" in (sign_in(client), client.get("/account").text)[1]


def test_an_unknown_language_is_refused(client: CheckedClient) -> None:
    assert client.post("/language", data={"language": "fr"}).status_code == 400


def test_a_token_is_shown_once_opens_the_api_and_can_be_revoked(client: CheckedClient) -> None:
    sign_in(client)

    page = client.post("/account/tokens", data={"label": "site system", "scopes": ["read"]}).text
    token = page.split('class="token mt-s">')[1].split("<")[0]

    assert token not in client.get("/account").text
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/applications", headers=headers).status_code == 200
    beyond = client.post("/api/v1/applications", json={}, headers=headers)
    assert (beyond.status_code, beyond.get_json()["code"], beyond.get_json()["scope"]) == (403, "scope_missing", "file")
    revoke = page.split('action="/account/tokens/')[1].split('"')[0]
    client.post(f"/account/tokens/{revoke}", data={"go_on": "send"})
    assert client.get("/api/v1/applications", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"label": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"scopes": ["report"]}, {"ends_on": "2999-01-01"}],
)
def test_a_token_needs_a_name_scopes_the_roles_have_and_an_end(client: CheckedClient, wrong: dict[str, Any]) -> None:
    sign_in(client)

    assert client.post("/account/tokens", data={"label": "x", "scopes": ["read"], **wrong}).status_code == 422


def test_a_message_about_no_case_is_said(client: CheckedClient, engine: Engine) -> None:
    with reading(engine) as conn:
        me = by_username(conn, "contractor")
    assert me
    to, told = Addressee(me.area, me.person, ""), {"label": "site", "person": "contractor", "day": "2026-03-02"}
    perform(engine, lambda conn: tell_account(conn, to, "token.ending", wall=clock.wall(), params=told))
    sign_in(client)

    assert "您的令牌“site”将于2026-03-02到期" in client.get("/notifications").text


@pytest.mark.parametrize("page", ["/account", "/notifications", "/sandbox", "/sandbox/mailbox"])
def test_own_pages_stand(client: CheckedClient, page: str) -> None:
    sign_in(client)

    assert client.get(page).status_code == 200


def test_the_clock_goes_forward_only(client: CheckedClient) -> None:
    sign_in(client)

    assert client.post("/sandbox", data={"to": "2001-01-01T00:00"}).status_code == 422
    assert client.post("/sandbox", data={"to": "soon"}).status_code == 422


def test_letters_of_the_sandbox_stand_in_its_mailbox(client: CheckedClient) -> None:
    sign_in(client)
    submitted(client)
    extensions = client.application.extensions
    engine, settings = extensions["engine"], extensions["settings"]
    with reading(engine) as conn:
        told = dict(conn.execute(select(OutboxRow.args).where(OutboxRow.job == "notifications.tell")).scalars().one())
        owner = conn.execute(select(User.id).where(User.username == "window")).scalar_one()
    # the applicant is not told of their own act: let it be somebody else's application for the letter's sake
    perform(engine, lambda conn: conn.execute(update(Application).values(owner_id=owner)))
    by = notifications.Post(clock.now(), clock.wall(), QuietHours.read("00:00-00:00"))
    perform(engine, lambda conn: notifications.tell(conn, **told, area=settings.area_code, by=by))
    with reading(engine) as conn:
        dedupe = conn.execute(select(Mail.dedupe)).scalar_one()
    letters.send(engine, settings, dedupe)

    page = client.get("/sandbox/mailbox").text

    assert "window@example.invalid" in page
    assert (settings.mail_dir / f"{dedupe}.eml").exists()


def test_signing_in_keeps_the_language_read_so_far_unless_the_account_has_one(client: CheckedClient) -> None:
    english = {"Accept-Language": "en"}
    client.post("/login", data={"username": "contractor", "password": "contractor"}, headers=english)
    assert '<html lang="en"' in client.get("/account").text
    client.post("/language", data={"language": "zh"})
    client.post("/logout")

    client.post("/login", data={"username": "contractor", "password": "contractor"}, headers=english)
    assert '<html lang="zh' in client.get("/account").text


def test_a_person_of_a_department_nobody_knows_any_more_hinders_no_sign_in(
    client: CheckedClient, engine: Engine
) -> None:
    gone = update(RoleGrant).where(RoleGrant.department == "roads").values(department="highways")
    perform(engine, lambda conn: conn.execute(gone))

    page = client.get("/login")

    assert page.status_code == 200
    assert "highways" in page.text
