"""Notices of changes during a case: an amended form, moot permits."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, fields, heading, items, para, table
from permits.documents.facts import Common, Facts, ScopeLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import case_card, contact, counted, sentences
from permits.documents.wording import Wording
from workflows import N_


class ChangeLine(TypedDict):
    """One field of the form that differs."""

    label: Words
    before: Words
    after: Words


class MootQuestionFacts(Common):
    """征询意见书: whether to continue permits made moot by a refusal."""

    refused: Words
    permits: list[Words]
    reasons: list[Words]
    answer_by: str


class AmendmentFacts(Common):
    """申请变更确认书: the new version of the form, the differences, the departments asked again."""

    version: int
    changed_on: str
    changes: list[ChangeLine]
    asked_again: list[ScopeLine]  # label: permit, value: department
    committed_due_on: NotRequired[str]


def amendment(facts: Facts, w: Wording) -> list[Block]:
    """Confirm an amended application: the differences, the departments asked again, the unchanged due days."""
    rows = [[w.text(line["label"]), w.text(line["before"]), w.text(line["after"])] for line in facts["changes"]]
    head = [w.gettext("Field of the form"), w.gettext("As it was"), w.gettext("As it is now")]
    opening = w.gettext(
        "You changed your application on %(day)s. Version %(number)s of its form is now on record "
        "(%(law)s); earlier versions are kept.",
        day=w.day(facts["changed_on"]),
        number=facts["version"],
        law=w.text(facts["law"]),
    )
    return [
        case_card(facts, w),
        para(opening),
        table(head, rows, widths=(7, 10, 10)),
        *_asked_again(facts, w),
        *_promise(facts, w),
        *contact(facts, w),
    ]


def _asked_again(facts: Facts, w: Wording) -> list[Block]:
    if not facts["asked_again"]:
        return []
    return [
        heading(w.gettext("Departments asked again about the new version")),
        fields((w.text(line["label"]), w.text(line["value"])) for line in facts["asked_again"]),
    ]


def _promise(facts: Facts, w: Wording) -> list[Block]:
    if not facts.get("committed_due_on"):
        return []
    day = counted(facts["committed_due_on"], facts, w)
    return [para(w.gettext("The time limits continue to run: the decision is still promised by %(day)s.", day=day))]


def moot_question(facts: Facts, w: Wording) -> list[Block]:
    """Ask whether to continue permits made moot by a refusal; no answer refuses nothing."""
    opening = w.gettext(
        '"%(refused)s" has been refused (%(law)s). The permits below are still under review; none of '
        "them is refused on that account:",
        refused=w.text(facts["refused"]),
        law=w.text(facts["law"]),
    )
    asked = w.gettext(
        "Please tell us by %(day)s which of them you wish to continue and which you withdraw. Until "
        "you answer, each is reviewed on its own merits.",
        day=counted(facts["answer_by"], facts, w),
    )
    return [
        case_card(facts, w),
        para(opening),
        items(w.text(one) for one in facts["permits"]),
        *(para(one) for one in sentences(facts["reasons"], w)),
        para(asked),
        *contact(facts, w),
    ]


FORMS: Mapping[str, Form] = {
    "moot_question": Form(
        name=N_("Question whether permits go on"),
        title=N_("Inquiry Whether Permits Are Still Wanted"),
        law=N_("Administrative Licensing Law, Article 38"),
        layout="letter",
        facts=MootQuestionFacts,
        build=moot_question,
    ),
    "amendment": Form(
        name=N_("Confirmation of a change"),
        title=N_("Confirmation of a Changed Application"),
        law=N_("Administrative Licensing Law, Article 31"),
        layout="letter",
        facts=AmendmentFacts,
        build=amendment,
    ),
}
