"""Local choices that change what is asked, what a grant carries, what is charged and when a lamp turns yellow."""

from dataclasses import replace

import pytest

from permits.errors import Invalid
from permits.models import FeeNotice
from tests.bundles import bundle_of, reworded, serving
from tests.permits.lives import AGREED, POLICE, ROADS, Life

ON = ("self_reinstatement = false", "self_reinstatement = true")
FIRST_FEE = '[[fees]]\nkey = "occupation_carriageway"'
LISTED = (
    FIRST_FEE,
    """[[fees]]
key = "restoration"
permit = "road-occupation"
name = { zh = "挖掘修复费", en = "Restoration fee" }
unit = { zh = "平方米", en = "m²" }
law = { zh = "《城市道路管理条例》第三十七条", en = "Urban Road Administration Regulations art. 37" }
when = "breaks_surface"
restored_by = "self_restore"
quantity = "broken_m2"
rate_fen = 10000

"""
    + FIRST_FEE,
)
DIG = {"occupy": None, "excavate": {"area_m2": 12}}
PLANNING = "road-occupation:planning:opinion"


@pytest.mark.parametrize(("restores", "charged"), [(True, []), (False, [12 * 10_000])])
def test_who_restores_the_road_pays_no_listed_restoration_fee_and_is_bound_to_restore_it(
    life: Life, restores: bool, charged: list[int]
) -> None:
    life.office = serving(life.office, reworded(ON, LISTED))
    case = life.accepted(**DIG, self_restore=restores)
    for name in (PLANNING, POLICE, ROADS):
        life.answer(case, name, AGREED)

    bound = [one["kind"] for one in life.permit(case).conditions or ()]
    assert [row.amount_fen for row in life.rows(FeeNotice, case)] == charged
    assert ("reinstatement" in bound) is restores


def test_nobody_is_asked_to_restore_the_road_where_the_area_does_it(life: Life) -> None:
    with pytest.raises(Invalid) as refused:
        life.draft(**DIG, self_restore=True)

    assert [problem[0] for problem in refused.value.problems] == ["answers.self_restore"]


def test_a_lamp_turns_yellow_when_the_area_says(life: Life) -> None:
    usual = life.accepted()
    bundle = bundle_of(life.office)
    chosen = {**bundle.switches, "alert_percent": 60, "alert_working_days": 2}
    life.office = serving(life.office, replace(bundle, switches=chosen))
    early = life.accepted()

    calendar = life.office.calendar_of(life.application(early).area)
    for case, left in ((usual, 1), (early, 4)):
        row = life.application(case)
        assert calendar.between(row.yellow_on, row.due_on) == left
