import pytest

from permits.errors import Conflict, Forbidden, Invalid, NotFound
from permits.services.case.roads import known_road
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.intake import acceptance
from tests.permits.lives import GREENING, POLICE, ROADS, Life
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld


def test_a_department_files_nothing(life: Life) -> None:
    with pytest.raises(Forbidden):
        life.act("roads", applications.create_draft, DraftForm())


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (DraftForm(bundle="no-such"), "bundle"),
        (DraftForm(answers={"surprise": 1}), "answers.surprise"),
        (DraftForm(applicant={"shoe_size": "43"}), "applicant.shoe_size"),
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
    filed = life.act("contractor", applications.create_draft, DraftForm())

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


def test_withdrawing_the_whole_cancels_all_open_work(life: Life) -> None:
    filed = life.accepted("green")

    life.act("contractor", withdrawals.withdraw, filed, reason="方案调整")

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("withdrawn", "withdrawn", 14)
    assert {life.permit(filed, key).state for key in app.required} == {"withdrawn"}
    assert life.item(filed, ROADS).state == "cancelled"
    assert life.at("2026-12-01 00:00") == 0


def test_withdrawing_before_acceptance_has_its_own_exchange_code(life: Life) -> None:
    filed = life.submitted(papers=False)

    life.act("contractor", withdrawals.withdraw, filed, reason="方案调整")

    assert life.application(filed).status_code == 2


def test_withdrawing_one_permit_leaves_the_other_to_decide(life: Life) -> None:
    filed = life.accepted("green")

    life.act("contractor", withdrawals.withdraw, filed, reason="不再占绿", permits=["green-space"])
    life.answer(filed, "road-occupation:planning:opinion")
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert life.permit(filed, "green-space").state == "withdrawn"
    assert life.item(filed, GREENING).state == "cancelled"
    assert (life.application(filed).state, life.application(filed).outcome) == ("decided", "all_granted")


def test_a_single_permit_is_withdrawn_only_after_acceptance(life: Life) -> None:
    filed = life.submitted("green")

    with pytest.raises(Conflict) as refused:
        life.act("contractor", withdrawals.withdraw, filed, reason="x", permits=["green-space"])

    assert refused.value.code == "action_not_open"


def test_withdrawing_what_is_left_keeps_what_is_granted_and_delivers_it(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING)

    life.act("contractor", withdrawals.withdraw, filed, reason="不再占路", permits=["road-occupation"])
    life.act("window", delivery.deliver, filed)

    app = life.application(filed)
    assert (app.state, app.outcome, app.delivered_at is not None) == ("withdrawn", "withdrawn", True)
    assert life.permit(filed, "green-space").state == "granted"


def test_a_decided_permit_is_not_withdrawn(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING)

    with pytest.raises(Invalid):
        life.act("contractor", withdrawals.withdraw, filed, reason="x", permits=["green-space"])


def test_only_the_applicant_withdraws(life: Life) -> None:
    filed = life.accepted("green")

    with pytest.raises(RoleNotHeld):
        life.act("window", withdrawals.withdraw, filed, reason="x")
    with pytest.raises(Forbidden):
        life.act("window", withdrawals.withdraw, filed, reason="x", permits=["green-space"])


def test_urging_is_heard_once_a_day(life: Life) -> None:
    filed = life.submitted(papers=False)
    life.act("contractor", ratings.urge, filed)

    with pytest.raises(Conflict) as refused:
        life.act("contractor", ratings.urge, filed)
    life.now = life.now.replace(day=3)
    life.act("contractor", ratings.urge, filed)

    assert refused.value.code == "urged_today"
    assert life.events(filed).count("application.urged") == 2


@pytest.mark.parametrize("stars", [0, 6])
def test_a_rating_has_one_to_five_stars(life: Life, stars: int) -> None:
    with pytest.raises(Invalid):
        life.act("contractor", ratings.rate, 1, stars=stars)


def test_an_undelivered_case_is_not_rated(life: Life) -> None:
    filed = life.decided()

    with pytest.raises(ActionNotOpen):
        life.act("contractor", ratings.rate, filed, stars=5)


def test_urging_from_an_outdated_page_is_refused(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(Conflict):
        life.act("contractor", ratings.urge, filed, expected_version=1)
    life.act("contractor", ratings.urge, filed, expected_version=life.application(filed).version)


def test_the_known_road_completes_the_answers(life: Life) -> None:
    form = DraftForm(site={"road": "通盛大道"}, answers={"road_class": "urban", "road_opened_on": "2011-01-01"})

    filed = life.act("contractor", applications.create_draft, form)

    answers = life.application(filed).answers
    assert (answers["road_opened_on"], answers["road_overhauled_on"]) == ("2011-01-01", "2019-10-20")


@pytest.mark.parametrize(
    ("asked", "known"), [((), {}), (("road_overhauled_on",), {"road_overhauled_on": "2019-10-20"})]
)
def test_a_matter_learns_of_the_road_only_what_it_asks(
    life: Life, asked: tuple[str, ...], known: dict[str, str]
) -> None:
    assert life.act("contractor", known_road, {"road": "通盛大道"}, {}, asked=asked) == known
