"""A contractor registers, a company's owner invites, passwords are changed and asked for: by letters alone."""

import re
from typing import Any

import pytest
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, func, select, update

from permits.db import perform, reading
from permits.models import Company, Mail, User
from permits.queries.office.people import by_username
from tests import letters
from tests.pages import CheckedClient

GOOD, OTHER = "four unrelated words here", "other words nobody guesses"
ANNA = {"email": "Anna@Example.com", "name": "安娜", "phone": "13800000002"}
COMPANY = {"uscc": "91320699YYDEM0032F", "company": "通海管线工程有限公司"}


class Post:
    """The letters of an app, opened one after the other."""

    def __init__(self, app: OpenAPI) -> None:
        self.engine: Engine = app.extensions["engine"]
        self.settings = app.extensions["settings"]

    def kinds(self) -> list[str]:
        with reading(self.engine) as conn:
            return list(conn.execute(select(Mail.subject).where(Mail.sent_at.is_(None)).order_by(Mail.id)).scalars())

    def open(self) -> str:
        """Send the first waiting letter; returns the path of its link, empty where it has none."""
        with reading(self.engine) as conn:
            dedupe = conn.execute(select(Mail.dedupe).where(Mail.sent_at.is_(None)).order_by(Mail.id)).scalars().first()
        letters.send(self.engine, self.settings, str(dedupe))
        with reading(self.engine) as conn:
            body = conn.execute(select(Mail.body).where(Mail.dedupe == dedupe)).scalar_one()
        found = re.search(r"/welcome/[\w-]+", body)
        return found.group() if found else ""


@pytest.fixture
def post(app: OpenAPI) -> Post:
    return Post(app)


def choose(client: CheckedClient, path: str, password: str = GOOD) -> Any:
    return client.post(path, data={"password": password, "password_again": password})


def signed_in(app: OpenAPI, username: str, password: str = GOOD) -> CheckedClient:
    client: CheckedClient = app.test_client()
    client.post("/login", data={"username": username, "password": password})
    return client


def test_a_company_registers_and_its_owner_invites_and_takes_out(
    app: OpenAPI, client: CheckedClient, post: Post
) -> None:
    assert client.post("/register", data=ANNA | COMPANY).location == "/login"
    assert signed_in(app, "anna@example.com").get("/account").status_code == 302
    choose(client, post.open())
    owner = signed_in(app, "anna@example.com")
    assert "通海管线工程有限公司" in owner.get("/account").text
    assert owner.get("/company").status_code == 403
    counter = signed_in(app, "window", "window")
    (address,) = re.findall(r"/registrations/\d+/confirm", counter.get("/registrations?q=通海").text)
    assert COMPANY["uscc"] in counter.post(address).text
    assert counter.post(address, data={"go_on": "send"}).location == "/registrations"
    assert counter.post(address, data={"go_on": "send"}).status_code == 404
    assert post.kinds() == ["account.confirmed"]
    assert post.open() == ""

    assert owner.post("/company", data={"email": "ben@example.com", "name": "本"}).location == "/company"
    assert post.kinds() == ["account.joining"]
    choose(client, post.open(), OTHER)
    with reading(post.engine) as conn:
        ben = by_username(conn, "ben@example.com")
    assert ben is not None
    assert ben.company == COMPANY["uscc"]
    assert "ben@example.com" in owner.get("/company").text
    owner.post(f"/company/members/{ben.id}/remove", data={"go_on": "send"})
    with reading(post.engine) as conn:
        assert conn.execute(select(User.company_id).where(User.id == ben.id)).scalar() is None
    assert owner.post(f"/company/members/{ben.id}/remove", data={"go_on": "send"}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"uscc": "91320699YYDEM0032A"},
        {"uscc": "9132"},
        {"uscc": "91320699YYDEM0016R"},
        {"company": ""},
        {"email": "nobody"},
        {"name": ""},
    ],
)
def test_a_wrong_code_a_known_company_and_a_blank_are_refused(client: CheckedClient, post: Post, wrong: Any) -> None:
    assert client.post("/register", data=ANNA | COMPANY | wrong).status_code == 422
    assert post.kinds() == []


def test_nobody_learns_who_has_an_account(client: CheckedClient, post: Post) -> None:
    def asked(path: str, email: str) -> tuple[int, str]:
        answer = client.post(path, data={**ANNA, "email": email})
        return answer.status_code, re.sub(r"\d", "", client.get(answer.location).text)  # the clock goes on

    email = (
        update(User).where(User.username == "contractor").values(username="chen@example.com", email="chen@example.com")
    )
    perform(post.engine, lambda conn: conn.execute(email))
    known, unknown = asked("/register", "chen@example.com"), asked("/register", "new@example.com")
    assert known == unknown
    assert post.kinds() == ["account.known", "account.registered"]
    assert asked("/forgotten-password", "chen@example.com") == asked("/forgotten-password", "nobody@example.com")
    assert post.kinds()[2:] == ["account.reset"]
    for _ in range(2):
        asked("/forgotten-password", "chen@example.com")
    assert len(post.kinds()) == 3


def test_who_registers_before_an_invitation_is_taken_joins_no_company(
    app: OpenAPI, client: CheckedClient, post: Post
) -> None:
    owner = update(User).where(User.username == "contractor").values(email="c@example.com")
    perform(post.engine, lambda conn: conn.execute(owner))
    assert (
        app.test_cli_runner()
        .invoke(args=["people", "roles", "contractor", "--role", "applicant", "--role", "owner"])
        .exit_code
        == 0
    )
    colleague = signed_in(app, "contractor", "contractor")
    colleague.post("/company", data={"email": ANNA["email"], "name": "x"})
    client.post("/register", data=ANNA)

    invited, registered = post.open(), post.open()
    assert choose(client, invited).status_code == 404
    choose(client, registered)

    with reading(post.engine) as conn:
        anna = by_username(conn, "anna@example.com")
        count = conn.execute(select(func.count()).select_from(Company)).scalar_one()
    assert anna is not None
    assert (anna.company, anna.role_names(), count) == ("", {"applicant"}, 2)

    assert "身份证" in signed_in(app, "anna@example.com").get("/account").text
    colleague.post("/company", data={"email": ANNA["email"], "name": "x"})
    while post.kinds()[0] != "account.joining_too":
        post.open()
    agreed = post.open()
    assert "通江建设工程有限公司" in client.get(agreed).text
    assert client.post(agreed).location == "/login"
    assert client.post(agreed).status_code == 404
    with reading(post.engine) as conn:
        assert by_username(conn, "anna@example.com").company == "91320699YYDEM0016R"  # type: ignore[union-attr]


def test_a_changed_password_ends_the_other_sessions_and_is_told(app: OpenAPI, post: Post) -> None:
    here, there = signed_in(app, "contractor", "contractor"), signed_in(app, "contractor", "contractor")
    assert post.kinds() == ["account.new_device"]
    sent = {"current_password": "contractor", "password": GOOD, "password_again": GOOD}

    assert here.post("/account/password", data={**sent, "current_password": "wrong"}).status_code == 422
    assert (
        here.post("/account/password", data={**sent, "password": "short", "password_again": "short"}).status_code == 422
    )
    assert there.get("/account").status_code == 200
    assert here.post("/account/password", data=sent).location == "/account"

    assert [one.get("/account").status_code for one in (here, there)] == [200, 302]
    assert post.kinds() == ["account.new_device", "account.changed"]
    there.post("/login", data={"username": "contractor", "password": GOOD})
    assert len(post.kinds()) == 2
    assert there.get("/account").text.count("127.0.0.1") >= 3
