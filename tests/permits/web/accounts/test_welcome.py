"""A one-time link leads to a page on which a password is chosen; from then on the person signs in with it."""

from flask_openapi3.openapi import OpenAPI

from tests.pages import CheckedClient

GOOD = "four unrelated words here"


def test_a_first_administrator_comes_in_by_the_link_the_command_prints(app: OpenAPI, client: CheckedClient) -> None:
    words = ["people", "add", "first", "--name", "首任/First", "--role", "admin"]
    printed = app.test_cli_runner().invoke(args=words).output
    path = printed.split()[-1].removeprefix(app.extensions["settings"].public_url)

    assert "first" in client.get(path).text
    differing = client.post(path, data={"password": GOOD, "password_again": "other"})
    weak = client.post(path, data={"password": "password1234", "password_again": "password1234"})
    assert (differing.status_code, weak.status_code) == (422, 422)
    assert client.post(path, data={"password": GOOD, "password_again": GOOD}).location == "/login"
    assert client.get(path).status_code == 404
    client.post("/login", data={"username": "first", "password": GOOD})
    assert client.get("/calendar").status_code == 200
