"""The actions of hearings, statements and site visits."""

from typing import Annotated, Literal

from pydantic import Field
from wtforms import Form

from forms.controls import Area, Line, Moment, Names, Pick, Ticks
from forms.fields import offered
from forms.sentences import NEEDED
from permits.actions.action import Action, FormPage
from permits.actions.fields import ApiOnly, Body, Name, NameList, Number, OfficeMoment, Shape, Text
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import is_on_applicants_side
from permits.policies import is_applicant
from permits.queries.office.people import officers
from permits.services.procedures import hearings, statements, surveys
from workflows import N_

LONGEST_SHOWN = 60


class Parties(Body):
    """The interested parties who are notified of their right."""

    parties: Annotated[
        NameList,
        Names(
            N_("Interested parties"),
            N_("Name at least one interested party"),
            help=N_("One a line; they and the applicant may ask for a hearing within the days told"),
        ),
    ] = Field(default_factory=list)


class HearingRequest(Body):
    """The party whose request the department records; the applicant requests in its own name."""

    by: Annotated[Name, Pick(N_("Party that asks"), N_("Choose who asks"))] = ""


class HearingCall(Body):
    """Time, place, and the user name of the chair."""

    at: Annotated[OfficeMoment, Moment(N_("Day and time"), N_("Say when"))]
    place: Annotated[Name, Line(N_("Place"), N_("Say where"))] = ""
    chair: Annotated[
        Name,
        Pick(
            N_("Chair"),
            N_("Say who chairs"),
            help=N_("Somebody of the office who holds no work on this permit"),
        ),
    ] = ""


class HearingRecord(Body):
    """The minutes, and who signed."""

    record: Annotated[Text, Area(N_("Record of what was said"), N_("Write the record"), rows=8)] = ""
    signed_by: Annotated[
        NameList,
        Names(
            N_("Signed by"),
            N_("Name who signed"),
            help=N_("One a line: the parties who were heard and the chair"),
        ),
    ] = Field(default_factory=list)


class Said(Shape):
    """A statement or an objection."""

    kind: Annotated[
        Literal["statement", "objection"],
        Pick(N_("Kind"), NEEDED, choices=(("statement", N_("Statement")), ("objection", N_("Objection")))),
    ] = "statement"
    text: Annotated[Text, Area(N_("What there is to say"), N_("Say what there is to say"))] = ""


class StatementFiled(Body, Said):
    """A statement; `by` names an interested party whose statement the office records."""

    by: Annotated[Name, Line(N_("Who said it"), N_("Name who said it"))] = ""


class Answer(Body):
    """The answer to one statement, by its id."""

    statement: Annotated[Number, Pick(N_("Statement"), NEEDED, coerce=int)]
    answer: Annotated[Text, Area(N_("The office's answer"), N_("Write the answer"))] = ""


class SurveyBooking(Body):
    """When and where the departments meet on site."""

    at: Annotated[OfficeMoment, Moment(N_("Day and time"), N_("Say when"))]
    place: Annotated[Name, Line(N_("Place"), N_("Say where"))] = ""


class SurveyRecord(Body):
    """Attendees and findings; `photos` may name photographs uploaded before."""

    officers: Annotated[
        NameList,
        Ticks(
            N_("Officers on site"),
            N_("A site check takes two officers at least"),
            help=N_("Law-enforcement officers on record, two at least"),
        ),
    ] = Field(default_factory=list)
    findings: Annotated[Text, Area(N_("What was found"), N_("Write what was found"))] = ""
    photos: Annotated[NameList, ApiOnly("all photographs handed in on their own page become part of the record")] = (
        Field(default_factory=list)
    )


def _tell_right(context: ActContext, application_id: int, permit: str, body: Parties) -> None:
    version = body.expected_version
    hearings.notify_hearing_right(context, application_id, permit, parties=body.parties, expected_version=version)


def _request(context: ActContext, application_id: int, permit: str, body: HearingRequest) -> None:
    hearings.request_hearing(context, application_id, permit, by=body.by, expected_version=body.expected_version)


def offer_officers(case: CaseFile, form: Form) -> None:
    """Offer the officers on record by their law-enforcement numbers."""
    found = officers(case.context.conn, case.context.actor.area)
    form.officers.choices = offered((one.number, one.named) for one in found)


def _offer_officers(case: CaseFile, _key: str, form: Form, _language: str) -> None:
    offer_officers(case, form)


def _offer_parties(case: CaseFile, key: str, form: Form, _language: str) -> None:
    """Fill the choices with the notified parties; the applicant requests only in its own name."""
    is_own = is_on_applicants_side(case)
    hearing = case.procedures.hearing(key)
    notified = hearing.parties if hearing else []
    names = [str(case.form.applicant.get("name", ""))] if is_own else notified
    form.by.choices = [(name, name) for name in names]


def _offer_chairs(case: CaseFile, key: str, form: Form, language: str) -> None:
    found = hearings.chairs(case, key)
    named = [(one.username, one.name_en if language == "en" else one.name_zh) for one in found]
    form.chair.choices = offered([("", "–"), *named])


def _call(context: ActContext, application_id: int, permit: str, body: HearingCall) -> None:
    call = hearings.Call(body.at, body.place, body.chair)
    hearings.call_hearing(context, application_id, permit, call, expected_version=body.expected_version)


def _record(context: ActContext, application_id: int, permit: str, body: HearingRecord) -> None:
    record = hearings.Record(body.record, body.signed_by)
    hearings.record_hearing(context, application_id, permit, record, expected_version=body.expected_version)


def _file(context: ActContext, application_id: int, permit: str, body: StatementFiled) -> None:
    said = statements.Said(body.text, body.kind, body.by)
    statements.file_statement(context, application_id, permit, said, expected_version=body.expected_version)


def _offer_speaker(case: CaseFile, _key: str, form: Form, _language: str) -> None:
    """Fill in the applicant's name, since the applicant states only in its own name."""
    if is_applicant(case.context.actor, case.app):
        form.by.data = str(case.form.applicant.get("name", ""))
        form.by.render_kw = {"readonly": True}


def _answer(context: ActContext, application_id: int, permit: str, body: Answer) -> None:
    answer = statements.Answer(body.statement, body.answer)
    statements.answer_statement(context, application_id, permit, answer, expected_version=body.expected_version)


def _offer_statements(case: CaseFile, key: str, form: Form, _language: str) -> None:
    found = case.procedures.unanswered(key)
    form.statement.choices = [(one.id, f"{one.by}: {one.text[:LONGEST_SHOWN]}") for one in found]


def _book(context: ActContext, application_id: int, body: SurveyBooking) -> None:
    surveys.book_survey(context, application_id, at=body.at, place=body.place, expected_version=body.expected_version)


def _found(context: ActContext, application_id: int, body: SurveyRecord) -> None:
    found = surveys.Findings(body.officers, body.findings, body.photos)
    surveys.record_survey(context, application_id, found, expected_version=body.expected_version)


ACTIONS = (
    Action(
        "notify_hearing_right",
        "permit",
        Parties,
        _tell_right,
        summary=N_("Tell the parties of their right to a hearing"),
        done=N_("The parties have been told of their right to a hearing."),
    ),
    Action(
        "request_hearing",
        "permit",
        HearingRequest,
        _request,
        summary=N_("Ask for a hearing"),
        done=N_("The hearing has been asked for."),
        page=FormPage(_offer_parties),
    ),
    Action(
        "call_hearing",
        "permit",
        HearingCall,
        _call,
        summary=N_("Tell the parties when and where they are heard"),
        done=N_("The parties have been told when they are heard."),
        page=FormPage(_offer_chairs),
    ),
    Action(
        "record_hearing",
        "permit",
        HearingRecord,
        _record,
        summary=N_("Put the signed record on file"),
        done=N_("The record of the hearing is on file."),
    ),
    Action(
        "file_statement",
        "permit",
        StatementFiled,
        _file,
        summary=N_("File a statement or an objection"),
        done=N_("The statement is on file; it is answered before the decision."),
        page=FormPage(_offer_speaker),
    ),
    Action(
        "answer_statement",
        "permit",
        Answer,
        _answer,
        summary=N_("Answer a statement"),
        done=N_("The statement has been answered."),
        page=FormPage(_offer_statements),
    ),
    Action(
        "book_survey",
        "application",
        SurveyBooking,
        _book,
        summary=N_("Book a joint site visit"),
        done=N_("The site visit is booked; every department has its duty."),
    ),
    Action(
        "record_survey",
        "application",
        SurveyRecord,
        _found,
        summary=N_("Record the site visit, by two officers at least"),
        done=N_("The record of the site visit is on file."),
        page=FormPage(_offer_officers),
    ),
)
