"""The doors of hearings, statements and site visits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.procedures import hearings, statements, surveys
from workflows import SHANGHAI

Name = Annotated[StrictStr, Field(max_length=200)]
Names = Annotated[list[Name], Field(max_length=100)]


def _local(at: datetime) -> datetime:
    """Read a moment without its time zone as one of the office's day."""
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


Moment = Annotated[datetime, AfterValidator(_local)]


class Parties(shapes.Act):
    """The interested parties who are told of their right."""

    parties: Names = Field(default_factory=list)


class HearingRequest(shapes.Act):
    """Whose request the department puts down; the applicant asks in its own name."""

    by: Name = ""


class HearingCall(shapes.Act):
    """When, where, and the user name of whoever chairs."""

    at: Moment
    place: Name = ""
    chair: Name = ""


class HearingRecord(shapes.Act):
    """What was said, and who signed."""

    record: shapes.Text = ""
    signed_by: Names = Field(default_factory=list)


class Said(shapes.Shape):
    """A statement or an objection."""

    text: shapes.Text = ""
    kind: Literal["statement", "objection"] = "statement"


class StatementFiled(shapes.Act, Said):
    """What somebody says; `by` names an interested party whose words the office puts down."""

    by: Name = ""


class Answer(shapes.Act):
    """The answer to one statement, by its id."""

    statement: shapes.Whole
    answer: shapes.Text = ""


class SurveyBooking(shapes.Act):
    """When and where the departments meet."""

    at: Moment
    place: Name = ""


class SurveyRecord(shapes.Act):
    """Who was there, what was found; `photos` may name photographs handed in before."""

    officers: Names = Field(default_factory=list)
    findings: shapes.Text = ""
    photos: Names = Field(default_factory=list)


def _tell_right(context: ActContext, application_id: int, permit: str, body: Parties) -> None:
    version = body.expected_version
    hearings.tell_hearing_right(context, application_id, permit, parties=body.parties, expected_version=version)


def _request(context: ActContext, application_id: int, permit: str, body: HearingRequest) -> None:
    hearings.request_hearing(context, application_id, permit, by=body.by, expected_version=body.expected_version)


def _call(context: ActContext, application_id: int, permit: str, body: HearingCall) -> None:
    call = hearings.Call(body.at, body.place, body.chair)
    hearings.call_hearing(context, application_id, permit, call, expected_version=body.expected_version)


def _record(context: ActContext, application_id: int, permit: str, body: HearingRecord) -> None:
    record = hearings.Record(body.record, body.signed_by)
    hearings.record_hearing(context, application_id, permit, record, expected_version=body.expected_version)


def _file(context: ActContext, application_id: int, permit: str, body: StatementFiled) -> None:
    said = statements.Said(body.text, body.kind, body.by)
    statements.file_statement(context, application_id, permit, said, expected_version=body.expected_version)


def _answer(context: ActContext, application_id: int, permit: str, body: Answer) -> None:
    answer = statements.Answer(body.statement, body.answer)
    statements.answer_statement(context, application_id, permit, answer, expected_version=body.expected_version)


def _book(context: ActContext, application_id: int, body: SurveyBooking) -> None:
    surveys.book_survey(context, application_id, at=body.at, place=body.place, expected_version=body.expected_version)


def _found(context: ActContext, application_id: int, body: SurveyRecord) -> None:
    found = surveys.Findings(body.officers, body.findings, body.photos)
    surveys.record_survey(context, application_id, found, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "book_survey": Door(SurveyBooking, _book, "Book a joint site visit"),
    "record_survey": Door(SurveyRecord, _found, "Record the site visit, by two officers at least"),
}
PERMIT: Mapping[str, Door] = {
    "tell_hearing_right": Door(Parties, _tell_right, "Tell the parties of their right to a hearing"),
    "request_hearing": Door(HearingRequest, _request, "Ask for a hearing"),
    "call_hearing": Door(HearingCall, _call, "Tell the parties when and where they are heard"),
    "record_hearing": Door(HearingRecord, _record, "Put the signed record on file"),
    "file_statement": Door(StatementFiled, _file, "File a statement or an objection"),
    "answer_statement": Door(Answer, _answer, "Answer a statement"),
}
