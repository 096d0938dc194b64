"""What the papers of a licence's later life say."""

from typing import NotRequired

from permits.documents.facts.base import Common, Words


class RestorationOrderFacts(Common):
    """责令恢复原状通知书: which licence no longer holds, by when the site is restored."""

    licence_number: str
    licence_name: Words
    restore_by_on: str


class IntentNoticeFacts(Common):
    """拟撤销（撤回）行政许可告知书: what is intended, on which ground and facts, until when an answer is awaited."""

    licence_number: str
    licence_name: Words
    ending: Words
    ground: Words
    ground_law: Words
    facts: str
    answer_by_on: str


class InspectionRecordFacts(Common):
    """检查验收记录: who inspected, what they found, what follows."""

    licence_number: str
    licence_name: Words
    held_on: str
    officers: list[str]
    findings: str
    is_accepted: bool
    rectify_by_on: NotRequired[str]
    warranty_to: NotRequired[str]
    beyond: NotRequired[list[Words]]


class CheckRecordFacts(Common):
    """现场检查记录: who looked, what they found, what it amounts to, what follows."""

    licence_number: str
    licence_name: Words
    held_on: str
    officers: list[str]
    findings: str
    result: Words
    follows: list[Words]
