import pytest

from permits.errors import Conflict, Invalid
from permits.models import Deficiency, LegalClock, WorkItem
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.acceptance import NonAcceptance
from permits.services.intake.deficiencies import DeficiencyItem
from tests.permits.lives import Life, day, moment
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld, WorkflowError


def lacking(material: str | None = "M01", field: str | None = None) -> DeficiencyItem:
    return DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material=material, field=field)


def notified(life: Life, *items: DeficiencyItem) -> int:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, list(items) or [lacking()])
    return filed


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


ENDS_THE_CHECK = {
    "accept": (acceptance.accept, {}),
    "notify": (deficiencies.notify_deficiencies, {"items": [lacking()]}),
    "refuse": (acceptance.refuse_acceptance, {"why": NonAcceptance("属公路。", "公路管理机构")}),
    "not required": (acceptance.declare_not_required, {"reason": "无需许可。"}),
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


def test_the_notice_is_answered_until_its_tenth_day_ends_and_not_a_moment_later(life: Life) -> None:
    in_time, too_late = notified(life), notified(life)
    assert life.application(in_time).due_on == day("2026-03-16")
    for case in (in_time, too_late):
        life.hand_in(case, "M01")
    life.now = moment("2026-03-16 23:59")
    life.act("contractor", deficiencies.supplement, in_time)

    life.now = moment("2026-03-17 00:00")  # the sweep is still to come
    with pytest.raises(GuardsUnmet) as refused:
        life.act("contractor", deficiencies.supplement, too_late)

    assert refused.value.law == "Administrative Licensing Law art. 32(1)(4)"
    life.at("2026-03-17 00:00")
    assert life.application(too_late).state == "lapsed"


def test_what_silence_does_not_accept_may_be_turned_away_at_any_time(life: Life) -> None:
    filed = life.submitted(road_class="highway")
    life.at("2026-03-12 10:00")

    life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("属公路。", "公路管理机构"))

    assert life.application(filed).state == "not_accepted"


def test_the_notice_of_deficiencies_is_given_once(life: Life) -> None:
    filed = notified(life, lacking("M01"), lacking("M03"))
    assert life.application(filed).due_on == day("2026-03-16")
    for code in ("M01", "M03"):
        life.hand_in(filed, code)
    life.act("contractor", deficiencies.supplement, filed)

    with pytest.raises(WorkflowError):
        life.act("window", deficiencies.notify_deficiencies, filed, [lacking("M05")])

    assert life.notices(filed).count("deficiency") == 1


@pytest.mark.parametrize(
    ("item", "place"),
    [
        (lacking("M99"), "items.0.material"),
        (lacking(None), "items.0"),
        (lacking("M01", "site.road"), "items.0"),
        (DeficiencyItem(code="ugly", reason="x", remedy="", material="M01"), "items.0.code"),
        (DeficiencyItem(code="missing", reason=" ", remedy="", material="M01"), "items.0.reason"),
    ],
)
def test_a_malformed_item_is_named_by_its_place(life: Life, item: DeficiencyItem, place: str) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(Invalid) as refused:
        life.act("window", deficiencies.notify_deficiencies, filed, [item])

    assert [field for field, _, _ in refused.value.problems] == [place]


def test_a_notice_names_at_least_one_thing(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(Invalid):
        life.act("window", deficiencies.notify_deficiencies, filed, [])


def test_flagging_again_is_bound_to_the_first_notice(life: Life) -> None:
    filed = notified(life, lacking("M01"), lacking("M03"))
    for code in ("M01", "M03"):
        life.hand_in(filed, code)
    life.act("contractor", deficiencies.supplement, filed)

    with pytest.raises(Conflict) as refused:
        life.act("window", deficiencies.reflag, filed, [lacking("M01"), lacking("M05")])

    assert refused.value.code == "not_in_first_notice"
    assert refused.value.params["targets"] == "M05"
    life.act("window", deficiencies.reflag, filed, [lacking("M01")])
    again = {row.material: (row.state, row.rounds) for row in life.rows(Deficiency, filed)}
    assert again == {"M01": ("open", 2), "M03": ("met", 1)}


def test_flagging_again_needs_a_first_notice(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(WorkflowError):
        life.act("window", deficiencies.reflag, filed, [lacking("M01")])


def test_a_supplement_brings_a_newer_version_of_every_paper_flagged(life: Life) -> None:
    filed = notified(life, lacking("M01"))

    with pytest.raises(Invalid) as refused:
        life.act("contractor", deficiencies.supplement, filed)
    life.hand_in(filed, "M01")
    life.act("contractor", deficiencies.supplement, filed)

    assert refused.value.problems[0][2] == {"codes": "M01"}
    app = life.application(filed)
    assert (app.state, app.status_code, app.due_on) == ("received", 7, day("2026-03-09"))
    assert [(row.round, row.state) for row in life.rows(WorkItem, filed, kind="intake")] == [(1, "done"), (2, "open")]


def test_an_answer_to_a_flagged_field_is_for_the_counter_to_judge(life: Life) -> None:
    filed = notified(life, lacking(None, "site.road"))

    life.act("contractor", deficiencies.supplement, filed)
    life.act("window", acceptance.accept, filed)

    assert life.application(filed).state == "in_review"


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
