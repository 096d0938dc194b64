import pytest

from permits.errors import Conflict, Invalid
from permits.models import Deficiency, Notice, WorkItem
from permits.services.changing import mending
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.deficiencies import DeficiencyItem
from permits.web.tracking import flagged_items
from tests.permits.lives import Life, day, moment
from tests.permits.services.intake.test_acceptance import lacking
from workflows import GuardsUnmet, WorkflowError


def notified(life: Life, *items: DeficiencyItem) -> int:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, list(items) or [lacking()])
    return filed


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


def test_an_item_keeps_question_and_answer_as_they_were_seen(life: Life) -> None:
    filed = notified(life, lacking("M01"), lacking(None, "site.address"))
    before = str(life.application(filed).site["address"])

    life.act("contractor", mending.mend, filed, {"site": {"address": "改正后的门牌"}})

    paper, field = life.rows(Deficiency, filed)
    assert field.answer == {"zh": before, "en": before}
    assert (field.question["en"], field.form_version) == ("Where on the road", 1)
    assert paper.answer == {"zh": "M01.pdf", "en": "M01.pdf"}
    assert life.application(filed).form_version == 2
    shown = life.look("contractor", filed, lambda case: [one.answer for one in flagged_items(case, "zh")])
    assert shown == ["M01.pdf", before]
    (notice,) = life.rows(Notice, filed, kind="deficiency")
    assert [item["answer"]["zh"] for item in notice.facts["items"]] == ["M01.pdf", before]
