"""Informed commitment 告知承诺: off by default; where a bundle opens it, a promise stands in and is verified later."""

from pathlib import Path
from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Event, Notice, WorkItem
from permits.services.filing import applications
from permits.services.intake import acceptance, commitments
from permits.services.offers.actions import available
from tests.bundles import put_in_force
from tests.permits.lives import REFUSED, Life, day
from workflows import BundleError, GuardsUnmet, RoleNotHeld, parse_bundle

BENCH = Path(__file__).parents[4] / "bench" / "bench-bundle.toml"
PAPERS = """
[materials]
A01 = { name = { zh = "场地证明", en = "Proof of the site" }, permits = ["planning-permit"] }
A02 = { name = { zh = "交通图", en = "Traffic plan" }, permits = ["police-permit"] }
"""
PLANNING = "planning-permit:planning:decision"
OTHERS = ("police-permit:police:decision", "roads-permit:roads:decision", "greening-permit:greening:decision")


def source(*, switch: str = "true", concerns: str = "") -> str:
    """A small matter of four permits of which one takes commitments."""
    text = BENCH.read_text(encoding="utf-8").replace('key = "bench"', 'key = "promising"')
    text = text.replace("materials = {}\n", "").replace(
        "switches = {}", f"switches = {{ informed_commitment = {switch} }}"
    )
    lenient = f'suffix = "P1"\ncommitment = true\n{concerns}'
    return text.replace('suffix = "P1"\n', lenient) + PAPERS


def promising(life: Life, **more: str) -> int:
    """An application of that matter without any paper."""
    put_in_force(life.engine, life.office, source(**more))
    form = applications.DraftForm(
        bundle="promising",
        applicant={"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
        agent={"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},
        site={"road": "试验路"},
    )
    filed = int(life.act("contractor", applications.create_draft, form))
    life.act("contractor", applications.submit, filed)
    return filed


def accepted(life: Life) -> int:
    filed = promising(life)
    life.hand_in(filed, "A02")
    life.act("window", acceptance.accept, filed, commitments=["A01"])
    return filed


def verify(life: Life, filed: int, *, is_true: bool, who: str = "planning") -> None:
    item = life.rows(WorkItem, filed, kind="verification")[0].id
    life.act(who, commitments.verify_commitment, item, is_true=is_true, findings="现场与承诺一致。")


def payload(life: Life, filed: int, event: str) -> dict[str, Any]:
    return next(dict(row.payload) for row in life.rows(Event, filed) if row.type == event)


def test_by_default_naming_a_commitment_is_refused_with_the_reason(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(Invalid) as refused:
        life.act("window", acceptance.accept, filed, commitments=["M11"])

    ((field, sentence, _),) = refused.value.problems
    assert (field, refused.value.law) == ("commitments", "Administrative Licensing Law art. 32(1)(5)")
    assert "safety or ecology" in sentence
    assert life.application(filed).state == "received"


def test_a_signed_commitment_stands_in_for_a_paper(life: Life) -> None:
    filed = accepted(life)

    app = life.application(filed)
    assert (app.state, app.commitments, app.tolerated, app.promise_by) == ("in_review", ["A01"], None, None)
    assert payload(life, filed, "application.accepted")["commitments"] == ["A01"]
    assert [one["code"] for one in life.rows(Notice, filed, kind="acceptance")[0].facts["committed"]] == ["A01"]


def test_it_stands_in_only_where_every_permit_that_needs_the_paper_takes_one(life: Life) -> None:
    filed = promising(life)

    with pytest.raises(Invalid) as refused:
        life.act("window", acceptance.accept, filed, commitments=["A01", "A02"])
    assert refused.value.problems[0][2] == {"codes": "A02"}
    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, filed, commitments=["A01"])


def test_the_duty_to_verify_opens_with_the_grant_and_not_before(life: Life) -> None:
    filed = accepted(life)
    for name in OTHERS:
        life.answer(filed, name)
    assert life.rows(WorkItem, filed, kind="verification") == []

    life.answer(filed, PLANNING)

    (duty,) = life.rows(WorkItem, filed, kind="verification")
    assert (duty.department, duty.permit, duty.state, duty.due_on) == (
        "planning",
        "planning-permit",
        "open",
        day("2026-03-30"),
    )
    assert life.application(filed).state == "decided"


def test_what_proves_true_is_recorded_by_the_department_that_granted(life: Life) -> None:
    filed = accepted(life)
    life.answer(filed, PLANNING)
    with pytest.raises(RoleNotHeld):
        verify(life, filed, is_true=True, who="roads")

    verify(life, filed, is_true=True)

    assert life.rows(WorkItem, filed, kind="verification")[0].verdict == "approved"
    assert "ground" not in payload(life, filed, "commitment.kept")


def test_what_proves_false_is_a_ground_to_revoke_the_licence(life: Life) -> None:
    filed = accepted(life)
    life.answer(filed, PLANNING)

    verify(life, filed, is_true=False)

    found = payload(life, filed, "commitment.broken")
    assert found["ground"] == "Administrative Licensing Law art. 69(2)"
    assert found["licence"] == life.permit(filed, "planning-permit").licence_number
    assert found["codes"] == ["A01"]


def test_other_work_is_not_closed_as_a_verification(life: Life) -> None:
    filed = accepted(life)

    item = life.item(filed, PLANNING).id
    with pytest.raises(GuardsUnmet):
        life.act("planning", commitments.verify_commitment, item, is_true=True, findings="x")


def test_a_refused_permit_leaves_nothing_to_verify(life: Life) -> None:
    filed = accepted(life)
    life.answer(filed, PLANNING, REFUSED)

    assert life.rows(WorkItem, filed, kind="verification") == []


@pytest.mark.parametrize("concern", ["public_safety", "ecology", "health"])
def test_no_bundle_opens_commitments_where_safety_or_ecology_is_at_stake(concern: str) -> None:
    with pytest.raises(BundleError):
        parse_bundle(source(concerns=f'concerns = ["{concern}"]\n'), "promising.toml")


@pytest.mark.parametrize(("handed_in", "is_attainable"), [("A02", True), ("A01", False)])
def test_acceptance_is_attainable_where_a_commitment_may_stand_in(
    life: Life, handed_in: str, *, is_attainable: bool
) -> None:
    filed = promising(life)
    life.hand_in(filed, handed_in)

    (offer,) = [one for one in life.look("window", filed, available) if one.name == "accept"]

    assert (offer.ready, offer.attainable) == (False, is_attainable)
