"""Notices of the counter: received, accepted, to be supplemented, not accepted, not required."""

from permits.documents.blocks import Block, heading, note, para, table
from permits.documents.facts.notices import Facts, Line
from permits.documents.views.common import as_sentence, case_card, contact, counted, named, remedies
from permits.documents.wording import Wording
from workflows import N_

_STATES = {
    "uploaded": N_("handed in"),
    "shared": N_("obtained by data sharing"),
    "tolerated": N_("to be handed in later"),
    "missing": N_("not handed in"),
}
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


def receipt(facts: Facts, w: Wording) -> list[Block]:
    """Say what was handed in, and until when the counter answers. Law: Administrative Licensing Law art. 32."""
    due = w.due(facts["intake_due_on"], provisional=facts.get("provisional", False))
    return [
        case_card(
            facts,
            w,
            (w.gettext("Matter applied for"), w.text(facts["bundle"])),
            (w.gettext("Received on"), w.day(facts["received_on"])),
        ),
        heading(w.gettext("Papers handed in")),
        _materials(facts["materials"], w),
        para(
            w.gettext(
                "This receipt confirms that the papers named above were received; it is not an acceptance. Whether the "
                "application is accepted will be told by %(day)s. If nothing is told by then, the application counts "
                "as accepted from the day the papers were received (%(law)s).",
                day=due,
                law=w.text(facts["law"]),
            )
        ),
        *contact(facts, w),
    ]


def _materials(lines: list[Line], w: Wording) -> Block:
    head = [w.gettext("Item no."), w.gettext("Name of the paper"), w.gettext("How obtained")]
    rows = [[str(number), named(line, w), _state(line, w)] for number, line in enumerate(lines, start=1)]
    return table(head, rows, widths=(2, 16, 8))


def _state(line: Line, w: Wording) -> str:
    state = _STATES[line.get("state", "uploaded")]
    files = w.gettext(" (files: %(count)s)", count=line["files"]) if line.get("files") else ""
    return w.gettext(state) + files


def acceptance(facts: Facts, w: Wording) -> list[Block]:
    """Accept the case, promise its days and prove them. Law: Administrative Licensing Law art. 32, 42, 45, 82."""
    due = w.due(facts["committed_due_on"], provisional=facts.get("provisional", False))
    return [
        case_card(facts, w, (w.gettext("Matter applied for"), w.text(facts["bundle"]))),
        para(_accepted(facts, w)),
        para(
            w.gettext(
                "The departments concerned review the permits below in parallel; no other paper has to be brought from "
                "one department to another. All of them are committed to decide by %(day)s, 24:00.",
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
    told = {"day": w.day(facts["accepted_on"]), "law": w.text(facts["law"])}
    if facts.get("deemed"):
        return w.gettext(
            "No notice was given within five working days of receipt. Your application therefore counts as accepted "
            "from %(day)s, the day its papers were received (%(law)s).",
            **told,
        )
    return w.gettext(
        "Your application has been examined; it lies within our remit, its papers are complete and in the form the law "
        "asks for. It is accepted on %(day)s (%(law)s).",
        **told,
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
        w.gettext("Permit and its law"),
        w.gettext("Deciding body"),
        w.gettext("Committed limit"),
        w.gettext("Statutory limit"),
    ]
    return table(head, rows, widths=(10, 5, 6, 6))


def _limit(line: Line, which: str, w: Wording) -> str:
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
        w.gettext("Law of the step"),
        w.gettext("Time it takes"),
    ]
    return [heading(w.gettext("Special steps the law asks for")), table(head, rows, widths=(6, 6, 8, 7))]


def _step_time(step: Line, w: Wording) -> str:
    counted = _STOPPING if step.get("stops_clock") else _INCLUDED
    return w.gettext("within %(count)s working days", count=step["limit_working_days"]) + "\n" + w.gettext(counted)


def _tolerated(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("tolerated", ())
    if not lines:
        return []
    rows = [[named(line, w), counted(line["due_on"], facts, w) if line.get("due_on") else "—"] for line in lines]
    return [
        heading(w.section(2, w.gettext("Papers to be handed in later"))),
        para(
            w.gettext("The application is accepted with these gaps, as you promised in writing to fill them in time:")
        ),
        table([w.gettext("Name of the paper"), w.gettext("Hand in by")], rows, widths=(19, 8)),
    ]


def _committed(facts: Facts, w: Wording) -> list[Block]:
    lines = facts.get("committed", ())
    if not lines:
        return []
    papers = "、" if w.is_chinese else ", "
    return [
        para(
            w.gettext(
                "For these papers your signed commitment stands in: %(papers)s. It is verified after the decision; if "
                "it proves false the licence is revoked (Administrative Licensing Law, Article 69(2)).",
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


def deficiency(facts: Facts, w: Wording) -> list[Block]:
    """Tell the whole list of what is missing, once. Law: Administrative Licensing Law art. 32(1)(4)."""
    rows = [
        [str(number), named(line, w, name="target"), _asking(line, w), _reason(line, w), w.text(line["remedy"])]
        for number, line in enumerate(facts["items"], start=1)
    ]
    head = [
        w.gettext("Item no."),
        w.gettext("Paper or field"),
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
                "Please hand in all of it by %(day)s, 24:00 (%(count)s working days). If you do not, the application "
                "is closed as given up; you may apply again at any time. Once everything above is in order the "
                "application will be accepted: nothing beyond this list will be asked for.",
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
            "What you handed in was examined. The following, which our first notice already named, is still not in "
            "order; nothing new has been added (%(law)s):",
            law=law,
        )
    return w.gettext(
        "Your application was examined; its papers are not complete, or not in the form the law asks for. This "
        "notice tells you, once and completely, everything that has to be supplemented (%(law)s):",
        law=law,
    )


def _asking(line: Line, w: Wording) -> str:
    return w.text(line["department"]) if line.get("department") else "—"


def _reason(line: Line, w: Wording) -> str:
    parts = [w.text(line["reason"])]
    if line.get("law"):
        parts.append(w.text(line["law"]))
    return "\n".join(parts)


def non_acceptance(facts: Facts, w: Wording) -> list[Block]:
    """Refuse to accept what another body decides, and name it. Law: Administrative Licensing Law art. 32(1)(2)."""
    return [
        case_card(facts, w, (w.gettext("Received on"), w.day(facts["received_on"]))),
        para(_not_accepted(facts, w)),
        heading(w.section(1, w.gettext("Reason for this"))),
        para(as_sentence(w.text(facts["reason"]), w)),
        *_competent_body(facts, w),
        *remedies(facts, w, section=3 if facts.get("refer_to") else 2),
    ]


def _not_accepted(facts: Facts, w: Wording) -> str:
    law = w.text(facts["law"])
    if facts.get("refer_to"):
        return w.gettext(
            "Your application was examined. What it asks for does not lie within our remit. It is therefore "
            "decided not to accept it (%(law)s).",
            law=law,
        )
    return w.gettext("Your application was examined. It is decided not to accept it (%(law)s).", law=law)


def _competent_body(facts: Facts, w: Wording) -> list[Block]:
    if not facts.get("refer_to"):
        return []
    return [
        heading(w.section(2, w.gettext("The competent body"))),
        para(w.gettext("Please apply to: %(body)s.", body=w.text(facts["refer_to"]).rstrip("。."))),
    ]


def not_required(facts: Facts, w: Wording) -> list[Block]:
    """Say that no licence is needed. Law: Administrative Licensing Law art. 32(1)(1)."""
    return [
        case_card(facts, w, (w.gettext("Received on"), w.day(facts["received_on"]))),
        para(
            w.gettext(
                "Your application was examined. What you intend to do needs no administrative licence; the "
                "application is therefore not taken in (%(law)s).",
                law=w.text(facts["law"]),
            )
        ),
        para(w.gettext("The reason: %(reason)s", reason=as_sentence(w.text(facts["reason"]), w))),
        para(w.gettext("Should your plans change, please answer the questions of the guide again before works begin.")),
        *contact(facts, w),
    ]
