"""What a bundle must keep to beyond its form: keys, figures, options, circles. Every rule looks at the whole bundle."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from workflows.definition.agreement import KIND_OF, UNIT_NAMES
from workflows.definition.bundle import Bundle, PermitRule
from workflows.definition.deciders import BUREAU, GOVERNMENT
from workflows.definition.joins import JoinPolicy, check_policy
from workflows.definition.questions import Question
from workflows.definition.reading.faults import Remark
from workflows.errors import N_, BundleError

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MOST_WORKING_DAYS = 366
MOST_FEN = 10**9
COUNTER = "window"
NUMBERS = frozenset({"number", "integer"})
CHOOSING = frozenset({"choice", "choices"})
OUT_OF_RANGE = N_("%(value)s is not between %(least)s and %(most)s")
NO_KEY = N_("“%(name)s” is no key: it has letters, digits, - and _ only, for addresses and file names hold it")
TWICE = N_("%(name)s is used twice")
OF_LICENCES = (
    *("items", "tiers", "procedures", "public_notice", "consent", "narrows", "measures", "overrun"),
    *("reinstatement", "aftercare"),
)
NO_CO_APPROVER = N_("%(name)s is no department that co-approves this permit")
NO_BUREAU = N_("where the bureau decides, %(name)s cannot be the bureau: it has a part of its own in every office")
OWN_CHARGE = N_(
    "where the bureau decides every permit, another department than %(name)s must be in charge of this one: it gives"
    " its opinion and supervises after the grant"
)
OWN_WORK = N_("%(name)s decides this permit as the bureau; the work here is for the department in charge or consulted")
MIXED = N_("the term is counted in %(unit)s, %(name)s in days: one number cannot be compared with both")
UNFIT = N_("a narrow of kind %(kind)s does not bound a term in %(unit)s")
UNBOUND = N_("a count called %(name)s bounds no term: let it ask the term or the period, or say bounds")
MEASURED = N_("%(name)s is a measure of the format: only a narrow of kind %(kind)s is called so")
CIRCLE = N_("these lead to each other in a circle: %(names)s")
# each of the first is at most the second
ORDERED = (
    ("committed", "statutory"),
    ("statutory", "joint"),
    ("intake_target_working_days", "intake_working_days"),
    ("department_check_working_days", "intake_working_days"),
    ("delivery_target", "delivery"),
)


def broken_rules(bundle: Bundle) -> Iterator[Remark]:
    """Yield a remark for each rule a bundle breaks, read as it is written."""
    yield from _keys(bundle)
    yield from _limits(bundle)
    yield from _order_of_limits(bundle)
    for index, question in enumerate(bundle.questions):
        yield from _question(question, f"questions[{index}]")
    yield from _repeated(bundle)
    yield from _shown(bundle)
    yield from _circles(bundle)
    yield from _terms(bundle)
    yield from _join(bundle)
    yield from _tacit(bundle)
    yield from _waits(bundle)
    yield from _notifications(bundle)
    yield from _mode(bundle)


def _keys(bundle: Bundle) -> Iterator[Remark]:
    named = [("key", bundle.key)]
    named += [(f"{part}.{key}", key) for part, keys in _keyed(bundle).items() for key in keys]
    named += [(f"{part}[{n}].key", key) for part, keys in _rows(bundle).items() for n, key in enumerate(keys)]
    yield from (Remark(place, NO_KEY, {"name": key}) for place, key in named if not KEY.fullmatch(key))
    if not VERSION.fullmatch(bundle.version):
        yield Remark("version", NO_KEY, {"name": bundle.version})


def _keyed(bundle: Bundle) -> Mapping[str, Collection[str]]:
    return {
        "permits": bundle.permits,
        "departments": bundle.departments,
        "materials": bundle.materials,
        "switches": bundle.switches,
        "facts": [fact.name for fact in bundle.facts],
        "derived": bundle.derived,
        "deficiency_codes": bundle.deficiency_codes,
        "refusal_codes": bundle.refusal_codes,
        "condition_kinds": bundle.condition_kinds,
        "refer_agencies": bundle.refer_agencies,
        "approvers": bundle.approvers,
        "fine_flags": bundle.fine_flags,
    }


def _rows(bundle: Bundle) -> Mapping[str, list[str]]:
    return {
        "questions": [one.key for one in bundle.questions],
        "gates": [one.key for one in bundle.gates],
        "warnings": [one.key for one in bundle.warnings],
        "dependencies": [one.key for one in bundle.dependencies],
        "fees": [one.key for one in bundle.fees],
    }


def _limits(bundle: Bundle) -> Iterator[Remark]:
    for place, value, least, most in _figures(bundle):
        if not least <= value <= most:
            yield Remark(place, OUT_OF_RANGE, {"value": value, "least": least, "most": most})


def _figures(bundle: Bundle) -> Iterator[tuple[str, int, int, int]]:
    """Yield every figure with its place, the least and the most it may be."""
    yield from ((place, value, 1, MOST_WORKING_DAYS) for place, value in _working_days(bundle))
    yield "remedies.reconsideration_days", bundle.remedies.reconsideration_days, 60, 366
    yield "remedies.lawsuit_months", bundle.remedies.lawsuit_months, 6, 24
    for index, fee in enumerate(bundle.fees):
        yield f"fees[{index}].rate_fen", fee.rate_fen, 1, MOST_FEN
        yield f"fees[{index}].month_days", fee.month_days, 1, 366
    for key, flag in bundle.fine_flags.items():
        yield f"fine_flags.{key}.most_yuan", flag.most_fen // 100, 1, MOST_FEN
    if lane := bundle.fast_lane:
        yield "fast_lane.committed_working_days", lane.committed_working_days, 1, bundle.limits.committed
    for key, rule in bundle.permits.items():
        yield f"permits.{key}.serial_order", rule.serial_order, 0, 999
        yield f"permits.{key}.validity.renewal_times", rule.validity.renewal_times, 0, 99
        if rule.validity.max_days is not None:
            yield f"permits.{key}.validity.max_days", rule.validity.max_days, 1, 36500


def _working_days(bundle: Bundle) -> Iterator[tuple[str, int]]:
    yield from ((f"limits.{name}", getattr(bundle.limits, name)) for name in bundle.limits.__slots__)
    for key, department in bundle.departments.items():
        yield f"departments.{key}.limit_working_days", department.limit_working_days
    for key, rule in bundle.permits.items():
        yield f"permits.{key}.committed_working_days", rule.committed_working_days
        yield f"permits.{key}.statutory_working_days", rule.statutory_working_days
        for index, item in enumerate(rule.items):
            if item.limit_working_days is not None:
                yield f"permits.{key}.items[{index}].limit_working_days", item.limit_working_days
            if item.tacit is not None:
                yield f"permits.{key}.items[{index}].tacit.working_days", item.tacit.working_days
        yield from ((f"permits.{key}.serial[{n}].working_days", one.working_days) for n, one in enumerate(rule.serial))


def _order_of_limits(bundle: Bundle) -> Iterator[Remark]:
    message = N_("%(value)s working days are more than %(other)s (%(most)s)")
    for name, other in ORDERED:
        value, most = getattr(bundle.limits, name), getattr(bundle.limits, other)
        if value > most:
            yield Remark(f"limits.{name}", message, {"value": value, "other": f"limits.{other}", "most": most})
    for key, rule in bundle.permits.items():
        value, most = rule.committed_working_days, rule.statutory_working_days
        if value > most:
            place, other = f"permits.{key}.committed_working_days", f"permits.{key}.statutory_working_days"
            yield Remark(place, message, {"value": value, "other": other, "most": most})


def _question(question: Question, place: str) -> Iterator[Remark]:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        message = N_("the minimum %(minimum)s is over the maximum %(maximum)s: no answer is taken")
        yield Remark(f"{place}.minimum", message, {"minimum": f"{low:g}", "maximum": f"{high:g}"})
    if question.kind not in NUMBERS and (low is not None or high is not None):
        yield Remark(place, N_("only numbers have a minimum or a maximum"))
    if question.kind not in CHOOSING and question.options:
        yield Remark(f"{place}.options", N_("only a choice has options"))
    if question.kind not in {"group", "list", "period"} and question.fields:
        yield Remark(f"{place}.fields", N_("only a group, a list or a period has fields"))
    if question.kind == "period" and [one.key for one in question.fields] != ["from", "to"]:
        yield Remark(f"{place}.fields", N_("a period has the two fields from and to"))
    yield from _twice([str(one.value) for one in question.options], f"{place}.options", "value")
    yield from _twice([one.key for one in question.fields], f"{place}.fields", "key")
    for index, field in enumerate(question.fields):
        yield from _question(field, f"{place}.fields[{index}]")


def _repeated(bundle: Bundle) -> Iterator[Remark]:
    for part, keys in _rows(bundle).items():
        yield from _twice(keys, part, "key")
    for key, rule in bundle.permits.items():
        yield from _twice([one.key for one in rule.narrows], f"permits.{key}.narrows", "key")
        yield from _twice([one.key for one in rule.tiers], f"permits.{key}.tiers", "key")
        yield from _twice([one.id for one in rule.items], f"permits.{key}.items", "department")


def _twice(names: Sequence[str], place: str, key: str) -> Iterator[Remark]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Remark(f"{place}[{index}].{key}", TWICE, {"name": name})


def _shown(bundle: Bundle) -> Iterator[Remark]:
    asked = {question.key: question for question in bundle.questions}
    for index, question in enumerate(bundle.questions):
        for number, shown in enumerate(question.shown_when):
            other = asked.get(shown.question)
            allowed = [option.value for option in other.options] if other else []
            for value in shown.any_of:
                if allowed and value not in allowed:
                    place = f"questions[{index}].shown_when[{number}].any_of"
                    message = N_("%(value)s is no option of %(name)s; it has %(allowed)s")
                    params = {"name": shown.question, "allowed": ", ".join(map(str, allowed))}
                    yield Remark(place, message, {"value": value, **params})
    leads = {key: [shown.question for shown in question.shown_when] for key, question in asked.items()}
    for circle in circles(leads):
        index = next(n for n, question in enumerate(bundle.questions) if question.key in circle)
        yield Remark(f"questions[{index}].shown_when", CIRCLE, {"names": ", ".join(circle)})


def _circles(bundle: Bundle) -> Iterator[Remark]:
    for circle in circles({rule.key: rule.rests_on for rule in bundle.permits.values()}):
        yield Remark(f"permits.{circle[0]}.rests_on", CIRCLE, {"names": ", ".join(circle)})
    for circle in circles({rule.key: rule.waits_for for rule in bundle.permits.values()}):
        yield Remark(f"permits.{circle[0]}.waits_for", CIRCLE, {"names": ", ".join(circle)})
    moot = [one for one in bundle.dependencies if one.effect == "moot" and one.refused]
    leads = {
        one.refused: [key for other in moot if other.refused == one.refused for key in other.permits] for one in moot
    }
    for circle in circles(leads):
        index = max(n for n, one in enumerate(bundle.dependencies) if one in moot and one.refused in circle)
        message = N_("these permits make each other moot: %(names)s")
        yield Remark(f"dependencies[{index}].permits", message, {"names": ", ".join(circle)})


def circles(leads: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return one circle after the other until none is left; a circle ends with its first name."""
    left, found = {key: set(to) for key, to in leads.items()}, list[list[str]]()
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            found.append(circle)
            left[circle[0]].discard(circle[1])
        else:
            return found


def _terms(bundle: Bundle) -> Iterator[Remark]:
    for key, rule in bundle.permits.items():
        place, term = f"permits.{key}.validity", rule.validity
        if term.term and not term.max_term:
            yield Remark(place, N_("a term that is asked for needs max_term, the switch with its maximum"))
        if term.renewable and term.renewal_times < 1:
            yield Remark(place, N_("a licence that is renewable needs renewal_times, at least 1"))
        yield from _narrowed_terms(rule, bundle.period)


def _narrowed_terms(rule: PermitRule, period: str) -> Iterator[Remark]:
    """Look whether a narrow counts a term in one unit, and whether it measures what its name says in the format."""
    place = f"permits.{rule.key}"
    for index, one in enumerate(rule.narrows):
        if one.bounds in {"months", "years"} and period in one.asked:
            yield Remark(f"{place}.narrows[{index}].asked", MIXED, {"unit": one.bounds, "name": period})
        if (one.bounds in UNIT_NAMES and one.kind != "count") or (one.bounds == "day" and one.kind != "day"):
            yield Remark(f"{place}.narrows[{index}].bounds", UNFIT, {"kind": one.kind, "unit": one.bounds})
        if one.key in UNIT_NAMES and one.kind == "count" and not one.bounds:
            yield Remark(f"{place}.narrows[{index}].key", UNBOUND, {"name": one.key})
        if KIND_OF.get(one.key, one.kind) != one.kind:
            yield Remark(f"{place}.narrows[{index}].key", MEASURED, {"name": one.key, "kind": KIND_OF[one.key]})


def _join(bundle: Bundle) -> Iterator[Remark]:
    yield from _policy(bundle.join, [key for key, rule in bundle.permits.items() if rule.kind == "licence"], "join")
    for key, rule in bundle.permits.items():
        if rule.consent is not None:
            asked = sorted({item.department for item in rule.items if item.kind == "co_approval"})
            yield from _policy(rule.consent, asked, f"permits.{key}.consent")
            if not asked:
                yield Remark(f"permits.{key}.consent", N_("nobody co-approves this permit"))


def _policy(join: JoinPolicy, members: Collection[str], place: str) -> Iterator[Remark]:
    unknown = N_("%(name)s is not defined in this bundle") if place == "join" else NO_CO_APPROVER
    named = [("lead", join.lead), *(("weights", key) for key in join.weights), *(("veto", key) for key in join.veto)]
    yield from (
        Remark(f"{place}.{key}", unknown, {"name": name}) for key, name in named if name and name not in members
    )
    if join.kind == "k_of_n" and not 1 <= join.k <= len(members):
        yield Remark(f"{place}.k", OUT_OF_RANGE, {"value": join.k, "least": 1, "most": len(members)})
    needs = N_("the join needs %(name)s")
    if join.kind == "lead" and not join.lead:
        yield Remark(place, needs, {"name": "lead"})
    if join.on_refusal == "veto" and not join.veto:
        yield Remark(place, needs, {"name": "veto"})
    for key, kind in (("k", "k_of_n"), ("weights", "weighted"), ("pass_weight", "weighted"), ("lead", "lead")):
        if getattr(join, key) and join.kind != kind:
            yield Remark(f"{place}.{key}", N_("nothing reads this in a join of kind %(kind)s"), {"kind": join.kind})
    if join.veto and join.on_refusal != "veto":
        yield Remark(f"{place}.veto", N_("nothing reads this unless on_refusal is veto"))
    if place != "join" and join.kind == "weighted":
        yield from _weights(join, members, place)


def _weights(join: JoinPolicy, members: Collection[str], place: str) -> Iterator[Remark]:
    """Refuse weights of co-approvers that never decide; those of permits depend on which an application needs."""
    try:
        check_policy(join, members)
    except BundleError as error:
        yield Remark(place, error.message)


def _tacit(bundle: Bundle) -> Iterator[Remark]:
    """Refuse tacit consent of anybody who is not merely consulted."""
    message = N_("silence of %(name)s is no agreement: only a department that is merely consulted may agree tacitly")
    for key, rule in bundle.permits.items():
        above = {name for item in rule.items if item.kind == "government" for name in item.after}
        for index, item in enumerate(rule.items):
            if item.tacit and (item.kind != "opinion" or item.blocks or item.id in above):
                yield Remark(f"permits.{key}.items[{index}].tacit", message, {"name": item.id})


def _waits(bundle: Bundle) -> Iterator[Remark]:
    """Refuse permits that wait for each other so long that the promised days leave the joint limit."""
    if circles({rule.key: rule.waits_for for rule in bundle.permits.values()}):
        return  # told already
    days: dict[str, int] = {}
    known = {key: [one for one in rule.waits_for if one in bundle.permits] for key, rule in bundle.permits.items()}
    for key in TopologicalSorter(known).static_order():
        days[key] = bundle.permits[key].committed_working_days + max((days[one] for one in known[key]), default=0)
        if known[key] and days[key] > bundle.limits.joint:
            message = N_("%(value)s working days are more than %(other)s (%(most)s)")
            params = {"value": days[key], "other": "limits.joint", "most": bundle.limits.joint}
            yield Remark(f"permits.{key}.waits_for", message, params)


def _notifications(bundle: Bundle) -> Iterator[Remark]:
    """Refuse of a notification whatever belongs to a decision or to a licence."""
    message = N_("a notification is registered, not decided: it has no %(name)s")
    for key, rule in bundle.permits.items():
        if rule.kind == "notification":
            had = [name for name in OF_LICENCES if getattr(rule, name)]
            had += ["fees"] if any(fee.permit == key for fee in bundle.fees) else []
            had += ["commitment"] if rule.commitment else []
            yield from (Remark(f"permits.{key}", message, {"name": name}) for name in had)
    if all(rule.kind == "notification" for rule in bundle.permits.values()):
        yield Remark("permits", N_("without a licence there is nothing to decide"))


def _mode(bundle: Bundle) -> Iterator[Remark]:
    """Look where the bureau signs for what it needs: a department of its own, and one in charge of every permit."""
    if bundle.switches["decider_mode"] != BUREAU:
        return
    bureau = bundle.lead_department
    if bureau in {GOVERNMENT, COUNTER}:
        yield Remark("lead_department", NO_BUREAU, {"name": bureau})
    for key, rule in bundle.permits.items():
        if rule.department == bureau:
            yield Remark(f"permits.{key}.department", OWN_CHARGE, {"name": bureau})
        for index, item in enumerate(rule.items):
            if item.department == bureau:
                yield Remark(f"permits.{key}.items[{index}].department", OWN_WORK, {"name": bureau})
