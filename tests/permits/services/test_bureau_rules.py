"""The policies of a bundle where the approval bureau signs: co-approval, waiting, fast lane, silence, an overlay."""

from dataclasses import replace

import pytest

from permits.models import LegalClock
from tests.bundles import bundle_of, by_bureau, reworded, serving
from tests.permits.lives import AGREED, POLICE, REFUSED, Life
from workflows import GuardsUnmet, JoinPolicy, parse_bundle

P1, P3 = "road-occupation", "green-space"
OPINION, DECISION = f"{P1}:roads:opinion", f"{P1}:lead:decision"
PLANNING, GREENING = f"{P1}:planning:opinion", f"{P1}:greening:co_approval"
WAITS = ("[permits.green-space]\n", f'[permits.green-space]\nwaits_for = ["{P1}"]\n')
NO = replace(REFUSED, reason_code="conditions_not_met")
pytestmark = pytest.mark.parametrize("life", ["sqlite"], indirect=True)


def test_the_bureau_decides_by_the_co_approvals_its_policy_asks_for(life: Life) -> None:
    bundle = bundle_of(life.office)
    rule = bundle.permits[P1]
    police = next(one for one in rule.items if one.id == POLICE)
    items = [
        replace(one, after=(*one.after, GREENING)) if one.kind == "decision" else one
        for one in (*rule.items, replace(police, department="greening"))
    ]
    policy = JoinPolicy(kind="any", on_refusal="veto", veto=frozenset({"greening"}))
    changed = replace(rule, items=tuple(items), consent=policy)
    life.office = serving(life.office, by_bureau(replace(bundle, permits={**bundle.permits, P1: changed})))
    filed = life.accepted()
    life.answer(filed, OPINION)
    life.answer(filed, POLICE, NO)
    with pytest.raises(GuardsUnmet):
        life.answer(filed, DECISION)

    life.answer(filed, GREENING)
    life.answer(filed, DECISION)

    assert (life.permit(filed).state, life.permit(filed).department) == ("granted", "lead")


def test_a_permit_waits_for_the_bureaus_grant_and_its_department_is_heard_after_it(life: Life) -> None:
    life.office = serving(life.office, by_bureau(reworded(WAITS)))
    filed = life.accepted("green")
    assert {(row.scope, row.key) for row in life.rows(LegalClock, filed) if row.scope == P3} == set()
    for name in (PLANNING, POLICE, OPINION, DECISION):
        life.answer(filed, name, AGREED)

    assert life.permit(filed, P3).state == "under_review"
    assert life.item(filed, f"{P3}:greening:opinion").state == "open"
    with pytest.raises(GuardsUnmet):
        life.answer(filed, f"{P3}:lead:decision")
    life.answer(filed, f"{P3}:greening:opinion")
    life.answer(filed, f"{P3}:lead:decision")

    assert life.application(filed).outcome == "all_granted"


def test_the_bureau_keeps_the_promise_of_the_fast_lane(life: Life) -> None:
    bundle = bundle_of(life.office)
    assert bundle.fast_lane is not None
    always = next(one.when for one in bundle.permits[P1].items if one.when.source == "true")
    lane = replace(bundle.fast_lane, when=always)
    quick = replace(bundle, fast_lane=lane, switches={**bundle.switches, "fast_lane": True})
    life.office = serving(life.office, by_bureau(quick))
    filed = life.accepted()

    calendar = life.office.calendar_of(life.application(filed).area)
    promised_on = calendar.add(life.now.date(), lane.committed_working_days)
    assert life.permit(filed).committed_due_on == life.application(filed).committed_due_on == promised_on
    assert life.item(filed, DECISION).due_on in {None, promised_on}
    assert life.item(filed, OPINION).due_on <= promised_on


@pytest.mark.parametrize("is_tacit", [True, False])
def test_the_internal_opinion_is_given_by_silence_only_where_its_item_says_so(life: Life, is_tacit: bool) -> None:
    bundle = bundle_of(life.office)
    rule = bundle.permits[P1]
    tacit = next(one.tacit for one in rule.items if one.tacit)
    bundle = replace(bundle, switches={**bundle.switches, "tacit_consent": True})
    signed = by_bureau(bundle)
    items = [
        replace(one, tacit=tacit if is_tacit else None) if one.id == OPINION else one
        for one in signed.permits[P1].items
    ]
    permits = {**signed.permits, P1: replace(signed.permits[P1], items=tuple(items))}
    life.office = serving(life.office, replace(signed, permits=permits))
    filed = life.accepted()
    life.answer(filed, POLICE)

    life.at("2026-03-20 10:00")

    assert life.item(filed, OPINION).verdict == ("tacit" if is_tacit else None)


def test_an_overlay_that_sets_the_mode_alone_has_the_bureau_sign(life: Life) -> None:
    text = 'extends = "road-access"\nversion = "2026.1-b"\n[switches]\ndecider_mode = "bureau"\n'
    overlay = parse_bundle(text, "over.toml")
    shipped = bundle_of(life.office)

    assert {key: rule.department for key, rule in overlay.permits.items()} == dict.fromkeys(shipped.permits, "lead")
    assert {key: rule.supervisor for key, rule in overlay.permits.items()} == {
        key: rule.department for key, rule in shipped.permits.items()
    }
    life.office = serving(life.office, replace(overlay, version=shipped.version))
    filed = life.accepted()
    assert [life.item(filed, name).state for name in (DECISION, OPINION)] == ["open", "open"]
