"""The bundle (一件事) as frozen data, read from a bundle file."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.definition.agreement import Bound, CarryingRule, NarrowRule, Tacit
from workflows.definition.capabilities import (
    CHANGE_LAW,
    Aftercare,
    Agency,
    Emergency,
    FastLane,
    FeeRule,
    FineRule,
    MeasureRule,
    Overlay,
    Overrun,
    RefundRule,
    Register,
    Reinstatement,
    Remedies,
    Subject,
    Validity,
)
from workflows.definition.expressions import Expression, FactValue
from workflows.definition.form_fields import Form
from workflows.definition.joins import JoinPolicy
from workflows.definition.questions import Question, Section, Start, Text, Value, hint_of

ItemKind = Literal["opinion", "co_approval", "decision", "survey", "government", "delivery", "inspection"]
GateKind = Literal["refer", "blocked", "not_required", "stage", "advice"]
MaterialForm = Literal["", "application_form", "undertaking"]
Effect = Literal["moot", "condition", "standing"]
RowTake = Literal["sum", "max", "min", "count"]
PermitKind = Literal["licence", "notification"]
LAST = 1000  # the place in the catalogue of a bundle that names none
SUFFIX = re.compile(r"P[1-9]\d?[a-z]?", re.ASCII)  # what a licence number ends with
CONCERNS = frozenset({"public_safety", "ecology", "health"})

# Administrative Licensing Law art. 45: the closed list
GROUNDS = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """The source of one typed, defaulted fact in the raw answers or the project; `row` types a list's rows."""

    name: str
    take: Literal["value", "given", "has", "project"] | RowTake
    path: tuple[str, ...]
    default: FactValue
    field: str = ""
    values: tuple[str, ...] = ()
    where: Expression | None = None
    row: Mapping[str, FactValue] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Department:
    """One department of the bundle, with its default limit in working days per work item."""

    key: str
    name: Text
    short: Text
    limit_working_days: int


@dataclass(frozen=True, slots=True)
class Because:
    """One reason why a permit is required."""

    when: Expression
    reason: Text
    law: Text


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A department's work on one permit: its condition, its prerequisites, the `inputs` its verdict rests on."""

    permit: str
    kind: ItemKind
    department: str
    when: Expression
    reason: Text
    law: Text
    after: tuple[str, ...] = ()
    blocks: bool = False
    parallel: bool = False
    special: bool = False
    limit_working_days: int | None = None
    inputs: tuple[str, ...] = ()
    approver: str = ""  # the switch that names who approves a government's item
    tacit: Tacit | None = None
    is_internal: bool = False  # the opinion of the department in charge, where the bureau decides

    @property
    def id(self) -> str:
        """The name by which other items refer to it."""
        return f"{self.permit}:{self.department}:{self.kind}"


@dataclass(frozen=True, slots=True)
class Tier:
    """The level that decides, and what it is called where the bureau decides; the last tier that holds counts."""

    key: str
    when: Expression
    level: Text
    bureau: Text | None = None


@dataclass(frozen=True, slots=True)
class ProcedureRule:
    """A special procedure a law requires of a permit, during which its clock may stop."""

    ground: str
    when: Expression
    law: Text


@dataclass(frozen=True, slots=True)
class PublicNoticeRule:
    """When a permit goes on public notice before its grant; the switch named by `working_days` is the length."""

    when: Expression
    working_days: str
    law: Text


@dataclass(frozen=True, slots=True)
class SerialStep:
    """One step of the old procedure, in which permits were applied for one after the other."""

    department: str
    working_days: int


@dataclass(frozen=True, slots=True)
class PermitRule:
    """One merged permit: its condition, decider, limits and licence.

    `department` decides unless a decision item names another; `supervisor` inspects after the grant. `answers` are the
    questions of its scope. `rests_on` names the permits whose loss requires its review, `waits_for` those granted
    before its review begins, `concerns` the interests it affects; with `commitment` a signed one may replace a
    material. `consent` joins its co-approvals by department; without it all must agree. A `notification` needs no
    decision: it is registered when its materials are complete. The others are what follows its grant.
    """

    key: str
    suffix: str
    name: Text
    short: Text
    department: str
    supervisor: str
    law: Text
    document: Text
    not_needed: Text
    because: tuple[Because, ...]
    items: tuple[ItemRule, ...]
    tiers: tuple[Tier, ...]
    validity: Validity
    serial_order: int
    serial: tuple[SerialStep, ...]
    committed_working_days: int
    statutory_working_days: int
    procedures: tuple[ProcedureRule, ...] = ()
    public_notice: PublicNoticeRule | None = None
    concerns: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    consent: JoinPolicy | None = None
    kind: PermitKind = "licence"
    commitment: bool = False
    narrows: tuple[NarrowRule, ...] = ()
    answers: tuple[str, ...] = ()
    measures: tuple[MeasureRule, ...] = ()
    overrun: Overrun | None = None
    reinstatement: Reinstatement | None = None
    aftercare: Aftercare | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the single set of materials; `form` names the paper made from the data, to be signed.

    `variation` names the answers whose change asks for it again, "any" every change of a licence; "site" is the place.
    """

    code: str
    name: Text
    permits: tuple[str, ...]
    when: Expression | None = None
    shared: bool = False
    partly_shared: bool = False
    tolerated: bool = False
    renewal: bool = False
    variation: tuple[str, ...] = ()
    authorises: bool = False  # it is the agent's power of attorney
    help: Text | None = None
    law: Text | None = None  # what lets a district ask for it beyond the base of its bundle
    form: MaterialForm = ""
    undertaking: Text | None = None

    @property
    def hint(self) -> Text | None:
        """What is said below it: its help, and the law that lets a district ask for it."""
        return hint_of(self.help, self.law)


@dataclass(frozen=True, slots=True)
class GateRule:
    """A stop, a referral or advice under a condition."""

    kind: GateKind
    key: str
    when: Expression
    message: Text
    law: Text
    refer_to: str = ""


@dataclass(frozen=True, slots=True)
class WarningRule:
    """A warning to the applicant before filing; one that names an answer is a refusal of it at submission.

    One that is `multiplied` is about a multiplied charge: told only where a listed rate is multiplied on the answers.
    """

    key: str
    when: Expression
    message: Text
    law: Text
    refuses: str = ""
    multiplied: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """One coded reason: of a deficiency (with its remedy) or of a refusal (with its law).

    A refusal's reason is given only where the facts of the case bear it out: `when` over the answers, `refused` the
    kind of work item that must have been refused; both where both are named.
    """

    key: str
    name: Text
    remedy: Text | None = None
    law: Text | None = None
    permits: tuple[str, ...] = ()
    when: Expression | None = None
    refused: ItemKind | None = None


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """One kind of condition a decision may carry; `unit` is the unit of its value.

    `measure` names what two such conditions are compared by, `bound` how its value bounds it; without, text is all.
    """

    key: str
    name: Text
    unit: Text | None = None
    permits: tuple[str, ...] = ()
    measure: str = ""
    bound: Bound = ""


@dataclass(frozen=True, slots=True)
class Dependency:
    """The effect of a permit's refusal, or of a fact of the case, on other permits.

    `moot`: they lose their purpose, the applicant is asked. `condition`: they are granted only with a suspensive
    condition of one of the kinds named; `only_if` says it in a sentence that begins "only on condition".
    """

    key: str
    effect: Effect
    permits: tuple[str, ...]
    message: Text
    law: Text
    refused: str = ""
    when: Expression | None = None
    condition_kinds: tuple[str, ...] = ()
    only_if: Text | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The time limits of the whole application, in working days."""

    intake_working_days: int
    intake_target_working_days: int
    department_check_working_days: int
    verification: int
    supplement_working_days: int
    committed: int
    statutory: int
    statutory_extension: int
    joint: int
    joint_extension: int
    delivery: int
    delivery_target: int
    closing: int
    government: int
    supervision_answer_working_days: int
    explanation_working_days: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bundle; immutable, pinned to an application by key and version.

    `order` is its place in the catalogue; the first is what an application that names none is about.
    """

    key: str
    version: str
    name: Text
    law: Text
    lead_department: str
    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    derived: Mapping[str, Expression]
    switches: Mapping[str, Value]
    permits: Mapping[str, PermitRule]
    departments: Mapping[str, Department]
    materials: Mapping[str, Material]
    gates: tuple[GateRule, ...]
    nothing_needed: GateRule
    warnings: tuple[WarningRule, ...]
    deficiency_codes: Mapping[str, Code]
    refusal_codes: Mapping[str, Code]
    condition_kinds: Mapping[str, ConditionKind]
    dependencies: tuple[Dependency, ...]
    refer_agencies: Mapping[str, Agency]
    approvers: Mapping[str, Agency]
    fees: tuple[FeeRule, ...]
    fine_flags: Mapping[str, FineRule]
    remedies: Remedies
    join: JoinPolicy
    limits: Limits
    carrying: CarryingRule
    subject: Subject
    form: Form
    change_law: Text = CHANGE_LAW  # what a change of the scope or term of a licence rests on
    register: Register | None = None
    emergency: Emergency | None = None
    fast_lane: FastLane | None = None
    refunds: Mapping[str, RefundRule] = dataclasses.field(default_factory=dict)
    order: int = LAST
    start: Start = dataclasses.field(default_factory=Start)
    sections: tuple[Section, ...] = ()
    overlay: Overlay | None = None

    @property
    def period(self) -> str:
        """The key of the question for the first and last day of what is licensed; empty where nothing asks it."""
        return next((one.key for one in self.questions if one.kind == "period"), "")

    def document_of(self, permit: str) -> Text:
        """Name the licence of a permit; one granted under an earlier version may be unknown to this one."""
        return self.permits[permit].document if permit in self.permits else Text(permit, permit)

    def material_name(self, code: str) -> Text:
        """Name a material; one handed in under an earlier version may be unknown to this one."""
        return self.materials[code].name if code in self.materials else Text(code, code)

    def deficiency_name(self, code: str) -> Text:
        """Name a coded deficiency; one noted under an earlier version may be unknown to this one."""
        return self.deficiency_codes[code].name if code in self.deficiency_codes else Text(code, code)
