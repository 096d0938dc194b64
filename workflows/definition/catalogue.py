"""Read bundle files; refuse a malformed one with the file, the place and the error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from workflows.definition.agreement import CarryingRule
from workflows.definition.bundle import LAST, Bundle, Fact, GateRule, PermitRule
from workflows.definition.capabilities import CHANGE_LAW, Agency, Remedies, Subject
from workflows.definition.deciders import with_deciders
from workflows.definition.expressions import Expression, compile_expression
from workflows.definition.form_fields import declared, read_form
from workflows.definition.layers.shelves import BUNDLES, beside
from workflows.definition.layers.whole import EXTENDS, INCLUDE, Whole, resolve
from workflows.definition.questions import Question, Start
from workflows.definition.reading import capabilities, parts, presentation
from workflows.definition.reading import questions as question_tables
from workflows.definition.reading.agreement import carrying_rule, join_policy
from workflows.definition.reading.answers import about
from workflows.definition.reading.dependencies import read_dependency
from workflows.definition.reading.fees import fee_rule
from workflows.definition.reading.references import wrong_references
from workflows.definition.reading.trying import wrong_conditions
from workflows.definition.tables import Shape, Table
from workflows.errors import N_, BundleError

FOLDER = BUNDLES
# asks one question beyond its base, so that all keys of an overlay are noted
OVERLAY_SAMPLE = """extends = "restaurant"
version = "0"
questions = [{ key = "q", kind = "flag", label = { zh = "问", en = "q" }, law = { zh = "法", en = "l" } }]
"""
T = TypeVar("T")


def load_bundles(folder: Path | None = None) -> Mapping[str, Bundle]:
    """Read every bundle of a folder, by key; the shipped folder is cached.

    Raises:
        BundleError: a file is malformed, or two share a key.
    """
    return _own_bundles() if folder is None else _read_folder(folder)


def read_bundle(path: Path) -> Bundle:
    """Read one bundle file.

    Raises:
        BundleError: it cannot be read or is malformed.
    """
    try:
        return bundle_of(resolve(path.read_text(encoding="utf-8"), path.name, beside(path)))
    except (OSError, UnicodeDecodeError) as error:
        message = N_("%(place)s: the file cannot be read: %(why)s")
        raise BundleError(message, params={"place": path.name, "why": str(error)}) from error


def parse_bundle(source: str, file: str) -> Bundle:
    """Turn the text of a bundle file into a bundle with the deciders of its mode; `file` is named in errors.

    What it rests on is looked for among the shipped files.

    Raises:
        BundleError: it is not TOML, or malformed; the first of its faults.
    """
    return bundle_of(resolve(source, file))


def bundle_of(whole: Whole) -> Bundle:
    """Turn a resolved file into a bundle with the deciders of its mode.

    Raises:
        BundleError: the first fault.
    """
    if whole.faults:
        raise BundleError(whole.faults[0].message, params=whole.faults[0].params)
    bundle, faults = collect(whole)
    if bundle is None or faults:
        raise faults[0]
    return as_served(bundle)


def collect(whole: Whole, shape: Shape | None = None) -> tuple[Bundle | None, list[BundleError]]:
    """Read a resolved file as it is written, with every fault in it; None and a fault where it cannot be followed.

    A bundle with faults has stand-ins where something is wrong: it is for further checks only. What the reader asks
    for is noted in `shape`.
    """
    faults: list[BundleError] = []
    try:
        table = Table(whole.data, whole.file, faults, shape)
        bundle = _with_capabilities(_bundle(table), table)
        table.close()
    except BundleError as error:
        return None, [*faults, error]
    faults += wrong_references(bundle, whole.file)
    faults += wrong_conditions(bundle)
    return bundle, faults


def as_served(bundle: Bundle) -> Bundle:
    """Return a bundle whose every reference was checked as the office serves it, by its own local choices.

    Questions that they do not offer are left out; its deciders are those of its mode.
    """
    offered = tuple(one for one in bundle.questions if one.is_offered(bundle.switches))
    return with_deciders(replace(bundle, questions=offered))


@cache
def bundle_format() -> Shape:
    """Return the format of bundle files: what the reader asks for in those that are shipped, and in an overlay."""
    shape = Shape()
    for path in sorted(FOLDER.glob("*.toml")):
        collect(resolve(path.read_text(encoding="utf-8"), path.name), shape)
    collect(resolve(OVERLAY_SAMPLE, "overlay.toml"), shape)
    shape.note(EXTENDS, "string", "object")
    shape.note(INCLUDE, "words")
    return shape


@cache
def _own_bundles() -> Mapping[str, Bundle]:
    return _read_folder(FOLDER)


def _read_folder(folder: Path) -> Mapping[str, Bundle]:
    found: dict[str, Bundle] = {}
    for path in sorted(folder.glob("*.toml")):
        bundle = read_bundle(path)
        if bundle.key in found:
            message = N_("%(place)s: another file has the bundle %(name)s already")
            raise BundleError(message, params={"place": path.name, "name": bundle.key})
        found[bundle.key] = bundle
    return MappingProxyType(dict(sorted(found.items(), key=lambda one: (one[1].order, one[0]))))


def _bundle(table: Table) -> Bundle:
    questions = tuple(question_tables.question(row) for row in table.tables("questions"))
    switches = capabilities.switches(table.table("switches") if "switches" in table else Table({}, table.place))
    facts = _facts(table, questions, tuple(switches))
    derived = _derived(table.table("derived"), {*switches, *(fact.name for fact in facts), "on"})
    names = frozenset({*switches, *(fact.name for fact in facts), "on", *derived})
    limits = parts.limits(table.table("limits"))
    permits = (parts.permit(key, row, names, limits) for key, row in table.named("permits").items())
    return Bundle(
        key=table.take("key", str),
        version=table.take("version", str),
        name=table.text("name"),
        law=table.text("law"),
        lead_department=table.take("lead_department", str),
        questions=questions,
        facts=facts,
        derived=MappingProxyType(derived),
        switches=MappingProxyType(switches),
        permits=MappingProxyType(_by_serial_order(about(rule, facts, derived) for rule in permits)),
        departments=_mapped(table, "departments", parts.department),
        materials=_mapped(table, "materials", lambda key, row: parts.material(key, row, names)),
        gates=tuple(parts.gate(row, names) for row in table.tables("gates")),
        nothing_needed=_nothing_needed(table.table("nothing_needed")),
        warnings=tuple(parts.warning(row, names) for row in table.tables("warnings")),
        deficiency_codes=_mapped(table, "deficiency_codes", parts.code),
        refusal_codes=_mapped(table, "refusal_codes", lambda key, row: parts.refusal_code(key, row, names)),
        condition_kinds=_mapped(table, "condition_kinds", parts.condition_kind, required=False),
        dependencies=tuple(read_dependency(row, names) for row in table.tables("dependencies")),
        refer_agencies=_mapped(table, "refer_agencies", _agency, required=False),
        approvers=_mapped(table, "approvers", _agency, required=False),
        fees=tuple(fee_rule(row, names) for row in table.tables("fees")),
        fine_flags=_mapped(table, "fine_flags", parts.fine_rule, required=False),
        remedies=_remedies(table.table("remedies")),
        join=join_policy(table.table("join")),
        limits=limits,
        carrying=carrying_rule(table.table("carrying")) if "carrying" in table else CarryingRule(),
        subject=capabilities.subject(table.table("subject")) if "subject" in table else Subject(),
        form=read_form(table.table("form")) if "form" in table else declared().form,
    )


def _with_capabilities(bundle: Bundle, table: Table) -> Bundle:
    return replace(
        bundle,
        change_law=table.optional_text("change_law") or CHANGE_LAW,
        register=capabilities.register(table.table("register")) if "register" in table else None,
        fast_lane=parts.fast_lane(table.table("fast_lane"), names_of(bundle)) if "fast_lane" in table else None,
        emergency=capabilities.emergency(table.table("emergency")) if "emergency" in table else None,
        refunds=capabilities.refunds(table.table("refunds")) if "refunds" in table else {},
        order=table.get("order", int, LAST),
        start=presentation.start(table.table("start")) if "start" in table else Start(),
        sections=presentation.sections(table.tables("sections"), bundle.questions),
        overlay=capabilities.overlay(table.table("overlay")) if "overlay" in table else None,
    )


def names_of(bundle: Bundle) -> frozenset[str]:
    """Return every name a condition of the bundle may use."""
    return frozenset({*bundle.switches, *(fact.name for fact in bundle.facts), "on", *bundle.derived})


def _mapped(table: Table, key: str, read: Callable[[str, Table], T], *, required: bool = True) -> Mapping[str, T]:
    rows = table.named(key) if required or key in table else {}
    return MappingProxyType({name: read(name, row) for name, row in rows.items()})


def _by_serial_order(permits: Iterable[PermitRule]) -> dict[str, PermitRule]:
    return {rule.key: rule for rule in sorted(permits, key=lambda rule: rule.serial_order)}


def _facts(table: Table, questions: tuple[Question, ...], switches: tuple[str, ...]) -> tuple[Fact, ...]:
    found = tuple(question_tables.fact(name, row, questions, switches) for name, row in table.named("facts").items())
    taken = {*switches, "on"}
    for fact in found:
        if fact.name in taken:
            table.refuse(N_("%(place)s: the name %(name)s is used twice"), name=fact.name)
    return found


def _derived(table: Table, names: set[str]) -> dict[str, Expression]:
    found: dict[str, Expression] = {}
    for name in table:
        if name in names:
            table.refuse(N_("%(place)s: the name %(name)s is used twice"), name=name)
        found[name] = parts.condition(table, {*names, *found}, name)
    return found


def _nothing_needed(table: Table) -> GateRule:
    always = compile_expression("true", (), place=table.place)
    found = GateRule("not_required", "nothing_needed", always, table.text("message"), table.text("law"))
    table.close()
    return found


def _agency(key: str, table: Table) -> Agency:
    found = Agency(key, table.text("name"), table.text("law"))
    table.close()
    return found


def _remedies(table: Table) -> Remedies:
    days, months = table.take("reconsideration_days", int), table.take("lawsuit_months", int)
    found = Remedies(days, months, table.text("text"))
    table.close()
    return found
