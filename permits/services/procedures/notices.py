"""The notices of special procedures and extensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from permits.casefile import CaseFile, PermitRow
from permits.services.notifying.notices import common, issue, licensing_law, words

LAW_45 = licensing_law("第四十五条", "art. 45")
GROUND_WORDS = {
    "hearing": {"zh": "听证", "en": "a hearing"},
    "tender": {"zh": "招标", "en": "a tender"},
    "auction": {"zh": "拍卖", "en": "an auction"},
    "inspection": {"zh": "检验", "en": "an inspection"},
    "testing": {"zh": "检测", "en": "testing"},
    "quarantine": {"zh": "检疫", "en": "quarantine"},
    "appraisal": {"zh": "鉴定", "en": "an appraisal"},
    "expert_review": {"zh": "专家评审", "en": "an expert review"},
}


class Why(Protocol):
    """Why a clock stops."""

    @property
    def ground(self) -> str:
        """The ground, one of the closed list."""

    @property
    def notice(self) -> str:
        """The written notice."""

    @property
    def expected_days(self) -> int | None:
        """The expected working days."""


def issue_special_procedure(case: CaseFile, row: PermitRow, why: Why, *, number: str, law: Mapping[str, str]) -> None:
    """Issue the notice of a special procedure 特别程序告知书; the clock stops on its service."""
    rule = case.bundle.permits[row.key]
    facts: dict[str, object] = {
        **common(case, number=number, body=row.department, law=LAW_45),
        "permit": words(rule.name),
        "procedure": GROUND_WORDS[why.ground],
        "procedure_law": dict(law),
        "reason": why.notice,
        "stopped_on": case.context.today.isoformat(),
    }
    if why.expected_days:
        facts["expected_working_days"] = why.expected_days
    issue(case, "special_procedure", facts, permit=row.key)


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension before its notice is issued: number, issuing body, law and text."""

    number: str
    department: str
    law: Mapping[str, str]
    facts: Mapping[str, object]


def issue_extension(case: CaseFile, extension: Extension, *, permit: str) -> None:
    """Issue the notice of an extension 延期决定通知书 with its reason.

    Law: Administrative Licensing Law art. 42.
    """
    base = common(case, number=extension.number, body=extension.department, law=extension.law)
    issue(case, "extension", {**base, **extension.facts}, permit=permit)
