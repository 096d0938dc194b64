"""Lists and figures show every matter or one of them, on pages and through the API."""

import pytest
from sqlalchemy import insert, select

from permits import clock
from permits.models import Application, Notification
from tests.bundles import put_in_force, version_of
from tests.offices import AGENT, COMPANY, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

RESTAURANT = {"business": "catering", "kitchen": {"area_m2": 60, "staff": 8, "kinds": ["hot"]}}
AT = {"road": "滨江街", "address": "8号"}


def filed(office: Office) -> tuple[str, str]:
    """Accept an application of each matter; returns their numbers, that of the restaurant last."""
    access = office.accepted(project={"name": "星湖新城"})
    parties = {"applicant": COMPANY, "agent": AGENT, "project": {"name": "面馆"}}
    form = {**parties, "bundle": "restaurant", "site": AT, "answers": RESTAURANT}
    made = office.contractor.post("/applications", form, 201)
    for one in made["materials"]:
        if not one["shared"]:
            office.contractor.hand_in(made["id"], one["code"])
    office.act("contractor", made["id"], "submit")
    return access["number"], office.act("window", made["id"], "accept")["number"]


@pytest.fixture
def numbers(office: Office) -> tuple[str, str]:
    return filed(office)


@pytest.mark.parametrize(("who", "page"), [("lead", "/cases"), ("market", "/inbox"), ("police", "/inbox")])
def test_a_page_shows_all_matters_or_one(office: Office, numbers: tuple[str, str], who: str, page: str) -> None:
    client = office.app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, who)
    seen = {"lead": numbers, "market": numbers[1:], "police": numbers[:1]}[who]

    assert [one for one in numbers if one in client.get(page).text] == [*seen]
    assert "餐饮店开办一件事" in client.get(page).text
    for key, number in zip(("road-access", "restaurant"), numbers, strict=True):
        found = client.get(f"{page}?matter={key}").text
        assert [one for one in numbers if one in found] == [one for one in seen if one == number]
    assert client.get(f"{page}?matter=harbour").status_code == 404


def test_the_dashboard_shows_the_orders_of_one_matter(office: Office, numbers: tuple[str, str]) -> None:
    for number in numbers:
        office.act("lead", number, "escalate", {"reason": "逾期未办。"})
    client = office.app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, "manager")

    for key, number in zip(("road-access", "restaurant"), numbers, strict=True):
        orders = client.get(f"/turnaround?matter={key}").text
        assert [one for one in numbers if one in orders] == [number]


def test_a_message_names_a_permit_as_the_version_of_its_case_does(office: Office, numbers: tuple[str, str]) -> None:
    engine = office.app.extensions["engine"]
    about = {"number": numbers[0], "permits": ["road-occupation"], "events": []}
    with engine.begin() as conn:
        of_case = select(Application.id, Application.owner_id, Application.area).where(Application.number == numbers[0])
        case, owner, area = conn.execute(of_case).one()
        seen = {"event_seq": 99, "template": "permit.granted", "created_at": clock.now()}
        conn.execute(insert(Notification).values(user_id=owner, application_id=case, area=area, params=about, **seen))
    put_in_force(engine, office.app.extensions["office"], version_of("2026.2", ("占用挖掘道路", "新名称")))
    client = office.app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, "contractor")
    client.post("/language", data={"language": "zh"})

    told = client.get("/notifications").text

    assert "占用挖掘道路" in told
    assert "新名称" not in told


def test_programs_ask_for_one_matter(office: Office, numbers: tuple[str, str]) -> None:
    listed = office.lead.get("/applications?bundle=restaurant")["items"]
    assert [one["number"] for one in listed] == [numbers[1]]
    assert office.police.get("/work-items?bundle=restaurant")["items"] == []
    assert [one["permit"] for one in office.market.get("/work-items?bundle=restaurant")["items"]] == ["food-service"]
    assert office.caller("").get("/public/performance?bundle=restaurant")["applications"]["open"] == 1
    assert office.caller("").get("/public/decisions?bundle=restaurant")["items"] == []
    assert office.manager.get("/reports/turnaround?by=bundle")["by"] == "bundle"


def test_an_application_is_found_by_its_place(office: Office, numbers: tuple[str, str]) -> None:
    assert [one["number"] for one in office.lead.get("/applications?q=滨江街8号")["items"]] == [numbers[1]]
