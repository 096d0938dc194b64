"""What a verdict must say, for each kind of work."""

from typing import Any

import pytest

from permits.errors import Invalid
from permits.services.deciding import work_items
from permits.services.deciding.verdicts import LeftOut, Verdict
from tests.permits.lives import POLICE, ROADS, Life

CONSULTED = "road-occupation:greening:opinion"


def test_who_is_only_consulted_disagrees_without_the_coded_reason_of_refusing_a_permit(life: Life) -> None:
    case = life.accepted("green")
    disagrees = Verdict("影响树根。")
    life.act("greening", work_items.refuse, life.item(case, CONSULTED).id, disagrees)

    for who, item in (("police", POLICE), ("roads", ROADS)):
        with pytest.raises(Invalid) as refused:
            life.act(who, work_items.refuse, life.item(case, item).id, disagrees)
        assert [name for name, *_ in refused.value.problems] == ["reason_code"]
    assert life.item(case, CONSULTED).verdict == "refused"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"narrower": {"area_m2": 600}}, "narrower.area_m2"),
        ({"narrower": {"days": -5}}, "narrower.days"),
        ({"narrower": {"colour": "red"}}, "narrower.colour"),
        ({"left_out": [LeftOut("x", "无关。")]}, "left_out.0.condition"),
    ],
)
def test_what_is_not_narrower_or_cannot_be_left_out_is_named(life: Life, more: dict[str, Any], field: str) -> None:
    case = life.accepted()

    with pytest.raises(Invalid) as refused:
        life.answer(case, POLICE, Verdict("同意。", **more))

    assert [name for name, *_ in refused.value.problems] == [field]
    assert life.item(case, POLICE).state == "open"
