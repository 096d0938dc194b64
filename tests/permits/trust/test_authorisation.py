"""Who may open and do what: every operation and page, for every account, compared with the table in docs/."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bench.reused import ReusedFile
from permits.access import is_public, permission_of
from permits.actor import Actor
from permits.db import reading
from permits.policies import may
from permits.queries.office import people
from permits.seeds.office import AREA
from tests.offices import COMPANY, PROJECT, close_office, open_office
from tests.permits.trust.authorisation import COLUMNS, STAGES, Case, sent, settle_abroad
from tests.rehearsal import Rehearsal, rehearsed

FOREIGN = ("swagger.", "openapi.", "static", "vendor_")
TABLE = Path(__file__).parents[3] / "docs" / "authorisation.md"
PART = re.compile(r"<[^>]*?(\w+)>")
HEAD = ("address", "when", *COLUMNS)
ADMITTED = frozenset({"yes", "unmet"})
# kept although refused: a form waits for its person at the sign-in
KEPT = {"sign-in": {"kept_input"}}
# what is open to everybody is the same for all of these
STRANGERS = ("nobody", "rival", "far-applicant")
# their answer begins or ends a session: who has one keeps it
SESSIONS = frozenset({"account.login", "account.logout"})
# what nobody of another area is told, whatever they ask for
OF_THE_CASE = (COMPANY["name"], PROJECT, "roads-head")
T = TypeVar("T")
Row = tuple[str, ...]


def table() -> dict[str, Row]:
    """Read the table, by address; its rows name the stage of the case and what each column is answered."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.count("|") == len(HEAD) + 1]
    rows = [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines[2:]]
    assert rows
    assert len({row[0] for row in rows}) == len(rows), "an address stands twice"
    return {row[0]: row[1:] for row in rows}


def addresses(app: Flask) -> dict[str, tuple[str, Rule]]:
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(FOREIGN)]
    return {
        f"{method} {named(rule)}": (method, rule)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def named(rule: Rule) -> str:
    """Give the address of a rule as the table writes it."""
    return PART.sub(r"{\1}", rule.rule)


def said(answer: TestResponse, changed: set[str]) -> str:
    """Give the word of the table for an answer; a page that leads on though nothing changed has told why."""
    if answer.status_code == 302 and answer.location.startswith("/login"):
        return "sign-in"
    if answer.status_code == 409 and (answer.get_json(silent=True) or {}).get("code") == "guards_unmet":
        return "unmet"
    if answer.request.method == "POST" and answer.status_code in {302, 303} and not changed:
        return "told"
    return "yes" if answer.status_code < 400 else str(answer.status_code)


class Asking:
    """Everybody at the office, each with a browser that has signed in."""

    def __init__(self, case: Case, rehearsal: Rehearsal) -> None:
        self.case, self.rehearsal, self.app = case, rehearsal, case.office.app
        self.urls = self.app.url_map.bind("localhost")
        self.left: list[tuple[str, str, str, set[str]]] = []
        self.told: list[tuple[str, str, str]] = []

    @cache  # noqa: B019 - one a test
    def browser(self, who: str) -> FlaskClient:
        client = FlaskClient(self.app, self.app.response_class)
        if who:
            client.post("/login", data={"username": who, "password": who})
        return client

    def row(self, address: str, method: str, rule: Rule) -> Row:
        """Ask for an address as each column; of the accounts of a column one asks, by the address.

        The lock of the view alone refuses whole roles: one of those columns asks, the others follow from the lock.
        """
        view, turn = self.app.view_functions[rule.endpoint], crc32(address.encode())
        path = self.urls.build(rule.endpoint, self.case.named(rule), method=method)
        asking = {column: self.one_of(accounts, view, turn) for column, accounts in COLUMNS.items()}
        if is_public(view):
            strangers = STRANGERS[:1] if rule.endpoint in SESSIONS else STRANGERS
            found = {self.cell(asking[column], address, method, path, rule.endpoint) for column in strangers}
            return ("/".join(sorted(found)),) * len(COLUMNS)
        shut = [
            column for column, who in asking.items() if who and not may(self.person(who), permission_of(view) or "")
        ]
        spared = set(shut) - {shut[turn % len(shut)]} if shut else set()
        return tuple(
            "403" if column in spared else self.cell(who, address, method, path, rule.endpoint)
            for column, who in asking.items()
        )

    def one_of(self, accounts: tuple[str, ...], view: Callable[..., object], turn: int) -> str:
        """Choose an account of a column: among those that the lock of the view admits, if it admits one."""
        needed = permission_of(view)
        admitted = [who for who in accounts if who and needed and may(self.person(who), needed)] or accounts
        return admitted[turn % len(admitted)]

    @cache  # noqa: B019 - one a test
    def person(self, who: str) -> Actor:
        with reading(self.app.extensions["engine"]) as conn:
            found = people.by_username(conn, who)
        assert found is not None, who
        return found

    def cell(self, who: str, address: str, method: str, path: str, endpoint: str) -> str:
        is_api = path.startswith("/api/")
        headers = {"Authorization": f"Bearer demo-{who}"} if is_api and who else {}
        more = sent(endpoint, path) if method != "GET" else {}
        # people of another area ask by the address that names the area of the case
        address_there = f"/{AREA}{path}" if who.startswith("far-") else path
        answer = self.browser(who).open(address_there, method=method, headers=headers, **more)
        if who.startswith("far-") and not is_public(self.app.view_functions[endpoint]):
            self.told += [(who, address, one) for one in OF_THE_CASE if one in answer.get_data(as_text=True)]
        changed = self.rehearsal.take()
        word = said(answer, changed)
        if word not in ADMITTED and not changed <= KEPT.get(word, set()):
            self.left.append((who, address, word, changed))
        return word


def once(find: Callable[..., T]) -> Callable[..., T]:
    """Look a person up only the first time: nobody's rights change here."""
    known: dict[str, T] = {}

    def found(conn: Connection, name: str, **more: Any) -> T:
        if known.get(name) is None:
            known[name] = find(conn, name, **more)
        return known[name]

    return found


@pytest.fixture(scope="module")
def case(founded: tuple[Flask, Path], reused: ReusedFile) -> Iterator[Case]:
    """The case, not filed yet; an account is looked up once."""
    app, fresh = founded
    office = open_office(app, fresh, reused)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.extensions, "office", settle_abroad(app))
        patch.setattr("permits.queries.office.people.by_username", once(people.by_username))
        patch.setattr("permits.queries.office.people.by_session", once(people.by_session))
        patch.setattr("permits.web.account.check_password_hash", lambda _hash, _password: True)
        yield Case(office)
    close_office(app)


def test_each_action_is_asked_for_with_a_complete_body() -> None:
    """A body that lacks something would be refused before the question is who sends it."""
    rows = {address: row for address, row in table().items() if "/api/" in address and "/actions/" in address}

    assert rows
    assert {address: row for address, row in rows.items() if "422" in row} == {}


def test_everybody_may_what_the_table_says_and_what_is_refused_changes_nothing(case: Case) -> None:
    found = addresses(case.office.app)
    expected = table()
    assert set(expected) == set(found), "an address without a row in docs/authorisation.md, or a row without address"
    asked: dict[str, Row] = {}
    with rehearsed(case.office.app.extensions["engine"]) as rehearsal:
        asking = Asking(case, rehearsal)
        for name, move_on in STAGES.items():
            with rehearsal.lasting():
                move_on(case)
                for accounts in COLUMNS.values():
                    for who in accounts:
                        asking.browser(who)
            for address, (method, rule) in found.items():
                if expected[address][0] == name:
                    asked[address] = (name, *asking.row(address, method, rule))

    assert asking.left == []
    assert asking.told == [], "somebody of another area is told of the case"
    differing = [f"| `{address}` | {' | '.join(row)} |" for address, row in asked.items() if row != expected[address]]
    assert differing == [], "\n".join(["measured:", *sorted(differing)])
    assert set(asked) == set(expected), "a row names no stage of the case"
