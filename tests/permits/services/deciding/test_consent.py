"""Co-approvals of one permit under each policy: what a decision may be, and who need not answer any more."""

from dataclasses import replace

import pytest

from permits.services.deciding.work_items import Verdict
from tests.bundles import bundle_of, serving
from tests.permits.lives import AGREED, POLICE, REFUSED, ROADS, Life
from workflows import GuardsUnmet, JoinPolicy

P1 = "road-occupation"
GREENING, LEAD = f"{P1}:greening:co_approval", f"{P1}:lead:co_approval"
NO = replace(REFUSED, reason_code="conditions_not_met")
ANY = JoinPolicy(kind="any")
TWO = JoinPolicy(kind="k_of_n", k=2, on_refusal="stop_all")
WEIGHED = JoinPolicy(kind="weighted", weights={"police": 2, "greening": 1, "lead": 1}, pass_weight=3)
LED = JoinPolicy(kind="lead", lead="police")
HELD = JoinPolicy(kind="any", on_refusal="veto", veto=frozenset({"greening"}))


def accepted(life: Life, policy: JoinPolicy | None) -> int:
    """Have police, greening and the lead co-approve the occupation of a road under a policy."""
    bundle = bundle_of(life.office)
    rule = bundle.permits[P1]
    police = next(one for one in rule.items if one.id == POLICE)
    more = [replace(police, department=department) for department in ("greening", "lead")]
    items = [
        replace(one, after=(*one.after, *(other.id for other in more))) if one.kind == "decision" else one
        for one in rule.items
    ]
    changed = replace(rule, items=(*items, *more), consent=policy)
    life.office = serving(life.office, replace(bundle, permits={**bundle.permits, P1: changed}))
    return life.accepted()


@pytest.mark.parametrize(
    ("policy", "answers", "grant", "cancelled"),
    [
        (None, [(POLICE, AGREED), (GREENING, AGREED)], "waits", set()),
        (None, [(POLICE, AGREED), (GREENING, AGREED), (LEAD, NO)], "refused", set()),
        (ANY, [(POLICE, NO)], "waits", set()),
        (ANY, [(POLICE, NO), (GREENING, AGREED)], "ready", {LEAD}),
        (TWO, [(POLICE, AGREED), (GREENING, NO)], "waits", set()),
        (TWO, [(POLICE, AGREED), (GREENING, NO), (LEAD, AGREED)], "ready", set()),
        (TWO, [(POLICE, NO), (GREENING, NO)], "refused", {LEAD}),
        (WEIGHED, [(POLICE, AGREED), (LEAD, AGREED)], "ready", {GREENING}),
        (LED, [(GREENING, NO), (POLICE, AGREED)], "ready", {LEAD}),
        (LED, [(POLICE, NO)], "refused", {GREENING, LEAD}),
        (HELD, [(POLICE, AGREED)], "waits", set()),
        (HELD, [(POLICE, AGREED), (GREENING, NO)], "refused", {LEAD}),
    ],
)
def test_the_policy_says_whether_a_grant_is_ready(
    life: Life, policy: JoinPolicy | None, answers: list[tuple[str, Verdict]], grant: str, cancelled: set[str]
) -> None:
    filed = accepted(life, policy)
    for name, answer in answers:
        life.answer(filed, name, answer)

    assert {name for name in (POLICE, GREENING, LEAD) if life.item(filed, name).state == "cancelled"} == cancelled
    assert ("permit.consent_settled" in life.events(filed)) is bool(cancelled)
    if grant == "ready":
        life.answer(filed, ROADS, AGREED)
        assert life.permit(filed).state == "granted"
        return
    with pytest.raises(GuardsUnmet) as unmet:
        life.answer(filed, ROADS, AGREED)
    assert ("Wait for" in unmet.value.unmet[0]) is (grant == "waits")
    life.answer(filed, ROADS, NO)
    assert life.permit(filed).state == "refused"
