from dataclasses import replace

import pytest

from permits.actor import SYSTEM
from permits.casefile import ActContext
from permits.errors import Conflict, Invalid, NotFound
from permits.models import Notice, Statement
from permits.office import Caps
from permits.services.procedures import statements
from permits.services.procedures.statements import Answer, Said
from tests.permits.lives import AGREED, REFUSED, Life
from tests.permits.services.procedures.test_public_notices import NOISE, TREES, filed_trees, speak
from workflows import GuardsUnmet, RoleNotHeld


def test_an_objection_is_answered_before_the_decision(life: Life) -> None:
    case = filed_trees(life)
    said = speak(life, case)
    life.at("2026-03-06 10:00")
    for verdict in (AGREED, REFUSED):
        with pytest.raises(GuardsUnmet) as refusal:
            life.answer(case, TREES, verdict)
        assert refusal.value.unmet == ("Statements are still to be answered (Administrative Licensing Law art. 36)",)
    with pytest.raises(RoleNotHeld):
        life.act("roads", statements.answer_statement, case, "trees", Answer(said, "已研究。"))

    life.act("greening", statements.answer_statement, case, "trees", Answer(said, "补植一百二十株并设绿篱。"))
    life.answer(case, TREES)

    row = life.rows(Statement, case)[0]
    assert (row.by, row.kind, row.answer) == ("紫琅花园业主委员会", "objection", "补植一百二十株并设绿篱。")
    grant = life.rows(Notice, case, kind="grant", permit="trees")[0]
    told = " ".join(one["en"] for one in grant.facts["found"])
    assert "on public notice from 2 March 2026 to 5 March 2026" in told
    assert "heard and answered: 1" in told


def test_the_applicant_speaks_in_its_own_name_and_others_are_named(life: Life) -> None:
    case = filed_trees(life)
    speak(life, case, Said("请尽快办理。", by="别人"), by="contractor")
    assert life.rows(Statement, case)[-1].by == life.application(case).applicant["name"]

    for said, field in (
        (Said("有意见。", "objection", ""), "by"),
        (Said("  ", "objection", "某人"), "text"),
        (Said("有意见。", "complaint", "某人"), "kind"),
    ):
        with pytest.raises(Invalid) as refusal:
            speak(life, case, said)
        assert [one[0] for one in refusal.value.problems] == [field]
        assert refusal.value.law == "Administrative Licensing Law art. 36"


def test_a_statement_is_answered_once_and_only_where_it_was_made(life: Life) -> None:
    case = filed_trees(life)
    said = speak(life, case)
    speak(life, case, Said("另有意见。", by="紫琅路小学"))
    with pytest.raises(NotFound):
        life.act("greening", statements.answer_statement, case, "trees", Answer(said + 100, "已研究。"))
    life.act("greening", statements.answer_statement, case, "trees", Answer(said, "已研究。"))

    with pytest.raises(Conflict) as refusal:
        life.act("greening", statements.answer_statement, case, "trees", Answer(said, "再次研究。"))
    assert refusal.value.code == "answered"


def test_anybody_may_object_while_the_notice_stands_and_sees_nothing_of_the_case(life: Life) -> None:
    case = filed_trees(life)
    life.at("2026-03-05 23:00")
    life.act("contractor2", statements.object_to_notice, case, "trees", Said("影响通行。", "objection"))
    assert life.rows(Statement, case)[-1].by == life.actor("contractor2").name

    with pytest.raises(NotFound):
        life.act("contractor2", statements.file_statement, case, "trees", NOISE)
    with pytest.raises(NotFound):
        life.act("contractor2", statements.object_to_notice, case, "road-occupation", NOISE)
    life.at("2026-03-06 08:00")
    with pytest.raises(NotFound):
        life.act("contractor2", statements.object_to_notice, case, "trees", NOISE)


def strange(life: Life, case: int, said: Said) -> str:
    def act(context: ActContext) -> str:
        return statements.object_to_notice(replace(context, actor=SYSTEM(context.actor.area)), case, "trees", said)

    return str(life.act("contractor2", act))


def test_who_has_no_account_objects_by_name_and_telephone_within_a_cap(life: Life) -> None:
    case = filed_trees(life)
    said = Said("影响通行。", "objection", by="王芳", phone="138 0000 0001")

    number = strange(life, case, said)

    kept = life.rows(Statement, case)[-1]
    assert (kept.by, kept.phone, kept.number) == ("王芳", "13800000001", number)
    assert kept.public_notice_id is not None
    for wrong, field in ((replace(said, by=" "), "by"), (replace(said, phone="12"), "phone")):
        with pytest.raises(Invalid) as refused:
            strange(life, case, wrong)
        assert refused.value.problems[0][0] == field
    life.office = replace(life.office, caps=Caps(objections=1))
    with pytest.raises(Conflict, match="objected 1 times"):
        strange(life, case, said)
    for last in range(2, statements.STRANGERS + 1):
        strange(life, case, replace(said, phone=f"138000001{last:02}"))
    with pytest.raises(Conflict, match="Too many objections"):
        strange(life, case, replace(said, phone="13800000999"))
    moments = [row.received_at for row in life.rows(Statement, case)]
    assert len(set(moments)) == len(moments), "the chain tells the same words at one moment apart"
