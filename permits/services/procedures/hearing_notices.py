"""The notices of a hearing and of a site visit: right to a hearing, call, both records."""

from collections.abc import Mapping, Sequence
from datetime import date

from permits.casefile import CaseFile, PermitRow
from permits.queries.reading.rows_beside import Photo
from permits.queries.rows.procedures import HearingRow, SurveyRow
from permits.services.notifying.notices import common, issue, licensing_law, words
from workflows import SHANGHAI, local_day

LAW_47 = licensing_law("第四十六条、第四十七条", "art. 46, 47")
LAW_48 = licensing_law("第四十八条", "art. 48")
LAW_34 = licensing_law("第三十四条第三款", "art. 34(3)")


def issue_hearing_right(case: CaseFile, row: PermitRow, *, parties: Sequence[str], last_on: date, number: str) -> None:
    """Issue the notice of the right to a hearing 权利告知书."""
    facts = {**_about(case, row, number, LAW_47), "parties": list(parties), "request_by_on": last_on.isoformat()}
    issue(case, "hearing_right", facts, permit=row.key)


def issue_hearing_notice(case: CaseFile, row: PermitRow, hearing: HearingRow, *, chair: str, number: str) -> None:
    """Issue the call to the hearing 听证通知书."""
    issue(case, "hearing_notice", {**_about(case, row, number, LAW_48), **_where(hearing, chair)}, permit=row.key)


def issue_hearing_record(case: CaseFile, row: PermitRow, hearing: HearingRow, *, chair: str, number: str) -> None:
    """Issue the record of the hearing 听证笔录."""
    record = hearing.record or {}
    said = {"record": record["text"], "signed_by": record["signed_by"]}
    facts = {**_about(case, row, number, LAW_48), **_where(hearing, chair), **said}
    issue(case, "hearing_record", facts, permit=row.key)


def issue_survey_record(case: CaseFile, survey: SurveyRow, photos: Sequence[Photo], *, number: str) -> None:
    """Issue the record of a site visit 核查（勘验）笔录."""
    body = case.context.office.body
    facts = {
        **common(case, number=number, body=case.bundle.lead_department, law=LAW_34),
        "place": survey.place,
        "surveyed_on": local_day(survey.booked_at or case.context.at).isoformat(),
        "departments": [body(case.app.area, one).name for one in survey.departments],
        "officers": survey.officers or [],
        "findings": survey.findings or "",
        "photos": [{"name": one.file_name, "sha256": one.sha256} for one in photos],
    }
    issue(case, "survey_record", facts)


def _about(case: CaseFile, row: PermitRow, number: str, law: Mapping[str, str]) -> dict[str, object]:
    base = common(case, number=number, body=row.department, law=law)
    return {**base, "permit": words(case.bundle.permits[row.key].name)}


def _where(hearing: HearingRow, chair: str) -> dict[str, object]:
    at = hearing.held_at.astimezone(SHANGHAI) if hearing.held_at else None
    return {
        "parties": hearing.parties,
        "held_on": at.date().isoformat() if at else "",
        "held_at": f"{at:%H:%M}" if at else "",
        "place": hearing.place or "",
        "chair": chair,
    }
