from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.lists import filed_lists, is_circulated, lists_of
from permits.models import DeficiencyDraft
from tests.permits.lives import Life
from tests.permits.services.intake.test_circulation import circulated, file, lacking
from tests.statements import counted


def test_where_no_department_was_asked_nothing_is_looked_up(life: Life) -> None:
    filed = life.submitted(papers=False)

    def see(case: CaseFile) -> tuple[bool, int, int]:
        is_asked = is_circulated(case)
        with counted(life.engine) as sent:
            return is_asked, len(lists_of(case)), len(sent)

    assert life.look("window", filed, see) == (False, 0, 0)


def test_only_filed_lists_stand_for_the_notice(life: Life) -> None:
    filed = circulated(life, "roads", "police")
    file(life, filed, "roads", lacking())

    def see(case: CaseFile) -> tuple[list[str], list[str]]:
        return [one.department for one in lists_of(case)], [one.department for one in filed_lists(case)]

    asked, stand = life.look("window", filed, see)
    assert {"roads", "police"} <= set(asked)
    assert stand == ["roads"]


def test_a_list_that_is_changed_is_changed_in_the_open_file(life: Life) -> None:
    filed = circulated(life, "roads")

    def act(context: ActContext) -> list[str]:
        case = open_case(context, application_id=filed)
        for one in lists_of(case):
            case.change(one, state="missed")
        case.record("application.urged", {})
        case.save()
        return sorted({one.state for one in lists_of(case)})

    assert life.act("window", act) == ["missed"]
    assert {row.state for row in life.rows(DeficiencyDraft, filed)} == {"missed"}
