from dataclasses import replace
from typing import Any

import pytest

from permits.errors import Invalid, NotFound
from permits.models import Event, Material, Permit
from permits.services.changing import amendments
from permits.services.intake import acceptance, circulation, investigations
from permits.services.intake.investigations import Conclusion, Need, needs_of
from tests.permits.lives import Life, day, moment
from workflows import GuardsUnmet, RoleNotHeld, Text

P2, P3 = "road-occupation", "green-space"
GREEN_SPACE = Text("临时占绿", "Green space")
LAW = "《江苏省城市绿化管理条例》第二十条"
NEEDED = Conclusion(P3, is_needed=True, reason="围挡占用道路绿带。", law=LAW)
NOT_NEEDED = Conclusion(P3, is_needed=False, reason="现场无绿地。", law=LAW)


def needs(life: Life, filed: int, who: str = "lead") -> dict[str, Need]:
    found: list[Need] = life.look(who, filed, needs_of)
    return {one.permit: one for one in found}


def said(life: Life, filed: int) -> dict[str, tuple[str, str]]:
    return {key: (one.standing, one.department) for key, one in needs(life, filed).items()}


def investigated(life: Life, what: str = "occupy", permit: str = P3) -> int:
    filed = life.submitted(what)
    life.act("lead", investigations.investigate, filed, permit, reason="围挡边线与绿带重叠。")
    return filed


def test_a_permit_found_to_be_needed_joins_the_case_and_acceptance_waits_for_the_conclusion(life: Life) -> None:
    filed = investigated(life)

    with pytest.raises(GuardsUnmet) as blocked:
        life.act("window", acceptance.accept, filed)
    assert [one.params for one in blocked.value.unmet] == [{"names": GREEN_SPACE}]
    opened = needs(life, filed)[P3]
    assert (opened.standing, opened.department, opened.on) == ("under_investigation", "lead", day("2026-03-02"))
    assert life.application(filed).due_on == day("2026-03-09"), "the five days of the check run on"
    life.act("lead", investigations.conclude, filed, NEEDED)

    assert said(life, filed)[P3] == ("needed", "lead")
    life.hand_in(filed, *sorted(set(life.needed(filed)) - {row.code for row in life.rows(Material, filed)}))
    life.act("window", acceptance.accept, filed)
    assert life.application(filed).required == [P2, P3]
    assert life.permit(filed, P3).required_because["zh"] == NEEDED.reason
    assert life.item(filed, "green-space:greening:decision").state == "open"
    assert set(needs(life, filed, "contractor")) == {P3}, "after acceptance only what the office found"


def test_a_permit_found_not_to_be_needed_leaves_the_case(life: Life) -> None:
    filed = investigated(life, "green")

    life.act("lead", investigations.conclude, filed, NOT_NEEDED)

    assert [row.key for row in life.rows(Permit, filed)] == [P2]
    assert said(life, filed)[P3] == ("not_needed", "lead")
    life.act("window", acceptance.accept, filed)
    assert life.application(filed).required == [P2]
    told = [row.payload for row in life.rows(Event, filed) if row.type == "investigation.concluded"]
    assert [(one["permit"], one["is_needed"], one["law"]) for one in told] == [(P3, False, LAW)]


def test_only_who_holds_an_investigation_or_leads_the_case_concludes_it(life: Life) -> None:
    filed = life.submitted("green")
    life.act("window", circulation.circulate, filed, departments=["greening"])
    for stranger in ("contractor", "roads", "government"):
        with pytest.raises((NotFound, RoleNotHeld)):
            life.act(stranger, investigations.investigate, filed, P3, reason="存疑。")
    life.act("greening", investigations.investigate, filed, P3, reason="现场有无绿地不明。")

    assert said(life, filed)[P3] == ("under_investigation", "greening")
    with pytest.raises(GuardsUnmet):
        life.act("window", investigations.conclude, filed, NOT_NEEDED)
    life.act("greening", investigations.conclude, filed, NOT_NEEDED)
    assert said(life, filed)[P3] == ("not_needed", "greening")


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"law": " "}, "law"), ({"reason": " "}, "reason"), ({"permit": P2}, "permit"), ({"permit": "-"}, "permit")],
)
def test_a_conclusion_names_its_permit_and_reason_and_the_article_where_the_screening_says_otherwise(
    life: Life, changed: dict[str, Any], field: str
) -> None:
    filed = investigated(life)

    with pytest.raises(Invalid) as refused:
        life.act("lead", investigations.conclude, filed, replace(NEEDED, **changed))

    assert [one for one, _, _ in refused.value.problems] == [field]
    life.act("lead", investigations.conclude, filed, replace(NOT_NEEDED, law=""))
    assert said(life, filed)[P3] == ("not_needed", "lead"), "as the screening says: its own law holds"


def test_nothing_left_to_apply_for_is_declared_not_required(life: Life) -> None:
    filed = investigated(life, permit=P2)
    own = {"reason": "无需许可。", "law": LAW}
    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.declare_not_required, filed, **own)
    life.act("lead", investigations.conclude, filed, replace(NOT_NEEDED, permit=P2))

    life.act("window", acceptance.declare_not_required, filed, reason="无需许可。")

    assert life.application(filed).state == "not_required"


def test_a_changed_form_opens_what_was_found_on_the_former_answers(life: Life) -> None:
    filed = investigated(life, "green")
    life.act("lead", investigations.conclude, filed, NOT_NEEDED)

    life.now = moment("2026-03-03 10:00")
    life.act("contractor", amendments.amend, filed, {"project": {"name": "另一项目"}})

    opened = needs(life, filed)[P3]
    assert (opened.standing, opened.department, opened.on) == ("under_investigation", "lead", day("2026-03-03"))
    assert [row.key for row in life.rows(Permit, filed)] == [P2, P3], "until then the screening stands"


def test_silence_accepts_what_is_still_under_investigation_as_the_screening_says(life: Life) -> None:
    filed = investigated(life, "green")

    life.at("2026-03-10 00:00")

    assert (life.application(filed).state, life.application(filed).required) == ("in_review", [P2, P3])
    assert needs(life, filed) == {}
