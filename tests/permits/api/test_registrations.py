"""Registrations over the API: listed, confirmed once by who saw the list, with the service of the page."""

from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, select, update

from permits.db import perform, reading
from permits.models import User
from tests.pages import CheckedClient

COUNTER = {"Authorization": "Bearer demo-window"}


def test_a_registration_is_listed_and_confirmed_once(app: OpenAPI, client: CheckedClient, engine: Engine) -> None:
    unseen = update(User).where(User.username == "contractor2").values(company_id=None, identity_seen=False)
    perform(engine, lambda conn: conn.execute(unseen))
    with reading(engine) as conn:
        account = conn.execute(select(User.id).where(User.username == "contractor2")).scalar_one()
    listed = client.get("/api/v1/registrations", headers=COUNTER).json
    assert [one["id"] for one in listed["items"]] == [account]

    def confirmed(version: int) -> int:
        address = f"/api/v1/registrations/{account}/confirm"
        return client.post(address, json={"expected_version": version}, headers=COUNTER).status_code

    answers = [confirmed(listed["version"] + 1), confirmed(listed["version"]), confirmed(listed["version"] + 1)]
    assert answers == [409, 200, 404]
    assert client.get("/api/v1/registrations", headers=COUNTER).json["items"] == []
