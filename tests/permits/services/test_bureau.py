"""Where the approval bureau signs: it decides, the department in charge is heard first and supervises afterwards."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from permits.analytics.turnaround import Period, turnaround
from permits.db import reading
from permits.documents.view import page
from permits.models import Event, Licence, Notice
from permits.services.closing import delivery
from permits.services.deciding import successions
from permits.services.deciding.work_items import LeftOut, Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.licences import endings, inspections
from permits.services.licences.endings import Revocation
from permits.services.licences.site_checks import check_site
from permits.services.notifying.audience import About, members
from permits.services.offers.actions import available
from tests.bundles import bundle_of, by_bureau, serving
from tests.permits.licences import TWO, licence, licensed
from tests.permits.lives import AGREED, POLICE, REFUSED, Life, day
from tests.permits.services.test_second_matter import FIRE, FOOD, MATTER, SIGN, assert_of_its_matter, submitted
from workflows import Group, GuardsUnmet, RoleNotHeld

PERMIT = "road-occupation"
OPINION, DECISION = f"{PERMIT}:roads:opinion", f"{PERMIT}:lead:decision"
AREA = "320699"
BUREAU, ROADS = "行政审批局", "市政道路管理局"
BY_DAY = Verdict("同意。", conditions=[{"kind": "hours", "text": "20:00至次日6:00施工"}])


@pytest.fixture
def signed(life: Life) -> Life:
    """The office of a zone whose approval bureau signs every permit."""
    life.office = serving(life.office, by_bureau(bundle_of(life.office)))
    return life


sqlite = pytest.mark.parametrize("life", ["sqlite"], indirect=True)


def heard(life: Life, opinion: Verdict = AGREED) -> int:
    filed = life.accepted()
    life.answer(filed, POLICE)
    life.answer(filed, OPINION, opinion)
    return filed


def granted(life: Life) -> Any:
    filed = heard(life)
    life.answer(filed, DECISION)
    life.act("window", delivery.deliver, filed, recipient="陈建")
    return life.rows(Licence, filed)[0]


def papers(life: Life, filed: int, kind: str, language: str = "zh") -> Iterator[str]:
    for row in life.rows(Notice, filed, kind=kind):
        yield json.dumps(page(row.kind, row.facts, language=language), ensure_ascii=False)


def offered(life: Life, who: str, filed: int) -> set[str]:
    return {one.name for one in life.look(who, filed, available)}


def told(life: Life, filed: int, group: Group, **payload: str) -> set[str]:
    about = About(life.application(filed).area, filed, payload)
    with reading(life.engine) as conn:
        return {row.username for row in conn.execute(members(about, group))}


@sqlite
def test_the_bureau_waits_for_the_department_in_charge_and_is_not_bound_by_it(signed: Life) -> None:
    filed = signed.accepted()
    signed.answer(filed, POLICE)
    with pytest.raises(GuardsUnmet):
        signed.answer(filed, DECISION)
    with pytest.raises(RoleNotHeld):
        signed.answer(filed, DECISION, who="roads")

    signed.answer(filed, OPINION, REFUSED)
    signed.answer(filed, DECISION)

    row = signed.permit(filed)
    assert (row.state, row.department) == ("granted", "lead")
    assert signed.application(filed).state == "decided"


@sqlite
def test_what_the_department_would_condition_is_offered_to_the_bureau(signed: Life) -> None:
    filed = heard(signed, BY_DAY)
    left = LeftOut(f"{OPINION}:0", "夜间施工已由公安交警另行限定。")

    signed.answer(filed, DECISION, Verdict("同意。", left_out=[left]))

    assert signed.permit(filed).conditions is None
    assert signed.permit(filed).left_out[0]["department"] == "roads"


@sqlite
def test_the_papers_of_a_grant_name_the_bureau_as_the_body_that_decided(signed: Life) -> None:
    row = granted(signed)

    (decision,), (certificate,) = (
        papers(signed, row.application_id, "grant"),
        papers(signed, row.application_id, "licence"),
    )
    facts = signed.rows(Notice, row.application_id, kind="grant")[0].facts
    assert row.department == "lead"
    assert facts["number"].startswith("通开审")
    assert facts["issuing_body"]["zh"] == facts["department"]["zh"] == facts["remedies"]["respondent"]["zh"] == BUREAU
    shown = page("grant", facts, language="zh")
    assert (shown["seal"]["name"], shown["signature"]["body"]) == (BUREAU, BUREAU)
    assert f"以作出本决定的{BUREAU}为被申请人" in decision
    assert "本级人民政府" in decision
    assert ROADS in decision  # as a department consulted
    assert BUREAU in certificate
    assert f'["监管部门", "{ROADS}"]' in certificate
    (english,) = papers(signed, row.application_id, "grant", "en")
    assert "took this decision, Administrative Approval Bureau" in english


@sqlite
def test_a_refusal_is_the_bureaus_with_its_number_and_remedies(signed: Life) -> None:
    filed = heard(signed)

    signed.answer(filed, DECISION, REFUSED)

    facts = signed.rows(Notice, filed, kind="refusal")[0].facts
    assert facts["number"].startswith("通开审")
    assert facts["remedies"]["respondent"]["zh"] == BUREAU


def test_the_department_in_charge_supervises_and_the_bureau_takes_back(signed: Life) -> None:
    row = granted(signed)
    filed = row.application_id
    signed.at(f"{row.valid_from} 10:00")
    assert {"check_site"} <= offered(signed, "roads", filed)
    assert offered(signed, "roads-head", filed).isdisjoint({"revoke", "notify_intent"})
    assert {"notify_intent", "hear_defence"} <= offered(signed, "lead", filed)
    assert "check_site" not in offered(signed, "lead", filed)

    signed.act("roads", check_site, row.number, TWO)
    signed.act("contractor", inspections.request_inspection, row.number)
    assert signed.item(filed, f"{PERMIT}:roads:inspection").state == "open"
    signed.hear(row.number, who="lead")
    signed.at(f"{row.valid_from} 11:00")
    signed.act("lead-head", endings.revoke, row.number, Revocation("fraud", reason="图纸系伪造。"))

    bodies = {one.kind: one.facts["issuing_body"]["zh"] for one in signed.rows(Notice, filed)}
    taking_back = {"intent_notice": BUREAU, "licence_decision": BUREAU}
    assert bodies.items() >= {**taking_back, "check_record": ROADS, "restoration_order": ROADS}.items()
    assert told(signed, filed, "department", department="roads") == {"roads", "roads2"}
    assert signed.rows(Event, filed, type="licence.revoked")[0].payload["department"] == "roads"


@sqlite
def test_where_departments_decide_the_same_papers_name_the_department(life: Life) -> None:
    filed = life.decided()

    facts = life.rows(Notice, filed, kind="grant")[0].facts
    assert facts["number"].startswith("通开市政许")
    assert facts["remedies"]["respondent"]["zh"] == facts["issuing_body"]["zh"] == ROADS
    assert "监管部门" not in next(papers(life, filed, "licence"))


@sqlite
def test_the_case_officer_of_the_bureau_works_on_its_permits_as_a_clerk(signed: Life) -> None:
    filed = signed.accepted()

    assert {"assess_fee", "request_extension", "approve"} <= offered(signed, "lead", filed)
    assert "extend" in offered(signed, "lead-head", filed)
    assert offered(signed, "roads", filed) >= {"approve", "refuse"}
    assert offered(signed, "roads", filed).isdisjoint({"assess_fee", "request_extension", "stop_clock"})


@sqlite
def test_the_bureau_is_told_of_its_work_and_departments_are_measured_apart(signed: Life) -> None:
    filed = signed.accepted()
    assert told(signed, filed, "department", department="lead") == {"lead"}
    assert {"lead", "roads", "police"} <= told(signed, filed, "departments")
    signed.answer(filed, POLICE)
    signed.at("2026-03-03 10:00")
    signed.answer(filed, OPINION)
    signed.at("2026-03-05 10:00")
    signed.answer(filed, DECISION)

    with reading(signed.engine) as conn:
        period = Period(day("2026-03-01"), day("2026-03-31"), day("2026-03-31"))
        by_department = {row["key"]: row["median"] for row in turnaround(conn, AREA, period, by="department")}
        (of_permit,) = turnaround(conn, AREA, period, by="permit")
    assert (by_department["roads"], by_department["lead"], of_permit["median"]) == (1, 3, 3)


@sqlite
def test_a_renewal_is_signed_by_who_decides_then_after_the_department_in_charge_was_heard(life: Life) -> None:
    row = licensed(life, "green")
    assert row.department == "greening"
    life.office = serving(life.office, by_bureau(bundle_of(life.office)))
    life.at("2026-05-04 10:00")
    child = int(life.act("contractor", successions.renew, row.number, until=day("2026-12-31")))
    life.hand_in(child, *life.needed(child))
    life.act("contractor", applications.submit, child)
    life.act("window", acceptance.accept, child)

    life.answer(child, "green-space:greening:opinion")
    life.answer(child, "green-space:lead:decision")

    renewed = licence(life, row.number)
    assert (renewed.valid_to, renewed.department) == (day("2026-12-31"), "lead")
    bodies = {one.kind: one.facts["issuing_body"]["zh"] for one in life.rows(Notice, row.application_id)}
    assert (bodies["licence_decision"], bodies["licence"]) == (BUREAU, BUREAU)


@sqlite
def test_the_second_matter_is_signed_by_the_bureau_too(life: Life) -> None:
    life.office = serving(life.office, by_bureau(bundle_of(life.office, MATTER)))
    filed = submitted(life)
    life.act("window", acceptance.accept, filed)
    in_charge = {FOOD: "market", FIRE: "fire", SIGN: "urban"}
    for item in [*(f"{key}:{held}:opinion" for key, held in in_charge.items()), f"{SIGN}:fire:opinion"]:
        life.answer(filed, item)
    for key in in_charge:
        life.answer(filed, f"{key}:lead:decision")
    life.act("window", delivery.deliver, filed, recipient="陈建")

    rows = life.rows(Licence, filed)
    assert {row.permit: row.department for row in rows} == dict.fromkeys(in_charge, "lead")
    assert {one.facts["issuing_body"]["zh"] for one in life.rows(Notice, filed, kind="grant")} == {BUREAU}
    assert {one.facts["supervisor"]["zh"] for one in life.rows(Notice, filed, kind="licence")} == {
        "市场监督管理局",
        "消防救援大队",
        "城市管理局",
    }
    assert_of_its_matter(life, filed)
