"""Notices about a licence after the works: inspection records, the restoration order, the intent to revoke."""

from collections.abc import Iterable, Mapping
from typing import NotRequired

from permits.documents.blocks import Block, fields, form, heading, para
from permits.documents.facts import Common, Facts, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, counted
from permits.documents.wording import Wording
from workflows import N_


class RestorationOrderFacts(Common):
    """责令恢复原状通知书: the licence that ended, and by when the site is restored."""

    licence_number: str
    licence_name: Words
    restore_by_on: str
    order: NotRequired[Words]  # the sentence, with {day} and {law}


class IntentNoticeFacts(Common):
    """拟撤销（撤回）行政许可告知书: the intended decision, its ground and facts, the day an answer is due."""

    licence_number: str
    licence_name: Words
    ending: Words
    ground: Words
    ground_law: Words
    facts: str
    answer_by_on: str


class InspectionRecordFacts(Common):
    """检查验收记录: inspectors, findings, consequences."""

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
    """现场检查记录: inspectors, findings, their assessment, consequences."""

    licence_number: str
    licence_name: Words
    held_on: str
    officers: list[str]
    findings: str
    result: Words
    follows: list[Words]


def _about(facts: Facts, w: Wording) -> Block:
    return case_card(
        facts,
        w,
        (w.gettext("Licence concerned"), w.text(facts["licence_name"])),
        (w.gettext("Number of the licence"), facts["licence_number"]),
    )


def intent_notice(facts: Facts, w: Wording) -> list[Block]:
    """Notify the intended decision on a licence and ask for an answer. Law: Administrative Licensing Law art. 7."""
    opening = w.gettext(
        "This authority intends to %(ending)s the licence above. Before it decides, you may state "
        "your case and defend yourself, in writing or in person (%(law)s).",
        ending=w.text(facts["ending"]),
        law=w.text(facts["law"]),
    )
    until = w.gettext(
        "Please answer by %(day)s. If no answer has been received by then, the authority will decide without it.",
        day=w.day(facts["answer_by_on"]),
    )
    rows = [
        (w.gettext("Ground of the intended decision"), w.text(facts["ground"])),
        (w.gettext("Legal basis of the intended decision"), w.text(facts["ground_law"])),
    ]
    return [
        _about(facts, w),
        para(opening),
        fields(rows),
        heading(w.gettext("Facts on which it is based")),
        para(as_sentence(facts["facts"], w)),
        para(until),
        *contact(facts, w),
    ]


def restoration_order(facts: Facts, w: Wording) -> list[Block]:
    """Order the site to be restored by a day, in the matter's words. Law: Administrative Licensing Law art. 61."""
    day, law = counted(facts["restore_by_on"], facts, w), w.text(facts["law"])
    if "order" in facts:
        opening = w.text(facts["order"]).replace("{day}", day).replace("{law}", law)
    else:
        opening = w.gettext(
            "The licence above no longer entitles you to anything. Clear the site and restore it by %(day)s, then "
            "request the acceptance inspection (%(law)s).",
            day=day,
            law=law,
        )
    return [_about(facts, w), para(opening), *contact(facts, w)]


def inspection_record(facts: Facts, w: Wording) -> list[Block]:
    """Record an acceptance inspection and its result. Law: Administrative Licensing Law art. 61."""
    result = w.gettext("Accepted") if facts["is_accepted"] else w.gettext("To be put right")
    rows = [
        (w.gettext("Day of the inspection"), w.day(facts["held_on"])),
        (w.gettext("Carried out by (officers)"), ("、" if w.is_chinese else ", ").join(facts["officers"])),
        (w.gettext("Result of the inspection"), result),
        (w.gettext("Legal basis of the inspection"), w.text(facts["law"])),
    ]
    if facts.get("rectify_by_on"):
        rows.append((w.gettext("To be put right by"), w.day(facts["rectify_by_on"])))
    if facts.get("warranty_to"):
        rows.append((w.gettext("Warranty and monitoring through"), w.day(facts["warranty_to"])))
    return [
        _about(facts, w),
        fields(rows),
        heading(w.gettext("What was found")),
        para(as_sentence(facts["findings"], w)),
        *lines(facts.get("beyond", ()), w),
        form([(w.gettext("Signature of the officers"), ""), (w.gettext("Signature of the holder"), "")]),
    ]


def check_record(facts: Facts, w: Wording) -> list[Block]:
    """Record a site check or a count, and its consequences. Law: Administrative Licensing Law art. 61."""
    rows = [
        (w.gettext("Day of the check"), w.day(facts["held_on"])),
        (w.gettext("Carried out by (officers)"), ("、" if w.is_chinese else ", ").join(facts["officers"])),
        (w.gettext("Result of the inspection"), w.text(facts["result"])),
        (w.gettext("Legal basis of the inspection"), w.text(facts["law"])),
    ]
    return [
        _about(facts, w),
        fields(rows),
        heading(w.gettext("What was found")),
        para(as_sentence(facts["findings"], w)),
        *lines(facts["follows"], w),
        form([(w.gettext("Signature of the officers"), ""), (w.gettext("Signature of the holder"), "")]),
    ]


def lines(said: Iterable[Words], w: Wording) -> list[Block]:
    """Build one paragraph per line."""
    return [para(as_sentence(w.text(one), w)) for one in said]


FORMS: Mapping[str, Form] = {
    "intent_notice": Form(
        name=N_("Notice that a licence is to be taken back"),
        title=N_("Notice of the Intention to Revoke or Withdraw a Licence"),
        law=N_("Administrative Licensing Law, Article 7"),
        layout="letter",
        facts=IntentNoticeFacts,
        build=intent_notice,
    ),
    "restoration_order": Form(
        name=N_("Order to restore"),
        title=N_("Order to Restore the Site"),
        law=N_("Administrative Licensing Law, Article 61"),
        layout="letter",
        facts=RestorationOrderFacts,
        build=restoration_order,
    ),
    "inspection_record": Form(
        name=N_("Record of the inspection"),
        title=N_("Record of the Acceptance Inspection"),
        law=N_("Administrative Licensing Law, Article 61"),
        layout="slip",
        facts=InspectionRecordFacts,
        build=inspection_record,
    ),
    "check_record": Form(
        name=N_("Record of a site check"),
        title=N_("Record of a Site Check"),
        law=N_("Administrative Licensing Law, Article 61"),
        layout="slip",
        facts=CheckRecordFacts,
        build=check_record,
    ),
}
