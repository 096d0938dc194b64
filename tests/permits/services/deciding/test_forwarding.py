"""The government stage on paper: printed at acceptance with its days, told when the file goes up."""

from typing import Any

from permits.models import Notice
from permits.services.deciding import work_items
from permits.services.deciding.work_items import Verdict
from tests.permits.lives import Life

PRE_REVIEW = "road-occupation:roads:opinion"
ABOVE = "road-occupation:government:government"
OPINION = Verdict(opinion="确有特殊需要，建议批准。")
MOVED = [{"species": "银杏", "dbh_cm": 20, "count": 50, "action": "fell"}]


def barred(life: Life, **more: Any) -> int:
    life.at("2026-06-01 09:00")
    return life.accepted(excavate={"area_m2": 30}, road_opened_on="2023-06-30", **more)


def paper(life: Life, case: int, kind: str) -> Any:
    return life.rows(Notice, case, kind=kind)[-1].facts


def test_the_notice_of_acceptance_prints_the_special_step_with_its_days(life: Life) -> None:
    case = barred(life)

    line = paper(life, case, "acceptance")["permits"][0]

    assert (line["committed_working_days"], line["statutory_working_days"]) == (27, 40)
    assert [(step["limit_working_days"], "33(2)" in step["law"]["en"]) for step in line["special_steps"]] == [
        (20, True)
    ]


def test_the_paper_of_forwarding_names_who_answers_by_when_and_what_went_up(life: Life) -> None:
    case = barred(life)
    life.at("2026-06-12 15:00")

    life.act("roads", work_items.forward, life.item(case, PRE_REVIEW).id, OPINION)

    told = paper(life, case, "forwarding")
    assert (told["approver"]["zh"], told["due_on"], told["working_days"]) == ("市人民政府", "2026-07-13", 20)
    assert "第四十三条" in told["law"]["zh"]
    assert "M24" in {one["code"] for one in told["materials"]}
    assert life.item(case, ABOVE).state == "open"
    assert life.events(case)[-1] == "work_item.forwarded"


def test_the_level_of_a_tier_answers_where_the_route_found_one(life: Life) -> None:
    life.at("2026-06-01 09:00")
    case = life.accepted(trees=MOVED)

    life.act("greening", work_items.forward, life.item(case, "trees:greening:opinion").id, OPINION)

    assert paper(life, case, "forwarding")["approver"]["en"] == "the city government"
    assert life.item(case, "trees:government:government").state == "open"
