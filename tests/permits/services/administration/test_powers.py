"""Powers of attorney on record: who records one, who revokes one, what is refused."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import Connection, select

from permits import clock
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Mail, OfficeEvent, PowerOfAttorney
from permits.queries.office.people import by_username
from permits.services.administration.powers import PERSON, Empowered, Terms, record_power
from permits.services.files.uploads import examine
from permits.services.notifying.mailing import compose
from tests.early import office as office
from tests.offices import AGENT, COMPANY, PDF, Office

OTHER = {"kind": "company", "name": "通海管线工程有限公司", "uscc": "91320699YYDEM0032F"}
STRANGER = "Your account does not belong to this company"


def browser_of(office: Office, who: str) -> Any:
    browser = office.app.test_client()
    browser.post("/login", data={"username": who, "password": who})
    return browser


def rows(office: Office) -> list[Any]:
    with reading(office.app.extensions["engine"]) as conn:
        return list(conn.execute(select(PowerOfAttorney.__table__)))


def test_only_agent_principal_and_counter_revoke(office: Office) -> None:
    office.empower(COMPANY["uscc"], who="contractor2")
    (row,) = rows(office)
    address = f"/powers-of-attorney/{row.id}"

    assert browser_of(office, "lead").post(f"{address}/revoke").status_code == 403
    office.empower(OTHER["uscc"], who="contractor2")
    other = rows(office)[1]
    assert (
        browser_of(office, "contractor")
        .post(f"/powers-of-attorney/{other.id}/revoke", data={"go_on": "send"})
        .status_code
        == 404
    )
    assert browser_of(office, "contractor").get(f"/powers-of-attorney/{other.id}/document").status_code == 404
    assert browser_of(office, "contractor").post(f"{address}/revoke", data={"go_on": "send"}).status_code == 302
    assert rows(office)[0].revoked_by == "contractor"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"principal_number": "9132"}, "principal_number"),
        ({"resident_id": "320699190001010017"}, "resident_id"),
        ({"to_on": "2019-01-01"}, "to_on"),
        ({"scope": "no-such"}, "scope"),
        ({"acts": []}, "acts"),
        ({"principal_kind": "person", "principal_number": "320699199001011234"}, "principal_email"),
    ],
)
def test_a_power_with_a_wrong_field_is_refused(office: Office, wrong: dict[str, Any], field: str) -> None:
    said: dict[str, Any] = {
        "principal_number": OTHER["uscc"],
        "principal_kind": "company",
        "principal_name": "甲",
        "id_kind": "resident_card",
        "scope": "",
    }
    said |= {"acts": ["file"], "resident_id": AGENT["resident_id"], "from_on": "2020-01-01", "to_on": "2035-01-01"}

    document = {"file": (BytesIO(PDF), "授权委托书.pdf")}
    refused = browser_of(office, "contractor").post("/powers-of-attorney", data={**said, **wrong, **document})

    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert rows(office) == []


NOT_OPENED = "Your power of attorney does not open this"


def acts_on_record(office: Office) -> list[str]:
    with reading(office.app.extensions["engine"]) as conn:
        wanted = select(OfficeEvent.type).where(OfficeEvent.type.startswith("power.")).order_by(OfficeEvent.seq)
        return list(conn.execute(wanted).scalars())


def test_an_unconfirmed_power_opens_drafts_alone_until_the_owner_confirms_it(office: Office) -> None:
    power_id = office.empower(COMPANY["uscc"], who="contractor2", is_confirmed=False)
    agent = office.caller("contractor2")
    draft = office.draft(by="contractor2", applicant=COMPANY)
    assert NOT_OPENED in str(office.act("contractor2", draft["id"], "submit", expect=422))

    address, terms = f"/powers-of-attorney/{power_id}/confirm", {"from_on": "2020-01-01", "to_on": "2035-01-01"}
    agent.post(address, {**terms, "acts": ["file"]}, 404)
    owner = office.caller("contractor")
    owner.post(address, {**terms, "acts": ["everything"]}, 422)
    owner.post(address, {**terms, "acts": ["file"]})
    owner.post(address, {**terms, "acts": ["file"]}, 409)
    office.act("contractor2", draft["id"], "submit")

    # filing is all that was confirmed
    allowed = agent.get(f"/applications/{draft['id']}")["allowed"]
    assert "withdraw" not in allowed
    office.act("contractor2", draft["id"], "withdraw", {"reason": "no"}, 403)
    agent.post(f"/powers-of-attorney/{power_id}/revoke")
    assert acts_on_record(office) == ["power.recorded", "power.confirmed", "power.revoked"]
    listed = owner.get("/powers-of-attorney")["items"]
    assert [(one["id"], one["acts"], one["confirmed_as"]) for one in listed] == [(power_id, ["file"], "principal")]


@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_a_natural_person_answers_by_the_link_of_a_letter_once(office: Office, answer: str) -> None:
    engine = office.app.extensions["engine"]
    person = {"kind": "person", "name": "李四", "resident_id": "320699199001011239", "phone": "13800000000"}
    with reading(engine) as conn:
        agent = by_username(conn, "contractor2")
    assert agent
    terms = Terms("", ["file"], date(2020, 1, 1), date(2035, 1, 1))
    said = Empowered(
        person["resident_id"], "李四", "resident_card", AGENT["resident_id"], terms, PERSON, "li@example.cn"
    )
    file, store = examine("a.pdf", PDF, otherwise="a"), FolderStore(office.app.extensions["settings"].upload_dir)
    context = {"actor": agent, "at": clock.now(), "office": office.app.extensions["office"]}
    perform(
        engine, lambda conn: record_power(ActContext(conn, **context), said, file=file, store=store, wall=clock.wall())
    )
    draft = office.draft(by="contractor2", applicant=person)
    assert NOT_OPENED in str(office.act("contractor2", draft["id"], "submit", expect=422))

    def mailed(conn: Connection) -> str:
        wanted = select(Mail.dedupe).where(Mail.recipient == "li@example.cn")
        settings = office.app.extensions["settings"]
        letter = compose(conn, conn.execute(wanted).scalar_one(), settings, wall=clock.wall())
        assert letter is not None
        return str(letter.message.get_content())

    link = perform(engine, mailed).split("/powers-of-attorney/answer/")[1].split()[0]
    stranger = office.app.test_client()
    page = stranger.get(f"/powers-of-attorney/answer/{link}")
    assert "李四" in page.text
    assert stranger.post(f"/powers-of-attorney/answer/{link}", data={"answer": answer}).status_code == 302
    assert stranger.get(f"/powers-of-attorney/answer/{link}").status_code == 404
    # who said to act for somebody does so by that power alone: a refusal does not make the person another
    office.act("contractor2", draft["id"], "submit", expect=200 if answer == "confirm" else 422)
    assert acts_on_record(office)[1] == ("power.confirmed" if answer == "confirm" else "power.revoked")


def test_the_owner_confirms_on_a_page_and_may_narrow_it(office: Office) -> None:
    power_id = office.empower(COMPANY["uscc"], who="contractor2", is_confirmed=False)
    owner, address = browser_of(office, "contractor"), f"/powers-of-attorney/{power_id}/confirm"

    assert address in owner.get("/powers-of-attorney").text
    assert "陈" in owner.get(address).text
    sent = {"scope": "", "acts": ["receive"], "from_on": "2020-01-01", "to_on": "2019-01-01"}
    assert owner.post(address, data=sent).status_code == 422
    assert owner.post(address, data={**sent, "to_on": "2035-01-01"}).location == "/powers-of-attorney"
    assert rows(office)[0].acts == ["receive"]
    assert browser_of(office, "contractor2").get(address).status_code == 404
