"""What callers send: one strict shape a body; nothing is guessed from another type, nothing unknown is passed over."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import request
from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, model_validator

from permits.api.parts import Agent, Applicant, Project, Site

LONGEST_TEXT = 4000
LARGEST_VERSION = 2**31 - 1


def _whole(value: Any) -> Any:
    """Take whole numbers only: true and "1" are something else."""
    if isinstance(value, bool | str | bytes):
        raise ValueError("a number is expected")  # noqa: TRY004 - pydantic wants a ValueError
    return value


def _exact(value: Any) -> Any:
    """Refuse fractions anywhere inside: what is decided is hashed, and the hash must be the same in every language."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < LARGEST_VERSION:
            return int(value)
        raise ValueError("write a whole number, or a fraction as text")
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterable[str]:
    """Walk over every text inside a value, keys too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one


Whole = Annotated[int, BeforeValidator(_whole)]
Version = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=LARGEST_VERSION)]
Text = Annotated[StrictStr, Field(max_length=LONGEST_TEXT)]
Fen = Annotated[int, BeforeValidator(_whole), Field(ge=-(2**53), le=2**53)]
Line = Annotated[StrictStr, Field(max_length=300)]
Facts = Annotated[dict[str, Any], BeforeValidator(_exact)]
Object = dict[str, Any]


class Shape(BaseModel):
    """What every body has in common."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _readable(cls, value: Any) -> Any:
        """Take no body at all for an empty one, but not a broken one; refuse text no database can keep."""
        if value is None and not request.content_length:
            return {}
        for text in _texts(value):
            if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
                raise ValueError("a text holds a character that cannot be stored")
        return value


class Act(Shape):
    """What every action takes: the version its caller saw, and a note for the record."""

    expected_version: Version | None = None
    note: Annotated[StrictStr, Field(max_length=1000)] = ""

    def remark(self) -> str:
        """Give what the record keeps beside the act itself."""
        return self.note


class Draft(Shape):
    """A new application; every part may still be incomplete, but the counter says who applies."""

    bundle: StrictStr = "road-access"
    applicant: Applicant = Field(default_factory=dict)
    agent: Agent = Field(default_factory=dict)
    project: Project = Field(default_factory=dict)
    site: Site = Field(default_factory=dict)
    answers: Object = Field(default_factory=dict)
    note: Annotated[StrictStr, Field(max_length=1000)] = ""


class Changes(Act):
    """What changes: of a draft whole parts, after submission single fields; what is left out stays."""

    applicant: Applicant | None = None
    agent: Agent | None = None
    project: Project | None = None
    site: Site | None = None
    answers: Object | None = None


class Upload(BaseModel):
    """One file."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: FileStorage
    expected_version: Version | None = None
    note: Annotated[str, Field(max_length=1000, coerce_numbers_to_str=True)] = ""


class Paper(Upload):
    """One paper of an application."""

    code: StrictStr


class Accept(Act):
    """Acceptance; papers named as tolerated may follow until the day promised."""

    tolerated: list[StrictStr] = Field(default_factory=list)
    promise_by: date | None = None
    commitments: list[StrictStr] = Field(default_factory=list)


class Flagged(Shape):
    """One thing to mend: a paper by its code, or a field of the form."""

    material: StrictStr | None = None
    field: StrictStr | None = None
    code: StrictStr
    reason: Text
    remedy: Text = ""


class Deficiencies(Act):
    """Everything that is missing or wrong, at once."""

    items: list[Flagged]


class Verification(Act):
    """Whether what was promised in place of a paper proved true, and what was found."""

    is_true: StrictBool
    findings: Text


class Circulation(Act):
    """Which departments are asked; none named means all that take part."""

    departments: list[StrictStr] = Field(default_factory=list)


class NonAcceptance(Act):
    """Why it is not accepted; and who is competent, where the matter is another authority's."""

    reason: Text
    refer_to: Text = ""
    ground: Literal["not_competent", "false_materials", "banned"] = "not_competent"


class NotRequired(Act):
    """Why no licence is needed."""

    reason: Text


class Withdrawal(Act):
    """Why, and which permits if not all."""

    reason: Text = ""
    permits: list[StrictStr] = Field(default_factory=list)


class Delivery(Act):
    """How everything was handed over."""

    method: Literal["counter", "online", "post"] = "counter"
    recipient: Annotated[StrictStr, Field(max_length=200)] = ""


class Rating(Act):
    """One to five stars."""

    stars: Whole
    comment: Text = ""


class Condition(BaseModel):
    """A coded condition; further facts depend on its kind."""

    model_config = ConfigDict(extra="allow")

    kind: StrictStr
    text: Text

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return _exact(value)


class Approval(Act):
    """A department agrees, with conditions, or for less than was asked."""

    opinion: Text = ""
    conditions: list[Condition] = Field(default_factory=list)
    narrower: Facts | None = None


class Refusal(Act):
    """A department refuses, with its coded reason."""

    opinion: Text = ""
    reason_code: StrictStr | None = None
    law: Annotated[StrictStr, Field(max_length=500)] | None = None


class Screening(Shape):
    """The answers to the questionnaire; nothing about persons, nothing is kept."""

    bundle: StrictStr = "road-access"
    answers: Object = Field(default_factory=dict)
    project: Object = Field(default_factory=dict)
    on: date | None = None


class Clock(Shape):
    """Where the virtual clock is to stand."""

    now: datetime
