"""Fields of the bodies of actions: strict types that guess nothing, and marks of how each field is asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictStr

from forms.checks.lines import is_visible, one_line
from permits.models.internal import Internal
from workflows import SHANGHAI

LONGEST_TEXT = 4000
LONGEST_NOTE = 1000
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ApiOnly:
    """Marks a field that no page asks for, and says why."""

    why: str


@dataclass(frozen=True, slots=True, init=False)
class Bespoke:
    """Marks a field that pages ask for with controls of a form of their own; without controls, the page says how."""

    why: str
    controls: tuple[str, ...]

    def __init__(self, why: str, *controls: str) -> None:
        """Name the controls after the reason."""
        object.__setattr__(self, "why", why)
        object.__setattr__(self, "controls", controls)


def _whole(value: object) -> object:
    """Take whole numbers only: true and "1" are something else."""
    if isinstance(value, bool | str | bytes):
        raise ValueError("a number is expected")  # noqa: TRY004 - pydantic wants a ValueError
    return value


def exact(value: object) -> object:
    """Refuse fractions anywhere inside: what is decided is hashed, and the hash must be the same in every language."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < LARGEST_VERSION:
            return int(value)
        raise ValueError("write a whole number, or a fraction as text")
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    return [exact(one) for one in value] if isinstance(value, list) else value


def _local(at: datetime) -> datetime:
    """Read a moment without its time zone as one of the office's day."""
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _line(text: str) -> str:
    """Read one line: no breaks, nothing unseen; a text of nothing else is none."""
    if text.strip() and not is_visible(text):
        raise ValueError("there is nothing to see in this")
    return one_line(text)


Number = Annotated[int, BeforeValidator(_whole)]
Version = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=LARGEST_VERSION)]
Text = Annotated[StrictStr, Field(max_length=LONGEST_TEXT)]
# the office's own words; what the applicant may read is a field of another type
InternalText = Annotated[Text, AfterValidator(Internal)]
Note = Annotated[StrictStr, Field(max_length=LONGEST_NOTE), AfterValidator(Internal)]
Fen = Annotated[int, BeforeValidator(_whole), Field(ge=-(2**53), le=2**53)]
Title = Annotated[StrictStr, Field(max_length=300), AfterValidator(_line)]
Name = Annotated[StrictStr, Field(max_length=200), AfterValidator(_line)]
NameList = Annotated[list[Name], Field(max_length=100)]
LawReference = Annotated[StrictStr, Field(max_length=500), AfterValidator(_line)]
OfficeMoment = Annotated[datetime, AfterValidator(_local)]
ExactObject = Annotated[dict[str, object], BeforeValidator(exact)]
Object = dict[str, object]


class Shape(BaseModel):
    """What every object that comes in has in common."""

    model_config = ConfigDict(extra="forbid")


class Body(Shape):
    """What every action takes: the version its caller saw, and a note for the record."""

    expected_version: Version | None = None
    note: Note = ""


# of every body: the page carries the version hidden, and asks for no note
COMMON = frozenset(Body.model_fields)
