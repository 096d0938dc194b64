"""The supervision order 督办单 to a department about late work."""

from collections.abc import Mapping
from typing import NotRequired

from permits.documents.blocks import Block, para
from permits.documents.facts import Common, Facts, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, counted
from permits.documents.wording import Wording
from workflows import N_


class SupervisionFacts(Common):
    """督办单: the department, what it answers for, by when."""

    department: Words
    duty: Words
    answer_by_on: str
    reason: str
    due_on: NotRequired[str]
    permit: NotRequired[Words]


def supervision(facts: Facts, w: Wording) -> list[Block]:
    """List late work and ask for cause, measures and a day. Law: Administrative Licensing Law art. 10."""
    opening = w.gettext(
        "%(department)s is responsible for %(duty)s in this case, which is late or under supervision (%(law)s).",
        department=w.text(facts["department"]),
        duty=w.text(facts["duty"]),
        law=w.text(facts["law"]),
    )
    asked = w.gettext(
        "Answer by %(day)s, stating why it is late, what is being done about it and by which day it "
        "will be finished. An unanswered order is reported to the lead department and the government.",
        day=counted(facts["answer_by_on"], facts, w),
    )
    blocks = [
        case_card(
            facts,
            w,
            (w.gettext("Permit applied for"), w.text(facts.get("permit", ""))),
            (w.gettext("Last day of the limit"), counted(facts["due_on"], facts, w) if facts.get("due_on") else ""),
            (w.gettext("To be answered by"), counted(facts["answer_by_on"], facts, w)),
        ),
        para(opening),
    ]
    if facts["reason"]:
        blocks.append(para(w.gettext("Reason: %(reason)s", reason=as_sentence(facts["reason"], w))))
    return [*blocks, para(asked), *contact(facts, w)]


FORMS: Mapping[str, Form] = {
    "supervision": Form(
        name=N_("Supervision order"),
        title=N_("Supervision Order"),
        law=N_("Administrative Licensing Law, Article 10"),
        layout="letter",
        facts=SupervisionFacts,
        build=supervision,
        is_internal=True,
        is_notice=False,
    ),
}
