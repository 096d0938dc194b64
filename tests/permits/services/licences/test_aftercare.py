"""Trees are counted when their care ends: who counts, by when, and what follows from a dead tree."""

from collections.abc import Sequence
from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Inspection, Licence, Notice, SupervisionOrder, WorkItem
from permits.services.closing import delivery
from permits.services.licences import aftercare, inspections
from permits.services.licences.aftercare import Count
from permits.services.licences.inspections import Record
from tests.permits.lives import Life, day
from workflows import GuardsUnmet, RoleNotHeld

TWO = ("32069900301", "32069900302")
ALL_LIVE = Count(TWO, "逐株清点，全部成活。", 6)
TWO_DEAD = Count(TWO, "逐株清点，枯死两株。", 4, 2, day("2027-05-31"))


SIX = ({"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": False},)


def transplanted(life: Life, trees: Sequence[Any] = SIX) -> Any:
    """Grant works on trees, let them be shown, and accept them on 3 April 2026."""
    filed = life.accepted("trees", occupy=None, excavate=None, green=None, trees=list(trees))
    life.at("2026-03-10 10:00")
    life.answer(filed, "trees:greening:decision")
    life.act("window", delivery.deliver, filed, recipient="陈建")
    row = life.rows(Licence, filed)[0]
    life.at("2026-04-03 10:00")
    life.act("contractor", inspections.request_inspection, row.number)
    life.act("greening", inspections.accept_inspection, row.number, Record(TWO, "已移植到位。"))
    return row


def counts(life: Life, row: Any) -> list[tuple[str, str]]:
    found = life.rows(Inspection, row.application_id, kind="survival")
    return [(one.state, one.inspect_by_on.isoformat()) for one in found]


def duties(life: Life, row: Any) -> list[str]:
    items = life.rows(WorkItem, row.application_id, kind="inspection", reason="survival")
    return [one.state for one in items]


def test_the_day_after_the_year_of_care_greening_has_to_count_the_trees(life: Life) -> None:
    row = transplanted(life)
    life.at("2027-04-03 23:59")
    assert not counts(life, row)

    life.at("2027-04-04 00:00")

    # a Sunday: five working days on, with the Tomb-sweeping holiday as it is provisionally known
    item = life.item(row.application_id, "trees:greening:inspection")
    assert (item.state, item.department, item.reason) == ("open", "greening", "survival")
    assert counts(life, row) == [("requested", item.due_on.isoformat())]
    assert life.events(row.application_id)[-1] == "inspection.survival_due"
    assert "licence.warranty_ended" not in life.events(row.application_id)


def test_a_count_nobody_makes_turns_red_and_is_answered_for(life: Life) -> None:
    row = transplanted(life)
    life.at("2027-04-04 00:00")

    life.at("2027-04-20 10:00")

    orders = life.rows(SupervisionOrder, row.application_id)
    assert [(one.department, one.state) for one in orders if "inspection" in one.scope] == [("greening", "open")]


def test_living_trees_end_the_watch(life: Life) -> None:
    row = transplanted(life)
    with pytest.raises(GuardsUnmet) as early:
        life.act("greening", aftercare.record_survival, row.number, ALL_LIVE)
    assert early.value.law == "Urban Greening Regulations art. 20"
    life.at("2027-04-06 10:00")
    for who in ("window", "contractor", "lead"):
        with pytest.raises(RoleNotHeld):
            life.act(who, aftercare.record_survival, row.number, ALL_LIVE)

    life.act("greening", aftercare.record_survival, row.number, ALL_LIVE)

    assert [state for state, _by in counts(life, row)] == ["survived"]
    assert duties(life, row) == ["done"]
    assert life.events(row.application_id)[-1] == "inspection.survived"
    life.at("2028-12-31 10:00")
    assert duties(life, row) == ["done"], "nothing is watched any more"


def test_dead_trees_are_replaced_counted_again_and_watched_for_another_year(life: Life) -> None:
    row = transplanted(life)
    life.at("2027-04-06 10:00")

    life.act("greening", aftercare.record_survival, row.number, TWO_DEAD)

    (paper,) = life.rows(Notice, row.application_id, kind="check_record")
    # the bundle asks for two new trees for each one lost
    assert paper.facts["follows"][0]["en"] == "4 trees live, 2 are dead: plant 4 by 31 May 2027"
    life.at("2027-05-31 23:59")
    assert duties(life, row) == ["done"]
    life.at("2027-06-01 00:00")
    assert duties(life, row) == ["done", "open"]
    life.at("2027-06-02 10:00")
    life.act("greening", aftercare.record_survival, row.number, Count(TWO, "已补植四株。", 8))
    assert life.rows(Licence, row.application_id)[0].warranty_to == day("2028-06-02")
    life.at("2028-06-02 23:59")
    assert duties(life, row) == ["done", "done"]
    life.at("2028-06-03 00:00")
    assert duties(life, row) == ["done", "done", "open"]
    life.act("greening", aftercare.record_survival, row.number, Count(TWO, "全部成活。", 8))
    assert [state for state, _by in counts(life, row)] == ["replant", "survived", "survived"]
    life.at("2029-12-31 10:00")
    assert len(duties(life, row)) == 3


@pytest.mark.parametrize(
    ("count", "field"),
    [
        (Count(("32069900301",), "清点。", 6), "officers"),
        (Count(TWO, " ", 6), "findings"),
        (Count(TWO, "清点。", 0), "alive"),
        (Count(TWO, "清点。", 5), "alive"),
        (Count(TWO, "清点。", 3, 2, day("2027-05-31")), "alive"),
        (Count(TWO, "清点。", -1, 2, day("2027-05-31")), "alive"),
        (Count(TWO, "清点。", 4, 2), "replant_by"),
        (Count(TWO, "清点。", 4, 2, day("2027-04-06")), "replant_by"),
        (Count(TWO, "清点。", 6, 0, day("2027-05-31")), "replant_by"),
    ],
)
def test_a_count_says_who_what_and_until_when(life: Life, count: Count, field: str) -> None:
    row = transplanted(life)
    life.at("2027-04-06 10:00")

    with pytest.raises(Invalid) as refused:
        life.act("greening", aftercare.record_survival, row.number, count)

    assert refused.value.problems[0][0] == field
    assert duties(life, row) == ["open"]


def test_what_was_planted_again_is_counted_with_what_stood(life: Life) -> None:
    row = transplanted(life)
    life.at("2027-04-06 10:00")
    life.act("greening", aftercare.record_survival, row.number, TWO_DEAD)
    life.at("2027-06-02 10:00")

    # four stood, four were to be planted for the two lost
    with pytest.raises(Invalid) as refused:
        life.act("greening", aftercare.record_survival, row.number, Count(TWO, "清点。", 7))
    assert refused.value.law == "Urban Greening Regulations art. 20"
    assert refused.value.problems[0][2] == {"count": 8}
    life.act("greening", aftercare.record_survival, row.number, Count(TWO, "多植一株。", 9))


def test_for_each_tree_felled_those_planted_for_it_are_counted(life: Life) -> None:
    trees = [
        {"species": "杨树", "dbh_cm": 20, "count": 3, "action": "fell", "street_tree": False},
        {"species": "香樟", "dbh_cm": 18, "count": 2, "action": "transplant", "street_tree": False},
    ]
    row = transplanted(life, trees)
    life.at("2027-04-06 10:00")

    with pytest.raises(Invalid) as refused:
        life.act("greening", aftercare.record_survival, row.number, Count(TWO, "清点。", 7))
    assert refused.value.problems[0][2] == {"count": 8}, "two moved, and two for each of three felled"
    life.act("greening", aftercare.record_survival, row.number, Count(TWO, "清点。", 8))


def test_new_trees_may_be_due_the_very_next_day(life: Life) -> None:
    row = transplanted(life)
    life.at("2027-04-06 10:00")

    life.act("greening", aftercare.record_survival, row.number, Count(TWO, "清点。", 4, 2, day("2027-04-07")))

    assert life.rows(Licence, row.application_id)[0].warranty_to == day("2027-04-07")
