import re
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.app import create_app
from permits.app.security import HEADERS
from tests.conftest import make_settings

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.mark.parametrize("path", ["/healthz", "/login", "/nowhere", "/api/v1/openapi.json", "/static/css/base.css"])
def test_every_answer_protects_its_reader(app: OpenAPI, path: str) -> None:
    answer = app.test_client().get(path, buffered=True)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]


def test_only_the_page_of_the_description_may_run_its_inline_script(app: OpenAPI) -> None:
    answer = app.test_client().get("/api/v1/docs")

    assert answer.status_code == 200
    assert "'unsafe-inline'" in answer.headers["Content-Security-Policy"]


def test_the_description_is_openapi_3_1_and_needs_no_foreign_server(app: OpenAPI) -> None:
    client = app.test_client()

    assert client.get("/api/v1/openapi.json").json["openapi"].startswith("3.1")
    assert "https://" not in client.get("/api/v1/docs").text
    assert client.get("/api/v1/swagger/js/swagger-ui-bundle.js", buffered=True).status_code == 200


def test_pages_are_not_kept_by_caches_but_stylesheets_are(app: OpenAPI) -> None:
    client = app.test_client()

    assert client.get("/login").headers["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/static/css/base.css", buffered=True).headers["Cache-Control"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_session_is_out_of_reach_for_scripts_and_other_sites(sqlite_url: str, tmp_path: Path, scheme: str) -> None:
    app = create_app(make_settings(tmp_path, database_url=sqlite_url, public_url=f"{scheme}://localhost"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    signed_in = client.post("/login", data={"username": "lead", "password": "lead"}, base_url=f"{scheme}://localhost")
    app.extensions["engine"].dispose()

    cookie = signed_in.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is (scheme == "https")
    assert ("Strict-Transport-Security" in signed_in.headers) is (scheme == "https")


def test_a_new_secret_ends_no_session_and_sends_no_form_back(sqlite_url: str, tmp_path: Path) -> None:
    before = make_settings(tmp_path, database_url=sqlite_url)
    rotated = before.model_copy(update={"secret_key": "another secret", "secret_key_fallbacks": before.secret_key})
    cookies: list[str] = []
    for settings in (before, rotated):
        app = create_app(settings)
        client = app.test_client()
        if not cookies:
            token = TOKEN.search(client.get("/login").text)
            form = {"username": "lead", "password": "lead", "csrf_token": token[1] if token else ""}
            assert client.post("/login", data=form).status_code == 302
            drawn = TOKEN.search(client.get("/account").text)
            cookies.append(client.get_cookie("daokou").value)
        client.set_cookie("daokou", cookies[0])
        kept = client.post("/language", data={"csrf_token": drawn[1], "language": "en"})
        assert (kept.status_code, client.get("/account").status_code) == (302, 200)
        app.extensions["engine"].dispose()


def test_a_page_that_looks_again_by_itself_prolongs_no_session(app: OpenAPI) -> None:
    client = app.test_client()
    client.post("/login", data={"username": "window", "password": "window"})

    assert "Set-Cookie" in client.get("/counter").headers
    assert "Set-Cookie" not in client.get("/counter", headers={"HX-Request": "true"}).headers


def test_a_form_without_its_token_does_nothing(monkeypatch: pytest.MonkeyPatch, app: OpenAPI) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = app.test_client()

    assert client.post("/login", data={"username": "lead", "password": "lead"}).status_code == 409
    assert client.get("/account").headers["Location"].startswith("/login")


def test_signing_in_again_and_again_is_slowed_down(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path, database_url=sqlite_url, rate_limits=True))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    answers = [client.post("/login", data={"username": "lead", "password": "wrong"}).status_code for _ in range(22)]
    app.extensions["engine"].dispose()

    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_demo_token_opens_nothing_outside_the_sandbox(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'real.db'}", sandbox=False))

    answer = app.test_client().get("/api/v1/work-items", headers={"Authorization": "Bearer demo-lead"})
    app.extensions["engine"].dispose()

    assert answer.status_code in {401, 503}
