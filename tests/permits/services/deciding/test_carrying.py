"""The grant carries what the departments decided: conditions, narrowest scope, what is left out with its reason."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Licence, Notice
from permits.services.deciding.work_items import LeftOut, Verdict
from tests.bundles import bundle_of, serving
from tests.permits.lives import AGREED, POLICE, ROADS, Life
from workflows import GuardsUnmet
from workflows.definition.agreement import CarryingRule

P1 = "road-occupation"
NIGHT = {"kind": "hours", "text": "20:00–06:00"}
POLICE_SAY = Verdict("夜间施工，三十日。", conditions=[NIGHT], narrower={"days": 30})
PLANNING, CONSULTED = f"{P1}:planning:opinion", f"{P1}:greening:opinion"
ROOTS: dict[str, object] = {"kind": "utility_protection", "text": "保护树根。"}


def test_plainly_granted_the_licence_has_the_days_and_the_condition_of_who_had_to_agree(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE, POLICE_SAY)
    life.answer(case, ROADS, Verdict(""))

    permit, licence = life.permit(case), life.rows(Licence, case)[0]
    assert (permit.decision, permit.narrower) == ("granted_narrower", {"days": 30})
    assert permit.conditions == licence.conditions == [{**NIGHT, "department": "police"}]
    assert licence.valid_to == licence.valid_from + timedelta(days=29)
    papers = {row.kind: row.facts for row in life.rows(Notice, case)}
    for kind in ("grant", "licence"):
        assert papers[kind]["conditions"] == [{"text": "20:00–06:00"}]
        assert {"zh": "30 天", "en": "30 days"} in [line["value"] for line in papers[kind]["scope"]]
    assert any("夜间施工" in reason["zh"] for reason in papers["grant"]["reasons"]), "the reasons of the part refused"


def test_the_decider_may_go_below_and_says_nothing_twice(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE, POLICE_SAY)
    life.answer(
        case, ROADS, Verdict("二十日。", conditions=[{"kind": "hours", "text": "20:00-06:00"}], narrower={"days": 20})
    )

    assert life.permit(case).narrower == {"days": 20}
    assert len(life.permit(case).conditions) == 1


@pytest.mark.parametrize(
    "wider", [{"narrower": {"days": 60}}, {"conditions": [{"kind": "hours", "text": "18:00-08:00"}]}]
)
def test_a_grant_wider_than_who_had_to_agree_is_not_ready_and_names_both_texts(
    life: Life, wider: dict[str, Any]
) -> None:
    case = life.accepted()
    life.answer(case, POLICE, replace(POLICE_SAY, narrower={"days": 30, "hours": "20:00-06:00"}))

    with pytest.raises(GuardsUnmet) as refused:
        life.answer(case, ROADS, Verdict("理由。", **wider))

    (sentence,) = refused.value.unmet
    said = sentence.params["names"]  # type: ignore[attr-defined]  # a sentence with names
    assert "交警“" in said.zh
    assert "市政道路“" in said.zh
    assert 'Police: "' in said.en


def test_a_condition_that_is_a_limit_narrows_the_grant_too(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE, Verdict("同意。", conditions=[{"kind": "period", "text": "不超过30天"}]))
    life.answer(case, ROADS)

    assert life.permit(case).narrower == {"days": 30}


def consulted(life: Life) -> int:
    case = life.accepted("green")
    life.answer(case, PLANNING)
    life.answer(case, POLICE)
    life.answer(case, CONSULTED, Verdict("请保护。", conditions=[ROOTS], narrower={"days": 40}))
    return case


def test_what_a_consulted_department_offers_is_taken_on_unless_left_out_with_a_reason(life: Life) -> None:
    taken, left = consulted(life), consulted(life)
    life.answer(taken, ROADS)
    assert life.permit(taken).conditions == [{**ROOTS, "department": "greening"}]
    assert life.permit(taken).decision == "granted", "the narrower scope of a consulted department binds nobody"

    def leave_out(condition: str, why: str) -> None:
        life.answer(left, ROADS, Verdict("同意。", left_out=[LeftOut(condition, why)]))

    for condition, why, field in (
        (f"{CONSULTED}:0", " ", "left_out.0.why"),
        (f"{CONSULTED}:7", "无关。", "left_out.0.condition"),
        (f"{POLICE}:0", "无关。", "left_out.0.condition"),
    ):
        with pytest.raises(Invalid) as refused:
            leave_out(condition, why)
        assert [name for name, *_ in refused.value.problems] == [field]
    leave_out(f"{CONSULTED}:0", "与树根无关。")

    row = life.permit(left)
    assert (row.conditions, row.left_out) == (
        None,
        [{"department": "greening", "text": "保护树根。", "why": "与树根无关。"}],
    )


@pytest.mark.parametrize(
    ("rule", "conditions", "days"),
    [
        (CarryingRule("decider", "decider"), [], None),
        (CarryingRule("everyone", "everyone"), ["20:00–06:00", "保护树根。"], 30),
        (CarryingRule("bound_by_law", "decider"), ["20:00–06:00"], None),
    ],
)
def test_the_bundle_says_whose_restrictions_are_carried(
    life: Life, rule: CarryingRule, conditions: list[str], days: int | None
) -> None:
    life.office = serving(life.office, replace(bundle_of(life.office), carrying=rule))
    case = life.accepted("green")
    life.answer(case, PLANNING)
    life.answer(case, POLICE, POLICE_SAY)
    life.answer(case, CONSULTED, Verdict("请保护。", conditions=[ROOTS]))
    left_out = [LeftOut(f"{CONSULTED}:0", "无关。")] if rule.conditions != "everyone" else []
    left_out += [LeftOut(f"{POLICE}:0", "无关。")] if rule.conditions == "decider" else []
    life.answer(case, ROADS, Verdict("同意。", left_out=left_out))

    row = life.permit(case)
    assert [one["text"] for one in row.conditions or ()] == conditions
    assert (row.narrower or {}).get("days") == days


@pytest.mark.parametrize("item", [POLICE, CONSULTED])
def test_an_opinion_that_is_owed_is_not_empty(life: Life, item: str) -> None:
    case = life.accepted("green")

    with pytest.raises(Invalid) as refused:
        life.answer(case, item, Verdict(" \n"))

    assert [name for name, *_ in refused.value.problems] == ["opinion"]


def test_less_than_was_asked_needs_the_reasons_for_the_rest(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE)

    with pytest.raises(Invalid) as refused:
        life.answer(case, ROADS, Verdict("", narrower={"days": 20}))
    assert [name for name, *_ in refused.value.problems] == ["opinion"]

    with pytest.raises(Invalid) as refused:
        life.answer(case, ROADS, Verdict("理由。", narrower={"days": 900, "colour": "red"}))
    assert {name for name, *_ in refused.value.problems} == {"narrower.days", "narrower.colour"}
    life.answer(case, ROADS, AGREED)
