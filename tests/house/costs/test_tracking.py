"""The tracking page against the rows of the database, for every case of the lived office."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from permits import clock
from permits.casefile import ActContext
from permits.casefile.reading import look_at
from permits.db import reading
from permits.errors import NotFound
from permits.queries.office.people import by_username
from permits.services.offers.actions import available
from permits.web.next_steps import NextStep, next_step
from permits.web.standing import standing_of
from permits.web.tracking import Tracked, tracked
from workflows import local_day

LIFECYCLES = Path("workflows/lifecycles")
OF_CASE = "select * from {} where application_id = :id"
STAFF = ("window", "roads", "police", "lead", "manager")
Row = Mapping[str, Any]


@dataclass
class Facts:
    """What the tables hold of one case on a day."""

    app: Row
    permits: list[Row]
    items: list[Row]
    clocks: list[Row]
    fees: list[Row]
    handed_in: set[str]
    today: date

    def of_state(self, *states: str) -> list[Row]:
        return [row for row in self.permits if row["state"] in states]

    def last_day(self, key: str) -> str | None:
        return next((c["due_on"] for c in self.clocks if c["key"] == key and c["ended_on"] is None), None)

    def late(self, column: str) -> set[str]:
        open_ones = self.of_state("waiting", "under_review")
        return {row["key"] for row in open_ones if row[column] and row[column] < self.today.isoformat()}


def rows(conn: Connection, sql: str, **bound: Any) -> list[Row]:
    return [dict(row) for row in conn.execute(text(sql), bound).mappings()]


def facts_of(conn: Connection, app: Row, today: date) -> Facts:
    """Read a case by plain SQL."""
    of = {
        name: rows(conn, OF_CASE.format(name), id=app["id"])
        for name in ("permit", "work_item", "fee_notice", "material")
    }
    clocks = rows(conn, "select * from legal_clock where application_id = :id and scope = 'application'", id=app["id"])
    charged = [row for row in of["fee_notice"] if row["kind"] == "charge" and row["state"] in {"due", "partly_paid"}]
    handed_in = {row["code"] for row in of["material"] if row["removed_at"] is None}
    return Facts(app, of["permit"], of["work_item"], clocks, charged, handed_in, today)


@pytest.fixture
def cases(office: Flask) -> Iterator[tuple[ActContext, list[Facts]]]:
    held = office.extensions["office"]
    with office.test_request_context("/"), reading(office.extensions["engine"]) as conn:
        actor = by_username(conn, "contractor")
        assert actor is not None
        now = clock.now()
        context = ActContext(conn, actor, now, held)
        found = rows(
            conn,
            "select a.*, u.username as owner from application a join user_account u on u.id = a.owner_id "
            "where a.state != 'draft' order by a.id",
        )
        yield context, [facts_of(conn, one, local_day(now)) for one in found]


def seen_by(context: ActContext, who: str, facts: Facts) -> Any:
    actor = by_username(context.conn, who)
    assert actor is not None
    return look_at(ActContext(context.conn, actor, context.at, context.office), facts.app["id"])


def said(step: NextStep) -> dict[str, Mapping[str, Any]]:
    return dict((*step.wanted, *step.standing))


def wanted_by_rows(facts: Facts) -> set[str]:
    """Tell what is wanted of the applicant by the rows alone."""
    state, tolerated = (
        facts.app["state"],
        set(filter(None, (facts.app["tolerated"] or "").strip("[]").replace('"', "").split(", "))),
    )
    wanted = set()
    if state == "supplement":
        wanted.add("Hand in what is listed here")
    if (
        facts.app["delivered_at"] is None
        and tolerated - facts.handed_in
        and facts.of_state("waiting", "under_review", "suspended", "granted")
    ):
        wanted.add("Hand in what you promised")
    if facts.fees:
        wanted.add("Pay")
    if state == "in_review" and any(
        row["is_moot"] and row["moot_answer"] is None for row in facts.of_state("waiting", "under_review", "suspended")
    ):
        wanted.add("Say whether")
    if state == "delivered":
        wanted.add("You may tell us")
    return wanted


def check_next_step(step: NextStep, facts: Facts) -> None:
    messages = [message for message, _values in step.wanted]
    expected = wanted_by_rows(facts)
    optional = ("You may open", "You may ask")
    assert {one for one in expected if any(m.startswith(one) for m in messages)} == expected
    assert not [m for m in messages if not m.startswith((*expected, *optional))]
    all_said = said(step)
    for state, message in (("granted", "Granted: %(names)s."), ("refused", "Refused: %(names)s.")):
        known = facts.of_state(state)
        told = all_said.get(message, {}).get("names", "")
        if facts.app["state"] in {"in_review", "decided", "delivered"}:
            assert (told.count(" · ") + 1 if told else 0) == len(known)
    by_law, by_promise = facts.late("statutory_due_on"), facts.late("committed_due_on")
    if facts.app["state"] == "in_review":
        assert ("Past the last day the law allows, and not decided: %(names)s." in all_said) == bool(by_law)
        assert ("Past the promised day, and not decided: %(names)s." in all_said) == bool(by_promise - by_law)
        held = {row["department"] for row in facts.items if row["permit"] and row["state"] in {"open", "claimed"}}
        told = all_said.get("Working on it now: %(names)s.", {}).get("names", "")
        assert (told.count(" · ") + 1 if told else 0) == len(held)
    if facts.app["outcome"] == "all_refused" or by_law:
        assert step.tone == "red"
    assert step.tone != "green" or (facts.of_state("granted") and not facts.fees)
    days = [value for values in all_said.values() for name, value in values.items() if name == "day"]
    own = {"received": "intake", "supplement": "supplement", "decided": "delivery", "delivered": "closing"}
    if (key := own.get(facts.app["state"])) and facts.last_day(key):
        assert date.fromisoformat(str(facts.last_day(key))) in days


def check_lanes(shown: Tracked, facts: Facts) -> None:
    picture = shown["picture"]
    assert picture is not None
    counter = picture.lanes[0]
    if facts.app["accepted_at"] is None:
        assert "Accepted" not in counter.note
        assert all(bar.label != "Accepted" for bar in counter.bars)
        assert counter.light != "done" or facts.app["state"] not in {"received", "supplement"}
    for lane in picture.lanes[1:-1]:
        own = [
            row
            for row in facts.items
            if row["department"] == lane.key
            and row["permit"]
            and row["kind"] not in {"inspection", "verification", "call_back"}
        ]
        begun = [row for row in own if row["state"] in {"open", "claimed"}]
        late = [row for row in begun if row["due_on"] and row["due_on"] < facts.today.isoformat()]
        stopped = {row["key"] for row in facts.of_state("suspended")}
        assert (lane.light == "red") == bool([row for row in late if row["permit"] not in stopped])
        assert (lane.light == "done") == all(row["state"] in {"done", "cancelled"} for row in own)


def check_clock(shown: Tracked, facts: Facts) -> None:
    promise = shown["promise"]
    running = {row["key"] for row in facts.clocks if row["ended_on"] is None}
    if promise is None:
        assert not running & {"supplement", "committed", "intake", "delivery"}
        return
    # a second check has a clock of the next generation
    row = max((one for one in facts.clocks if one["key"] == promise.key), key=lambda one: one["generation"])
    if promise.reading.state == "running":
        assert promise.reading.due_on.isoformat() == row["due_on"]
        assert (promise.light == "red") == (facts.today.isoformat() > row["due_on"])
    allowed = {
        "intake": {"received"},
        "supplement": {"supplement"},
        "committed": {"in_review", "decided", "delivered", "closed"},
        "delivery": {"decided", "withdrawn"},
    }
    assert facts.app["state"] in allowed[promise.key]


def test_the_applicants_page_is_true_of_every_case(cases: tuple[ActContext, list[Facts]]) -> None:
    context, all_facts = cases
    today = local_day(context.at)
    for facts in all_facts:
        case = seen_by(context, facts.app["owner"], facts)
        shown = tracked(case, today, "en")
        check_next_step(next_step(standing_of(case, available(case), today, "en")), facts)
        check_lanes(shown, facts)
        check_clock(shown, facts)
        assert not [line for line in shown["events"] if line.code in INTERNAL]
        assert len(shown["fact_rows"]) > 5

    assert {facts.app["state"] for facts in all_facts} >= {
        "received", "supplement", "in_review", "decided", "delivered", "closed", "not_accepted", "not_required",
        "withdrawn", "lapsed"}  # fmt: skip


def declared() -> dict[str, dict[str, list[Mapping[str, Any]]]]:
    """Read the moves of each lifecycle from its file."""
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for path in LIFECYCLES.glob("*.toml"):
        for row in tomllib.loads(path.read_text())["action"]:
            found.setdefault(path.stem, {}).setdefault(row["name"], []).append(row)
    return found


INTERNAL = {
    f"{noun}.{name}"
    for path in Path("workflows/events").glob("*.toml")
    for noun, rows_ in tomllib.loads(path.read_text()).items()
    for name in rows_
    if rows_[name].get("internal") is True
}


@pytest.mark.parametrize("who", ["owner", *STAFF])
def test_what_is_offered_is_declared_for_the_state_and_the_role(
    cases: tuple[ActContext, list[Facts]], who: str
) -> None:
    context, all_facts = cases
    moves, chosen = declared(), {facts.app["state"]: facts for facts in all_facts}
    for facts in chosen.values():
        name = facts.app["owner"] if who == "owner" else who
        try:
            case = seen_by(context, name, facts)
        except NotFound:
            continue
        states = {("application", str(facts.app["id"])): facts.app["state"]}
        states |= {("permit", row["key"]): row["state"] for row in facts.permits}
        states |= {("work_item", str(row["id"])): row["state"] for row in facts.items}
        roles = set(case.context.actor.role_names())
        for offer in available(case):
            if (offer.on, offer.target) in states:
                rules = moves[offer.on][offer.name]
                assert any(
                    states[offer.on, offer.target] in rule["from"] and roles & set(rule["roles"]) for rule in rules
                )
