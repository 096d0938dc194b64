"""Check the references in a bundle: departments, permits, prerequisite items, questions, agencies."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from workflows.definition.bundle import Bundle, ItemRule, PermitRule
from workflows.definition.form_fields import PARTS, form_fields
from workflows.definition.reading.called import after_grant, of_matter, paths_of
from workflows.errors import N_, BundleError


def wrong_references(bundle: Bundle, file: str) -> Iterator[BundleError]:
    """Yield an error for each undefined reference, suffix used twice, and circle of items waiting for each other."""
    for place, name, known in _named(bundle):
        if name and name not in known:
            yield _undefined(f"{file}, {place}", name, known)
    suffixes = [rule.suffix for rule in bundle.permits.values()]
    if len(set(suffixes)) < len(suffixes):
        yield BundleError(N_("%(place)s: two permits have the same suffix"), params={"place": f"{file}, permits"})
    for rule in bundle.permits.values():
        yield from _wrong_items(rule, f"{file}, permits.{rule.key}.items")


def _undefined(place: str, name: str, known: Collection[str]) -> BundleError:
    if close := get_close_matches(name, known, n=1):
        message = N_("%(place)s: %(name)s is not defined in this bundle; did you mean %(close)s?")
        return BundleError(message, params={"place": place, "name": name, "close": close[0]})
    return BundleError(N_("%(place)s: %(name)s is not defined in this bundle"), params={"place": place, "name": name})


def _named(bundle: Bundle) -> Iterator[tuple[str, str, Collection[str]]]:
    questions = {question.key for question in bundle.questions}
    asked = questions | {f"{one.key}.{field.key}" for one in bundle.questions for field in one.fields}
    agencies = {*bundle.refer_agencies, *bundle.departments}
    yield "lead_department", bundle.lead_department, bundle.departments
    for rule in bundle.permits.values():
        yield from ((f"permits.{rule.key}", name, bundle.departments) for name in _departments(rule))
        yield from ((f"permits.{rule.key}", name, bundle.permits) for name in (*rule.rests_on, *rule.waits_for))
        yield from after_grant(bundle, rule)
        yield from ((f"permits.{rule.key}.narrows", path, asked) for one in rule.narrows for path in one.asked)
    for place, rows in (
        ("materials", bundle.materials),
        ("refusal_codes", bundle.refusal_codes),
        ("deficiency_codes", bundle.deficiency_codes),
        ("condition_kinds", bundle.condition_kinds),
    ):
        for key, row in rows.items():
            yield from ((f"{place}.{key}", permit, bundle.permits) for permit in row.permits)
    yield from ((f"gates.{gate.key}", gate.refer_to, agencies) for gate in bundle.gates if gate.refer_to)
    for one in bundle.dependencies:
        permits = (*one.permits, one.refused) if one.refused else one.permits
        yield from ((f"dependencies.{one.key}", name, bundle.permits) for name in permits)
        yield from ((f"dependencies.{one.key}", name, bundle.condition_kinds) for name in one.condition_kinds)
    inputs = known_inputs(bundle)
    for item in (item for rule in bundle.permits.values() for item in rule.items):
        yield from ((f"permits.{item.permit}.items.inputs", name, inputs) for name in item.inputs)
    yield from ((f"fees.{fee.key}", fee.permit, bundle.permits) for fee in bundle.fees)
    flags = {one.key for one in bundle.questions if one.kind == "flag"}
    yield from ((f"fees.{fee.key}", fee.restored_by, flags) for fee in bundle.fees if fee.restored_by)
    yield from of_matter(bundle)
    paths = paths_of(bundle.questions).keys()
    yield from ((f"warnings.{one.key}", one.refuses, paths) for one in bundle.warnings if one.refuses)
    varied = {"any", "site", *paths}
    yield from ((f"materials.{one.code}", path, varied) for one in bundle.materials.values() for path in one.variation)
    yes_or_no = [name for name, value in bundle.switches.items() if isinstance(value, bool)]
    for question in bundle.questions:
        yield from ((f"questions.{question.key}", one, yes_or_no) for one in [question.switch] if one)
        yield from ((f"questions.{question.key}", shown.question, questions) for shown in question.shown_when)


def _departments(rule: PermitRule) -> Iterator[str]:
    yield rule.department
    yield from (item.department for item in rule.items)
    yield from (step.department for step in rule.serial)


def _wrong_items(rule: PermitRule, place: str) -> Iterator[BundleError]:
    ids = {item.id for item in rule.items}
    waited_for = {name for item in rule.items if item.kind == "decision" for name in item.after}
    for index, item in enumerate(rule.items):
        yield from (_undefined(f"{place}[{index}]", name, ids) for name in item.after if name not in ids)
        if item.blocks and item.id not in waited_for:
            message = N_("%(place)s: %(name)s blocks its permit, but no decision waits for it")
            yield BundleError(message, params={"place": f"{place}[{index}]", "name": item.id})
    if rule.kind != "notification" and not any(item.kind == "decision" for item in rule.items):
        yield BundleError(N_("%(place)s: no item decides this permit"), params={"place": place})
    yield from _wrong_order(rule.items, place)


def _wrong_order(items: tuple[ItemRule, ...], place: str) -> Iterator[BundleError]:
    try:
        TopologicalSorter({item.id: item.after for item in items}).prepare()
    except CycleError as error:
        circle = error.args[1]
        index = next(index for index, item in enumerate(items) if item.id in circle)
        message = N_("%(place)s: these items wait for each other: %(names)s")
        yield BundleError(message, params={"place": f"{place}[{index}].after", "names": ", ".join(circle)})


def known_inputs(bundle: Bundle) -> frozenset[str]:
    """Return every input a work item may declare: parts of the form, their fields, questions, materials."""
    questions = (f"answers.{question.key}" for question in bundle.questions)
    fields = (path for path, field in form_fields(bundle).items() if field.is_input)
    return frozenset({*PARTS, *fields, *questions, *bundle.materials})
