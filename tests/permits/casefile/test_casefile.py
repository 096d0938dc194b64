import pytest

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.rows.columns import UNWRITTEN
from permits.errors import Conflict, SetupFault
from permits.models import Event, Hearing, Material, PublicNotice
from permits.services.case.duties import SYSTEM_ROLES, Duty, cancel_item, give
from tests.permits.lives import ROADS, Life, day, moment
from workflows import WorkItemFacts


def test_nothing_is_written_before_it_is_saved(life: Life) -> None:
    filed = life.submitted(papers=False)

    with life.engine.begin() as conn:
        case = open_case(ActContext(conn, life.actor("window"), life.now, life.office), application_id=filed)
        case.change(case.app, title="changed")
        case.record("application.changed", {})

    assert life.application(filed).title != "changed"
    assert life.events(filed)[-1] == "application.submitted"


def test_a_state_changes_by_a_move_only(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(SetupFault, match="lifecycle"):
        life.look("window", filed, lambda case: case.change(case.app, state="decided"))


def test_what_moves_without_an_event_is_not_written(life: Life) -> None:
    filed = life.accepted()

    def act(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        item = next(one for one in case.items if one.department == "roads")
        case.record("application.urged", {})
        cancel_item(case, item)
        case.save()

    with pytest.raises(SetupFault, match="item:road-occupation:roads:decision:1"):
        life.act("window", act)
    assert life.item(filed, ROADS).state == "open"
    assert life.events(filed)[-1] == "application.accepted"


def test_an_event_tells_what_moved_before_it(life: Life) -> None:
    filed = life.accepted()

    drafted, submitted, accepted = [life.rows(Event, filed)[n].payload["moves"] for n in (0, -2, -1)]

    assert drafted == {"application": "draft"}
    assert submitted == {
        "application": "received",
        "permit:road-occupation": "waiting",
        "item::window:intake:1": "open",
    }
    assert accepted == {
        "application": "in_review",
        "item::window:intake:1": "done",
        "permit:road-occupation": "under_review",
        "item:road-occupation:police:co_approval:1": "open",
        "item:road-occupation:roads:decision:1": "open",
    }


def test_what_is_added_shows_in_the_open_file_and_has_its_key_once_saved(life: Life) -> None:
    filed = life.accepted()

    def act(context: ActContext) -> list[int]:
        case = open_case(context, application_id=filed)
        before = len(case.items)
        give(case, Duty(department="lead", kind="survey", limit_working_days=5))
        (added,) = case.items[before:]
        assert (added.kind, added.state, added.id) == ("survey", "open", UNWRITTEN)
        case.move(added, "finish", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
        case.record("application.urged", {})
        case.save()
        return [item.id for item in case.items[before:]]

    (written,) = life.act("window", act)
    row = life.item(filed, ":lead:survey")
    assert (row.id, row.state, row.version) == (written, "done", 2)


def test_what_goes_on_beside_the_review_shows_at_once(life: Life) -> None:
    filed = life.accepted()
    on = day("2026-03-02")

    def see(case: CaseFile) -> tuple[str, bool]:
        assert case.procedures.hearings == []
        about = {"area": case.app.area, "permit": "road-occupation"}
        case.add(Hearing, **about, state="told", parties=[], told_on=on, request_by_on=on)
        case.add(PublicNotice, **about, from_on=on, to_on=on)
        hearing = case.procedures.hearing("road-occupation")
        assert hearing is not None
        return hearing.state, case.procedures.is_on_notice("road-occupation", on)

    assert life.look("window", filed, see) == ("told", True)


def test_a_row_added_now_has_its_key_at_once(life: Life) -> None:
    filed = life.draft(papers=False)
    about = {"file_name": "M01.pdf", "media_type": "application/pdf", "size_bytes": 1, "sha256": "", "storage_key": ""}

    def act(context: ActContext) -> int:
        case = open_case(context, application_id=filed)
        by = context.actor.person
        made = case.add_now(
            Material, area=case.app.area, code="M01", version=1, uploaded_by=by, uploaded_at=life.now, **about
        )
        case.record("material.added", {"code": "M01", "version": 1})
        case.save()
        return made

    assert life.act("contractor", act) == life.rows(Material, filed)[0].id


def test_an_act_goes_on_as_of_another_moment(life: Life) -> None:
    filed = life.accepted()
    later = moment("2026-03-05 10:00")

    def see(case: CaseFile) -> tuple[int, int]:
        _row, clock = case.clocks["road-occupation", "statutory"]
        used, _stopped = case.clocks.spent(clock)
        case.act_at(later)
        case.record("application.urged", {})
        return used, case.clocks.spent(clock)[0]

    assert life.look("window", filed, see) == (0, 3)


def test_a_form_put_into_the_file_is_what_is_read_from_it(life: Life) -> None:
    filed = life.submitted("occupy", papers=False)

    def see(case: CaseFile) -> tuple[str, int, bool]:
        before = case.route_of_form
        form = case.form
        case.refile(
            {
                "applicant": form.applicant,
                "agent": {**form.agent, "name": "another"},
                "project": form.project,
                "site": form.site,
                "answers": form.answers,
                "title": "another",
            },
            form_version=2,
        )
        return case.form.agent["name"], case.app.form_version, case.route_of_form is before

    assert life.look("contractor", filed, see) == ("another", 2, False)


def test_a_changed_row_is_not_acted_on_by_who_saw_it_before(life: Life) -> None:
    filed = life.accepted()

    def see(case: CaseFile) -> None:
        case.expect(case.app, None)
        case.expect(case.app, case.app.version)
        case.expect(case.app, case.app.version - 1)

    with pytest.raises(Conflict) as refused:
        life.look("window", filed, see)
    assert refused.value.details["last"]["type"] == "application.accepted"
