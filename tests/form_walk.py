"""A walk over the pages of an office that has been lived in: each kind of form once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from permits import clock
from permits.db import reading
from permits.queries.office import installation
from tests.house.costs.test_statements import ADDRESSES, addresses
from tests.offices import PLAINEST, Office
from tests.page_forms import PageForm, forms_of

HAVE_FORMS = (
    *("account.", "actions.", "admin.", "applicant.", "checks.", "clerk.", "incidents.", "licences.", "manager."),
    *("photos.", "powers.", "public.", "window."),
)
# papers the counter may accept without
LATER = frozenset({"M09", "M11"})
ACTION = re.compile(r'href="(/cases/\d+/actions/[^"]+/([^"/]+))"')


@dataclass(frozen=True)
class Found:
    """A form, the page it stands on and whom it was drawn for."""

    by: str
    page: str
    form: PageForm


def signed_in(app: Flask, username: str) -> FlaskClient:
    """Give a browser of somebody; one without a name has not signed in."""
    client = app.test_client()
    if username:
        sign_in(client, username)
    return client


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield who asks, and the page; of a case in each of the states at the counter."""
    office = Office(app)
    noticed, mended, circulated = (office.submitted(PLAINEST)["id"] for _ in range(3))
    received = lacking(office)
    office.act("window", circulated, "circulate")
    yield "roads", f"/checks/{office.item(circulated, kind='intake', department='roads')['id']}"
    for case in (noticed, mended):
        items = [{"field": "project.name", "code": "missing", "reason": "Which estate?", "remedy": "Name it."}]
        office.act("window", case, "notify_deficiencies", {"items": items})
    office.act("contractor", mended, "supplement")
    yield from (("window", f"/counter/{case}") for case in (received, mended))
    yield "contractor", f"/applications/{noticed}/mend"
    for endpoint, asked in ADDRESSES.items():
        if endpoint.startswith(HAVE_FORMS):
            for address in addresses(app, endpoint, asked):
                yield asked.by, address
    in_review = addresses(app, "photos.of_visit", ADDRESSES["actions.action"])
    yield from (("lead", address) for address in in_review)
    for step in ("parties", "project", "answers", "papers"):
        draft = addresses(app, "applicant.form", ADDRESSES["applicant.form"])[0]
        yield "contractor", draft.replace("check", step)
    for who in ("roads", "roads-head", "government", "window"):
        yield from ((who, address) for address in addresses(app, "manager.case", ADDRESSES["manager.case"]))


def lacking(office: Office) -> int:
    """Hand in a case without the papers that may follow later; returns its id."""
    made = office.draft(PLAINEST, papers=False)
    for one in made["materials"]:
        if not one["shared"] and one["code"] not in LATER:
            office.contractor.hand_in(made["id"], one["code"])
    return int(office.act("contractor", made["id"], "submit")["id"])


def name_of(app: Flask, form: PageForm) -> str:
    """Name a kind of form: the address it is sent to, and the action or step it is for."""
    path, method = form.action.partition("?")[0], form.method.upper()
    endpoint, values = app.url_map.bind("localhost").match(path, method)
    return f"{endpoint}:{values.get('step') or values.get('name') or ''}".rstrip(":") + "?" * (method == "GET")


def all_forms(app: Flask) -> Mapping[str, Found]:
    """Find each kind of form of an office that has been lived in, as the first who may send it sees it."""
    with reading(app.extensions["engine"]) as conn:
        clock.set_offset(installation.clock_offset(conn))
    forms: dict[str, Found] = {}
    clients: dict[str, FlaskClient] = {}
    waiting = list(pages(app))
    seen: set[str] = set()
    while waiting:
        by, page = waiting.pop(0)
        if by not in clients:
            clients[by] = signed_in(app, by)
        answer = clients[by].get(page)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for form in forms_of(answer.text, page):
            forms.setdefault(name_of(app, form), Found(by, page, form))
        for link, name in ACTION.findall(answer.text):
            if name not in seen:
                seen.add(name)
                waiting.append((by, link))
    return forms


def sign_in(client: FlaskClient, username: str) -> str:
    """Sign in; returns where the person is led."""
    return client.post("/login", data={"username": username, "password": username}).headers["Location"]
