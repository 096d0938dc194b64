from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from permits.documents.numbering import is_case_number
from permits.errors import Invalid
from permits.models import Licence, Notice
from permits.services.case.remedies import months_after
from permits.services.closing.delivery import deliver
from permits.services.deciding.work_items import Verdict
from permits.services.intake import acceptance
from tests.permits.lives import AGREED, POLICE, REFUSED, ROADS, Life, day
from workflows import GuardsUnmet


def test_a_grant_becomes_a_licence(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, POLICE)
    life.answer(filed, ROADS, Verdict(opinion="同意", conditions=[{"kind": "hours", "text": "夜间施工"}]))

    (licence,) = life.rows(Licence, filed)
    permit, app = life.permit(filed), life.application(filed)
    assert (licence.number, permit.licence_number) == (f"{app.number}-{permit.suffix}",) * 2
    assert (licence.state, licence.reinstatement, licence.document_number) == (
        "in_force",
        "works",
        permit.document_number,
    )
    assert licence.conditions == [{"kind": "hours", "text": "夜间施工"}]
    assert "occupy" in licence.scope["asked"]


FELLED = [{"species": "香樟", "dbh_cm": 18, "count": 3, "action": "fell", "street_tree": False}]
REPLANTING = {
    "kind": "replanting",
    "text": "每砍伐一株树木补植2株，或者采取其他补救措施。",
    "law": "《城市绿化条例》第二十条",
}
OWN_WORDS = {"kind": "replanting", "text": "于紫琅路补植香樟八株。"}


@pytest.mark.parametrize(("said", "stands"), [([], [REPLANTING]), ([OWN_WORDS], [OWN_WORDS])])
def test_felling_is_granted_with_the_duty_to_plant_again(life: Life, said: list[Any], stands: list[Any]) -> None:
    filed = life.accepted("occupy", occupy=None, trees=FELLED)
    life.at("2026-03-06 09:00")  # the public notice of the trees is over
    life.answer(filed, "trees:greening:decision", Verdict(opinion="同意。", conditions=said))

    (licence,) = life.rows(Licence, filed)
    assert licence.conditions == life.permit(filed, "trees").conditions == stands
    printed = [one.facts["conditions"] for one in life.rows(Notice, filed) if one.kind in {"grant", "licence"}]
    assert printed == [[{name: stands[0][name] for name in ("text", "law") if name in stands[0]}]] * 2


def test_a_permit_is_refused_for_reasons_of_its_own_and_cites_their_law(life: Life) -> None:
    filed = life.accepted()
    for wrong in (replace(REFUSED, reason_code="green_protected"), replace(REFUSED, opinion=" ")):
        with pytest.raises(Invalid) as refused:
            life.answer(filed, ROADS, wrong)
        assert refused.value.law == "Administrative Licensing Law art. 38(2)"
    with pytest.raises(Invalid):
        life.answer(filed, POLICE, Verdict("同意。", conditions=[{"kind": "replanting", "text": "补植。"}]))

    life.answer(filed, ROADS, replace(REFUSED, reason_code="traffic_unsafe", law=None))

    (paper,) = life.rows(Notice, filed, kind="refusal")
    assert life.permit(filed).reasons["law"] == "《道路交通安全法》第三十二条"
    assert "《道路交通安全法》第三十二条" in paper.facts["reasons"]


def test_who_accepted_an_application_does_not_decide_on_it(life: Life) -> None:
    both = replace(life.actor("roads"), roles=life.actor("roads").roles | life.actor("window").roles)
    life.people["roads"] = both
    filed, other = life.submitted(), life.accepted()
    life.act("roads", acceptance.accept, filed)
    for case in (filed, other):
        life.answer(case, POLICE)

    for verdict in (AGREED, REFUSED):
        with pytest.raises(GuardsUnmet) as refused:
            life.answer(filed, ROADS, verdict)
        assert refused.value.unmet == ("Who accepted the application does not decide on it",)
    life.answer(filed, ROADS, who="roads2")
    life.answer(other, ROADS)


def test_a_licence_runs_for_the_period_asked_for_within_the_legal_maximum(life: Life) -> None:
    filed = life.accepted(period={"from": "2026-04-01", "to": "2026-04-30"})
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    (licence,) = life.rows(Licence, filed)
    assert (licence.valid_from, licence.valid_to) == (day("2026-04-01"), day("2026-04-30"))


def test_fewer_days_granted_end_the_licence_earlier(life: Life) -> None:
    filed = life.accepted(period={"from": "2026-04-01", "to": "2026-04-30"})
    life.answer(filed, POLICE)
    life.answer(filed, ROADS, Verdict(opinion="同意十日", narrower={"days": 10}))

    (licence,) = life.rows(Licence, filed)
    assert licence.valid_to == day("2026-04-10")
    assert licence.scope["narrower"] == {"days": 10}


def test_a_licence_never_begins_before_its_decision(life: Life) -> None:
    filed = life.accepted(period={"from": "2026-01-01", "to": "2026-03-20"})
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert life.rows(Licence, filed)[0].valid_from == day("2026-03-02")


def test_remedies_run_from_service_and_end_on_a_working_day(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, ROADS, REFUSED)
    life.act("window", deliver, filed, recipient="陈建")

    # 60 days from 2 March is Friday 1 May, a holiday; the next working day is the 6th
    assert life.permit(filed).remedies == {
        "served_on": "2026-03-02",
        "reconsideration_last_on": "2026-05-06",
        "court_last_on": "2026-09-02",
    }


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-02", 6, "2026-09-02"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-10-31", 1, "2026-11-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start: str, months: int, end: str) -> None:
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_case_numbers_are_gap_free_and_checked(life: Life) -> None:
    numbers = [life.application(life.submitted(papers=False)).number for _ in range(3)]

    assert [number[:-1] for number in numbers] == [numbers[0][:-6] + f"{n:05d}" for n in (1, 2, 3)]
    assert "20260302" in numbers[0]
    assert all(is_case_number(number) for number in numbers)


def test_document_numbers_count_by_body_and_year(life: Life) -> None:
    numbers = []
    for _ in range(2):
        filed = life.accepted()
        life.answer(filed, ROADS, REFUSED)
        numbers.append(life.permit(filed).document_number)

    assert [number.split("〔2026〕")[1] for number in numbers] == ["1号", "2号"]
    assert numbers[0].startswith("通开市政许")


def test_the_decision_is_pinned_as_facts(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, ROADS, REFUSED)

    (notice,) = life.rows(Notice, filed, kind="refusal")
    assert notice.number == life.permit(filed).document_number
    assert notice.facts["remedies"]["served_on"] is None
    assert notice.facts["applicant"]["name"] == "通江建设工程有限公司"
