"""docs/operations.md, done by its commands alone: from empty servers to a delivered case of a registered contractor."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from permits import clock
from tests.deploy.machine import MACHINE, Machine, commands
from tests.deploy.people import Browser, Letters
from tests.offices import AGENT, COMPANY
from tests.servers import PostgresServer
from workflows import local_day

# after it contractors register and departments decide; what follows on the page is for an office that is lived in
LAST_OF_THE_START = "systemctl reload caddy"
CONTRACTOR = "anna@example.com"
DESKS = {"window": "liang", "police": "jing", "planning": "gui", "roads": "lu"}


@pytest.fixture
def machine(
    postgresql_template: PostgresServer, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    server = make_url(postgresql_template.url)
    # PostgreSQL's own commands and the driver read where its socket lies
    where = {"PGHOST": str(server.query["host"]), "PGUSER": server.username or ""}
    for name, value in where.items():
        monkeypatch.setenv(name, value)
    typed = {
        "DATABASE_URL": "postgresql:///daokou",
        "REDIS_URL": redis_url,
        "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184",
        "SMTP_URL": "",
        "QUIET_HOURS": "00:00-00:00",
        "RATE_LIMITS": "0",
        "PUBLIC_URL": "http://127.0.0.1",
        "INSTANCE_DIR": str(tmp_path / "var/lib/daokou"),
    }
    with ExitStack() as started:
        yield Machine(tmp_path, started, typed, where)
    for name in ("daokou", "daokou_restored"):
        postgresql_template.drop(name)


def test_the_page_leads_from_nothing_to_a_delivered_case(machine: Machine) -> None:
    lines = commands()
    start = lines.index(LAST_OF_THE_START) + 1
    for line in lines[:start]:
        machine.run(line)
    (link,) = re.findall(r"/welcome/\S+", "".join(machine.said.values()))

    staff = the_office_signs_in(machine, link)
    contractor = a_contractor_registers(machine, staff["window"])
    case = filed(contractor)
    assert decided(staff, case)["state"] == "decided"
    staff["window"].call("POST", f"/applications/{case}/actions/deliver", {"method": "counter", "recipient": "安娜"})

    assert contractor.call("GET", f"/applications/{case}")["state"] == "delivered"
    for line in lines[start:]:
        machine.run(line)
    assert "0 stalls" in machine.said["daokou stalls"]
    assert any(machine.place("/var/lib/daokou").glob("beat*")), "the schedule file is the installation's own"
    assert "daokou audit verify" in machine.said
    assert {one for one in MACHINE if not any(line.startswith(one) for line in lines)} == set()


def the_office_signs_in(machine: Machine, link: str) -> dict[str, Browser]:
    """The administrator resets the password of each person, who gets a letter."""
    letters, admin = Letters(machine.place("/var/lib/daokou/mail")), Browser(machine.address)
    admin.choose_password(link, "admin")
    people = admin.see("/people?show=all")
    staff = {}
    for department, username in DESKS.items():
        (number,) = re.findall(rf'/people/(\d+)">[^<]*</a><span class="sub break">{username}\b', people)
        admin.send(f"/people/{number}/reset", f"/people/{number}", go_on="send")
        staff[department] = Browser(machine.address)
        staff[department].choose_password(letters.link_for(f"{username}@example.gov.cn"), username)
    return staff


def a_contractor_registers(machine: Machine, window: Browser) -> Browser:
    """The letter's link sets the password, the counter has seen the business licence."""
    contractor, letters = Browser(machine.address), Letters(machine.place("/var/lib/daokou/mail"))
    said = {"email": CONTRACTOR, "name": "安娜", "phone": "13800000002"}
    contractor.send("/register", **said, uscc=COMPANY["uscc"], company=COMPANY["name"])
    contractor.choose_password(letters.link_for(CONTRACTOR), CONTRACTOR)
    waiting = window.call("GET", "/registrations")
    (account,) = (one["id"] for one in waiting["items"])
    window.call("POST", f"/registrations/{account}/confirm", {"expected_version": waiting["version"]})
    return contractor


def filed(contractor: Browser) -> int:
    """File for a footway that is occupied from next month on, with all papers."""
    begins = local_day(clock.now()) + timedelta(days=40)
    period = {"from": begins.isoformat(), "to": (begins + timedelta(days=90)).isoformat()}
    answers = {"road_class": "urban", "access_kind": "temporary", "period": period}
    form = {
        "applicant": COMPANY,
        "agent": AGENT,
        "project": {"name": "星湖新城", "type": "private"},
        "site": {"road": "长江路", "address": "C22037地块"},
        "answers": answers | {"occupy": {"part": "footway", "area_m2": 60, "days": 60}},
    }
    made: dict[str, Any] = contractor.call("POST", "/applications", form)
    for paper in made["materials"]:
        if not paper["shared"]:
            contractor.hand_in(made["id"], paper["code"])
    contractor.call("POST", f"/applications/{made['id']}/actions/submit")
    return int(made["id"])


def decided(staff: dict[str, Browser], case: int) -> Any:
    """The counter accepts, each department answers what lies in its inbox, the decision last."""
    seen = staff["window"].call("POST", f"/applications/{case}/actions/accept")
    while seen["state"] == "in_review":
        item = next(one for one in seen["work_items"] if one["state"] in {"open", "claimed"})
        desk = staff[item["department"]]
        desk.call("POST", f"/work-items/{item['id']}/actions/approve", {"opinion": "Agreed."})
        seen = staff["window"].call("GET", f"/applications/{case}")
    return seen
