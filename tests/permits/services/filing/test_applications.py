from dataclasses import replace
from datetime import timedelta

import pytest

from permits.errors import Conflict, Forbidden, Invalid, NotFound
from permits.office import Caps
from permits.services.closing import withdrawals
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.intake import acceptance
from tests.permits.lives import Life
from workflows import GuardsUnmet


def test_a_department_files_nothing(life: Life) -> None:
    with pytest.raises(Forbidden):
        life.act("roads", applications.create_draft, DraftForm("road-access"))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (DraftForm(bundle="no-such"), "bundle"),
        (DraftForm("road-access", answers={"surprise": 1}), "answers.surprise"),
        (DraftForm("road-access", applicant={"shoe_size": "43"}), "applicant.shoe_size"),
    ],
)
def test_a_malformed_form_is_refused_with_the_field(life: Life, form: DraftForm, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        life.act("contractor", applications.create_draft, form)

    assert [name for name, _, _ in refused.value.problems] == [field]


def test_parts_of_a_draft_are_replaced_and_the_rest_stays(life: Life) -> None:
    filed = life.draft(papers=False)

    life.act("contractor", applications.change_draft, filed, {"project": {"name": "星湖新城"}}, expected_version=1)

    app = life.application(filed)
    assert (app.project, app.version, app.applicant["kind"]) == ({"name": "星湖新城"}, 2, "company")
    assert "星湖新城" in app.title


def test_a_change_from_an_outdated_page_is_refused_with_what_happened(life: Life) -> None:
    filed = life.draft(papers=False)
    life.act("contractor", applications.change_draft, filed, {"project": {"name": "甲"}}, expected_version=1)

    with pytest.raises(Conflict) as refused:
        life.act("contractor", applications.change_draft, filed, {"project": {"name": "乙"}}, expected_version=1)

    assert refused.value.code == "version_conflict"
    assert refused.value.details["version"] == 2
    assert refused.value.details["last"]["type"] == "application.changed"


def test_a_submitted_form_is_not_changed_any_more(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(Conflict) as refused:
        life.act("contractor", applications.change_draft, filed, {"project": {}})

    assert refused.value.code == "action_not_open"


def test_an_incomplete_form_is_not_submitted(life: Life) -> None:
    filed = life.act("contractor", applications.create_draft, DraftForm("road-access"))

    with pytest.raises(GuardsUnmet):
        life.act("contractor", applications.submit, filed)

    assert life.application(filed).number is None


def test_another_company_does_not_learn_that_the_case_exists(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(NotFound):
        life.act("contractor2", withdrawals.withdraw, filed, reason="x")


def test_a_draft_is_its_applicants_alone(life: Life) -> None:
    filed = life.draft(papers=False)

    with pytest.raises(NotFound):
        life.act("window", acceptance.accept, filed)


def test_a_department_without_work_on_the_case_does_not_see_it(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(NotFound):
        life.look("greening", filed, lambda case: case.app)
    assert life.look("roads", filed, lambda case: case.app.id) == filed


def test_works_that_are_over_are_refused_at_their_last_day(life: Life) -> None:
    filed = life.draft(papers=False)
    over = {"answers": {**life.application(filed).answers, "period": {"from": "2026-01-05", "to": "2026-03-01"}}}
    life.act("contractor", applications.change_draft, filed, over)

    with pytest.raises(Invalid) as refused:
        life.act("contractor", applications.submit, filed)

    assert [(path, params["why"].en[:41]) for path, _, params in refused.value.problems] == [
        ("answers.period.to", "The whole period lies in the past: it end")
    ]


def test_an_account_begins_so_many_drafts_a_day(life: Life) -> None:
    life.office = replace(life.office, caps=Caps(drafts=1))
    life.act("contractor", applications.create_draft, DraftForm("road-access"))

    with pytest.raises(Conflict, match="begun 1 drafts within 24 hours"):
        life.act("contractor", applications.create_draft, DraftForm("road-access"))
    life.now += timedelta(days=1, minutes=1)
    life.act("contractor", applications.create_draft, DraftForm("road-access"))
