"""A case whose bundle version is missing takes nothing with it: lists stay whole, its page says what is wrong."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from tests.house.costs.test_statements import ADDRESSES, addresses, caller

MISSING = "such as was never imported"


@pytest.fixture
def versionless(office: Flask) -> Iterator[Flask]:
    """The office, in which no case has its version any more."""
    engine = office.extensions["engine"]
    with engine.begin() as conn:
        known = conn.execute(text("select id, bundle_version from application")).all()
        conn.execute(text("update application set bundle_version = :missing"), {"missing": MISSING})
    yield office
    with engine.begin() as conn:
        for row in known:
            conn.execute(
                text("update application set bundle_version = :of where id = :id"), {"id": row[0], "of": row[1]}
            )


def test_no_address_fails_and_every_list_is_shown(versionless: Flask) -> None:
    callers = {}
    for endpoint, asked in ADDRESSES.items():
        who = (asked.by, endpoint.startswith("api_"))
        callers[who] = client, headers = callers.get(who) or caller(versionless, endpoint, asked.by)
        for address in addresses(versionless, endpoint, asked)[:1]:
            answer = client.get(address, headers=headers)
            wanted = {*asked.serves, 302, 404} | ({409, 503} if asked.values else set())
            assert answer.status_code in wanted, (address, answer.status_code)


@pytest.mark.parametrize(("language", "said"), [("zh", "本机关无法读取"), ("en", "which this office cannot read")])
def test_its_own_page_says_what_is_wrong_in_the_readers_language(versionless: Flask, language: str, said: str) -> None:
    (address, *_) = addresses(versionless, "api_applications.shown", ADDRESSES["api_applications.shown"])
    client, headers = caller(versionless, "api_applications.shown", "manager")

    answer = client.get(address, headers={**headers, "Accept-Language": language})

    assert (answer.status_code, answer.get_json()["code"]) == (503, "version_missing")
    assert said in answer.get_json()["detail"]
