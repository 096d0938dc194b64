from dataclasses import replace
from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import LegalClock, Notice, WorkItem
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.acceptance import NonAcceptance
from permits.services.intake.deficiencies import DeficiencyItem
from tests.permits.lives import Life, day, moment
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld, local_day


def lacking(material: str | None = "M01", field: str | None = None) -> DeficiencyItem:
    return DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material=material, field=field)


def test_acceptance_is_the_counters_alone(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(RoleNotHeld):
        life.act("contractor", acceptance.accept, filed)


def test_acceptance_needs_every_paper_that_may_not_come_later(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, filed)
    with pytest.raises(Invalid) as strict:
        life.act("window", acceptance.accept, filed, tolerated=["M01"])

    assert [field for field, _, _ in strict.value.problems] == ["tolerated"]
    assert life.application(filed).state == "received"


def test_acceptance_starts_the_clocks_of_permits_and_case(life: Life) -> None:
    filed = life.accepted("green")

    clocks = {(row.scope, row.key): row.due_on for row in life.rows(LegalClock, filed) if row.ended_on is None}
    assert clocks == {
        ("road-occupation", "committed"): day("2026-03-11"),
        ("road-occupation", "statutory"): day("2026-03-30"),
        ("green-space", "committed"): day("2026-03-11"),
        ("green-space", "statutory"): day("2026-03-30"),
        ("application", "committed"): day("2026-03-11"),
        ("application", "joint"): day("2026-05-08"),
    }
    assert life.item(filed, "road-occupation:police:co_approval").due_on == day("2026-03-05")


OWN_LAW = "《公路法》第五十五条"
ENDS_THE_CHECK = {
    "accept": (acceptance.accept, {}),
    "notify": (deficiencies.notify_deficiencies, {"items": [lacking()]}),
    "refuse": (acceptance.refuse_acceptance, {"why": NonAcceptance("属公路。", "公路管理机构", law=OWN_LAW)}),
    "not required": (acceptance.declare_not_required, {"reason": "无需许可。", "law": OWN_LAW}),
}


@pytest.mark.parametrize("act", ENDS_THE_CHECK)
def test_the_counter_acts_until_the_fifth_day_ends_and_not_a_moment_later(life: Life, act: str) -> None:
    service, body = ENDS_THE_CHECK[act]
    in_time, too_late = life.submitted(), life.submitted()
    assert life.application(in_time).due_on == day("2026-03-09")
    life.now = moment("2026-03-09 23:59")
    life.act("window", service, in_time, **body)

    life.now = moment("2026-03-10 00:00")  # the sweep is still to come
    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", service, too_late, **body)

    assert refused.value.law == "Administrative Licensing Law art. 32(1)(4)"
    life.at("2026-03-10 00:00")
    found = life.application(too_late)
    assert (found.state, found.deemed_accepted) == ("in_review", True)
    assert found.committed_due_on == day("2026-03-11"), "counted from the receipt on 2 March"


def test_silence_judges_the_route_as_of_the_receipt(life: Life) -> None:
    # the moratorium ends while the check runs out unanswered
    life.now = moment("2025-07-13 10:00")
    period = {"from": "2025-07-14", "to": "2025-08-14"}
    filed = life.submitted("dig", papers=False, road_opened_on="2020-07-18", period=period)

    life.at("2025-07-19 00:00")

    found = life.application(filed)
    assert (found.state, local_day(found.accepted_at)) == ("in_review", day("2025-07-13"))
    assert "government" in {item.department for item in life.rows(WorkItem, filed)}
    assert (found.committed_due_on, found.statutory_due_on) == (day("2025-08-19"), day("2025-09-05"))


def test_what_silence_does_not_accept_may_be_turned_away_at_any_time(life: Life) -> None:
    filed = life.submitted(road_class="highway")
    life.at("2026-03-12 10:00")

    life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("属公路。", "公路管理机构"))

    assert life.application(filed).state == "not_accepted"


def test_a_matter_of_another_authority_is_not_accepted_and_named(life: Life) -> None:
    filed = life.submitted("highway", papers=False)

    with pytest.raises(Invalid):
        life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("县道", " "))
    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, filed)
    life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("县道", "highway-agency"))

    app = life.application(filed)
    assert (app.state, app.status_code, app.due_on) == ("not_accepted", 5, None)
    assert life.notices(filed)[-1] == "non_acceptance"


def test_what_needs_no_licence_is_said_at_once(life: Life) -> None:
    filed = life.submitted("nothing", papers=False)

    with pytest.raises(Invalid):
        life.act("window", acceptance.declare_not_required, filed, reason="")
    life.act("window", acceptance.declare_not_required, filed, reason="不占用道路")

    assert (life.application(filed).state, life.application(filed).status_code) == ("not_required", 4)
    with pytest.raises(ActionNotOpen):
        life.act("window", acceptance.accept, filed)


@pytest.mark.parametrize(
    ("service", "body"),
    [
        (acceptance.declare_not_required, {"reason": "无需许可。"}),
        (acceptance.refuse_acceptance, {"why": NonAcceptance("属公路。", "highway")}),
    ],
)
def test_what_the_screening_says_must_proceed_is_turned_away_only_with_the_article_of_an_own_finding(
    life: Life, service: Any, body: dict[str, Any]
) -> None:
    filed = life.submitted()
    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", service, filed, **body)
    assert "art. 32(1)" in str(refused.value.law)
    assert life.application(filed).state == "received"

    with_law = {"why": replace(body["why"], law=OWN_LAW)} if "why" in body else {**body, "law": OWN_LAW}
    life.act("window", service, filed, **with_law)

    paper = life.rows(Notice, filed)[-1]
    assert paper.facts["law"]["zh"].endswith(OWN_LAW)
