"""What one decision does to its siblings: permits made moot, and conditions that must follow."""

import pytest

from permits.errors import Invalid
from permits.models import Licence
from permits.services.closing import dependencies
from permits.services.closing.dependencies import Settlement
from tests.permits.lives import POLICE, REFUSED, ROADS, Life, day

P1, P3 = "road-occupation", "green-space"
LAW = "Administrative Licensing Law art. 38"


@pytest.fixture
def refused(life: Life) -> int:
    """The road is refused, so the green space has lost its purpose."""
    case = life.accepted("green")
    for item in ("road-occupation:planning:opinion", POLICE, "green-space:roads:opinion"):
        life.answer(case, item)
    life.answer(case, ROADS, REFUSED)
    return case


@pytest.fixture
def unsettled(life: Life) -> int:
    """The road is granted, and then the trees it needs are refused."""
    trees = [{"species": "香樟", "dbh_cm": 18, "count": 2, "action": "fell", "street_tree": True}]
    case = life.accepted("occupy", trees=trees)
    life.answer(case, POLICE)
    life.answer(case, ROADS)
    life.answer(case, "trees:greening:decision", REFUSED)
    return case


def test_a_moot_permit_goes_on_or_ends_as_its_applicant_says(life: Life, refused: int) -> None:
    assert life.permit(refused, P3).is_moot
    life.act("contractor", dependencies.answer_moot, refused, withdraw=[P3])

    assert life.permit(refused, P3).state == "withdrawn"
    assert life.application(refused).state == "withdrawn"
    assert life.at("2026-06-01 00:00") >= 0
    assert "permit.moot_reminder" not in life.events(refused)


@pytest.mark.parametrize(
    "answer", [{}, {"go_on": [P1]}, {"go_on": [P3], "withdraw": [P3]}], ids=["none", "not-moot", "twice"]
)
def test_an_answer_names_each_moot_permit_once_and_no_other(
    life: Life, refused: int, answer: dict[str, list[str]]
) -> None:
    with pytest.raises(Invalid) as wrong:
        life.act("contractor", dependencies.answer_moot, refused, **answer)

    assert (wrong.value.problems[0][0], wrong.value.law) == ("go_on", LAW)
    assert life.permit(refused, P3).moot_answer is None


def test_days_at_both_edges_of_the_reminder(life: Life, refused: int) -> None:
    life.at("2026-03-05 23:59")
    assert "permit.moot_reminder" not in life.events(refused)
    life.at("2026-03-06 00:00")

    assert life.events(refused).count("permit.moot_reminder") == 1
    assert day("2026-03-05") == life.office.calendar_of("320699").add(day("2026-03-02"), 3)


def test_a_settled_condition_stands_in_permit_and_licence(life: Life, unsettled: int) -> None:
    life.act("lead", dependencies.settle_dependency, unsettled, P1, Settlement("不触动树木。"))

    expected = [{"kind": "no_tree_touched", "text": "不触动树木。"}]
    assert life.permit(unsettled, P1).conditions == expected
    assert life.rows(Licence, unsettled)[0].conditions == expected


@pytest.mark.parametrize(
    ("added", "field"), [(Settlement(" "), "text"), (Settlement("限时施工。", "no_such_kind"), "kind")]
)
def test_a_condition_that_does_not_help_settles_nothing(
    life: Life, unsettled: int, added: Settlement, field: str
) -> None:
    before = life.permit(unsettled, P1).conditions

    with pytest.raises(Invalid) as wrong:
        life.act("lead", dependencies.settle_dependency, unsettled, P1, added)

    assert wrong.value.problems[0][0] == field
    assert life.permit(unsettled, P1).conditions == before
