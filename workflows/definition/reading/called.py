"""List what the capabilities of a bundle call by name, each with what it may name."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from workflows.definition.bundle import Bundle, PermitRule
from workflows.definition.capabilities import Aftercare
from workflows.definition.form_fields import form_fields
from workflows.definition.questions import Question

Called = Iterator[tuple[str, str, Collection[str]]]


def paths_of(questions: Sequence[Question], above: str = "") -> Mapping[str, Question]:
    """Return every question by the path of its answer."""
    found: dict[str, Question] = {}
    for question in questions:
        path = f"{above}{question.key}"
        found[path] = question
        found.update(paths_of(question.fields, f"{path}."))
    return found


def of_matter(bundle: Bundle) -> Called:
    """Yield (place, name, known) for what belongs to the matter as a whole."""
    paths = paths_of(bundle.questions)
    if register := bundle.register:
        yield "register.subject", register.subject, form_fields(bundle)
        yield from (("register.facts", name, _of_kind(paths, "date")) for name in register.facts)
    if lane := bundle.emergency:
        yield "emergency.answer", lane.answer, _of_kind(paths, "flag")
        yield from (("emergency.notify", name, bundle.departments) for name in lane.notify)
        for one in lane.beside:
            yield from (("emergency.beside", name, bundle.permits) for name in one.permits)
            yield from (("emergency.beside", name, bundle.departments) for name in one.notify)
        yield from (("emergency", flag, bundle.fine_flags) for flag in (lane.late_flag, lane.silent_flag) if flag)
    for item in (item for rule in bundle.permits.values() for item in rule.items if item.approver):
        yield f"permits.{item.permit}.items", item.approver, bundle.switches
        yield "switches", str(bundle.switches.get(item.approver)), bundle.approvers


def after_grant(bundle: Bundle, rule: PermitRule) -> Called:
    """Yield (place, name, known) for the scope and the term of a permit, and for what follows its grant."""
    place, term, paths = f"permits.{rule.key}", rule.validity, paths_of(bundle.questions)
    yield from ((f"{place}.answers", name, [one.key for one in bundle.questions]) for name in rule.answers)
    yield from ((f"{place}.measures", one.asked, _of_kind(paths, "number", "integer")) for one in rule.measures)
    lengths = (term.max_term, term.fixed_term, term.renewal_months, *_numbers_of(rule.aftercare))
    whole = [name for name, value in bundle.switches.items() if type(value) is int and value > 0]
    called = (
        ("validity", [term.term], _of_kind(paths, "integer")),
        ("validity", lengths, whole),
        ("reinstatement", [rule.reinstatement.overdue_flag if rule.reinstatement else ""], bundle.fine_flags),
        ("overrun", [rule.overrun.flag if rule.overrun else ""], bundle.fine_flags),
    )
    yield from ((f"{place}.{part}", name, known) for part, names, known in called for name in names if name)
    yield from _of_count(bundle, rule)


def _numbers_of(care: Aftercare | None) -> tuple[str, ...]:
    if care is None:
        return ()
    return (care.months, care.count.ratio) if care.count else (care.months,)


def _of_count(bundle: Bundle, rule: PermitRule) -> Called:
    place = f"permits.{rule.key}.aftercare"
    if rule.aftercare and not rule.reinstatement:
        yield place, "reinstatement", ()
    if rule.aftercare and (count := rule.aftercare.count):
        yield place, count.of, {*bundle.derived, *(fact.name for fact in bundle.facts)}
        if count.narrowed:
            yield place, count.narrowed, [one.key for one in rule.narrows]


def _of_kind(paths: Mapping[str, Question], *kinds: str) -> Collection[str]:
    return [path for path, question in paths.items() if question.kind in kinds]
