"""Pages of hearings, statements and site visits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forms import procedures as forms
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import roles_on_permit
from permits.policies import is_applicant
from permits.services.procedures import hearings, statements, surveys
from permits.web.acts.act import PageAct, Target
from workflows import N_, SHANGHAI

LONGEST_SHOWN = 60


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=SHANGHAI)


def _tell_right(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    parties = forms.lines(form.parties.data)
    hearings.tell_hearing_right(context, target.application_id, target.key, parties=parties, expected_version=version)


def _request(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    hearings.request_hearing(context, target.application_id, target.key, by=form.by.data, expected_version=version)


def _offer_parties(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """Offer the parties who were told; the applicant asks in its own name only."""
    is_own = "applicant" in roles_on_permit(case, case.permit(target.key))
    hearing = case.procedures.hearing(target.key)
    told = hearing.parties if hearing else []
    names = [str(case.form.applicant.get("name", ""))] if is_own else told
    form.by.choices = [(name, name) for name in names]


def _call(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    call = hearings.Call(_local(form.at.data), form.place.data, form.chair.data.strip())
    hearings.call_hearing(context, target.application_id, target.key, call, expected_version=version)


def _record(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    record = hearings.Record(form.record.data, forms.lines(form.signed_by.data))
    hearings.record_hearing(context, target.application_id, target.key, record, expected_version=version)


def _file(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    said = statements.Said(form.text.data, form.kind.data, form.by.data or "")
    statements.file_statement(context, target.application_id, target.key, said, expected_version=version)


def _offer_speaker(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """The applicant speaks in its own name: it is filled in."""
    if is_applicant(case.context.actor, case.app):
        form.by.data = str(case.form.applicant.get("name", ""))
        form.by.render_kw = {"readonly": True}


def _answer(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    answer = statements.Answer(form.statement.data, form.answer.data)
    statements.answer_statement(context, target.application_id, target.key, answer, expected_version=version)


def _offer_statements(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    found = case.procedures.unanswered(target.key)
    form.statement.choices = [(one.id, f"{one.by}: {one.text[:LONGEST_SHOWN]}") for one in found]


def _book(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    at, place = _local(form.at.data), form.place.data
    surveys.book_survey(context, target.application_id, at=at, place=place, expected_version=version)


def _found(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    found = surveys.Findings(forms.lines(form.officers.data), form.findings.data)
    surveys.record_survey(context, target.application_id, found, expected_version=version)


APPLICATION: Mapping[str, PageAct] = {
    "book_survey": PageAct(forms.SurveyForm, _book, N_("The site visit is booked; every department has its duty.")),
    "record_survey": PageAct(forms.SurveyRecordForm, _found, N_("The record of the site visit is on file.")),
}
PERMIT: Mapping[str, PageAct] = {
    "tell_hearing_right": PageAct(
        forms.HearingRightForm, _tell_right, N_("The parties have been told of their right to a hearing.")
    ),
    "request_hearing": PageAct(
        forms.HearingRequestForm, _request, N_("The hearing has been asked for."), offer=_offer_parties
    ),
    "call_hearing": PageAct(forms.HearingCallForm, _call, N_("The parties have been told when they are heard.")),
    "record_hearing": PageAct(forms.HearingRecordForm, _record, N_("The record of the hearing is on file.")),
    "file_statement": PageAct(
        forms.StatementOfOthersForm,
        _file,
        N_("The statement is on file; it is answered before the decision."),
        offer=_offer_speaker,
    ),
    "answer_statement": PageAct(
        forms.AnswerForm, _answer, N_("The statement has been answered."), offer=_offer_statements
    ),
}
