"""The notice of acceptance: the permits with their due days, outstanding materials, how the days were counted."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, heading, note, para, table
from permits.documents.facts import Common, Facts, Line, MaterialLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import case_card, contact, counted, named
from permits.documents.wording import Wording
from workflows import N_

_STOPPING = N_("not counted in the statutory limit")
_INCLUDED = N_("included in the days above")
_WHY = {
    "start": N_("Starting day, not counted"),
    "counted": N_("Working day, counted"),
    "weekend": N_("Weekend, not counted"),
    "holiday": N_("Public holiday, not counted"),
    "make_up": N_("Make-up working day, counted"),
    "stopped": N_("Clock stopped, not counted"),
    "due": N_("Last day, until 24:00"),
    "over": N_("After the last day"),
    "ended": N_("Clock ended"),
    "closed": N_("Offices of the area closed, not counted"),
    "after_hours": N_("Received after hours, counts as the next working day"),
}


class SpecialStep(TypedDict):
    """A step with a limit of its own that the law asks for (hearing, expert review, government stage)."""

    name: Words
    law: Words
    limit_working_days: int
    stops_clock: NotRequired[bool]


class PermitLine(TypedDict):
    """One permit of the case with its statutory and committed due days."""

    name: Words
    department: Words
    law: Words
    committed_working_days: int
    committed_due_on: str
    statutory_working_days: int
    statutory_due_on: str
    special_steps: NotRequired[list[SpecialStep]]
    provisional: NotRequired[bool]
    waits_for: NotRequired[list[Words]]  # its limits run from their grant
    is_notified: NotRequired[bool]  # it is filed for the record, not decided


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
    """受理通知书: the permits with their due days, outstanding materials, and how the days were counted."""

    bundle: Words
    accepted_on: str
    committed_due_on: str
    permits: list[PermitLine]
    deemed: NotRequired[bool]  # deemed acceptance, as of the day of receipt
    tolerated: NotRequired[list[MaterialLine]]
    committed: NotRequired[list[MaterialLine]]  # materials replaced by a signed commitment
    clock: NotRequired[list[ClockLine]]
    provisional: NotRequired[bool]


def acceptance(facts: Facts, w: Wording) -> list[Block]:
    """Notify acceptance with the due days and their proof. Law: Administrative Licensing Law art. 32, 42, 45, 82."""
    due = w.due(facts["committed_due_on"], provisional=facts.get("provisional", False))
    return [
        case_card(facts, w, (w.gettext("Matter applied for"), w.text(facts["bundle"]))),
        para(_accepted(facts, w)),
        para(
            w.gettext(
                "The departments concerned will review the permits below in parallel; you need not "
                "carry materials from one department to another. All of them undertake to decide by "
                "24:00 on %(day)s.",
                day=due,
            )
        ),
        heading(w.section(1, w.gettext("Permits and time limits"))),
        _permits(facts["permits"], w),
        *_special_steps(facts["permits"], w),
        *_tolerated(facts, w),
        *_committed(facts, w),
        *_clock(facts, w),
        *contact(facts, w),
    ]


def _accepted(facts: Facts, w: Wording) -> str:
    params = {"day": w.day(facts["accepted_on"]), "law": w.text(facts["law"])}
    if facts.get("deemed"):
        return w.gettext(
            "No notice was given within five working days of receipt. Your application is therefore "
            "deemed accepted from %(day)s, the day its materials were received (%(law)s).",
            **params,
        )
    if facts.get("tolerated") or facts.get("committed"):
        return w.gettext(
            "Your application has been examined. It is within our remit, and its principal materials "
            "are in the form required by law. It is accepted on %(day)s on your undertaking to hand "
            "in the materials named below (%(law)s).",
            **params,
        )
    return w.gettext(
        "Your application has been examined. It is within our remit, and its materials are complete "
        "and in the form required by law. It is accepted on %(day)s (%(law)s).",
        **params,
    )


def _permits(lines: list[Line], w: Wording) -> Block:
    rows = [
        [
            f"{w.text(line['name'])}\n{w.text(line['law'])}",
            w.text(line["department"]),
            _limit(line, "committed", w),
            _limit(line, "statutory", w),
        ]
        for line in lines
    ]
    head = [
        w.gettext("Permit and legal basis"),
        w.gettext("Deciding body"),
        w.gettext("Committed limit"),
        w.gettext("Statutory limit"),
    ]
    return table(head, rows, widths=(10, 5, 6, 6))


def _limit(line: Line, which: str, w: Wording) -> str:
    if line.get("is_notified"):
        return w.gettext("filed for the record when the materials are complete")
    if line.get("waits_for"):
        names = w.gettext(", ").join(w.text(one) for one in line["waits_for"])
        count = line[f"{which}_working_days"]
        return w.gettext("within %(count)s working days of the grant of %(permits)s", count=count, permits=names)
    days = w.gettext("within %(count)s working days", count=line[f"{which}_working_days"])
    return f"{w.due(line[f'{which}_due_on'], provisional=line.get('provisional', False))}\n{days}"


def _special_steps(lines: list[Line], w: Wording) -> list[Block]:
    rows = [
        [w.text(line["name"]), w.text(step["name"]), w.text(step["law"]), _step_time(step, w)]
        for line in lines
        for step in line.get("special_steps", ())
    ]
    if not rows:
        return []
    head = [
        w.gettext("For the permit"),
        w.gettext("Special step"),
        w.gettext("Legal basis of the step"),
        w.gettext("Time it takes"),
    ]
    return [heading(w.gettext("Special steps required by law")), table(head, rows, widths=(6, 6, 8, 7))]


def _step_time(step: Line, w: Wording) -> str:
    counted = _STOPPING if step.get("stops_clock") else _INCLUDED
    return w.gettext("within %(count)s working days", count=step["limit_working_days"]) + "\n" + w.gettext(counted)


def _tolerated(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("tolerated", ())
    if not lines:
        return []
    rows = [[named(line, w), counted(line["due_on"], facts, w) if line.get("due_on") else "—"] for line in lines]
    return [
        heading(w.section(2, w.gettext("Materials to be handed in later"))),
        para(
            w.gettext(
                "The application is accepted although the materials below are outstanding; you "
                "have undertaken in writing to hand them in on time:"
            )
        ),
        table([w.gettext("Name of the material"), w.gettext("Hand in by")], rows, widths=(19, 8)),
    ]


def _committed(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("committed", ())
    if not lines:
        return []
    papers = "、" if w.is_chinese else ", "
    return [
        para(
            w.gettext(
                "Your signed commitment takes the place of these materials: %(papers)s. It will be "
                "verified after the decision; if it proves false, the licence will be revoked "
                "(Administrative Licensing Law, Article 69(2)).",
                papers=papers.join(named(line, w) for line in lines),
            )
        )
    ]


def _clock(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("clock", ())
    if not lines:
        return []
    rows = [[f"{w.day(line['on'])} {w.weekday(line['on'])}", _why(line, w), *_counted(line)] for line in lines]
    shaded = [index for index, line in enumerate(lines) if not line["counted"]]
    head = [
        w.gettext("Calendar day"),
        w.gettext("Why it counts or not"),
        w.gettext("Days used up"),
        w.gettext("Days remaining"),
    ]
    blocks = [
        heading(w.section(3 if facts.get("tolerated") else 2, w.gettext("How the committed day was counted"))),
        table(head, rows, widths=(9, 11, 3, 3), shaded=shaded),
        note(
            w.gettext(
                "Only working days count; the day of acceptance does not (Administrative Licensing Law, Article 82; "
                "Civil Code, Article 201)."
            )
        ),
    ]
    if facts.get("provisional"):
        blocks.append(
            note(w.gettext("Provisional: the State Council has not published the holidays of that year yet."))
        )
    return blocks


def _why(line: Line, w: Wording) -> str:
    name = line.get("name_zh" if w.is_chinese else "name_en", "")
    reason = _WHY[line["why"]]
    said = w.gettext(reason)
    if not name:
        return said
    return f"{said}（{name}）" if w.is_chinese else f"{said} ({name})"


def _counted(line: Line) -> list[str]:
    return [str(line["used"]), str(line["left"])] if line["counted"] else ["—", str(line["left"])]


FORMS: Mapping[str, Form] = {
    "acceptance": Form(
        name=N_("Notice of acceptance"),
        title=N_("Notice of Acceptance of an Application for an Administrative Licence"),
        law=N_("Administrative Licensing Law, Article 32(1)(5)"),
        layout="letter",
        facts=AcceptanceFacts,
        build=acceptance,
    ),
}
