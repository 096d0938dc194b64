"""While a notice waits for its answer the applicant may change exactly the fields it names."""

from typing import Any

import pytest

from permits.errors import Conflict, Invalid
from permits.models import Amendment, Deficiency, Permit
from permits.services.changing import mending
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.deficiencies import DeficiencyItem
from tests.permits.lives import Life
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld


def wrong(field: str) -> DeficiencyItem:
    return DeficiencyItem(code="inconsistent", reason="与图纸不一致。", remedy="", field=field)


def notified(life: Life, *items: DeficiencyItem) -> int:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, items)
    return filed


def mend(life: Life, filed: int, changes: dict[str, Any], who: str = "contractor", **more: Any) -> None:
    life.act(who, mending.mend, filed, changes, **more)


def test_a_flagged_field_is_changed_and_both_versions_are_kept(life: Life) -> None:
    filed = notified(life, wrong("site.address"))
    before = life.application(filed).site["address"]

    mend(life, filed, {"site": {"address": "北侧"}})

    app = life.application(filed)
    assert (app.site["address"], app.state) == ("北侧", "supplement")
    (kept,) = life.rows(Amendment, filed)
    assert (kept.before, kept.after) == ({"site": {"address": before}}, {"site": {"address": "北侧"}})
    assert [row.state for row in life.rows(Deficiency, filed)] == ["mended"]
    assert life.events(filed)[-1] == "application.mended"


def test_nothing_but_the_flagged_field_may_be_changed(life: Life) -> None:
    filed = notified(life, wrong("site.address"))

    with pytest.raises(Conflict) as refused:
        mend(life, filed, {"site": {"address": "北侧"}, "project": {"name": "别的项目"}})

    assert (refused.value.code, refused.value.params) == ("not_flagged", {"fields": "project.name"})
    assert refused.value.law == "Administrative Licensing Law art. 32(1)(4), 72(4)"
    assert life.rows(Amendment, filed) == []


def test_one_answer_of_a_group_may_be_flagged_and_its_neighbours_stay(life: Life) -> None:
    filed = notified(life, wrong("answers.occupy.days"))
    occupy = life.application(filed).answers["occupy"]

    with pytest.raises(Conflict):
        mend(life, filed, {"answers": {"occupy": {**occupy, "area_m2": 1}}})
    mend(life, filed, {"answers": {"occupy": {**occupy, "days": 7}}})

    assert life.application(filed).answers["occupy"] == {**occupy, "days": 7}


def test_a_field_may_be_mended_twice_before_it_is_handed_in_and_not_after(life: Life) -> None:
    filed = notified(life, wrong("site.address"))
    mend(life, filed, {"site": {"address": "北侧"}})
    mend(life, filed, {"site": {"address": "南侧"}})
    life.act("contractor", deficiencies.supplement, filed)

    with pytest.raises(ActionNotOpen):
        mend(life, filed, {"site": {"address": "西侧"}})
    life.act("window", acceptance.accept, filed)
    assert life.application(filed).site["address"] == "南侧"


def test_where_only_papers_are_asked_for_no_field_is_open(life: Life) -> None:
    filed = notified(life, DeficiencyItem(code="missing", reason="缺。", remedy="", material="M01"))

    with pytest.raises(GuardsUnmet):
        mend(life, filed, {"site": {"address": "北侧"}})


def test_the_form_is_its_applicants(life: Life) -> None:
    filed = notified(life, wrong("site.address"))

    with pytest.raises(RoleNotHeld):
        mend(life, filed, {"site": {"address": "北侧"}}, who="window")
    with pytest.raises(Conflict):
        mend(life, filed, {"site": {"address": "北侧"}}, expected_version=1)


def test_a_malformed_change_is_refused_where_it_stands(life: Life) -> None:
    filed = notified(life, wrong("agent.phone"))

    with pytest.raises(Invalid) as refused:
        mend(life, filed, {"agent": {"phone": "12"}})

    assert [field for field, _, _ in refused.value.problems] == ["agent.phone"]


def test_papers_a_change_calls_for_come_with_it_and_the_permits_follow(life: Life) -> None:
    filed = notified(life, wrong("answers.green"))
    mend(life, filed, {"answers": {"green": {"area_m2": 30, "months": 3, "stays_after": False}}})

    with pytest.raises(Invalid) as refused:
        life.act("contractor", deficiencies.supplement, filed)
    assert refused.value.problems[0][2] == {"codes": "M17"}

    life.hand_in(filed, "M17")
    life.act("contractor", deficiencies.supplement, filed)
    assert {row.key for row in life.rows(Permit, filed)} == {"road-occupation", "green-space"}
    life.act("window", acceptance.accept, filed, tolerated=["M18", "M19"])
    assert life.application(filed).state == "in_review"
