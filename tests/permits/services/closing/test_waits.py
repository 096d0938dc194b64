"""A permit that waits for another: no clock and no work before the grant, the promise counts both, refusal ends it."""

import json
from datetime import date
from typing import Any

from permits.documents.view import page
from permits.models import Event, LegalClock, Notice, WorkItem
from permits.services.closing import withdrawals
from tests.bundles import reworded, serving
from tests.permits.lives import AGREED, POLICE, REFUSED, ROADS, Life

FIRST, THEN = "road-occupation", "green-space"
PLANNING = f"{FIRST}:planning:opinion"
GREEN = f"{THEN}:greening:decision"
WAITS = ("[permits.green-space]\n", f'[permits.green-space]\nwaits_for = ["{FIRST}"]\n')


def accepted(life: Life) -> int:
    life.office = serving(life.office, reworded(WAITS))
    return life.accepted("green")


def decide_first(life: Life, filed: int, answer: Any = AGREED) -> None:
    for name in (PLANNING, POLICE):
        life.answer(filed, name, AGREED)
    life.answer(filed, ROADS, answer)


def clocks(life: Life, filed: int) -> set[tuple[str, str]]:
    return {(row.scope, row.key) for row in life.rows(LegalClock, filed) if row.scope == THEN}


def days(life: Life, filed: int, since: date, count: int) -> date:
    return life.office.calendar_of(life.application(filed).area).add(since, count)


def test_until_the_grant_nothing_of_it_runs_and_the_promise_counts_both(life: Life) -> None:
    filed = accepted(life)
    today, app = life.now.date(), life.application(filed)

    assert life.permit(filed, THEN).state == "waiting"
    assert clocks(life, filed) == set()
    assert {item.state for item in life.rows(WorkItem, filed, permit=THEN)} == {"waiting"}
    assert (app.committed_due_on, app.due_on) == (days(life, filed, today, 14),) * 2
    assert app.statutory_due_on == days(life, filed, today, 40)
    (notice,) = life.rows(Notice, filed, kind="acceptance")
    line = next(one for one in notice.facts["permits"] if one.get("waits_for"))
    assert "within 7 working days of the grant of" in json.dumps(page("acceptance", notice.facts, language="en"))
    assert (line["committed_due_on"], line["committed_working_days"]) == ("", 7)

    life.at("2026-05-29 10:00")

    late = [row.payload for row in life.rows(Event, filed) if THEN in str(row.payload) and "supervision" in row.type]
    assert late == []


def test_its_limits_run_from_the_day_of_the_grant(life: Life) -> None:
    filed = accepted(life)
    life.at("2026-03-05 10:00")

    decide_first(life, filed)

    row, granted_on = life.permit(filed, THEN), date(2026, 3, 5)
    assert (row.state, row.committed_due_on) == ("under_review", days(life, filed, granted_on, 7))
    assert row.statutory_due_on == days(life, filed, granted_on, 20)
    assert clocks(life, filed) == {(THEN, "committed"), (THEN, "statutory")}
    assert life.item(filed, GREEN).state == "open"
    assert life.application(filed).due_on == row.committed_due_on
    assert "permit.begun" in life.events(filed)

    life.answer(filed, GREEN, AGREED)

    assert life.application(filed).outcome == "all_granted"


def test_a_refusal_of_what_it_waits_for_ends_it(life: Life) -> None:
    filed = accepted(life)

    decide_first(life, filed, REFUSED)

    assert life.permit(filed, THEN).state == "withdrawn"
    assert life.application(filed).outcome == "all_refused"
    assert "permit.waited_in_vain" in life.events(filed)
    (told,) = life.rows(Notice, filed, kind="not_decided")
    assert [[one["en"] for one in told.facts[key]] for key in ("permits", "awaited")] == [
        ["Temporary green-space occupation permit"],
        ["Road occupation and excavation permit"],
    ]


def test_a_withdrawal_of_what_it_waits_for_ends_it(life: Life) -> None:
    filed = accepted(life)

    life.act("contractor", withdrawals.withdraw, filed, reason="改期", permits=[FIRST])

    assert life.permit(filed, THEN).state == "withdrawn"
    assert life.application(filed).state == "withdrawn"
