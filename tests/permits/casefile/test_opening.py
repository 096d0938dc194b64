from dataclasses import replace

import pytest

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.opening import look_at_many
from permits.db import reading
from permits.errors import NotFound
from tests.permits.lives import ROADS, Life
from tests.statements import counted


def context(life: Life, conn: object, who: str = "window") -> ActContext:
    return ActContext(conn, life.actor(who), life.now, life.office)  # type: ignore[arg-type]


def test_a_case_is_found_by_one_of_its_work_items(life: Life) -> None:
    filed = life.accepted()
    item_id = life.item(filed, ROADS).id

    with reading(life.engine) as conn:
        case = open_case(context(life, conn, "roads"), work_item_id=item_id, lock=False)
        assert (case.app.id, case.item(item_id).kind) == (filed, "decision")
        with pytest.raises(NotFound):
            case.item(item_id + 1000)


def test_there_is_no_case_nobody_filed(life: Life) -> None:
    with pytest.raises(NotFound):
        life.look("window", 4711, lambda case: case.app)


def test_a_case_of_another_area_is_not_there(life: Life) -> None:
    filed = life.accepted()
    stranger = replace(life.actor("window"), area="320600")

    with reading(life.engine) as conn, pytest.raises(NotFound):
        open_case(ActContext(conn, stranger, life.now, life.office), application_id=filed, lock=False)


def test_a_department_sees_a_case_once_it_has_work_on_it(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(NotFound):
        life.look("roads", filed, lambda case: case.app)


def test_a_filed_case_tells_the_state_it_begins_in(life: Life) -> None:
    filed = life.draft(papers=False)

    assert life.look("contractor", filed, lambda case: (case.app.state, case.app.event_seq)) == ("draft", 1)


def test_many_cases_are_read_with_a_statement_a_kind(life: Life) -> None:
    filed = [life.accepted(), life.submitted(papers=False)]

    def seen(case: CaseFile) -> tuple[int, int, int, int]:
        return len(case.permits), len(case.items), len(case.clocks), len(case.clocks.waits)

    with reading(life.engine) as conn, counted(life.engine) as sent:
        cases = look_at_many(context(life, conn), filed)
        many = [(case.app.id, *seen(case)) for case in cases]
    alone = [(one, *life.look("window", one, seen)) for one in filed]

    assert many == alone
    assert len(sent) == 6


def test_many_are_looked_at_only_where_they_are_of_the_actors_area(life: Life) -> None:
    filed = life.accepted()
    stranger = replace(life.actor("window"), area="320600")

    with reading(life.engine) as conn:
        assert look_at_many(ActContext(conn, stranger, life.now, life.office), [filed]) == []
