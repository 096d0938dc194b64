from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from structlog.testing import capture_logs

from permits.db import perform
from permits.models import Deficiency, Event, Incident, Notice, Timer
from permits.services.closing import delivery, ratings
from permits.services.intake import deficiencies
from permits.services.intake.deficiencies import DeficiencyItem
from permits.services.procedures import stops
from permits.services.timers.sweep import sweep
from tests.permits.lives import MONDAY, Life, day, moment
from workflows import midnight

MISSING = DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material="M01")


def test_silence_of_the_counter_is_acceptance_as_of_receipt(life: Life) -> None:
    filed = life.submitted()
    life.at("2026-03-09 23:59")
    assert life.application(filed).state == "received"

    life.at("2026-03-10 00:00")

    app = life.application(filed)
    assert (app.state, app.deemed_accepted) == ("in_review", True)
    assert app.accepted_at == moment("2026-03-02 10:00")
    assert app.committed_due_on == day("2026-03-11")
    decision = life.item(filed, "road-occupation:roads:decision")
    assert decision.opened_at == moment("2026-03-10 00:00")
    assert decision.due_on == day("2026-03-11")
    assert "application.deemed_accepted" in life.events(filed)


def test_a_case_of_another_authority_is_not_deemed_accepted(life: Life) -> None:
    filed = life.submitted("highway", papers=False)

    life.at("2026-03-10 00:00")

    assert life.application(filed).state == "received"
    assert [row.kind for row in life.rows(Incident, filed)] == ["not_deemed_accepted"]


def test_after_a_supplement_silence_is_counted_afresh(life: Life) -> None:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, [MISSING])
    life.at("2026-03-12 09:00")
    life.hand_in(filed, "M01")
    life.act("contractor", deficiencies.supplement, filed)

    life.at("2026-03-19 23:59")
    assert life.application(filed).state == "received"
    life.at("2026-03-20 00:00")

    app = life.application(filed)
    assert (app.deemed_accepted, app.accepted_at) == (True, moment("2026-03-12 09:00"))
    assert [row.state for row in life.rows(Deficiency, filed)] == ["met"]


def test_an_unused_supplement_window_lapses_at_the_end_of_its_last_day(life: Life) -> None:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, [MISSING])
    life.at("2026-03-16 23:59")
    assert life.application(filed).state == "supplement"

    life.at("2026-03-17 00:00")

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("lapsed", "lapsed", 15)
    assert life.permit(filed).state == "withdrawn"
    assert life.notices(filed)[-1] == "lapse"


def test_an_unrated_case_closes_after_ten_working_days(life: Life) -> None:
    filed = life.decided()
    life.act("window", delivery.deliver, filed, recipient="陈建")
    life.at("2026-03-16 23:59")
    assert life.application(filed).state == "delivered"

    life.at("2026-03-17 00:00")

    assert life.application(filed).state == "closed"


def test_a_rated_case_leaves_no_timer_but_those_of_its_licences(life: Life) -> None:
    filed = life.decided()
    life.act("window", delivery.deliver, filed, recipient="陈建")
    life.act("contractor", ratings.rate, filed, stars=4)

    assert life.at("2026-04-01 00:00") == 0
    assert {row.clock for row in life.rows(Timer, filed, state="armed")} == {"validity"}


def test_a_slow_delivery_turns_yellow_then_red(life: Life) -> None:
    filed = life.decided()
    life.at("2026-03-15 23:59")
    assert rungs_of(life, filed, "delivery") == ["clock.reminder", "clock.yellow"]
    life.at("2026-03-16 00:00")
    assert rungs_of(life, filed, "delivery")[2:] == ["clock.due"]
    life.at("2026-03-16 23:59")
    assert rungs_of(life, filed, "delivery")[3:] == []

    life.at("2026-03-17 00:00")

    assert rungs_of(life, filed, "delivery")[3:] == ["clock.red"]


def rungs_of(life: Life, filed: int, clock: str) -> list[str]:
    return [row.type for row in life.rows(Event, filed) if row.payload.get("clock") == clock]


def test_a_light_changes_once_however_often_the_sweep_runs(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-11 23:59")
    assert rungs_of(life, filed, "committed") == ["clock.reminder", "clock.yellow", "clock.due"]

    life.at("2026-03-12 00:00")
    assert life.at("2026-03-12 00:00") == 0

    assert rungs_of(life, filed, "committed") == ["clock.reminder", "clock.yellow", "clock.due", "clock.red"]


def test_weeks_of_downtime_fire_everything_once_in_the_order_it_would_have_happened(life: Life) -> None:
    swept_daily = life.submitted()
    last = 60
    for n in range(1, last + 1):
        life.now = midnight(day("2026-03-02") + timedelta(days=n))
        sweep(life.engine, life.office, at=life.now)
    life.now = moment(MONDAY)
    swept_late = life.submitted()

    sweep(life.engine, life.office, at=midnight(day("2026-03-02") + timedelta(days=last)))

    story = _story(life, swept_late)
    assert story == _story(life, swept_daily)
    reds = [scope for type_, scope, at in story if type_ == "clock.red" and at > moment("2026-03-10 00:00")]
    assert {"application", "road-occupation"} <= set(reds)
    assert [at for _, _, at in story] == sorted(at for _, _, at in story)


def _story(life: Life, filed: int) -> list[tuple[str, str, Any]]:
    return [(row.type, str(row.payload.get("scope")), row.at) for row in life.rows(Event, filed)]


def test_a_stopped_clock_arms_nothing(life: Life) -> None:
    life.require("expert_review")
    filed = life.accepted("trees")
    life.at("2026-03-05 12:00")
    why = stops.Stop("expert_review", "依《城市绿化条例》第二十条组织专家评审。", 10)
    life.act("greening", stops.stop_clock, filed, "trees", why)

    life.at("2026-03-20 18:00")

    standing = {(row.scope, row.clock) for row in life.rows(Timer, filed, state="armed")}
    assert not standing & {
        ("trees", "statutory"),
        ("trees", "committed"),
        ("item:trees:greening:decision", "work_item"),
    }
    assert not [row for row in life.rows(Event, filed, type="clock.red") if "trees" in row.payload["scope"]]


def test_a_decided_permit_turns_no_light_any_more(life: Life) -> None:
    filed = life.decided()
    life.act("window", delivery.deliver, filed, recipient="陈建")

    life.at("2026-03-13 00:00")

    assert not [e for e in life.events(filed) if e.startswith("clock.")]


def test_events_of_a_sweep_stand_at_the_moment_they_were_due(life: Life) -> None:
    filed = life.submitted()

    life.at("2026-04-30 12:00")

    moments = [row.at for row in life.rows(Event, filed)]
    assert moments == sorted(moments)
    assert life.application(filed).deemed_accepted


def test_a_case_that_cannot_be_fired_raises_one_incident_and_holds_up_nobody(life: Life) -> None:
    broken, whole = life.submitted(), life.submitted()
    for filed in (broken, whole):
        life.act("window", deficiencies.notify_deficiencies, filed, [MISSING])
    # without its notice the lapse cannot be written
    perform(life.engine, lambda conn: conn.execute(delete(Notice).where(Notice.application_id == broken)))

    with capture_logs() as logged:
        life.at("2026-03-17 00:00")
        life.at("2026-03-17 00:01")

    assert life.application(whole).state == "lapsed"
    assert life.application(broken).state == "supplement"
    assert [row.kind for row in life.rows(Incident, broken)] == ["sweep_failed"]
    assert [line["event"] for line in logged] == ["sweep.case_failed"] * 2


def test_what_is_not_due_does_not_fire(life: Life) -> None:
    life.submitted(papers=False)

    assert sweep(life.engine, life.office, at=moment("2026-03-02 10:01")) == 0
