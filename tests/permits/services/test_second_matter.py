"""A second matter lives its whole life on the same services, and no paper speaks of the first one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from permits.documents.view import page
from permits.models import FineFlag, Licence, Notice
from permits.services.closing import delivery
from permits.services.deciding import successions
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.intake import acceptance
from permits.services.licences import endings, inspections
from permits.services.licences.endings import Revocation
from permits.services.licences.inspections import Record
from permits.services.licences.overruns import Seen
from permits.services.licences.site_checks import check_site
from permits.services.offers.actions import available
from tests.permits.lives import REFUSED, Life, day
from tests.vocabulary import WORDS

pytestmark = pytest.mark.parametrize("life", ["sqlite"], indirect=True)
MATTER = "restaurant"
FOOD, FIRE, SIGN = "food-service", "fire-safety", "outdoor-sign"
ANSWERS = {
    "business": "catering",
    "kitchen": {"area_m2": 60, "staff": 8, "kinds": ["hot", "raw"]},
    "premises": {"area_m2": 400, "floor": 1, "gas": True},
    "sign": {"area_m2": 12, "years": 5, "lit": True},
}
MARKET, BRIGADE, URBAN = ("32069900501", "32069900502"), ("32069900601", "32069900602"), ("32069900701", "32069900702")


def submitted(life: Life, answers: dict[str, Any] = ANSWERS) -> int:
    form = DraftForm(
        bundle=MATTER,
        applicant={"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
        agent={"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},
        project={"name": "江畔食府"},
        site={"road": "滨江商业街", "address": "8号"},
        answers=answers,
    )
    filed = int(life.act("contractor", applications.create_draft, form))
    hand_in(life, filed)
    return filed


def hand_in(life: Life, filed: int) -> None:
    for code in life.needed(filed):
        life.hand_in(filed, code)
    life.act("contractor", applications.submit, filed)


def decided(life: Life) -> int:
    filed = submitted(life)
    life.act("window", acceptance.accept, filed)
    life.answer(filed, f"{SIGN}:fire:opinion")
    life.answer(filed, f"{FOOD}:market:decision", Verdict("同意。", narrower={"kitchen_m2": 50}))
    life.answer(filed, f"{FIRE}:fire:decision")
    life.answer(filed, f"{SIGN}:urban:decision")
    life.act("window", delivery.deliver, filed, recipient="陈建")
    return filed


def licences(life: Life, filed: int) -> dict[str, Any]:
    return {row.permit: row for row in life.rows(Licence, filed)}


def offered(life: Life, who: str, filed: int) -> set[str]:
    return {one.name for one in life.look(who, filed, available)}


def said(life: Life, *cases: int) -> Iterator[str]:
    """Give every paper of some cases, as it is printed in both languages."""
    for filed in cases:
        for row in life.rows(Notice, filed):
            for language in ("zh", "en"):
                yield json.dumps(page(row.kind, row.facts, language=language), ensure_ascii=False)


def assert_of_its_matter(life: Life, *cases: int) -> None:
    """No paper speaks of another matter; the address of the counter is no word of it."""
    texts = [text.replace("1 Tongfu Road", "") for text in said(life, *cases)]
    assert texts
    assert {found.group() for text in texts for found in WORDS.finditer(text)} == set()


def test_each_licence_has_the_term_and_the_duties_its_permit_declares(life: Life) -> None:
    filed = decided(life)

    found = licences(life, filed)
    assert {key: (row.valid_to, row.reinstatement) for key, row in found.items()} == {
        FOOD: (day("2031-03-01"), "not_owed"),
        FIRE: (None, "not_owed"),
        SIGN: (day("2029-03-01"), "works"),
    }
    assert found[SIGN].scope["narrower"] == {"years": 3}
    (paper,) = life.rows(Notice, filed, kind="licence", permit=FIRE)
    assert "长期有效" in json.dumps(page("licence", paper.facts, language="zh"), ensure_ascii=False)
    (grant,) = life.rows(Notice, filed, kind="grant", permit=FOOD)
    assert "就在滨江商业街8号开办餐饮店事项" in grant.facts["found"][0]["zh"]
    assert_of_its_matter(life, filed)


def test_nothing_is_offered_that_the_matter_does_not_have(life: Life) -> None:
    filed = decided(life)

    assert "report_emergency" not in offered(life, "contractor", filed)
    assert "request_inspection" in offered(life, "contractor", filed)  # of the sign alone
    assert {"accept_inspection", "record_survival"}.isdisjoint(offered(life, "market", filed))
    assert "check_site" in offered(life, "market", filed)


def test_a_check_measures_what_the_permit_declares(life: Life) -> None:
    filed = decided(life)
    row = licences(life, filed)[FOOD]

    life.act("market", check_site, row.number, Record(MARKET, "现场量测。", seen=Seen({"kitchen": "55"})))

    (flag,) = life.rows(FineFlag, filed)
    assert (flag.kind, flag.detail["areas"]) == ("beyond_licence", {"kitchen": {"licensed": "50", "found": "55"}})
    (paper,) = life.rows(Notice, filed, kind="check_record")
    assert paper.facts["follows"][0]["zh"] == "食品处理区面积：实测55平方米，许可50平方米"
    assert_of_its_matter(life, filed)


def test_a_licence_of_fixed_length_is_renewed_for_as_long_again(life: Life) -> None:
    filed = decided(life)
    row = licences(life, filed)[FOOD]

    child = life.act("contractor", successions.renew, row.number)
    hand_in(life, child)
    life.act("window", acceptance.accept, child)
    life.answer(child, f"{FOOD}:market:decision")

    assert licences(life, filed)[FOOD].valid_to == day("2036-03-01")
    assert_of_its_matter(life, filed, child)


def test_a_sign_taken_back_is_taken_down_and_shown(life: Life) -> None:
    filed = decided(life)
    row = licences(life, filed)[SIGN]
    life.hear(row.number, who="urban")
    life.act("urban-head", endings.revoke, row.number, Revocation("fraud", reason="图纸系伪造。"))
    life.act("contractor", inspections.request_inspection, row.number)
    life.act("urban", inspections.accept_inspection, row.number, Record(URBAN, "已拆除。"))

    assert licences(life, filed)[SIGN].reinstatement == "accepted"
    (order,) = life.rows(Notice, filed, kind="restoration_order")
    assert "拆除招牌" in json.dumps(page("restoration_order", order.facts, language="zh"), ensure_ascii=False)
    assert_of_its_matter(life, filed)


def test_a_certificate_without_end_is_taken_back_and_orders_nothing(life: Life) -> None:
    filed = decided(life)
    row = licences(life, filed)[FIRE]
    life.hear(row.number, who="fire")

    life.act("fire-head", endings.revoke, row.number, Revocation("fraud", reason="报告系伪造。"))

    assert "restoration_order" not in life.notices(filed)
    assert_of_its_matter(life, filed)


def test_a_refusal_speaks_of_its_matter(life: Life) -> None:
    filed = submitted(life, {**ANSWERS, "sign": None, "premises": None})
    life.act("window", acceptance.accept, filed)

    life.answer(filed, f"{FOOD}:market:decision", Verdict(REFUSED.opinion, reason_code="kitchen_unsuitable"))

    assert life.application(filed).outcome == "all_refused"
    assert_of_its_matter(life, filed)
