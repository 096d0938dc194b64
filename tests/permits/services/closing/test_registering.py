"""A notification needs no decision: on record once its materials are complete, with a receipt and no licence."""

from typing import Any

import pytest

from permits.documents.view import page
from permits.models import LegalClock, Licence, Notice, WorkItem
from permits.services.closing import delivery
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.intake import acceptance
from tests.bundles import reworded, serving
from tests.permits.lives import AGREED, Life
from tests.permits.services.test_second_matter import submitted

pytestmark = pytest.mark.parametrize("life", ["sqlite"], indirect=True)
RECORD, SIGN = "prepacked-food", "outdoor-sign"
ONLY: dict[str, Any] = {"business": "prepacked"}
BESIDE: dict[str, Any] = {**ONLY, "sign": {"area_m2": 12, "years": 3, "lit": False}}
PARTIES: dict[str, Any] = {
    "applicant": {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
    "agent": {"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},
    "project": {"name": "江畔食府"},
    "site": {"road": "滨江商业街", "address": "8号"},
}
URBAN = f"{SIGN}:urban:decision"
NO = Verdict("不符合市容标准。", reason_code="conditions_not_met")


def accepted(life: Life, answers: dict[str, Any], **more: Any) -> int:
    filed = submitted(life, answers)
    life.act("window", acceptance.accept, filed, **more)
    return filed


def accepted_without(life: Life, code: str) -> int:
    """Accept an application whose material follows later."""
    form = DraftForm(bundle="restaurant", answers=BESIDE, **PARTIES)
    filed = int(life.act("contractor", applications.create_draft, form))
    for one in life.needed(filed):
        if one != code:
            life.hand_in(filed, one)
    life.act("contractor", applications.submit, filed)
    life.act("window", acceptance.accept, filed, tolerated=[code])
    return filed


def says(life: Life, filed: int, language: str) -> bool:
    """Render every notice of a case."""
    rows = life.rows(Notice, filed)
    return all(page(row.kind, row.facts, language=language) for row in rows)


def test_with_nothing_else_to_decide_acceptance_puts_it_on_record_and_ends_the_review(life: Life) -> None:
    filed = accepted(life, ONLY)

    row, app = life.permit(filed, RECORD), life.application(filed)
    assert (row.state, row.decision, row.licence_number) == ("registered", "registered", None)
    assert (app.state, app.outcome) == ("decided", "all_granted")
    assert not life.rows(Licence, filed)
    assert not [one for one in life.rows(LegalClock, filed) if one.scope == RECORD]
    assert {one.kind for one in life.rows(WorkItem, filed)} == {"intake", "delivery"}
    (receipt,) = life.rows(Notice, filed, kind="registration")
    assert receipt.number == row.document_number
    assert "第三十五条" in receipt.facts["law"]["zh"]

    life.act("window", delivery.deliver, filed, recipient="陈建")

    assert all(says(life, filed, language) for language in ("zh", "en"))
    assert life.permit(filed, RECORD).remedies is None, "nothing was decided, so nothing is appealed"


@pytest.mark.parametrize(("answer", "outcome"), [(AGREED, "all_granted"), (NO, "all_refused")])
def test_beside_a_licence_it_is_done_and_the_licence_decides_the_outcome(
    life: Life, answer: Verdict, outcome: str
) -> None:
    filed = accepted(life, BESIDE)
    assert (life.permit(filed, RECORD).state, life.application(filed).state) == ("registered", "in_review")

    life.answer(filed, URBAN, answer)

    assert (life.application(filed).state, life.application(filed).outcome) == ("decided", outcome)


def test_what_waits_for_it_begins_with_it_and_it_waits_for_a_material_that_follows_later(life: Life) -> None:
    waits = f"[permits.{SIGN}]\n", f'[permits.{SIGN}]\nwaits_for = ["{RECORD}"]\n'
    plan = 'R20 = { name = { zh = "平面图", en = "Plan" }, permits = ["prepacked-food"], tolerated = true }\n'
    life.office = serving(life.office, reworded(waits, ("[materials]\n", f"[materials]\n{plan}"), key="restaurant"))
    filed = accepted_without(life, "R20")
    assert (life.permit(filed, RECORD).state, life.permit(filed, SIGN).state) == ("waiting", "waiting")

    life.hand_in(filed, "R20")

    assert (life.permit(filed, RECORD).state, life.permit(filed, SIGN).state) == ("registered", "under_review")
