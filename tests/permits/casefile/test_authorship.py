from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.authorship import LastWriter, last_writer
from permits.casefile.writing.moves import name_of
from permits.services.closing import ratings
from permits.services.deciding import work_items
from permits.services.filing import applications
from permits.verifier import moment
from tests.permits.lives import ROADS, Life


def writer_of(life: Life, case_id: int, item: str = "", *, who: str = "window") -> LastWriter:
    def see(case: CaseFile) -> LastWriter:
        return last_writer(case.context, case_id, name_of(case.latest[item] if item else case.app))

    return life.look(who, case_id, see)  # type: ignore[no-any-return]  # a look gives what it is asked for


def test_the_last_writer_of_a_thing_is_named_not_the_last_of_the_case(life: Life) -> None:
    case = life.accepted()
    item = life.look("window", case, lambda case: case.latest[ROADS].id)
    life.act("roads", work_items.claim, item)
    life.act("contractor", ratings.urge, case)

    assert writer_of(life, case, ROADS) == {
        "type": "work_item.claimed",
        "by": "roads",
        "at": moment(life.now),
        "name": {"zh": "刘路", "en": "Liu Lu"},
        "office": {"zh": "市政道路管理局", "en": "Municipal Roads Bureau"},
    }


def test_a_draft_is_changed_by_its_applicant_with_the_company(life: Life) -> None:
    draft = life.draft(papers=False)
    life.act("contractor", applications.change_draft, draft, {"project": {"name": "另一个"}})

    last = writer_of(life, draft, who="contractor")

    assert (last["type"], last["by"]) == ("application.changed", "contractor")
    assert last["office"]["zh"].endswith("有限公司")


def test_raising_a_version_is_told_by_the_next_event(life: Life) -> None:
    case_id = life.accepted()

    def touched(context: ActContext) -> int:
        case = open_case(context, application_id=case_id)
        before = case.app.version
        case.touch(case.app)
        case.record("application.urged", {})
        case.save()
        return case.app.version - before

    assert life.act("window", touched) == 1
    assert writer_of(life, case_id)["type"] == "application.urged"
