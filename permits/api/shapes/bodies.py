"""What callers send: bodies of their own beside those the actions declare."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from flask import request
from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, ConfigDict, Field, StrictStr, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import FileStorage as SentFile

from permits.actions import Body, Shape
from permits.actions.changes import Changes as ChangedParts
from permits.actions.fields import LONGEST_NOTE, Note, Object, Version
from permits.actions.parts import Agent, Applicant, Project, Site
from permits.actions.procedures import Said as Statement


class Received(Shape):
    """A body as it comes in."""

    @model_validator(mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        """Take no body at all for an empty one, but not a broken one."""
        return {} if value is None and not request.content_length else value


@cache
def received(body: type[Body]) -> type[Body]:
    """Make the body of an action one that may be left out where it needs nothing."""
    bases: tuple[type[Any], ...] = (Received, body)
    return create_model(body.__name__, __base__=bases, __doc__=body.__doc__)


class Draft(Received):
    """A new application; every part may still be incomplete, but the counter says who applies."""

    bundle: StrictStr = ""
    applicant: Applicant = Field(default_factory=dict)
    agent: Agent = Field(default_factory=dict)
    project: Project = Field(default_factory=dict)
    site: Site = Field(default_factory=dict)
    answers: Object = Field(default_factory=dict)
    note: Note = ""


class Changes(Received, ChangedParts):  # noqa: D101 - the docstring is the action's
    __doc__ = ChangedParts.__doc__


class Said(Received, Statement):  # noqa: D101 - the docstring is the statement's
    __doc__ = Statement.__doc__


class Upload(BaseModel):
    """One file."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: FileStorage
    expected_version: Version | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE, coerce_numbers_to_str=True)] = ""

    @field_validator("file", mode="after")
    @classmethod
    def _is_file(cls, value: object) -> object:
        """Refuse a field of that name: the framework hands it over as if it were the file."""
        if not isinstance(value, SentFile):
            raise PydanticCustomError("not_a_file", "send it as a file")
        return value


class Paper(Upload):
    """One paper of an application."""

    code: StrictStr


class Screening(Received):
    """The answers to the questionnaire; nothing about persons, nothing is kept."""

    bundle: StrictStr = ""
    answers: Object = Field(default_factory=dict)
    project: Object = Field(default_factory=dict)
    on: date | None = None


class Clock(Received):
    """Where the virtual clock is to stand."""

    now: datetime
