"""Notices of special routes: a file forwarded to the government, emergency works reported."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, heading, items, para, table
from permits.documents.facts import Common, Facts, MaterialLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, counted, named
from permits.documents.wording import Wording
from workflows import N_


class ForwardingFacts(Common):
    """上报告知书: the whole file is forwarded to the government, with the pre-review's opinion."""

    permit: Words
    department: Words
    approver: Words
    forwarded_on: str
    working_days: int
    due_on: str
    opinion: str
    materials: list[MaterialLine]


class NotifiedDepartment(TypedDict):
    """A department notified of emergency works, and the moment (ISO)."""

    name: Words
    at: str


class EmergencyReportFacts(Common):
    """紧急抢修报告确认书: emergency works, and the moment by which they are filed."""

    rule: NotRequired[Words]  # what the matter's law says of such works
    started_at: str
    file_by_at: str
    hours: int
    working_days: NotRequired[int]  # in place of the hours
    notified: list[NotifiedDepartment]


def forwarding(facts: Facts, w: Wording) -> list[Block]:
    """Notify that the whole file is forwarded, and by when the government answers. Law: art. 35, 43."""
    opening = w.gettext(
        "%(department)s completed the preliminary review of your application and forwarded its "
        "opinion and the whole file to %(approver)s on %(day)s (%(law)s). You will not be asked for "
        "any of these materials again.",
        department=w.text(facts["department"]),
        approver=w.text(facts["approver"]),
        day=w.day(facts["forwarded_on"]),
        law=w.text(facts["law"]),
    )
    answered = w.gettext(
        "The answer of %(approver)s is due within %(count)s working days, by %(due)s. This step is "
        "part of the time limits of which you were told at acceptance; it does not stop any clock.",
        approver=w.text(facts["approver"]),
        count=facts["working_days"],
        due=counted(facts["due_on"], facts, w),
    )
    blocks = [
        case_card(facts, w, (w.gettext("Permit applied for"), w.text(facts["permit"]))),
        para(opening),
        para(answered),
    ]
    if facts["opinion"]:
        blocks.append(para(w.gettext("Opinion forwarded: %(opinion)s", opinion=as_sentence(facts["opinion"], w))))
    blocks += [heading(w.gettext("Materials forwarded")), items(named(line, w) for line in facts["materials"])]
    return [*blocks, *contact(facts, w)]


def emergency_report(facts: Facts, w: Wording) -> list[Block]:
    """Confirm emergency works, and until when they are filed, in the matter's words."""
    started, law = w.moment(facts["started_at"]), w.text(facts["law"])
    opening = w.gettext("You reported emergency works begun on %(started)s (%(law)s).", started=started, law=law)
    if "rule" in facts:
        opening = w.gettext(
            "You reported emergency works begun on %(started)s. %(rule)s (%(law)s).",
            started=started,
            rule=w.text(facts["rule"]),
            law=law,
        )
    due = _filed_by(facts, w)
    rows = [[w.text(one["name"]), w.moment(one["at"])] for one in facts["notified"]]
    blocks = [case_card(facts, w), para(opening), para(due), heading(w.gettext("Departments notified of the works"))]
    if rows:
        blocks.append(table([w.gettext("Department notified"), w.gettext("Notified at")], rows, widths=(14, 10)))
    else:
        blocks.append(para(w.gettext("None, according to your report.")))
    return [*blocks, *contact(facts, w)]


def _filed_by(facts: Facts, w: Wording) -> str:
    """Say until when the application is filed: clock hours, or working days."""
    due = w.moment(facts["file_by_at"])
    if "working_days" in facts:
        return w.gettext(
            "File the application by %(due)s: %(count)s working days after the works began. A "
            "later application will still be handled, but is recorded as a breach that may be fined in "
            "separate proceedings.",
            due=due,
            count=facts["working_days"],
        )
    return w.gettext(
        "File the application by %(due)s: %(hours)s hours after the works began, holidays included. A "
        "later application will still be handled, but is recorded as a breach that may be fined in "
        "separate proceedings.",
        due=due,
        hours=facts["hours"],
    )


FORMS: Mapping[str, Form] = {
    "forwarding": Form(
        name=N_("Notice of forwarding to the government"),
        title=N_("Notice of Forwarding to the Government"),
        law=N_("Administrative Licensing Law, Articles 35 and 43"),
        layout="letter",
        facts=ForwardingFacts,
        build=forwarding,
    ),
    "emergency_report": Form(
        name=N_("Confirmation of emergency works"),
        title=N_("Confirmation of a Report of Emergency Works"),
        law=N_("the rules of the matter on works that may not wait"),
        layout="letter",
        facts=EmergencyReportFacts,
        build=emergency_report,
    ),
}
