"""False papers: a warning, a year's ban where safety is at stake, and what a ban does at the counter."""

import pytest

from permits.casefile import ActContext, open_case
from permits.casefile.bans import subject_of
from permits.errors import Invalid
from permits.models import Ban, Event, Notice
from permits.services.case.bans import FRAUD_YEARS, LAW_79, ban, ban_warnings, last_barred_day
from permits.services.deciding.work_items import Verdict
from permits.services.intake import acceptance
from permits.services.intake.acceptance import NonAcceptance
from tests.permits.lives import GREENING, POLICE, ROADS, Life, day
from workflows import GuardsUnmet

FALSE = Verdict(opinion="授权委托书系伪造。", reason_code="false_materials", law="《行政许可法》第七十八条")
COMPANY = "91320699YYDEM0016R"


def caught(life: Life) -> int:
    """Refused for false papers on Monday 2 March 2026."""
    filed = life.accepted()
    life.answer(filed, POLICE)
    life.answer(filed, ROADS, FALSE)
    return filed


def rows(life: Life, application_id: int) -> list[tuple[str, str, str]]:
    return [(row.permit, row.ground, row.to_on.isoformat()) for row in life.rows(Ban, application_id)]


def test_refusal_for_false_papers_bars_the_same_licence_for_a_year(life: Life) -> None:
    filed = caught(life)

    (found,) = life.rows(Ban, filed)
    assert (found.subject, found.permit) == (COMPANY, "road-occupation")
    assert (found.from_on, found.to_on) == (day("2026-03-02"), day("2027-03-02"))
    assert found.law == "Administrative Licensing Law art. 78"
    refusal = life.rows(Notice, filed, kind="refusal")[0].facts
    assert refusal["reasons"][-1]["en"].endswith("may not be applied for again through 2 March 2027.")


def test_where_safety_is_not_at_stake_it_is_a_warning_that_bars_nothing(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING, FALSE)

    assert rows(life, filed) == [("green-space", "warning", "2027-03-02")]
    assert "applicant.warned" in life.events(filed)
    again = life.submitted("green")
    life.act("window", acceptance.accept, again)
    assert life.application(again).state == "in_review"


def test_the_last_barred_day_is_barred_and_the_next_is_free(life: Life) -> None:
    caught(life)
    life.at("2027-03-02 09:00")
    filed = life.submitted()

    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", acceptance.accept, filed)
    assert refused.value.law == "Administrative Licensing Law art. 78, 79"
    (sentence,) = refused.value.unmet
    assert sentence.params == {"names": "2027-03-02"}

    life.at("2027-03-03 00:00")
    life.act("window", acceptance.accept, filed)
    assert life.application(filed).state == "in_review"


def test_submitting_is_not_barred_but_warned_of(life: Life) -> None:
    caught(life)
    filed = life.submitted()

    assert life.application(filed).state == "received"
    assert [params for _field, _text, params in life.look("contractor", filed, ban_warnings)] == [
        {"names": "2027-03-02"}
    ]


def test_a_ban_is_on_the_licence_it_was_given_for_and_on_its_holder(life: Life) -> None:
    caught(life)

    other = life.submitted("green")
    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, other)
    assert life.look("window", life.submitted("occupy", who="contractor"), ban_warnings) != []


def test_the_counter_may_refuse_a_barred_applicant_and_nobody_else_on_that_ground(life: Life) -> None:
    innocent = life.submitted()
    with pytest.raises(Invalid) as refused:
        life.act("window", acceptance.refuse_acceptance, innocent, NonAcceptance("禁止期内。", ground="banned"))
    assert [field for field, _, _ in refused.value.problems] == ["ground"]

    caught(life)
    life.act("window", acceptance.refuse_acceptance, innocent, NonAcceptance("禁止期内。", ground="banned"))

    assert (life.application(innocent).state, life.application(innocent).status_code) == ("not_accepted", 5)
    paper = life.rows(Notice, innocent, kind="non_acceptance")[0].facts
    assert paper["law"]["en"] == "Administrative Licensing Law art. 78, 79"
    assert "refer_to" not in paper


def test_false_papers_found_at_the_counter_bar_each_licence_that_bears_on_safety(life: Life) -> None:
    filed = life.submitted("green")

    life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("材料系伪造。", ground="false_materials"))

    assert sorted(rows(life, filed)) == [
        ("green-space", "warning", "2027-03-02"),
        ("road-occupation", "false_materials", "2027-03-02"),
    ]


def test_an_unknown_ground_is_none(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(Invalid):
        life.act("window", acceptance.refuse_acceptance, filed, NonAcceptance("x", ground="whim"))


def test_fraud_bars_for_three_years_on_the_same_day_of_the_month(life: Life) -> None:
    filed = life.accepted()

    def catch(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        ban(case, "road-occupation", years=FRAUD_YEARS, ground="fraud", law=LAW_79)
        case.save()

    life.act("lead", catch)

    assert rows(life, filed) == [("road-occupation", "fraud", "2029-03-02")]
    assert last_barred_day(day("2028-02-29"), 1) == day("2029-02-28")


def test_persons_stand_in_the_register_by_a_salted_hash_alone(life: Life) -> None:
    person = {"kind": "person", "name": "陈建", "resident_id": "11010519491231002x"}

    subject = subject_of(person, secret="salt")

    assert len(subject) == 64
    assert subject == subject_of({**person, "resident_id": "11010519491231002X"}, secret="salt")
    assert subject != subject_of(person, secret="other salt")
    assert subject_of({"kind": "person"}, secret="salt") == ""


def test_the_trail_names_no_identity(life: Life) -> None:
    filed = caught(life)

    (event,) = [row for row in life.rows(Event, filed) if row.type == "applicant.banned"]
    assert COMPANY not in str(event.payload)
    assert event.payload["to_on"] == "2027-03-02"


def test_without_any_record_there_is_nothing_to_warn_of(life: Life) -> None:
    assert life.look("window", life.submitted(), ban_warnings) == []
