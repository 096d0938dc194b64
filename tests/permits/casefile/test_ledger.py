from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.ledger import OF_PERMIT, extend, item_clock, live_permits, resume, stop, within
from permits.models import Timer
from tests.permits.lives import ROADS, Life, day

P1 = "road-occupation"


def test_while_a_permit_rests_none_of_its_days_count(life: Life) -> None:
    filed = life.accepted()
    promised_on = life.permit(filed).committed_due_on

    def act(context: ActContext, *, goes_on: bool) -> None:
        case = open_case(context, application_id=filed)
        row = case.permits[P1]
        if goes_on:
            resume(case, row)
        else:
            stop(case, row, basis="hearing", notice="1")
        case.record("application.urged", {})
        case.save()

    life.act("roads", act, goes_on=False)
    # Tuesday and Wednesday rest, Thursday is counted again
    life.now = life.now.replace(day=5)
    life.act("roads", act, goes_on=True)

    assert life.permit(filed).committed_due_on == life.office.calendar_of("320699").add(promised_on, 2)


def test_an_extension_moves_the_statutory_day_of_a_permit_only(life: Life) -> None:
    filed = life.accepted()
    before = life.permit(filed)

    def act(context: ActContext) -> int:
        case = open_case(context, application_id=filed)
        reading = extend(case, P1, "statutory", 10, basis="complex", notice="1")
        case.record("application.urged", {})
        case.save()
        return reading.limit

    assert life.act("roads", act) == 30
    after = life.permit(filed)
    assert after.committed_due_on == before.committed_due_on
    assert after.statutory_due_on == life.office.calendar_of("320699").add(before.statutory_due_on, 10)
    assert "armed" in [row.state for row in life.rows(Timer, filed, scope=P1, clock="statutory")]


def test_a_withdrawn_permit_is_not_alive(life: Life) -> None:
    filed = life.accepted()

    def see(case: CaseFile) -> list[int]:
        alive = [len(live_permits(case))]
        case.permits[P1].state = "withdrawn"
        return [*alive, len(live_permits(case))]

    assert life.look("window", filed, see) == [1, 0]


def test_work_serves_the_promise_where_it_opens_before_it(life: Life) -> None:
    file = life.look("contractor", life.draft(), lambda case: case)
    promised_on, days = day("2026-03-11"), (day("2026-03-13"), day("2026-03-12"))

    # seven working days are left: warned of with one to go
    assert within(file.clocks, promised_on, day("2026-03-02"), days) == (promised_on, day("2026-03-10"))
    assert within(file.clocks, promised_on, day("2026-03-11"), days) == days
    assert within(file.clocks, None, day("2026-03-02"), days) == days


def test_an_item_has_the_stops_of_its_permit(life: Life) -> None:
    filed = life.accepted()
    item_id = life.item(filed, ROADS).id

    def see(case: CaseFile) -> list[str]:
        stop(case, case.permits[P1], basis="hearing", notice="1")
        return [entry.kind for entry in item_clock(case, case.item(item_id)).entries]

    assert (life.look("roads", filed, see), OF_PERMIT) == (["stop"], ("committed", "statutory"))
