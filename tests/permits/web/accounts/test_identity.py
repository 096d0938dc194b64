"""Signing in by an identity service, through the pages: a real service, and what a hostile one or a browser tries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, func, select, update

from permits import clock
from permits.db import perform, reading
from permits.models import SignIn, User, UserSession
from tests.pages import CheckedClient
from tests.permits.services.house.federation.services import CLIENT, SECRET, Scripted, real_service, scripted_service
from tests.permits.web.accounts.test_second_factor import code_of, secret_on

# what the package of the real service says to its own author
pytestmark = pytest.mark.filterwarnings(
    "ignore:get_jwt_config:DeprecationWarning", "ignore::authlib.deprecate.AuthlibDeprecationWarning"
)
MAIL = {"email": "anna@example.com", "email_verified": True}
PEOPLE = {"officer": {"employee": "lead"}, "anna": {"name": "安娜", **MAIL}, "x": {"employee": "x"}}
STEP = "/login/second-step"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with real_service() as found:
        for sub, claims in (
            ("officer", {"employee": "lead"}),
            ("anna", {"name": "安娜", **MAIL}),
            ("x", {"employee": "x"}),
        ):
            requests.put(f"{found}/users/{sub}", json=claims, timeout=5).raise_for_status()
        yield found


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted_service() as found:
        found.now = int(clock.wall().timestamp())
        yield found


def use(app: OpenAPI, issuer: str, **more: str) -> None:
    known = {
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_staff_claim": "employee",
    }
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=known | more)


def leave(client: CheckedClient, query: str = "") -> dict[str, str]:
    """Go to the service; gives what the browser takes along."""
    away = client.get(f"/login/identity{query}").location
    return {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}


def come_back(client: CheckedClient, **query: str) -> Any:
    return client.get("/login/identity/return", query_string=query)


def through(client: CheckedClient, sub: str, query: str = "") -> Any:
    """Go to the real service, be somebody there, and come back."""
    away = client.get(f"/login/identity{query}").location
    back = requests.post(away, data={"sub": sub}, timeout=5, allow_redirects=False).headers["Location"]
    assert back.startswith("http://127.0.0.1:8000/login/identity/return?")
    return client.get(back.removeprefix("http://127.0.0.1:8000"))


def is_in(client: CheckedClient) -> bool:
    return client.get("/account").status_code == 200


def test_staff_comes_in_by_the_service_and_stands_in_the_list_of_sign_ins(app: OpenAPI, issuer: str) -> None:
    use(app, issuer, oidc_name_zh="省统一身份认证平台")
    client: CheckedClient = app.test_client()
    assert "省统一身份认证平台" in client.get("/login?next=/inbox").text

    assert through(client, "officer", "?next=/inbox").location == "/inbox"

    assert is_in(client)
    assert "统一身份认证" in client.get("/account").text
    with reading(app.extensions["engine"]) as conn:
        row = conn.execute(select(SignIn.username, SignIn.outcome, SignIn.means)).one()
    assert row == ("lead", "succeeded", "identity")
    client.post("/logout")
    assert "统一身份认证平台处仍为登录状态" in client.get("/").text.replace("\n", "")


def test_an_applicant_gets_an_account_and_an_unknown_member_of_staff_none(app: OpenAPI, issuer: str) -> None:
    use(app, issuer)
    client, stranger = app.test_client(), app.test_client()

    assert through(client, "anna").location == "/applications"
    assert "安娜" in client.get("/account").text
    assert "身份证" in client.get("/account").text
    assert through(stranger, "x").location == "/login"
    assert "尚无您的账户" in stranger.get("/login").text
    assert not is_in(stranger)


def test_a_second_factor_is_asked_for_after_the_service_too(app: OpenAPI, engine: Engine, issuer: str) -> None:
    use(app, issuer, second_factor="staff")
    client: CheckedClient = app.test_client()
    assert through(client, "officer").location == STEP
    assert not is_in(client)
    secret = secret_on(client.get(STEP).text)
    client.post(STEP, data=code_of(secret))
    assert is_in(client)

    again: CheckedClient = app.test_client()
    assert through(again, "officer").location == STEP
    later = {"one_time_password": pyotp.TOTP(secret).at(clock.wall() + timedelta(seconds=30))}
    again.post(STEP, data=later)
    assert is_in(again)
    with reading(engine) as conn:
        assert set(conn.execute(select(SignIn.means)).scalars()) == {"identity+totp"}


def test_who_is_disabled_stays_out_and_a_session_begun_there_ends(app: OpenAPI, engine: Engine, issuer: str) -> None:
    use(app, issuer)
    client: CheckedClient = app.test_client()
    through(client, "officer")
    perform(engine, lambda conn: conn.execute(update(User).where(User.username == "lead").values(is_active=False)))

    assert not is_in(client)
    assert through(client, "officer").location == "/login"
    assert "已停用" in client.get("/login").text


def test_the_way_back_counts_once_in_the_browser_that_left_and_in_time(
    app: OpenAPI, engine: Engine, script: Scripted
) -> None:
    use(app, script.issuer)
    client, other = app.test_client(), app.test_client()
    asked = leave(client)
    script.nonce = asked["nonce"]
    with client.session_transaction() as session:
        away = dict(session["away"])

    assert come_back(other, code="c", state=asked["state"]).location == "/login"
    assert come_back(client, code="c", state=asked["state"], iss=script.issuer).location == "/applications"
    assert is_in(client)
    # a copy of the cookie brings it again
    with other.session_transaction() as session:
        session["away"] = away
    assert come_back(other, code="c", state=asked["state"]).location == "/login"
    assert not is_in(other)

    late: CheckedClient = app.test_client()
    asked = leave(late)
    script.nonce = asked["nonce"]
    with late.session_transaction() as session:
        session["away"] |= {"since": (clock.wall() - timedelta(minutes=10)).isoformat()}
    assert come_back(late, code="c", state=asked["state"]).location == "/login"
    with reading(engine) as conn:
        assert conn.execute(select(func.count()).select_from(UserSession)).scalar_one() == 1


@pytest.mark.parametrize(
    "back",
    [
        {"state": "another", "code": "c"},
        {"code": "c"},
        {"error": "access_denied"},
        {"code": ""},
        {"code": "c" * 5000},
        {"code": "c", "iss": "https://another.example"},
    ],
    ids=str,
)
def test_a_way_back_that_was_not_asked_for_leads_to_the_sign_in(
    app: OpenAPI, script: Scripted, back: dict[str, str]
) -> None:
    use(app, script.issuer)
    client: CheckedClient = app.test_client()
    asked = leave(client)
    script.nonce = asked["nonce"]
    query = {"state": asked["state"], **back} if len(back) != 1 or "code" not in back else back

    assert come_back(client, **query).location == "/login"
    assert not is_in(client)
    assert "/token" not in script.asked


def test_a_service_that_promises_to_name_itself_has_to(app: OpenAPI, script: Scripted) -> None:
    script.metadata = {"authorization_response_iss_parameter_supported": True}
    use(app, script.issuer)
    client: CheckedClient = app.test_client()
    asked = leave(client)
    script.nonce = asked["nonce"]

    assert come_back(client, code="c", state=asked["state"]).location == "/login"
    assert not is_in(client)


def test_a_token_of_another_sign_in_signs_nobody_in(app: OpenAPI, script: Scripted) -> None:
    use(app, script.issuer)
    client: CheckedClient = app.test_client()
    asked, script.nonce = leave(client), "of another sign-in"

    assert come_back(client, code="c", state=asked["state"]).location == "/login"
    assert "未能确认您的身份" in client.get("/login").text
    assert not is_in(client)


def test_a_service_that_is_down_leaves_the_password_working(app: OpenAPI) -> None:
    use(app, "http://localhost:9")
    client: CheckedClient = app.test_client()

    assert client.get("/login/identity").location == "/login"
    page = client.get("/login").text
    assert "身份认证平台暂无响应" in page
    client.post("/login", data={"username": "contractor", "password": "contractor"})
    assert is_in(client)


def test_without_a_service_there_is_nothing_at_its_addresses(client: CheckedClient) -> None:
    assert client.get("/login/identity").status_code == 404
    assert client.get("/login/identity/return").status_code == 404
    assert "/login/identity" not in client.get("/login").text


def test_the_area_that_a_browser_left_from_is_the_one_its_new_account_belongs_to(
    app: OpenAPI, script: Scripted
) -> None:
    use(app, script.issuer)
    client: CheckedClient = app.test_client()
    asked = leave(client)
    script.nonce = asked["nonce"]
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/login/identity/return"
    with client.session_transaction() as session:
        session["away"] |= {"area": "320682"}

    come_back(client, code="c", state=asked["state"])

    with reading(app.extensions["engine"]) as conn:
        assert conn.execute(select(User.area).where(User.username.startswith("id-"))).scalar_one() == "320682"
