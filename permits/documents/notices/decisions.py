"""Decisions: grant and refusal of one permit, and later decisions on its licence."""

from collections.abc import Mapping
from typing import NotRequired

from permits.documents.blocks import Block, fields, heading, items, para, table
from permits.documents.facts import Common, Condition, Facts, Line, Remedies, ScopeLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, remedies, sentences
from permits.documents.wording import Wording
from workflows import N_


class DecisionFacts(Common):
    """Facts that grant and refusal share; one document per permit."""

    permit: Words
    department: Words
    accepted_on: str
    decided_on: str
    found: list[Words]  # the facts established
    reasons: list[Words]
    remedies: Remedies
    opinions: NotRequired[list[ScopeLine]]  # label: department; value: its opinion
    form_version: NotRequired[int]  # version of the form the decision rests on
    level: NotRequired[Words]  # the deciding level, where the law has several
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


class LicenceDecisionFacts(Common):
    """撤销 / 撤回 / 注销 / 变更 / 延续 of a licence; `title` names which."""

    licence_number: str
    licence_name: Words
    found: list[Words]
    reasons: list[Words]
    effect: Words  # terms in force from now on
    remedies: Remedies


class ExtensionFacts(Common):
    """延期决定通知书: how many days, why, approved by whom, and the new day."""

    scope: Words  # the permit, or the whole case
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


def grant(facts: Facts, w: Wording) -> list[Block]:
    """Grant one permit, whole or narrower, with its conditions. Law: Administrative Licensing Law art. 38(1)."""
    blocks = [*_opening(facts, w), heading(w.section(2, w.gettext("The decision"))), para(_granted(facts, w))]
    blocks += _scope(facts, w)
    blocks += _validity(facts, w)
    section = 3
    if facts.get("narrower") and facts["reasons"]:
        blocks += _reasons(facts, w, section=section)
        section += 1
    if facts.get("conditions"):
        blocks += [
            heading(w.section(section, w.gettext("Conditions of the permit"))),
            items(condition_text(condition, w) for condition in facts["conditions"]),
        ]
        section += 1
    return blocks + remedies(facts, w, section=section)


def refusal(facts: Facts, w: Wording) -> list[Block]:
    """Refuse one permit, with reasons and remedies. Law: Administrative Licensing Law art. 38(2)."""
    decided = w.gettext(
        "It is decided not to grant you the following administrative licence (%(law)s): %(permit)s.",
        law=w.text(facts["law"]),
        permit=w.text(facts["permit"]),
    )
    return [
        *_opening(facts, w),
        *_reasons(facts, w, section=2),
        heading(w.section(3, w.gettext("The decision"))),
        para(decided),
        *_scope(facts, w),
        *remedies(facts, w, section=4),
    ]


def _opening(facts: Facts, w: Wording) -> list[Block]:
    opening = w.gettext(
        'Your application for "%(permit)s" was accepted on %(accepted)s and has been reviewed. '
        "The following was found:",
        permit=w.text(facts["permit"]),
        accepted=w.day(facts["accepted_on"]),
    )
    return [
        case_card(facts, w, (w.gettext("Permit applied for"), w.text(facts["permit"])), *_rests_on(facts, w)),
        para(opening),
        heading(w.section(1, w.gettext("Facts established"))),
        items(sentences(facts["found"], w)),
        *_opinions(facts, w),
    ]


def _rests_on(facts: Facts, w: Wording) -> list[tuple[str, str]]:
    rows = []
    if facts.get("form_version"):
        rows.append((w.gettext("Version of the form decided on"), str(facts["form_version"])))
    if facts.get("level"):
        rows.append((w.gettext("Deciding level"), w.text(facts["level"])))
    return rows


def _opinions(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("opinions", ())
    if not lines:
        return []
    rows = [[w.text(line["label"]), w.text(line["value"])] for line in lines]
    return [
        para(w.gettext("The departments consulted gave these opinions:")),
        table([w.gettext("Body consulted"), w.gettext("Its opinion")], rows, widths=(8, 19)),
    ]


def _reasons(facts: Facts, w: Wording, *, section: int) -> list[Block]:
    title = w.gettext("Reasons why the rest is not granted") if facts.get("narrower") else w.gettext("Reasons in law")
    return [heading(w.section(section, title)), items(sentences(facts["reasons"], w))]


def _granted(facts: Facts, w: Wording) -> str:
    params = {"law": w.text(facts["law"]), "permit": w.text(facts["permit"])}
    if facts.get("narrower"):
        said = w.gettext(
            "It is decided to grant you the following administrative licence within a narrower scope than you applied "
            "for (%(law)s): %(permit)s. What goes beyond that scope is not granted.",
            **params,
        )
    else:
        said = w.gettext(
            "It is decided to grant you the following administrative licence (%(law)s): %(permit)s.", **params
        )
    return w.join([said, _issued(facts, w)])


def _issued(facts: Facts, w: Wording) -> str:
    if not facts.get("licence_number"):
        return ""
    name = w.text(facts.get("licence_name", facts["permit"]))
    return w.gettext("A licence is issued: %(name)s, No. %(number)s.", name=name, number=facts["licence_number"])


def _scope(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("scope", ())
    return [scope_table(lines, w)] if lines else []


def scope_table(lines: list[Line], w: Wording) -> Block:
    """Build the table of the scope; with a column of the requested scope where it differs."""
    if not any("asked" in line for line in lines):
        return fields((w.text(line["label"]), w.text(line["value"])) for line in lines)
    rows = [[w.text(line["label"]), w.text(line.get("asked", "—")), w.text(line["value"])] for line in lines]
    head = [w.gettext("Item of the scope"), w.gettext("Scope applied for"), w.gettext("Scope decided")]
    return table(head, rows, widths=(7, 10, 10))


def _validity(facts: Facts, w: Wording) -> list[Block]:
    if not facts.get("valid_from"):
        return []
    first = w.day(facts["valid_from"])
    if not facts.get("valid_to"):
        return [para(w.gettext("The permit is valid from %(first)s, without end.", first=first))]
    last = w.day(facts["valid_to"])
    return [para(w.gettext("The permit is valid from %(first)s through %(last)s.", first=first, last=last))]


def term(facts: Facts, w: Wording) -> str:
    """Format the term of a licence; one without a last day has no end."""
    first = w.day(facts["valid_from"])
    if not facts["valid_to"]:
        return w.gettext("from %(first)s, without end", first=first)
    return w.gettext("%(first)s through %(last)s", first=first, last=w.day(facts["valid_to"]))


def condition_text(condition: Line, w: Wording) -> str:
    """Format a condition as a sentence, followed by its law."""
    said = w.text(condition["text"]).strip()
    law = w.text(condition.get("law") or "")
    if law:
        said = said.rstrip("。.；;")
        said = f"{said}（{law}）" if w.is_chinese else f"{said} ({law})"
    return as_sentence(said, w)


def licence_decision(facts: Facts, w: Wording) -> list[Block]:
    """Revoke, withdraw, cancel, vary or renew a licence. Law: Administrative Licensing Law art. 8, 49, 50, 69, 70."""
    decided = w.gettext(
        "It is decided (%(law)s): %(effect)s", law=w.text(facts["law"]), effect=as_sentence(w.text(facts["effect"]), w)
    )
    return [
        case_card(
            facts,
            w,
            (w.gettext("Licence concerned"), w.text(facts["licence_name"])),
            (w.gettext("Number of the licence"), facts["licence_number"]),
        ),
        heading(w.section(1, w.gettext("Facts established"))),
        items(sentences(facts["found"], w)),
        heading(w.section(2, w.gettext("Reasons in law"))),
        items(sentences(facts["reasons"], w)),
        heading(w.section(3, w.gettext("The decision"))),
        para(decided),
        *remedies(facts, w, section=4),
    ]


def extension(facts: Facts, w: Wording) -> list[Block]:
    """Notify of an extended limit, its reason and who approved it. Law: Administrative Licensing Law art. 42."""
    opening = w.gettext(
        'The decision on "%(scope)s" cannot be taken within the time limit. With the approval of '
        "%(approver)s, the limit is extended once, by %(count)s working days (%(law)s).",
        scope=w.text(facts["scope"]),
        law=w.text(facts["law"]),
        approver=w.text(facts["approved_by"]),
        count=facts["working_days"],
    )
    return [
        case_card(
            facts,
            w,
            (w.gettext("Subject of the extension"), w.text(facts["scope"])),
            (w.gettext("Previous last day"), w.day(facts["old_due_on"])),
            (
                w.gettext("Last day as extended"),
                w.due(facts["new_due_on"], provisional=facts.get("provisional", False)),
            ),
        ),
        para(opening),
        para(w.gettext("Reason: %(reason)s", reason=as_sentence(w.text(facts["reason"]), w))),
        *contact(facts, w),
    ]


def special_procedure(facts: Facts, w: Wording) -> list[Block]:
    """Notify that the clock of a permit stops, and on which legal ground. Law: Administrative Licensing Law art. 45."""
    opening = w.gettext(
        'Before "%(permit)s" can be decided, the law requires: %(procedure)s (%(procedure_law)s). The '
        "time this takes does not count towards the time limit (%(law)s): the clock of this permit "
        "stops on %(stopped)s and resumes when the result is available.",
        permit=w.text(facts["permit"]),
        procedure=w.text(facts["procedure"]),
        procedure_law=w.text(facts["procedure_law"]),
        law=w.text(facts["law"]),
        stopped=w.day(facts["stopped_on"]),
    )
    blocks = [
        case_card(facts, w, (w.gettext("Permit applied for"), w.text(facts["permit"]))),
        para(opening),
        para(w.gettext("Reason: %(reason)s", reason=as_sentence(w.text(facts["reason"]), w))),
    ]
    if facts.get("expected_working_days"):
        expected = w.gettext("It is expected to take %(count)s working days.", count=facts["expected_working_days"])
        blocks.append(para(expected))
    blocks.append(para(w.gettext("The clocks of the other permits in this case continue to run.")))
    return blocks + contact(facts, w)


FORMS: Mapping[str, Form] = {
    "grant": Form(
        name=N_("Decision to grant"),
        title=N_("Decision to Grant an Administrative Licence"),
        law=N_("Administrative Licensing Law, Article 38(1)"),
        layout="letter",
        facts=GrantFacts,
        build=grant,
        is_delivered=True,
        is_notice=False,
    ),
    "refusal": Form(
        name=N_("Decision to refuse"),
        title=N_("Decision to Refuse an Administrative Licence"),
        law=N_("Administrative Licensing Law, Article 38(2)"),
        layout="letter",
        facts=RefusalFacts,
        build=refusal,
        is_delivered=True,
        is_notice=False,
    ),
    "licence_decision": Form(
        name=N_("Decision about a licence"),
        title=N_("Decision Concerning a Licence"),
        law=N_("Administrative Licensing Law, Articles 69 and 70"),
        layout="letter",
        facts=LicenceDecisionFacts,
        build=licence_decision,
        is_delivered=True,
        is_notice=False,
    ),
    "extension": Form(
        name=N_("Notice of extension"),
        title=N_("Notice of Extension of the Time Limit"),
        law=N_("Administrative Licensing Law, Article 42"),
        layout="letter",
        facts=ExtensionFacts,
        build=extension,
    ),
    "special_procedure": Form(
        name=N_("Notice of a special procedure"),
        title=N_("Notice of a Special Procedure"),
        law=N_("Administrative Licensing Law, Article 45"),
        layout="letter",
        facts=SpecialProcedureFacts,
        build=special_procedure,
    ),
}
