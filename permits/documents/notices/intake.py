"""Notices of the counter: received, accepted, to be supplemented, not accepted, not required."""

from collections.abc import Mapping
from typing import NotRequired

from permits.documents.blocks import Block, heading, para, table
from permits.documents.facts import Common, DeficiencyLine, Facts, Line, MaterialLine, Remedies, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, named, remedies
from permits.documents.wording import Wording
from workflows import N_

_STATES = {
    "uploaded": N_("handed in"),
    "shared": N_("obtained by data sharing"),
    "tolerated": N_("to be handed in later"),
    "missing": N_("not handed in"),
}


class ReceiptFacts(Common):
    """收件凭证: what was handed in, when, and until when the counter answers."""

    bundle: Words
    received_on: str
    intake_due_on: str
    materials: list[MaterialLine]
    provisional: NotRequired[bool]


class DeficiencyFacts(Common):
    """补正告知书: the complete list of deficiencies, once."""

    received_on: str
    items: list[DeficiencyLine]
    supplement_working_days: int
    supplement_due_on: str
    provisional: NotRequired[bool]
    reflagged: NotRequired[bool]  # a reflag of items the first notice named


class NonAcceptanceFacts(Common):
    """不予受理决定书: not this office's matter, and the competent body."""

    received_on: str
    reason: Words
    refer_to: NotRequired[Words]  # only where another body is competent
    remedies: NotRequired[Remedies]


class NotRequiredFacts(Common):
    """不受理告知书: no licence is needed for this."""

    received_on: str
    reason: Words


def receipt(facts: Facts, w: Wording) -> list[Block]:
    """List what was handed in, and until when the counter answers. Law: Administrative Licensing Law art. 32."""
    due = w.due(facts["intake_due_on"], provisional=facts.get("provisional", False))
    return [
        case_card(
            facts,
            w,
            (w.gettext("Matter applied for"), w.text(facts["bundle"])),
            (w.gettext("Received on"), w.day(facts["received_on"])),
        ),
        heading(w.gettext("Materials handed in")),
        _materials(facts["materials"], w),
        para(
            w.gettext(
                "This receipt confirms that the materials named above were received; it is not an "
                "acceptance. You will be told by %(day)s whether the application is accepted. If you "
                "are not told by then, it is deemed accepted from the day the materials were received "
                "(%(law)s).",
                day=due,
                law=w.text(facts["law"]),
            )
        ),
        *contact(facts, w),
    ]


def _materials(lines: list[Line], w: Wording) -> Block:
    head = [w.gettext("Item no."), w.gettext("Name of the material"), w.gettext("How obtained")]
    rows = [[str(number), named(line, w), _state(line, w)] for number, line in enumerate(lines, start=1)]
    return table(head, rows, widths=(2, 16, 8))


def _state(line: Line, w: Wording) -> str:
    state = _STATES[line.get("state", "uploaded")]
    files = w.gettext(" (files: %(count)s)", count=line["files"]) if line.get("files") else ""
    return w.gettext(state) + files


def deficiency(facts: Facts, w: Wording) -> list[Block]:
    """Notify the complete list of deficiencies, once. Law: Administrative Licensing Law art. 32(1)(4)."""
    rows = [
        [str(number), named(line, w, name="target"), _asking(line, w), _reason(line, w), w.text(line["remedy"])]
        for number, line in enumerate(facts["items"], start=1)
    ]
    head = [
        w.gettext("Item no."),
        w.gettext("Material or field"),
        w.gettext("Asked for by"),
        w.gettext("What is wrong"),
        w.gettext("What to do"),
    ]
    due = w.due(facts["supplement_due_on"], provisional=facts.get("provisional", False))
    return [
        case_card(facts, w, (w.gettext("Received on"), w.day(facts["received_on"]))),
        para(_found_wanting(facts, w)),
        table(head, rows, widths=(2, 7, 5, 7, 7)),
        para(
            w.gettext(
                "Please hand in everything by 24:00 on %(day)s (%(count)s working days). Otherwise "
                "the application will be deemed abandoned and closed; you may apply again at any "
                "time. Once everything above is in order, the application will be accepted: nothing "
                "beyond this list will be asked for.",
                day=due,
                count=facts["supplement_working_days"],
            )
        ),
        *contact(facts, w),
    ]


def _found_wanting(facts: Facts, w: Wording) -> str:
    law = w.text(facts["law"])
    if facts.get("reflagged"):
        return w.gettext(
            "What you handed in has been examined. The following, already named in our first notice, "
            "is still not in order; nothing new has been added (%(law)s):",
            law=law,
        )
    return w.gettext(
        "Your application has been examined. Its materials are incomplete or not in the form required "
        "by law. This notice informs you, once and completely, of everything that has to be "
        "supplemented (%(law)s):",
        law=law,
    )


def _asking(line: Line, w: Wording) -> str:
    return w.text(line["department"]) if line.get("department") else "—"


def _reason(line: Line, w: Wording) -> str:
    parts = [w.text(line["reason"])]
    if line.get("answer"):
        parts.append(w.gettext("As handed in: %(answer)s", answer=w.text(line["answer"])))
    if line.get("law"):
        parts.append(w.text(line["law"]))
    return "\n".join(parts)


def non_acceptance(facts: Facts, w: Wording) -> list[Block]:
    """Refuse acceptance and name the competent body. Law: Administrative Licensing Law art. 32(1)(2)."""
    return [
        case_card(facts, w, (w.gettext("Received on"), w.day(facts["received_on"]))),
        para(_not_accepted(facts, w)),
        heading(w.section(1, w.gettext("Reason for the decision"))),
        para(as_sentence(w.text(facts["reason"]), w)),
        *_competent_body(facts, w),
        *remedies(facts, w, section=3 if facts.get("refer_to") else 2),
    ]


def _not_accepted(facts: Facts, w: Wording) -> str:
    law = w.text(facts["law"])
    if facts.get("refer_to"):
        return w.gettext(
            "Your application has been examined. The matter is not within our remit. It has therefore "
            "been decided not to accept the application (%(law)s).",
            law=law,
        )
    return w.gettext("Your application has been examined. It has been decided not to accept it (%(law)s).", law=law)


def _competent_body(facts: Facts, w: Wording) -> list[Block]:
    if not facts.get("refer_to"):
        return []
    return [
        heading(w.section(2, w.gettext("The competent body"))),
        para(w.gettext("Please apply to: %(body)s.", body=w.text(facts["refer_to"]).rstrip("。."))),
    ]


def not_required(facts: Facts, w: Wording) -> list[Block]:
    """Notify that no licence is needed. Law: Administrative Licensing Law art. 32(1)(1)."""
    return [
        case_card(facts, w, (w.gettext("Received on"), w.day(facts["received_on"]))),
        para(
            w.gettext(
                "Your application has been examined. What you intend to do requires no administrative "
                "licence, so the application is not accepted for review (%(law)s).",
                law=w.text(facts["law"]),
            )
        ),
        para(w.gettext("Reason: %(reason)s", reason=as_sentence(w.text(facts["reason"]), w))),
        para(w.gettext("If your plans change, please answer the questions of the guide again before works begin.")),
        *contact(facts, w),
    ]


FORMS: Mapping[str, Form] = {
    "receipt": Form(
        name=N_("Receipt"),
        title=N_("Receipt for Application Materials"),
        law=N_("Administrative Licensing Law, Article 32(1)(4)"),
        layout="slip",
        facts=ReceiptFacts,
        build=receipt,
    ),
    "deficiency": Form(
        name=N_("Notice of deficiencies"),
        title=N_("One-Time Notice of Deficiencies to Be Supplemented"),
        law=N_("Administrative Licensing Law, Article 32(1)(4)"),
        layout="letter",
        facts=DeficiencyFacts,
        build=deficiency,
    ),
    "non_acceptance": Form(
        name=N_("Decision not to accept"),
        title=N_("Decision Not to Accept an Application for an Administrative Licence"),
        law=N_("Administrative Licensing Law, Article 32(1)(2)"),
        layout="letter",
        facts=NonAcceptanceFacts,
        build=non_acceptance,
        is_notice=False,
    ),
    "not_required": Form(
        name=N_("Notice that no licence is required"),
        title=N_("Notice that No Administrative Licence Is Required"),
        law=N_("Administrative Licensing Law, Article 32(1)(1)"),
        layout="letter",
        facts=NotRequiredFacts,
        build=not_required,
    ),
}
