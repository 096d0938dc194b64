"""What each notice must know. Stored as JSON when the notice is issued, so that a job can render it at any later time.

Days are ISO dates (YYYY-MM-DD). `Words` is a plain string (what a person wrote), or both languages (what the office
says). A key without a value is left out, never null.
"""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from permits.documents.facts.base import Base, Common
from permits.documents.facts.base import Words as Words

Kind = Literal[
    "receipt",
    "acceptance",
    "deficiency",
    "non_acceptance",
    "not_required",
    "grant",
    "refusal",
    "licence",
    "licence_decision",
    "delivery",
    "withdrawal",
    "lapse",
    "extension",
    "special_procedure",
    "supervision",
    "forwarding",
    "emergency_report",
    "amendment",
    "moot_question",
    "limits_moved",
    "fee_notice",
    "refund_notice",
    "hearing_right",
    "hearing_notice",
    "hearing_record",
    "survey_record",
]


class MaterialLine(TypedDict):
    """One paper of the case; `code` is that of the bundle."""

    code: str
    name: Words
    state: NotRequired[Literal["uploaded", "shared", "tolerated", "missing"]]
    files: NotRequired[int]
    due_on: NotRequired[str]  # last day for a tolerated paper


class ReceiptFacts(Common):
    """收件凭证: what was handed in, when, and until when the counter answers."""

    bundle: Words
    received_on: str
    intake_due_on: str
    materials: list[MaterialLine]
    provisional: NotRequired[bool]


class SpecialStep(TypedDict):
    """A step with a limit of its own that the law asks for (hearing, expert review, government stage)."""

    name: Words
    law: Words
    limit_working_days: int
    stops_clock: NotRequired[bool]


class PermitLine(TypedDict):
    """One permit of the case and its two promised days."""

    name: Words
    department: Words
    law: Words
    committed_working_days: int
    committed_due_on: str
    statutory_working_days: int
    statutory_due_on: str
    special_steps: NotRequired[list[SpecialStep]]
    provisional: NotRequired[bool]


class ClockLine(TypedDict):
    """One calendar day of the clock: the fields of `workflows.ClockDay`, with `on` as an ISO date."""

    on: str
    working: bool
    counted: bool
    why: str
    used: int
    left: int
    name_zh: NotRequired[str]
    name_en: NotRequired[str]


class AcceptanceFacts(Common):
    """受理通知书: the permits with their days, what is still owed, and how the days were counted."""

    bundle: Words
    accepted_on: str
    committed_due_on: str
    permits: list[PermitLine]
    deemed: NotRequired[bool]  # accepted by silence, as of the day of receipt
    tolerated: NotRequired[list[MaterialLine]]
    committed: NotRequired[list[MaterialLine]]  # a signed promise stands in for them
    clock: NotRequired[list[ClockLine]]
    provisional: NotRequired[bool]


class DeficiencyLine(TypedDict):
    """One thing to mend: the paper or field, what is wrong with it and how to put it right."""

    target: Words  # name of the material, or of the field of the form
    reason: Words
    remedy: Words
    department: NotRequired[Words]  # who asks for it
    code: NotRequired[str]  # code of the material
    deficiency: NotRequired[str]  # code of the bundle's list of deficiencies; kept for figures, not printed
    law: NotRequired[Words]


class DeficiencyFacts(Common):
    """补正告知书: the whole list, once."""

    received_on: str
    items: list[DeficiencyLine]
    supplement_working_days: int
    supplement_due_on: str
    provisional: NotRequired[bool]
    reflagged: NotRequired[bool]  # names again what the first notice already named


class Remedies(TypedDict):
    """Where and until when the applicant may challenge a decision. The days run from service."""

    served_on: NotRequired[str]
    reconsideration_body: Words
    reconsideration_last_on: NotRequired[str]
    court: Words
    court_last_on: NotRequired[str]


class NonAcceptanceFacts(Common):
    """不予受理决定书: not this office's matter, and whose it is."""

    received_on: str
    reason: Words
    refer_to: NotRequired[Words]  # only where another body is competent
    remedies: NotRequired[Remedies]


class NotRequiredFacts(Common):
    """不受理告知书: no licence is needed for this."""

    received_on: str
    reason: Words


class Condition(TypedDict):
    """One condition of a grant, with its law where it has one."""

    text: Words
    law: NotRequired[Words]


class ScopeLine(TypedDict):
    """One thing the permit covers; `asked` only where the grant is narrower than what was asked for."""

    label: Words
    value: Words
    asked: NotRequired[Words]


class DecisionFacts(Common):
    """What grant and refusal share; one document per permit."""

    permit: Words
    department: Words
    accepted_on: str
    decided_on: str
    found: list[Words]  # the facts established
    reasons: list[Words]
    remedies: Remedies
    opinions: NotRequired[list[ScopeLine]]  # label: department, value: its opinion
    form_version: NotRequired[int]  # the version of the form the decision rests on
    level: NotRequired[Words]  # the level that decides, where the law knows several
    scope: NotRequired[list[ScopeLine]]


class GrantFacts(DecisionFacts):
    """准予行政许可决定书."""

    narrower: NotRequired[bool]
    conditions: NotRequired[list[Condition]]
    valid_from: NotRequired[str]
    valid_to: NotRequired[str]
    licence_number: NotRequired[str]
    licence_name: NotRequired[Words]


class RefusalFacts(DecisionFacts):
    """不予行政许可决定书."""


class LicenceFacts(Base):
    """证照. `title` is the licence's own name (临时占用道路许可证 …); `verify_url` leads to its verification page."""

    title: Words
    verify_url: str
    licence_number: str
    code: str  # verification code, see permits.documents.codes
    permit: Words
    scope: list[ScopeLine]
    valid_from: str
    valid_to: str
    conditions: list[Condition]
    replaces: NotRequired[str]  # number of the licence it varies or renews


class LicenceDecisionFacts(Common):
    """撤销 / 撤回 / 注销 / 变更 / 延续 of a licence; `title` names which."""

    licence_number: str
    licence_name: Words
    found: list[Words]
    reasons: list[Words]
    effect: Words  # what holds from now on
    remedies: Remedies


class DeliveryLine(TypedDict):
    """One document handed over."""

    title: Words
    number: str
    copies: NotRequired[int]


class DeliveryFacts(Common):
    """送达回证: what was served, how, when and on whom."""

    items: list[DeliveryLine]
    method: Words
    delivered_on: str
    recipient: str
    delivered_by: NotRequired[str]


class PermitState(TypedDict):
    """What becomes of one permit."""

    name: Words
    state: Words
    licence_number: NotRequired[str]


class WithdrawalFacts(Common):
    """撤回确认: which permits end, which licences stand."""

    requested_on: str
    permits: list[PermitState]
    accepted_on: NotRequired[str]
    reason: NotRequired[Words]
    deemed: NotRequired[bool]  # the office takes it for withdrawn


class LapseFacts(Common):
    """视为放弃 / 终止告知: what was not handed in by the day named in the notice."""

    notice_number: str
    notified_on: str
    supplement_due_on: str
    items: list[DeficiencyLine]


class ExtensionFacts(Common):
    """延期决定通知书: how many days, why, approved by whom, and the new day."""

    scope: Words  # the permit, or the joint case
    working_days: int
    old_due_on: str
    new_due_on: str
    reason: Words
    approved_by: Words
    provisional: NotRequired[bool]


class SpecialProcedureFacts(Common):
    """特别程序告知书: the legal ground on which the clock of one permit stops."""

    permit: Words
    procedure: Words  # hearing, testing, appraisal, expert review …
    procedure_law: Words
    reason: Words
    stopped_on: str
    expected_working_days: NotRequired[int]


class ForwardingFacts(Common):
    """上报告知书: the whole file has gone up to the government, with the pre-review's opinion."""

    permit: Words
    department: Words
    approver: Words
    forwarded_on: str
    working_days: int
    due_on: str
    opinion: str
    materials: list[MaterialLine]


class ChangeLine(TypedDict):
    """One field of the form that differs."""

    label: Words
    before: Words
    after: Words


class MootQuestionFacts(Common):
    """征询意见书: whether permits go on whose purpose fell with a refused one."""

    refused: Words
    permits: list[Words]
    reasons: list[Words]
    answer_by: str


class AmendmentFacts(Common):
    """申请变更确认书: the new version of the form, what differs, who is asked again."""

    version: int
    changed_on: str
    changes: list[ChangeLine]
    asked_again: list[ScopeLine]  # label: permit, value: department
    committed_due_on: NotRequired[str]


class SupervisionFacts(Common):
    """督办单: which department answers for what, by when."""

    department: Words
    duty: Words
    answer_by_on: str
    reason: str
    due_on: NotRequired[str]
    permit: NotRequired[Words]


# facts are read back from a JSON column: their shapes above are checked when a notice is issued
Line = Mapping[str, Any]
Facts = Line
