"""Procedures of a decided permit: end the open ones, and list those its decision cites."""

from collections.abc import Mapping, Sequence
from datetime import date

from permits.casefile import CaseFile, PermitRow
from permits.casefile.rows.procedures import SETTLED
from permits.services.notifying.notices import day_words

CLOCKS = ("public_notice", "hearing_request", "hearing")


def end_procedures(case: CaseFile, row: PermitRow) -> None:
    """End the public notice and the hearing still open on a permit that is decided or withdrawn."""
    if not case.app.has_procedures:
        return
    case.clocks.disarm([row.key], CLOCKS)
    hearing = case.procedures.hearing(row.key)
    if hearing is not None and hearing.state not in SETTLED:
        case.change(hearing, state="lapsed")


def cited(case: CaseFile, row: PermitRow) -> list[dict[str, str]]:
    """Return what the decision cites: public notice, answered statements, hearing record.

    Law: Administrative Licensing Law art. 36, 48(2).
    """
    if not case.app.has_procedures:
        return []
    found = case.procedures
    said = [one for one in found.statements if one.permit == row.key]
    facts = [_noticed(one.from_on, one.to_on) for one in found.public_notices if one.permit == row.key]
    facts += [_statements(len(said))] if said else []
    facts += [_heard(one.record) for one in found.hearings if one.permit == row.key and one.record]
    return facts + [_surveyed(one.officers or []) for one in found.surveys if one.state == "recorded"]


def _noticed(from_on: date, to_on: date) -> dict[str, str]:
    first, last = day_words(from_on), day_words(to_on)
    return {
        "zh": f"本事项自{first['zh']}至{last['zh']}进行了公示。",
        "en": f"The matter was on public notice from {first['en']} to {last['en']}.",
    }


def _statements(count: int) -> dict[str, str]:
    return {
        "zh": f"收到陈述、异议{count}件，均已听取并答复。",
        "en": f"Statements and objections received, heard and answered: {count}.",
    }


def _heard(record: Mapping[str, object]) -> dict[str, str]:
    number, on = record["number"], day_words(date.fromisoformat(str(record["recorded_on"])))
    return {
        "zh": f"依法举行了听证，本决定根据听证笔录（{number}，{on['zh']}）作出。",
        "en": f"A hearing was held by law; this decision follows its record ({number}, {on['en']}).",
    }


def _surveyed(officers: Sequence[str]) -> dict[str, str]:
    return {
        "zh": f"经{len(officers)}名工作人员现场核查，核查笔录附卷。",
        "en": f"The site was checked by {len(officers)} officers, whose record is on file.",
    }
