"""Read the parts of a bundle file, each from its table into frozen data."""

import re
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Literal, cast, get_args

from workflows.definition.agreement import Bound, Tacit
from workflows.definition.bundle import (
    CONCERNS,
    GROUNDS,
    SUFFIX,
    Because,
    Code,
    ConditionKind,
    Department,
    GateKind,
    GateRule,
    ItemKind,
    ItemRule,
    Limits,
    Material,
    MaterialForm,
    PermitKind,
    PermitRule,
    ProcedureRule,
    PublicNoticeRule,
    SerialStep,
    Tier,
    WarningRule,
)
from workflows.definition.capabilities import FastLane, FineRule
from workflows.definition.expressions import Expression, compile_expression
from workflows.definition.questions import Text
from workflows.definition.reading.agreement import join_policy, narrow_rule
from workflows.definition.reading.capabilities import aftercare, measure_rule, overrun, reinstatement, validity
from workflows.definition.tables import MISSING, Table
from workflows.errors import N_, BundleError

PLACEHOLDER = re.compile(r"\{(\w*)\}")
Names = Collection[str]
# stands where a condition was refused; it has no place
NEVER = compile_expression("false", (), place="")


def condition(table: Table, names: Names, key: str = "when") -> Expression:
    """Compile a table's condition.

    Raises:
        BundleError: it is missing, not CEL, or names something undeclared.
    """
    source = table.take(key, str)
    return compiled(source, names, table, key) if table.holds(key, str) else NEVER


def compiled(source: str, names: Names, table: Table, key: str) -> Expression:
    """Compile the text of one key of a table.

    Raises:
        BundleError: it is not CEL, or names something undeclared, and nothing collects errors.
    """
    try:
        return compile_expression(source, names, place=f"{table.place}.{key}")
    except BundleError as error:
        table.note(error)
        return NEVER


def filled_text(table: Table, key: str, names: Names) -> Text:
    """Read a text whose {placeholders} name facts or switches.

    Raises:
        BundleError: a placeholder names something undeclared.
    """
    text = table.text(key)
    for name in PLACEHOLDER.findall(text.zh) + PLACEHOLDER.findall(text.en):
        if name not in names:
            table.refuse(
                N_("%(place)s: the text %(name)s has a place {%(unknown)s} nobody fills"), name=key, unknown=name
            )
    return text


def department(key: str, table: Table) -> Department:
    """Read one department.

    Raises:
        BundleError: it is malformed.
    """
    found = Department(key, table.text("name"), table.text("short"), table.take("limit_working_days", int))
    table.close()
    return found


def permit(key: str, table: Table, names: Names, limits: Limits) -> PermitRule:
    """Read one merged permit with its reasons, work items and tiers.

    Raises:
        BundleError: it is malformed.
    """
    found = replace(
        _permit(key, table, names, limits),
        kind=cast("PermitKind", table.one_of("kind", get_args(PermitKind), "licence")),
        consent=join_policy(table.table("consent")) if "consent" in table else None,
        rests_on=table.words("rests_on"),
        waits_for=table.words("waits_for"),
    )
    table.close()
    return found


def _permit(key: str, table: Table, names: Names, limits: Limits) -> PermitRule:
    concerns, commitment = _concerns(table)
    in_charge = table.take("department", str)
    return PermitRule(
        key=key,
        suffix=_suffix(table),
        name=table.text("name"),
        short=table.text("short"),
        department=in_charge,
        supervisor=in_charge,
        law=table.text("law"),
        document=table.text("document"),
        not_needed=table.text("not_needed"),
        because=tuple(_because(row, names) for row in table.tables("because")),
        items=tuple(_item(row, key, names) for row in table.tables("items")),
        tiers=tuple(_tier(row, names) for row in table.tables("tiers")),
        validity=validity(table.table("validity")),
        serial_order=table.take("serial_order", int),
        serial=tuple(_serial_step(row) for row in table.tables("serial")),
        committed_working_days=table.get("committed_working_days", int, limits.committed),
        statutory_working_days=table.get("statutory_working_days", int, limits.statutory),
        procedures=tuple(_procedure(row, names) for row in table.tables("procedures")),
        public_notice=_public_notice(table.table("public_notice"), names) if "public_notice" in table else None,
        concerns=concerns,
        commitment=commitment,
        narrows=tuple(narrow_rule(row) for row in table.tables("narrows")),
        answers=table.words("answers"),
        measures=tuple(measure_rule(row) for row in table.tables("measures")),
        overrun=overrun(table.table("overrun")) if "overrun" in table else None,
        reinstatement=reinstatement(table.table("reinstatement")) if "reinstatement" in table else None,
        aftercare=aftercare(table.table("aftercare")) if "aftercare" in table else None,
    )


def _suffix(table: Table) -> str:
    """Read the end of the numbers of a permit's licences."""
    found = table.take("suffix", str)
    if table.holds("suffix", str) and not SUFFIX.fullmatch(found):
        table.refuse(N_("%(place)s: a licence number cannot end with %(name)s: write P1, P2, …"), name=found)
    return found


def _concerns(table: Table) -> tuple[tuple[str, ...], bool]:
    """Read `rests_on` and `concerns`; for safety, ecology or health no commitment may replace a material."""
    concerns, commitment = table.words("concerns"), table.get("commitment", bool, default=False)
    for name in concerns:
        if name not in CONCERNS:
            table.refuse(N_("%(place)s: there is no setting called %(name)s"), name=name)
    if concerns and commitment:
        table.refuse(N_("%(place)s: a permit that concerns safety, ecology or health takes no commitments"))
    return concerns, commitment


def _procedure(table: Table, names: Names) -> ProcedureRule:
    ground = table.one_of("ground", tuple(sorted(GROUNDS)))
    found = ProcedureRule(ground, condition(table, names), table.text("law"))
    table.close()
    return found


def _public_notice(table: Table, names: Names) -> PublicNoticeRule:
    found = PublicNoticeRule(condition(table, names), table.take("working_days", str), table.text("law"))
    if found.working_days not in names:
        table.refuse(N_("%(place)s: there is no setting called %(name)s"), name=found.working_days)
    table.close()
    return found


def material(code: str, table: Table, names: Names) -> Material:
    """Read one material.

    Raises:
        BundleError: it is malformed.
    """
    found = Material(
        code=code,
        name=table.text("name"),
        permits=table.words("permits"),
        when=condition(table, names) if "when" in table else None,
        shared=table.get("shared", bool, default=False),
        partly_shared=table.get("partly_shared", bool, default=False),
        tolerated=table.get("tolerated", bool, default=False),
        renewal=table.get("renewal", bool, default=False),
        variation=table.words("variation"),
        authorises=table.get("authorises", bool, default=False),
        help=table.optional_text("help"),
        law=table.optional_text("law"),
        form=cast("MaterialForm", table.one_of("form", get_args(MaterialForm), "")),
        undertaking=table.optional_text("undertaking"),
    )
    table.close()
    if (found.form == "undertaking") is (found.undertaking is None):
        table.refuse(MISSING, name="undertaking")
    return found


def gate(table: Table, names: Names) -> GateRule:
    """Read one gate.

    Raises:
        BundleError: it is malformed.
    """
    found = GateRule(
        kind=cast("GateKind", table.one_of("kind", get_args(GateKind))),
        key=table.take("key", str),
        when=condition(table, names),
        message=filled_text(table, "message", names),
        law=table.text("law"),
        refer_to=table.get("refer_to", str, ""),
    )
    table.close()
    return found


def fast_lane(table: Table, names: Names) -> FastLane:
    """Read the shorter promise to simple cases.

    Raises:
        BundleError: it is malformed.
    """
    found = FastLane(
        when=condition(table, names),
        committed_working_days=table.take("committed_working_days", int),
        message=filled_text(table, "message", names),
        law=table.text("law"),
    )
    table.close()
    return found


def warning(table: Table, names: Names) -> WarningRule:
    """Read one warning.

    Raises:
        BundleError: it is malformed.
    """
    message = filled_text(table, "message", names)
    refuses = table.get("refuses", str, "")
    multiplied = table.get("multiplied", bool, default=False)
    found = WarningRule(
        table.take("key", str), condition(table, names), message, table.text("law"), refuses, multiplied
    )
    table.close()
    return found


def code(key: str, table: Table) -> Code:
    """Read one coded reason of a deficiency.

    Raises:
        BundleError: it is malformed.
    """
    found = Code(key, table.text("name"), remedy=table.optional_text("remedy"), permits=table.words("permits"))
    table.close()
    return found


def refusal_code(key: str, table: Table, names: Names) -> Code:
    """Read one coded reason of a refusal, with the facts that bear it out.

    Raises:
        BundleError: it is malformed.
    """
    refused = cast("ItemKind | Literal['']", table.one_of("refused", ("", *get_args(ItemKind)), ""))
    found = Code(
        key,
        table.text("name"),
        law=table.optional_text("law"),
        permits=table.words("permits"),
        when=condition(table, names) if "when" in table else None,
        refused=refused or None,
    )
    table.close()
    return found


def condition_kind(key: str, table: Table) -> ConditionKind:
    """Read one kind of condition a decision may carry.

    Raises:
        BundleError: it is malformed.
    """
    found = ConditionKind(
        key,
        table.text("name"),
        table.optional_text("unit"),
        table.words("permits"),
        measure=table.get("measure", str, ""),
        bound=cast("Bound", table.one_of("bound", get_args(Bound), "")),
    )
    table.close()
    return found


def fine_rule(key: str, table: Table) -> FineRule:
    """Read one breach that another procedure may fine.

    Raises:
        BundleError: it is malformed.
    """
    found = FineRule(key, table.text("name"), table.text("law"), table.take("most_yuan", int) * 100)
    table.close()
    return found


def limits(table: Table) -> Limits:
    """Read the time limits.

    Raises:
        BundleError: one is missing or negative.
    """
    values = {entry.name: table.take(entry.name, int) for entry in fields(Limits)}
    table.close()
    for name, value in values.items():
        if value < 1:
            table.refuse(N_("%(place)s: %(name)s must be at least one working day"), name=name)
    return Limits(**values)


def _because(table: Table, names: Names) -> Because:
    found = Because(condition(table, names), filled_text(table, "reason", names), table.text("law"))
    table.close()
    return found


def _item(table: Table, permit_key: str, names: Names) -> ItemRule:
    found = ItemRule(
        permit=permit_key,
        kind=cast("ItemKind", table.one_of("kind", get_args(ItemKind))),
        department=table.take("department", str),
        when=condition(table, names),
        reason=filled_text(table, "reason", names),
        law=table.text("law"),
        after=table.words("after"),
        blocks=table.get("blocks", bool, default=False),
        parallel=table.get("parallel", bool, default=False),
        special=table.get("special", bool, default=False),
        limit_working_days=table.get("limit_working_days", int, None),
        inputs=table.words("inputs"),
        approver=table.get("approver", str, ""),
        tacit=_tacit(table.table("tacit")) if "tacit" in table else None,
    )
    table.close()
    return found


def _tacit(table: Table) -> Tacit:
    found = Tacit(table.take("working_days", int), table.text("law"))
    table.close()
    return found


def _tier(table: Table, names: Names) -> Tier:
    level = filled_text(table, "level", names)
    bureau = filled_text(table, "bureau", names) if "bureau" in table else None
    found = Tier(table.take("key", str), condition(table, names), level, bureau)
    table.close()
    return found


def _serial_step(table: Table) -> SerialStep:
    found = SerialStep(table.take("department", str), table.take("working_days", int))
    table.close()
    return found
