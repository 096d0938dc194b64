"""How many statements each address costs: a fixed number, whatever lies behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from permits.casefile.writing.seals import COVERS
from permits.db import reading
from permits.services.oversight import audit
from tests.statements import counted

FOREIGN = ("swagger.", "openapi.", "static", "vendor_")
DEFAULT = 6
SERVED = frozenset({200, 202})
# the richest cases first: what costs a statement a row shows there
ALL_CASES = "select id as application_id, id as application from application order by event_seq desc limit 6"
OWN = (
    "select a.id as application_id from application a join user_account u on u.id = a.owner_id "
    "where u.username = 'contractor' and a.state in ({}) order by a.event_seq desc limit 6"
)
OWN_MATERIALS = (
    "select m.application_id, m.id as material_id from material m join application a on a.id = m.application_id "
    "join user_account u on u.id = a.owner_id where u.username = 'contractor' order by m.id limit 3"
)
LICENCES = "select number, number as licence_number, code from licence order by id limit 6"
ITEMS = (
    "select i.id as work_item_id from work_item i join application a on a.id = i.application_id "
    "where i.department = '{}' and {} order by a.event_seq desc limit 6"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a view (nobody signs in for a public one), where the values in its address are found, its cap."""

    by: str = ""
    values: str = ""
    most: int = DEFAULT
    fixed: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    beside: str = ""
    serves: frozenset[int] = SERVED


CASE = Asked("manager", ALL_CASES)
ADDRESSES: Mapping[str, Asked] = {
    "account.login": Asked(most=10),
    "account.mailbox": Asked("admin"),
    "account.notifications": Asked("contractor"),
    "account.profile": Asked("contractor"),
    "account.sandbox": Asked("contractor"),
    "actions.action": Asked(
        "lead",
        ALL_CASES.replace("application order", "application where state = 'in_review' order"),
        fixed={"on": "application", "key": "-", "name": "escalate"},
    ),
    "admin.bundle_version": Asked("admin", "select key, version from bundle_version"),
    "admin.bundles": Asked("admin", most=9),
    "admin.calendar": Asked("admin"),
    "admin.change_area": Asked("admin"),
    "admin.change_department": Asked("admin", fixed={"key": "roads"}),
    "admin.change_place": Asked("admin", "select id as place_id from road order by id limit 2"),
    "admin.new_department": Asked("admin"),
    "admin.new_person": Asked("admin"),
    "admin.new_place": Asked("admin"),
    "admin.office_page": Asked("admin"),
    "admin.people": Asked("admin", query="show=all"),
    "admin.person": Asked("admin", "select id as user_id from user_account order by id limit 3"),
    "admin.registrations": Asked("window"),
    "admin.tokens": Asked("admin"),
    "admin.proposal": Asked("admin", fixed={"proposal_id": "1"}),
    "admin.try_bundle": Asked("admin", "select key, version from bundle_version"),
    "api_bundles.waiting": Asked("admin"),
    "api_applications.draw": Asked("manager", ALL_CASES, fixed={"form": "svg"}),
    "api_applications.listed": Asked("manager", query="limit=100"),
    "api_applications.open_actions": CASE,
    "api_applications.read_clocks": CASE,
    "api_applications.read_events": CASE,
    "api_applications.read_notices": CASE,
    "api_applications.shown": CASE,
    "api_catalogue.described": Asked(fixed={"key": "road-access"}),
    "api_catalogue.listed": Asked(),
    "api_licences.shown": Asked("contractor", LICENCES),
    "api_notices.paper": Asked("manager", "select id as notice_id from notice order by id limit 3"),
    "api_public.decisions": Asked(query="limit=100"),
    "api_public.hearings": Asked(),
    "api_public.notices": Asked(),
    "api_public.performance": Asked(),
    "api_public.roots": Asked(),
    "api_public.verify": Asked(values=LICENCES, beside="code"),
    "api_registrations.listed": Asked("window"),
    "api_reports.report_application": CASE,
    "api_reports.report_turnaround": Asked("manager"),
    "api_powers.listed": Asked("contractor"),
    "api_sandbox.read_clock": Asked("manager"),
    "api_supervision_orders.listed": Asked("manager", query="limit=100"),
    "api_work_items.counted": Asked("roads"),
    "api_work_items.listed": Asked("roads", query="limit=100"),
    "api_work_items.shown": Asked("roads", ITEMS.format("roads", "i.permit != ''")),
    "applicant.amend": Asked("contractor", OWN.format("'received', 'in_review'")),
    "applicant.applications": Asked("contractor", query="scope=all"),
    "applicant.form": Asked("contractor", OWN.format("'draft'"), fixed={"step": "check"}),
    "applicant.licences": Asked("contractor"),
    "applicant.made": Asked("contractor", OWN.format("'draft'"), fixed={"code": "M01"}),
    "applicant.mend": Asked("contractor", OWN.format("'supplement'")),
    "applicant.new": Asked("contractor", query="matter=restaurant"),
    "applicant.paper": Asked("contractor", OWN_MATERIALS),
    "applicant.rate": Asked("contractor", OWN.format("'delivered'")),
    "applicant.track": Asked("contractor", OWN.format("'in_review', 'decided', 'delivered', 'closed'")),
    "applicant.withdraw": Asked("contractor", OWN.format("'in_review'")),
    "audit.audit": Asked("auditor"),
    "checks.check": Asked("roads", ITEMS.format("roads", "i.kind = 'intake'")),
    "clerk.decide": Asked("roads", ITEMS.format("roads", "i.permit != ''")),
    "clerk.inbox": Asked("roads"),
    "failed_jobs.failed": Asked("admin"),
    "files.notice": Asked("manager", "select id as notice_id from notice order by id limit 3"),
    "files.paper": Asked("manager", "select id as material_id from material order by id limit 3"),
    "health.alive": Asked(most=0),
    "health.metrics": Asked(),
    "health.ready": Asked(serves=frozenset({200, 503})),
    "incidents.incidents": Asked("manager"),
    "status.runbook": Asked("manager"),
    "status.statusz": Asked("manager", most=7),
    "api_status.shown": Asked("manager"),
    "licences.shown": Asked("contractor", LICENCES),
    "manager.case": CASE,
    "manager.cases": Asked("manager", query="show=decided"),
    "manager.dashboard": Asked("manager", most=13),
    "photos.of_visit": Asked("lead", "select application_id from survey where state = 'booked' order by id limit 3"),
    "photos.one": Asked("manager", "select id as photo_id from photo order by id limit 3"),
    "public.advice_letter": Asked(values="select code from advice"),
    "public.advised": Asked(values="select code from advice"),
    "public.chain_roots": Asked(),
    "powers.answer": Asked(fixed={"token": "none"}, serves=frozenset({404})),
    "powers.confirm": Asked(
        "window", "select id as power_id from power_of_attorney order by id limit 1", serves=frozenset({409})
    ),
    "powers.document": Asked("window", "select id as power_id from power_of_attorney order by id limit 3"),
    "powers.powers": Asked("contractor"),
    "public.choose_area": Asked(),
    "public.decisions": Asked(),
    "public.icon": Asked(most=0, serves=frozenset({301, 302, 308})),
    "public.notices": Asked(),
    "public.objection": Asked("contractor2", "select id as notice_id from public_notice order by to_on desc limit 1"),
    "public.performance": Asked(),
    "public.questions": Asked(fixed={"key": "restaurant"}),
    "public.start": Asked(),
    "public.verified": Asked(values=LICENCES, beside="code"),
    "public.verify": Asked(),
    "public.works": Asked(),
    "window.check": Asked("window", ALL_CASES),
    "window.begin_counter_filing": Asked("window", query="matter=restaurant"),
    "factors.second_factor": Asked("contractor"),
    "identity.come_back": Asked(serves=frozenset({404})),
    "identity.leave": Asked(serves=frozenset({404})),
    "own.company": Asked("contractor"),
    "own.password": Asked("contractor"),
    "registering.forgotten": Asked(),
    "registering.register": Asked(),
    "welcome.welcome": Asked(fixed={"token": "none"}, serves=frozenset({404})),
    "second_step.second_step": Asked(serves=frozenset({302})),
    "window.queue": Asked("window"),
}
# what the demo office has no example of at the day its story ends
WITHOUT_EXAMPLE = frozenset({"admin.proposal", "photos.of_visit", "photos.one"})


def own_rules(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(FOREIGN)]
    return [rule for rule in found if "GET" in (rule.methods or ())]


def test_every_address_that_shows_something_has_a_cap(office: Flask) -> None:
    assert {rule.endpoint for rule in own_rules(office)} == set(ADDRESSES)


@pytest.mark.parametrize("endpoint", sorted(ADDRESSES))
def test_an_address_costs_no_more_statements_than_its_cap(office: Flask, endpoint: str) -> None:
    asked, answers = ADDRESSES[endpoint], 0
    client, headers = caller(office, endpoint, asked.by)

    for address in addresses(office, endpoint, asked):
        with counted(office.extensions["engine"]) as sent:
            answer = client.get(address, headers=headers)
        assert answer.status_code in {*asked.serves, 302, 404, 409}, (address, answer.status_code)
        assert len(sent) <= asked.most, (address, len(sent), "\n".join(sent))
        answers += answer.status_code in asked.serves

    assert answers or endpoint in WITHOUT_EXAMPLE, (addresses(office, endpoint, asked), "nothing was measured")


def caller(app: Flask, endpoint: str, username: str) -> tuple[FlaskClient, dict[str, str]]:
    client = app.test_client()
    if endpoint.startswith("api_"):
        return client, {"Authorization": f"Bearer demo-{username}"} if username else {}
    if username:
        client.post("/login", data={"username": username, "password": username})
    return client, {}


def addresses(app: Flask, endpoint: str, asked: Asked) -> list[str]:
    built = app.url_map.bind("localhost")
    rows: list[dict[str, Any]] = [{}]
    if asked.values:
        with reading(app.extensions["engine"]) as conn:
            rows = [dict(row._mapping) for row in conn.execute(text(asked.values))]
    query = f"?{asked.query}" if asked.query else ""
    names = {name for rule in app.url_map.iter_rules(endpoint) for name in rule.arguments}
    given = [
        {**asked.fixed, **{name: value for name, value in row.items() if name in {*names, asked.beside}}}
        for row in rows
    ]
    return [built.build(endpoint, values, method="GET") + query for values in given]


def test_verifying_the_whole_office_finds_nothing_and_costs_no_more_than_its_cases(office: Flask) -> None:
    engine = office.extensions["engine"]
    with counted(engine) as sent, reading(engine) as conn:
        found = list(audit.verify(conn))

    assert {one.broken for one in found} == {None}
    # the events of each case, and a statement a kind of covered row for all of them
    assert len(sent) <= len(found) + len(COVERS) + 1
