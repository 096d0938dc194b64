"""Notices that end a case: licence, proof of service, withdrawal, lapse."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, fields, form, heading, items, para, table
from permits.documents.codes import grouped
from permits.documents.facts import Base, Common, Condition, DeficiencyLine, Facts, Line, ScopeLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, named
from permits.documents.notices.decisions import condition_text, scope_table, term
from permits.documents.wording import Wording
from workflows import N_


class LicenceFacts(Base):
    """证照. `title` is the licence's name (食品经营许可证 …); `verify_url` is its verification page."""

    title: Words
    verify_url: str
    licence_number: str
    code: str  # verification code, see permits.documents.codes
    permit: Words
    scope: list[ScopeLine]
    valid_from: str
    valid_to: str  # empty: without end
    conditions: list[Condition]
    replaces: NotRequired[str]  # number of the licence it varies or renews
    supervisor: NotRequired[Words]  # where another department than the issuing one supervises its use


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
    """The outcome of one permit."""

    name: Words
    state: Words
    licence_number: NotRequired[str]


class WithdrawalFacts(Common):
    """撤回确认: the permits that end, the licences that remain."""

    requested_on: str
    permits: list[PermitState]
    accepted_on: NotRequired[str]
    reason: NotRequired[Words]
    deemed: NotRequired[bool]  # deemed withdrawn by the office


class NotDecidedFacts(Common):
    """终止审查告知书: permits that are no longer reviewed, by the rule of the join or because they waited in vain."""

    permits: list[Words]
    awaited: list[Words]  # what they waited for; empty where the rule of the join ends them
    ended_on: str


class LapseFacts(Common):
    """视为放弃 / 终止告知: what was not supplemented by the due day."""

    notice_number: str
    notified_on: str
    supplement_due_on: str
    items: list[DeficiencyLine]


def licence(facts: Facts, w: Wording) -> list[Block]:
    """Certify holder, site, scope, validity and conditions. Law: Administrative Licensing Law art. 39."""
    party = facts["applicant"]
    identity = f"{w.text(party['id_label'])} {party['id_masked']}".strip()
    blocks = [
        fields(
            [
                (w.gettext("Number of the licence"), facts["licence_number"]),
                (w.gettext("Holder of the licence"), f"{party['name']}\n{identity}" if identity else party["name"]),
                (w.gettext("Permit granted"), w.text(facts["permit"])),
                (w.gettext("Project of the case"), w.text(facts["project"])),
                (w.gettext("Site of the works"), w.text(facts["site"])),
                (w.gettext("Term of validity"), term(facts, w)),
                (w.gettext("Legal basis of the licence"), w.text(facts["law"])),
                (w.gettext("Supervised by"), w.text(facts.get("supervisor", ""))),
                (w.gettext("Replaces licence"), facts.get("replaces", "")),
            ]
        ),
    ]
    if facts["scope"]:
        blocks += [heading(w.gettext("Scope of the licence")), scope_table(facts["scope"], w)]
    if facts["conditions"]:
        blocks.append(heading(w.gettext("Conditions of the permit")))
        blocks.append(items(condition_text(condition, w) for condition in facts["conditions"]))
    return blocks


def verification(facts: Facts, w: Wording) -> str:
    """Explain how to verify a licence by its QR image or code."""
    return w.gettext("Scan to verify.\nVerification code: %(code)s", code=grouped(facts["code"]))


def delivery(facts: Facts, w: Wording) -> list[Block]:
    """Prove what was served on whom, when and how. Law: Administrative Licensing Law art. 44."""
    rows = [
        [str(number), w.text(line["title"]), line["number"], str(line.get("copies", 1))]
        for number, line in enumerate(facts["items"], start=1)
    ]
    head = [w.gettext("Item no."), w.gettext("Document served"), w.gettext("Its number"), w.gettext("Copies served")]
    return [
        case_card(facts, w),
        heading(w.gettext("Documents served")),
        table(head, rows, widths=(2, 11, 11, 3)),
        form(
            [
                (w.gettext("Manner of service"), w.text(facts["method"])),
                (w.gettext("Day of service"), w.day(facts["delivered_on"])),
                (w.gettext("Served on (name)"), facts["recipient"]),
                (w.gettext("Signature of the recipient"), ""),
                (w.gettext("Served by"), facts.get("delivered_by", "")),
                (w.gettext("Remarks on service"), ""),
            ]
        ),
        para(
            w.gettext(
                "Served as required by law (%(law)s). The periods for applying for reconsideration "
                "and for bringing an action run from the day of service.",
                law=w.text(facts["law"]),
            )
        ),
    ]


def withdrawal(facts: Facts, w: Wording) -> list[Block]:
    """Confirm a withdrawal: the permits that end, the licences that remain."""
    rows = [[w.text(line["name"]), w.text(line["state"]), line.get("licence_number", "—")] for line in facts["permits"]]
    head = [w.gettext("Permit applied for"), w.gettext("Outcome of the permit"), w.gettext("Number of the licence")]
    blocks = [
        case_card(facts, w, _withdrawn_on(facts, w)),
        para(_withdrawn(facts, w)),
        table(head, rows, widths=(11, 8, 10)),
    ]
    if facts.get("reason"):
        reason = as_sentence(w.text(facts["reason"]), w)
        said = w.gettext("Reason: %(reason)s", reason=reason)
        blocks.append(para(said if facts.get("deemed") else w.gettext("Reason you gave: %(reason)s", reason=reason)))
    if any(line.get("licence_number") for line in facts["permits"]):
        standing = w.gettext(
            "Licences already granted remain valid, and their conditions continue to bind you; you "
            "may apply to have them cancelled."
        )
        blocks.append(para(standing))
    return [*blocks, *contact(facts, w)]


def _withdrawn_on(facts: Facts, w: Wording) -> tuple[str, str]:
    is_deemed = facts.get("deemed")
    label = w.gettext("Treated as withdrawn from") if is_deemed else w.gettext("Withdrawal requested on")
    return label, w.day(facts["requested_on"])


def _withdrawn(facts: Facts, w: Wording) -> str:
    law = w.text(facts["law"])
    if facts.get("deemed"):
        return w.gettext(
            "The materials you undertook to hand in later were not received in time (%(law)s). "
            "Permits not yet decided that depend on them are treated as withdrawn, and their review "
            "stops today. You may apply for them again at any time.",
            law=law,
        )
    return w.gettext(
        "Your withdrawal is confirmed (%(law)s). Permits not yet decided end with it: their review "
        "stops today, fees paid for them will be refunded and original documents will be returned.",
        law=law,
    )


def not_decided(facts: Facts, w: Wording) -> list[Block]:
    """Notify that permits are no longer reviewed: why, and that nothing was decided on their merits."""
    day, law = w.day(facts["ended_on"]), w.text(facts["law"])
    if facts["awaited"]:
        awaited = w.gettext(", ").join(w.text(one) for one in facts["awaited"])
        opening = w.gettext(
            "The permits below can be reviewed only once %(awaited)s is granted, and it is not. Their review ends on "
            "%(day)s (%(law)s):",
            awaited=awaited,
            day=day,
            law=law,
        )
    else:
        opening = w.gettext(
            "The permits of this application are decided together. After the decisions already taken the permits below "
            "need not be decided any more. Their review ends on %(day)s (%(law)s):",
            day=day,
            law=law,
        )
    closing = w.gettext(
        "No decision on their merits has been taken: you may apply for them again at any time. Fees paid for them will "
        "be refunded."
    )
    listed = items(w.text(one) for one in facts["permits"])
    return [case_card(facts, w), para(opening), listed, para(closing), *contact(facts, w)]


def lapse(facts: Facts, w: Wording) -> list[Block]:
    """Notify that the application is closed because the supplement did not come in time."""
    opening = w.gettext(
        "Our notice %(number)s of %(notified)s asked you to supplement your application by %(due)s. The following has "
        "not been handed in, or is still not in order:",
        number=facts["notice_number"],
        notified=w.day(facts["notified_on"]),
        due=w.day(facts["supplement_due_on"]),
    )
    head = [w.gettext("Item no."), w.gettext("Material or field"), w.gettext("What is wrong")]
    rows = [[str(number), named(line, w, name="target"), w.text(line["reason"])] for number, line in _numbered(facts)]
    return [
        case_card(facts, w),
        para(opening),
        table(head, rows, widths=(2, 12, 13)),
        para(
            w.gettext(
                "As stated in that notice, the application is deemed abandoned and is closed from "
                "%(day)s (%(law)s). No decision on the merits has been taken: you may apply again at "
                "any time, and materials that are still valid need not be prepared again.",
                law=w.text(facts["law"]),
                day=w.day(facts["issued_on"]),
            )
        ),
        *contact(facts, w),
    ]


def _numbered(facts: Facts) -> list[tuple[int, Line]]:
    return list(enumerate(facts["items"], start=1))


FORMS: Mapping[str, Form] = {
    "licence": Form(
        name=N_("Licence"),
        title=N_("Licence Certificate"),
        law=N_("Administrative Licensing Law, Article 39"),
        layout="licence",
        facts=LicenceFacts,
        build=licence,
        is_delivered=True,
    ),
    "delivery": Form(
        name=N_("Proof of service"),
        title=N_("Proof of Service"),
        law=N_("Administrative Licensing Law, Article 44"),
        layout="slip",
        facts=DeliveryFacts,
        build=delivery,
    ),
    "withdrawal": Form(
        name=N_("Notice of withdrawal"),
        title=N_("Confirmation of Withdrawal of an Application"),
        law=N_("the rules of the service guide on withdrawal before a decision"),
        layout="slip",
        facts=WithdrawalFacts,
        build=withdrawal,
    ),
    "not_decided": Form(
        name=N_("Notice of permits no longer reviewed"),
        title=N_("Notice that Permits Are No Longer Reviewed"),
        law=N_("Administrative Licensing Law, Article 26(2)"),
        layout="letter",
        facts=NotDecidedFacts,
        build=not_decided,
    ),
    "lapse": Form(
        name=N_("Notice of lapse"),
        title=N_("Notice that an Application Is Deemed Abandoned"),
        law=N_("Administrative Licensing Law, Article 32(1)(4)"),
        layout="letter",
        facts=LapseFacts,
        build=lapse,
    ),
}
