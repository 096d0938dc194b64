"""Conditions that meet: what never holds, who decides together, which sets of permits a join cannot finish."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.checking.variants import SAMPLE_DAY, Target, Variant, base_names, search
from workflows.definition.bundle import Bundle, PermitRule
from workflows.definition.expressions import Expression
from workflows.definition.facts import Known, derive
from workflows.definition.joins import check_policy
from workflows.definition.reading.faults import Remark
from workflows.errors import N_, BundleError
from workflows.routing.routing import route

Condition = tuple[str, Sequence[PermitRule], Expression]
STOPPING = frozenset({"refer", "blocked", "not_required"})
NEVER = N_("never holds: none of %(tried)s combinations of answers meets it")
NOT_FOUND = N_("not met by the first %(tried)s combinations of answers; there are more")
ALWAYS = N_("always holds: none of %(tried)s combinations of answers fails it")
SEVERAL = N_("%(names)s decide together on the answers %(answers)s")
NOBODY = N_("nobody decides it on the answers %(answers)s")
APART = N_("no answers need %(name)s and %(other)s in one application")
UNFINISHED = N_("the join cannot finish for %(names)s, required by the answers %(answers)s")


@dataclass(frozen=True, slots=True)
class Met:
    """What the search over conditions that meet has found, and how many combinations it tried."""

    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    tried: int


def meetings(bundle: Bundle) -> Met:
    """Search for each condition of a bundle the answers that meet it, and for those that must not exist.

    Exhaustive over the values at which a condition can change, up to `variants.MOST_SEARCHED` combinations for one
    search; a search that ends there is a warning, never an error.

    Raises:
        BundleError: a condition cannot be evaluated for some answers.
    """
    errors, warnings, tried = list[Remark](), list[Remark](), 0
    for place, within, condition in _conditions(bundle):
        found = search(bundle, _target(bundle, within, condition, is_true=True))
        tried += found.tried
        if found.variant is None and found.is_whole:
            errors.append(Remark(place, NEVER, {"tried": found.tried}))
        elif found.variant is None:
            warnings.append(Remark(place, NOT_FOUND, {"tried": found.tried}))
        elif not within and condition.names:
            failing = search(bundle, _target(bundle, within, condition, is_true=False))
            tried += failing.tried
            if failing.variant is None and failing.is_whole:
                warnings.append(Remark(place, ALWAYS, {"tried": failing.tried}))
    errors.extend(one for rule in bundle.permits.values() if rule.kind == "licence" for one in _deciders(bundle, rule))
    errors.extend(_unfinished(bundle))
    errors.extend(_apart(bundle))
    return Met(tuple(errors), tuple(warnings), tried)


def _conditions(bundle: Bundle) -> Iterator[Condition]:
    """Yield each condition with its place, and the permits within which it counts."""
    permits = bundle.permits
    yield from (one for rule in permits.values() for one in _of_permit(rule))
    for code, material in bundle.materials.items():
        yield from _when(f"materials.{code}", material.when, [permits[key] for key in material.permits])
    rows = [(f"gates[{n}]", gate.when) for n, gate in enumerate(bundle.gates)]
    rows += [(f"warnings[{n}]", warning.when) for n, warning in enumerate(bundle.warnings)]
    rows += [("fast_lane", lane.when) for lane in (bundle.fast_lane,) if lane]
    rows += [(f"dependencies[{n}]", one.when) for n, one in enumerate(bundle.dependencies) if one.when]
    yield from (one for place, when in rows for one in _when(place, when))
    for index, fee in enumerate(bundle.fees):
        yield from _when(f"fees[{index}]", fee.when, [permits[fee.permit]])
    for name, coded in bundle.refusal_codes.items():
        yield from _when(f"refusal_codes.{name}", coded.when, [permits[key] for key in coded.permits])


def _of_permit(rule: PermitRule) -> Iterator[Condition]:
    place = f"permits.{rule.key}"
    yield from (one for n, row in enumerate(rule.because) for one in _when(f"{place}.because[{n}]", row.when))
    yield from (one for n, row in enumerate(rule.tiers) for one in _when(f"{place}.tiers[{n}]", row.when, [rule]))
    # an opinion that follows from the mode stands in no row of the file
    rows = [(n, row) for n, row in enumerate(rule.items) if not row.is_internal]
    yield from (one for n, row in rows for one in _when(f"{place}.items[{n}]", row.when, [rule]))
    for index, row in enumerate(rule.procedures):
        yield from _when(f"{place}.procedures[{index}]", row.when, [rule])
    if rule.public_notice:
        yield from _when(f"{place}.public_notice", rule.public_notice.when, [rule])


def _when(place: str, condition: Expression | None, within: Sequence[PermitRule] = ()) -> Iterator[Condition]:
    if condition is not None:
        yield f"{place}.when", within, condition


def _reasons(rules: Iterable[PermitRule]) -> list[Expression]:
    return [because.when for rule in rules for because in rule.because]


def _target(bundle: Bundle, within: Sequence[PermitRule], condition: Expression, *, is_true: bool) -> Target:
    asked = _reasons(within)

    def holds(known: Known) -> bool:
        return known.holds(condition) is is_true and (not asked or any(known.holds(one) for one in asked))

    return Target(holds, base_names(bundle, condition, *asked))


def _deciders(bundle: Bundle, rule: PermitRule) -> Iterator[Remark]:
    """Look for answers on which a required permit is decided by none or by several."""
    reasons, place = _reasons([rule]), f"permits.{rule.key}.items"
    deciding = [(index, item) for index, item in enumerate(rule.items) if item.kind == "decision"]
    expressions = (*reasons, *(item.when for _, item in deciding))

    def counts(known: Known) -> int:
        """Return how many decide; one where nothing is to be decided."""
        is_required = any(known.holds(one) for one in reasons)
        return sum(known.holds(item.when) for _, item in deciding) if is_required else 1

    several = _proceeding(bundle, lambda known: counts(known) > 1, expressions)
    if several is not None:
        known = derive(bundle, several[0], SAMPLE_DAY, several[1])
        both = [(index, item) for index, item in deciding if known.holds(item.when)]
        params = {"names": ", ".join(item.department for _, item in both), "answers": told(several)}
        yield Remark(f"{place}[{both[0][0]}]", SEVERAL, params)
    nobody = _proceeding(bundle, lambda known: counts(known) == 0, expressions)
    if nobody is not None:
        yield Remark(place, NOBODY, {"answers": told(nobody)})


def _proceeding(bundle: Bundle, holds: Callable[[Known], bool], expressions: Sequence[Expression]) -> Variant | None:
    """Look for answers of an application that no gate stops; gates are varied only where that decides."""
    if search(bundle, Target(holds, base_names(bundle, *expressions))).variant is None:
        return None
    stops = [gate.when for gate in bundle.gates if gate.kind in STOPPING]

    def proceeds(variant: Variant) -> bool:
        return route(bundle, variant[0], SAMPLE_DAY, variant[1]).outcome == "proceed"

    return search(bundle, Target(holds, base_names(bundle, *expressions, *stops)), proceeds).variant


def _apart(bundle: Bundle) -> Iterator[Remark]:
    """Look for permits that wait for one that no application needs beside them."""
    for rule in bundle.permits.values():
        for index, name in enumerate(rule.waits_for):
            asked = [_reasons([one]) for one in (rule, bundle.permits[name])]

            def meet(known: Known, asked: Sequence[list[Expression]] = asked) -> bool:
                return all(any(known.holds(one) for one in reasons) for reasons in asked)

            found = _proceeding(bundle, meet, [one for reasons in asked for one in reasons])
            if found is None:
                yield Remark(f"permits.{rule.key}.waits_for[{index}]", APART, {"name": rule.key, "other": name})


def _unfinished(bundle: Bundle) -> Iterator[Remark]:
    """Look for answers that require a set of permits with which the join can never be met."""
    reasons = {key: _reasons([rule]) for key, rule in bundle.permits.items() if rule.kind == "licence"}

    def required(known: Known) -> list[str]:
        return [key for key, asked in reasons.items() if any(known.holds(one) for one in asked)]

    def fails(known: Known) -> bool:
        permits = required(known)
        return bool(permits) and not _can_finish(bundle, permits)

    if bundle.join.kind in {"all", "any"} and bundle.join.on_refusal != "veto":
        return  # each set of permits finishes
    found = search(bundle, Target(fails, base_names(bundle, *(one for asked in reasons.values() for one in asked))))
    if found.variant is not None:
        known = derive(bundle, found.variant[0], SAMPLE_DAY, found.variant[1])
        yield Remark("join", UNFINISHED, {"names": ", ".join(required(known)), "answers": told(found.variant)})


def _can_finish(bundle: Bundle, permits: Sequence[str]) -> bool:
    try:
        check_policy(bundle.join, permits)
    except BundleError:
        return False
    return True


def told(variant: Variant) -> str:
    """Return answers, and the project where it counts, as one line of JSON."""
    answers, project = variant
    said = {**answers, "project": project} if project else answers
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
