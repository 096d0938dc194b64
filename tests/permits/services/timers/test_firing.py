from sqlalchemy import delete, insert, select
from structlog.testing import capture_logs

from permits.db import perform, reading
from permits.models import Event, Incident, Notice, Timer, TimerFire
from permits.services.intake import deficiencies
from permits.services.timers.firing import take_due
from tests.permits.lives import Life, moment
from tests.permits.services.timers.test_sweep import MISSING, rungs_of


def test_a_rung_that_fails_keeps_those_before_it_and_is_tried_again(life: Life) -> None:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, [MISSING])
    kept = life.rows(Notice, filed)
    perform(life.engine, lambda conn: conn.execute(delete(Notice).where(Notice.application_id == filed)))

    with capture_logs():
        fired = life.at("2026-03-17 00:00")

    assert fired == 3
    assert rungs_of(life, filed, "supplement") == ["clock.reminder", "clock.yellow", "clock.due"]
    assert life.application(filed).state == "supplement"

    perform(life.engine, lambda conn: conn.execute(insert(Notice), [dict(row._mapping) for row in kept]))
    again = life.at("2026-03-18 00:00")

    assert (again, life.application(filed).state) == (1, "lapsed")
    assert life.rows(Event, filed, type="application.lapsed")[0].at == moment("2026-03-17 00:00")
    assert [row.settled_at for row in life.rows(Incident, filed)] == [moment("2026-03-18 00:00")]


def test_a_timer_is_one_row_that_climbs_and_each_rung_leaves_its_proof(life: Life) -> None:
    filed = life.accepted()
    (armed,) = life.rows(Timer, filed, clock="committed")

    life.at("2026-03-12 00:00")

    (timer,) = life.rows(Timer, filed, clock="committed")
    assert (armed.rung, timer.id, timer.rung, timer.state) == ("reminder", armed.id, "red", "fired")
    with reading(life.engine) as conn:
        proofs = conn.execute(select(TimerFire.rung).where(TimerFire.timer_id == timer.id)).scalars().all()
    assert sorted(proofs) == ["due", "red", "reminder", "yellow"]


def test_cases_left_out_do_not_hide_the_others(life: Life) -> None:
    first, second = life.submitted(papers=False), life.submitted(papers=False)

    taken = perform(life.engine, lambda conn: take_due(conn, moment("2026-03-10 00:00"), leaving_out={first}))

    assert taken == (second, "320699")
