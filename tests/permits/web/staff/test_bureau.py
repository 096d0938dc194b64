"""Pages of a zone whose approval bureau signs: who finds what in the inbox, who is asked what, who is named after."""

import pytest
from flask import Flask

from tests.bundles import bundle_of, by_bureau, serving
from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

BUREAU, ROADS = "行政审批局", "市政道路管理局"


@pytest.fixture
def house(app: Flask) -> Office:
    office = app.extensions["office"]
    app.extensions["office"] = serving(office, by_bureau(bundle_of(office)))
    return Office(app)


def test_inbox_and_answers_of_each_role_and_the_public_pages_after(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    opinion = house.item(case["id"], kind="opinion", department="roads")
    decision = house.item(case["id"], kind="decision", department="lead")
    addresses = {"roads": f"/work-items/{opinion['id']}", "lead": f"/work-items/{decision['id']}"}
    for who, words in (("roads", ("同意", "不同意")), ("lead", ("准予", "不予"))):
        other = addresses["lead" if who == "roads" else "roads"]
        sign_in(client, who)
        inbox, page = client.get("/inbox").text, client.get(addresses[who]).text
        assert f'href="{addresses[who]}"' in inbox
        assert f'href="{other}"' not in inbox
        assert client.get(other).status_code == 404
        for word in words:
            assert f"<span>{word}</span>" in page
    sign_in(client, "lead-head")
    assert f'href="{addresses["lead"]}"' in client.get("/inbox").text

    house.answer("police", case["id"], kind="co_approval")
    house.answer("roads", case["id"], kind="opinion")
    house.answer("lead", case["id"], kind="decision")
    done = house.act("window", case["id"], "deliver", {"recipient": "陈建"})

    number = done["permits"][0]["licence_number"]
    licence = house.lead.get(f"/licences/{number}")
    assert (licence["department"], licence["supervisor"]) == ("lead", "roads")
    for address in ("/decisions", f"/verify/{number}?code={licence['code']}"):
        assert BUREAU in client.get(address).text
    assert ROADS in client.get(f"/verify/{number}?code={licence['code']}").text
    sign_in(client, "contractor")
    assert "审批局" in client.get(f"/applications/{case['id']}").text
