"""No list of a page is cut in silence: whoever follows "next" sees every row once."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete, insert, select, update

from permits import clock
from permits.config import ROOT
from permits.db import perform, reading
from permits.http import paging
from permits.models import (
    ApiToken,
    Application,
    CalendarChange,
    ChainRoot,
    Explanation,
    Hearing,
    Licence,
    Mail,
    Notification,
    PowerOfAttorney,
    PublicNotice,
    SignIn,
    SupervisionOrder,
    User,
)
from tests.bundles import bundle_of
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in
from workflows import local_day

ROWS, SHOWN = 4, 2
AREA = "320699"
PERMIT = "road-occupation"
Values = dict[str, object]
Make = Callable[[int, "Ids"], Values]


class Ids:
    """What the rows of the lists hang on."""

    def __init__(self, house: Office) -> None:
        with reading(house.app.extensions["engine"]) as conn:
            self.person = conn.execute(select(User.id).where(User.username == "contractor")).scalar_one()
        self.case = house.accepted()["id"]
        self.cases = [self.case, *(house.draft(papers=False)["id"] for _ in range(ROWS - 1))]
        self.permits = [*bundle_of(house.app.extensions["office"], "road-access").permits]
        self.at = clock.now()
        self.today = local_day(self.at)


def mark(number: int) -> str:
    return f"row-{number}-of-the-list"


def message(n: int, ids: Ids) -> Values:
    about = {"user_id": ids.person, "application_id": ids.case, "area": AREA, "event_seq": 1000 + n}
    return {**about, "template": "application.submitted", "params": {"title": mark(n)}, "created_at": ids.at}


def letter(n: int, ids: Ids) -> Values:
    about = {"user_id": ids.person, "area": AREA, "dedupe": mark(n), "recipient": "a@example.com"}
    return {**about, "subject": mark(n), "body": "", "created_at": ids.at, "sent_at": ids.at}


def token(n: int, ids: Ids) -> Values:
    return {
        "user_id": ids.person,
        "token_hash": mark(n),
        "label": mark(n),
        "scopes": [],
        "created_at": ids.at,
        "ends_at": ids.at,
    }


def power(n: int, ids: Ids) -> Values:
    who = {"area": AREA, "principal_uscc": "91320699YYDEM0016R", "principal_name": mark(n), "agent_id": ids.person}
    file = {"file_name": "a.pdf", "media_type": "application/pdf", "sha256": "", "storage_key": "x", "size_bytes": 1}
    return {
        **who,
        "agent": {"name": "陈建"},
        "scope": "",
        "from_on": ids.today,
        **file,
        "uploaded_by": ids.person,
        "uploaded_at": ids.at,
    }


def licence(n: int, ids: Ids) -> Values:
    about = {"application_id": ids.case, "area": AREA, "permit": ids.permits[n], "number": mark(n), "code": ""}
    more = {"document_number": "", "state": "in_force", "reinstatement": "works", "holder": "", "title": ""}
    term = {"valid_from": ids.today, "valid_to": ids.today + timedelta(days=n // 2) if n else None}
    return {**about, **more, **term, "department": "roads", "scope": {}, "conditions": [], "issued_at": ids.at}


def works(n: int, ids: Ids) -> Values:
    return {**licence(n, ids), "permit": mark(n)}


def public_notice(n: int, ids: Ids) -> Values:
    days = {"from_on": ids.today, "to_on": ids.today + timedelta(days=n // 2)}
    return {"id": n + 1, "application_id": ids.case, "area": AREA, "permit": PERMIT, **days}


def hearing(n: int, ids: Ids) -> Values:
    day = {"told_on": ids.today, "request_by_on": ids.today}
    called = {"held_at": ids.at + timedelta(days=n // 2), "place": mark(n)}
    return {
        "application_id": ids.case,
        "area": AREA,
        "permit": PERMIT,
        "state": "called",
        "parties": [],
        **day,
        **called,
    }


def order(n: int, ids: Ids) -> Values:
    about = {"application_id": ids.case, "area": AREA, "scope": "application", "number": mark(n), "version": 1}
    day = {"raised_at": ids.at, "answer_by_on": ids.today + timedelta(days=n // 2)}
    return {**about, "department": "roads", "state": "open", "reason": "", "raised_by": "lead", **day}


def explanation(n: int, ids: Ids) -> Values:
    about = {
        "application_id": ids.cases[n],
        "area": AREA,
        "state": "published",
        "promised_on": ids.today - timedelta(days=n),
    }
    return {**about, "owed_at": ids.at, "text": mark(n), "published_at": ids.at}


def root(n: int, ids: Ids) -> Values:
    return {
        "number": n + 1,
        "at": ids.at,
        "heads": 1,
        "root": mark(n),
        "previous": "",
        "line": "",
        "kid": "",
        "signature": "",
    }


def failed_sign_in(n: int, ids: Ids) -> Values:
    return {"area": AREA, "username": mark(n), "roles": "clerk", "address": "", "outcome": "failed", "at": ids.at}


def change(n: int, ids: Ids) -> Values:
    return {"area": "", "digest": mark(n), "source": mark(n), "content": {}, "made_at": ids.at, "made_by": "admin"}


# who looks, at which page, at the rows of which table
LISTS: tuple[tuple[str, str, str, Any, Make], ...] = (
    ("contractor", "/notifications", "cursor", Notification, message),
    ("admin", "/sandbox/mailbox", "cursor", Mail, letter),
    ("contractor", "/account", "cursor", ApiToken, token),
    ("contractor", "/powers-of-attorney", "cursor", PowerOfAttorney, power),
    ("contractor", "/licences", "cursor", Licence, licence),
    ("contractor", "/works", "cursor", Licence, works),
    ("contractor", "/public-notices", "cursor", PublicNotice, public_notice),
    ("contractor", "/public-notices", "hearings", Hearing, hearing),
    ("roads", "/inbox", "orders", SupervisionOrder, order),
    ("manager", "/turnaround", "orders", SupervisionOrder, order),
    ("contractor", "/promise", "cursor", Explanation, explanation),
    ("contractor", "/chain-roots", "cursor", ChainRoot, root),
    ("auditor", "/audit", "roots", ChainRoot, root),
    ("auditor", "/audit", "cursor", SignIn, failed_sign_in),
    ("admin", "/calendar", "cursor", CalendarChange, change),
)


def onward(text: str, page: str, cursor: str) -> str | None:
    """Find the way on of one list; it leaves the page's other lists where they are."""
    ways = [html.unescape(one) for one in re.findall(r'href="([^"]+)" rel="next"', text)]
    return next((one for one in ways if place_in(one, cursor) != place_in(page, cursor)), None)


def place_in(page: str, cursor: str) -> list[str]:
    return parse_qs(urlsplit(page).query).get(cursor, [])


def seen(client: CheckedClient, page: str | None, cursor: str) -> list[str]:
    """Follow the ways onward of one list; returns the rows shown, in order."""
    found: list[str] = []
    for _ in range(2 * ROWS):
        if page is None:
            break
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = re.sub(r"/public-notices/(\d)/objection", lambda it: mark(int(it.group(1)) - 1), answer.text)
        shown = dict.fromkeys(re.findall(r"row-\d-of-the-list", text))
        assert len(shown) <= SHOWN, page
        found += shown
        page = onward(answer.text, page, cursor)
    return found


def test_every_row_of_every_list_can_be_reached(
    house: Office, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SHOWN", SHOWN)
    engine, ids = house.app.extensions["engine"], Ids(house)
    delivered = update(Application).where(Application.id == ids.case)
    perform(engine, lambda conn: conn.execute(delivered.values(delivered_at=ids.at)))

    for who, page, cursor, model, make in LISTS:
        perform(engine, lambda conn, model=model: conn.execute(delete(model)))  # type: ignore[misc]
        rows = [make(number, ids) for number in range(ROWS)]
        perform(engine, lambda conn, model=model, rows=rows: conn.execute(insert(model), rows))  # type: ignore[misc]
        sign_in(client, who)
        assert sorted(seen(client, page, cursor)) == [mark(number) for number in range(ROWS)], page
        client.post("/logout")
        perform(engine, lambda conn, model=model: conn.execute(delete(model)))  # type: ignore[misc]

    perform(engine, lambda conn: conn.execute(delivered.values(delivered_at=None)))


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwxXQ", "W251bGwsMV0"])
def test_a_cursor_of_another_list_is_refused(client: CheckedClient, cursor: str) -> None:
    assert client.get(f"/public-notices?hearings={cursor}").status_code == 422


def cuts() -> set[str]:
    """Find the statements of the read side that take a limit."""
    found = set()
    for path in sorted((ROOT / "permits/queries").rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if taken := re.search(r"\.limit\((.*?)\)", line):
                found.add(f"{Path(path).stem}: {taken.group(1)}")
    return found


def test_a_statement_that_is_cut_reads_one_row_more_or_is_a_count() -> None:
    counts = {"inbox: MOST_COUNTED", "people: most"}
    whole = {"public_decisions: wanted.limit + 1", "trail: None if limit is None else limit + 1"}
    whole.add("verification: 1")  # the newest change alone says how a licence ended
    whole |= {"staff: MOST_SIGN_INS", "bundle_versions: most"}  # the page calls them the latest
    whole.add("acts: 1")  # the newest act ends a chain

    assert {one for one in cuts() if not one.endswith("limit + 1")} <= counts | whole
    assert counts <= cuts(), "nothing here is out of date"
