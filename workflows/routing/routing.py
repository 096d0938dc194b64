"""Derive the route from the answers: permits, departments, their order, materials and reasons."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from workflows.definition.bundle import Bundle, GateRule, ItemRule, PermitRule
from workflows.definition.capabilities import FastLane
from workflows.definition.facts import Known, derive
from workflows.definition.questions import Text
from workflows.errors import N_, Problem
from workflows.routing.fees import multiplies
from workflows.routing.investigations import NOTHING_FOUND, Investigation, Investigations
from workflows.routing.route import (
    Baseline,
    Gate,
    Procedure,
    PublicNotice,
    Route,
    RoutedItem,
    RoutedMaterial,
    RoutedPermit,
    Warning_,
    baseline,
)
from workflows.routing.succession import Succession, narrowed

# why a permit is needed: each reason with its law
Grounds = tuple[tuple[Text, Text], ...]


def route(
    bundle: Bundle,
    answers: Mapping[str, object],
    on: date,
    project: Mapping[str, object] | None = None,
    *,
    succession: Succession | None = None,
    investigations: Investigations = NOTHING_FOUND,
) -> Route:
    """Compute the route of an application on a day; missing answers take their declared defaults.

    What the office found stands before the screening. A renewal or variation includes only its licence's permit.

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    Law: Administrative Licensing Law art. 26, 32.
    """
    known = derive(bundle, answers, on, project)
    gates = _gates(bundle, known, investigations)
    lane = _fast_lane(bundle, known)
    grounds = {key: _grounds(rule, known, investigations.get(key)) for key, rule in bundle.permits.items()}
    required = _required(bundle, known, lane, grounds)
    if stops := _stops(bundle, gates, required):
        return _stopped(bundle, known, stops, investigations)
    materials = _materials(bundle, known, required)
    found = Route(
        outcome="blocked" if any(gate.kind == "blocked" for gate in gates) else "proceed",
        all_permits=tuple(
            _permit(rule, known, required[key], lane, grounds=grounds[key], waits_for=_awaited(bundle, key, required))
            if key in required
            else _not_needed(rule, investigations.get(key))
            for key, rule in bundle.permits.items()
        ),
        work_items=tuple(item for items in required.values() for item in items),
        materials=materials,
        gates=tuple(_gate(bundle, gate, known) for gate in gates),
        warnings=(*_warnings(bundle, known), *_told_of(lane, known)),
        baseline=baseline(materials),
    )
    return narrowed(bundle, found, succession) if succession else found


def _grounds(rule: PermitRule, known: Known, found: Investigation | None) -> Grounds:
    """Return why a permit is needed, each reason with its law: as the office found, else as the screening says."""
    if found is not None and not found.is_open:
        return (found.ground(rule.law),) if found.is_needed else ()
    return tuple((known.fill(because.reason), because.law) for because in rule.because if known.holds(because.when))


def _required(
    bundle: Bundle, known: Known, lane: FastLane | None, grounds: Mapping[str, Grounds]
) -> dict[str, tuple[RoutedItem, ...]]:
    """Return the work on each required permit; on one that waits for another it stands behind the other's decision.

    A permit that needs no decision is required without anybody's work.
    """
    routed = {
        key: items
        for key, rule in bundle.permits.items()
        if grounds[key] and ((items := _items(bundle, rule, known, lane)) or rule.kind == "notification")
    }
    return {key: _behind(items, _awaited(bundle, key, routed), routed) for key, items in routed.items()}


def _gates(bundle: Bundle, known: Known, investigations: Investigations) -> list[GateRule]:
    """List the gates the case meets; that nothing is needed does not hold where the office found a permit needed."""
    is_found_needed = any(one.is_needed for one in investigations.values())
    void = {"not_required"} if is_found_needed else set()
    return [gate for gate in bundle.gates if gate.kind not in void and known.holds(gate.when)]


def _stops(bundle: Bundle, gates: Sequence[GateRule], required: Collection[str]) -> list[GateRule]:
    """Return the gates that end the route: a referral, or that nothing is needed."""
    by_kind = ([gate for gate in gates if gate.kind == kind] for kind in ("refer", "not_required"))
    nothing = [] if required else [bundle.nothing_needed, *gates]
    return next(filter(None, by_kind), nothing)


def _stopped(bundle: Bundle, known: Known, gates: Sequence[GateRule], investigations: Investigations) -> Route:
    return Route(
        outcome="refer" if gates[0].kind == "refer" else "not_required",
        all_permits=tuple(_not_needed(rule, investigations.get(rule.key)) for rule in bundle.permits.values()),
        work_items=(),
        materials=(),
        gates=tuple(_gate(bundle, gate, known) for gate in gates),
        warnings=(),
        baseline=Baseline(0, 0, 0),
    )


def _items(bundle: Bundle, rule: PermitRule, known: Known, lane: FastLane | None) -> tuple[RoutedItem, ...]:
    """List the work on one required permit."""
    rules = [item for item in rule.items if known.holds(item.when)]
    kinds = {item.id: item.kind for item in rules}
    beside = _days_beside_the_task(rule, known)
    routed = [_within(lane, _item(bundle, item, known, kinds)) for item in rules]
    return tuple(
        replace(item, limit_working_days=item.limit_working_days + beside) if item.kind == "decision" else item
        for item in routed
    )


def _item(bundle: Bundle, rule: ItemRule, known: Known, kinds: Mapping[str, str]) -> RoutedItem:
    after = tuple(name for name in rule.after if name in kinds)
    # the decider works in parallel with the others, but cannot decide while the file is with the government
    is_parallel = rule.parallel and not any(kinds[name] == "government" for name in after)
    usual = bundle.departments[rule.department].limit_working_days
    limit = rule.limit_working_days or (bundle.limits.government if rule.kind == "government" else usual)
    if rule.tacit and bundle.switches["tacit_consent"] is True:
        limit = rule.tacit.working_days
    return RoutedItem(
        kind=rule.kind,
        permit=rule.permit,
        department=rule.department,
        limit_working_days=limit,
        after=after,
        blocks=rule.blocks,
        reason=known.fill(rule.reason),
        law=rule.law,
        opens="acceptance" if is_parallel or not after else "after",
        special=rule.special,
    )


def _awaited(bundle: Bundle, key: str, required: Collection[str]) -> tuple[str, ...]:
    """Name the permits of this application that must be granted before this one's review begins."""
    return tuple(name for name in bundle.permits[key].waits_for if name in required)


def _behind(
    items: tuple[RoutedItem, ...], awaited: Collection[str], routed: Mapping[str, tuple[RoutedItem, ...]]
) -> tuple[RoutedItem, ...]:
    """Put the work that would open at acceptance behind the decisions its permit waits for."""
    decisions = tuple(item.id for key in awaited for item in routed[key] if item.kind == "decision")
    return tuple(
        replace(item, after=(*item.after, *decisions)) if decisions and item.opens == "acceptance" else item
        for item in items
    )


def _fast_lane(bundle: Bundle, known: Known) -> FastLane | None:
    """Return the fast lane where the area has opened it and the case fits it."""
    lane = bundle.fast_lane
    return lane if lane and bundle.switches["fast_lane"] is True and known.holds(lane.when) else None


def _within(lane: FastLane | None, item: RoutedItem) -> RoutedItem:
    """Bound a duty by the lane's promise; a special step keeps the limit that is added to the permit's."""
    if lane is None or item.special:
        return item
    return replace(item, limit_working_days=min(item.limit_working_days, lane.committed_working_days))


def _told_of(lane: FastLane | None, known: Known) -> tuple[Warning_, ...]:
    return (Warning_("fast_lane", known.fill(lane.message), lane.law),) if lane else ()


def _permit(
    rule: PermitRule,
    known: Known,
    items: tuple[RoutedItem, ...],
    lane: FastLane | None,
    *,
    grounds: Grounds,
    waits_for: tuple[str, ...],
) -> RoutedPermit:
    tiers = [tier for tier in rule.tiers if known.holds(tier.when)]
    special = sum(item.limit_working_days for item in items if item.special)
    special += _days_beside_the_task(rule, known)
    return RoutedPermit(
        key=rule.key,
        suffix=rule.suffix,
        department=next((item.department for item in items if item.kind == "decision"), rule.department),
        required=True,
        reason=_joined(reason for reason, _ in grounds),
        law=_joined(law for _, law in grounds),
        committed_working_days=_promised(rule, lane) + special,
        statutory_working_days=rule.statutory_working_days + special if rule.kind == "licence" else 0,
        tier=tiers[-1].key if tiers else "",
        level=known.fill(tiers[-1].level) if tiers else None,
        procedures=tuple(Procedure(one.ground, one.law) for one in rule.procedures if known.holds(one.when)),
        public_notice=_public_notice(rule, known),
        waits_for=waits_for,
        kind=rule.kind,
    )


def _promised(rule: PermitRule, lane: FastLane | None) -> int:
    usual = rule.committed_working_days if rule.kind == "licence" else 0
    return min(usual, lane.committed_working_days) if lane else usual


def _public_notice(rule: PermitRule, known: Known) -> PublicNotice | None:
    noticed = rule.public_notice
    if noticed is None or not known.holds(noticed.when):
        return None
    return PublicNotice(known.count(noticed.working_days), noticed.law)


def _days_beside_the_task(rule: PermitRule, known: Known) -> int:
    """Return the working days of the public notice added to the decider's limit, where the area adds them."""
    notice = _public_notice(rule, known)
    return notice.working_days if notice and not known.values.get("public_notice_inside_task", True) else 0


def _not_needed(rule: PermitRule, found: Investigation | None) -> RoutedPermit:
    is_found = found is not None and found.is_needed is False
    reason, law = found.ground(rule.law) if found and is_found else (rule.not_needed, rule.law)
    return RoutedPermit(
        key=rule.key,
        suffix=rule.suffix,
        department=rule.department,
        required=False,
        reason=reason,
        law=law,
        committed_working_days=rule.committed_working_days,
        statutory_working_days=rule.statutory_working_days,
    )


def _joined(texts: Iterable[Text]) -> Text:
    unique = list(dict.fromkeys(texts))
    return Text("；".join(text.zh for text in unique), "; ".join(text.en for text in unique))


def _materials(bundle: Bundle, known: Known, required: Iterable[str]) -> tuple[RoutedMaterial, ...]:
    found = []
    for material in bundle.materials.values():
        permits = tuple(key for key in required if key in material.permits)
        if permits and known.holds(material.when):
            found.append(
                RoutedMaterial(
                    code=material.code,
                    name=material.name,
                    permits=permits,
                    shared=material.shared,
                    tolerated=material.tolerated,
                    partly_shared=material.partly_shared,
                )
            )
    return tuple(found)


def _gate(bundle: Bundle, gate: GateRule, known: Known) -> Gate:
    agency = bundle.refer_agencies.get(gate.refer_to) or bundle.departments.get(gate.refer_to)
    return Gate(gate.kind, gate.key, known.fill(gate.message), gate.law, agency.name if agency else None)


def _warnings(bundle: Bundle, known: Known) -> tuple[Warning_, ...]:
    hits = [
        one for one in bundle.warnings if known.holds(one.when) and (not one.multiplied or multiplies(bundle, known))
    ]
    return tuple(Warning_(warning.key, known.fill(warning.message), warning.law) for warning in hits)


def refused_answers(
    bundle: Bundle, answers: Mapping[str, object], on: date, project: Mapping[str, object] | None = None
) -> list[Problem]:
    """List the answers that a submission on a day may not carry, each with the sentence of its warning."""
    known = derive(bundle, answers, on, project)
    hits = (rule for rule in bundle.warnings if rule.refuses and known.holds(rule.when))
    return [Problem(rule.refuses, N_("Change this: %(why)s"), {"why": known.fill(rule.message)}) for rule in hits]
