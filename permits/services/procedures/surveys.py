"""The joint site visit 联合踏勘: booked once for all departments with open work, one record; it stops no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, consulted, roles_on_case
from permits.errors import NotFound, refuse_if
from permits.models import Survey
from permits.services.case.duties import UNFINISHED, Duty, cancel_item, finish_items, give
from permits.services.case.numbers import draw_document_number
from permits.services.case.officers import officers_on_record
from permits.services.procedures.hearing_notices import issue_survey_record
from permits.services.procedures.photos import LAW_34, relied_on
from workflows import N_, local_day

KIND = "survey"


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings on site, by officers named by number; `photos` may name photographs that the record must include."""

    officers: Sequence[str]
    findings: str
    photos: Sequence[str] = ()


def book_survey(
    context: ActContext, application_id: int, *, at: datetime, place: str, expected_version: int | None = None
) -> None:
    """Book one visit for all departments with open work on the case; each gets a duty to take part.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the moment has passed, no place is named, or no department has open work.
    Law: Administrative Licensing Law art. 34(3).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "book_survey", roles=roles_on_case(case), facts=application_facts(case))
    going = sorted({item.department for item in case.items if item.state in UNFINISHED} & consulted(case.bundle))
    refuse_if(
        ("at", N_("Choose a moment that is still to come"), at <= context.at),
        ("place", N_("Say where"), not place.strip()),
        ("departments", N_("No department is at work on this case"), not going),
        law=LAW_34,
    )
    case.change(case.app, has_procedures=True)
    round_ = 1 + len(case.procedures.surveys)
    case.add(Survey, area=case.app.area, state="booked", booked_at=at, place=place, departments=going)
    on = local_day(at)
    limit = max(1, context.calendar.between(context.today, on))
    for department in going:
        give(case, Duty(department=department, kind=KIND, limit_working_days=limit, round=round_), days=(on, on))
    case.record("survey.booked", {"on": on.isoformat(), "departments": going})
    case.save()


def record_survey(
    context: ActContext, application_id: int, found: Findings, *, expected_version: int | None = None
) -> None:
    """Record the visit with at least two officers; completes every department's duty.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: fewer than two officers on record, no findings, or a photograph that was not uploaded.
    Law: Administrative Licensing Law art. 34(3).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "record_survey", roles=roles_on_case(case), facts=application_facts(case))
    survey = case.procedures.survey()
    if survey is None or survey.booked_at is None:
        raise NotFound
    fewer = N_("A site check takes two officers at least: name them")
    officers = officers_on_record(context, found.officers, sentence=fewer)
    refuse_if(("findings", N_("Write what was found"), not found.findings.strip()), law=LAW_34)
    photos = relied_on(case, survey, _names(found.photos))
    finish_items(case, KIND)
    case.change(survey, state="recorded", officers=officers, findings=found.findings, recorded_at=context.at)
    number = draw_document_number(
        context, context.office.body(case.app.area, case.bundle.lead_department).document_prefix
    )
    case.record("survey.recorded", {"number": number, "officers": len(officers), "departments": survey.departments})
    issue_survey_record(case, survey, photos, number=number)
    case.save()


def cancel_survey(case: CaseFile) -> None:
    """Cancel a booked visit once the case is decided or withdrawn. The caller saves."""
    survey = case.procedures.survey()
    if survey is None:
        return
    case.change(survey, state="cancelled")
    for item in case.items:
        if item.kind == KIND and item.state in UNFINISHED:
            cancel_item(case, item)


def _names(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))
