"""How a page asks for one field: a control declared as data, of which a WTForms field is made. Sentences are msgids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forms.fields import MultiCheckboxField, offered
from forms.sentences import Form
from workflows import SHANGHAI

FEN = 100
LARGEST_YUAN = 10**9
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
Figure = int | float | Decimal
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Limits:
    """What the type of a field allows, whoever sends it."""

    longest: int | None = None
    least: Figure | None = None
    most: Figure | None = None


# what a field of the form library holds: its kind says what
Typed: TypeAlias = Any


@dataclass(frozen=True)
class Control:
    """What every control has: `required` is said when it is empty, `called` is its name where not the field's."""

    kind: ClassVar[type[Field]] = StringField
    label: str
    required: str = ""
    _: KW_ONLY
    help: str = ""
    called: str = ""

    def field(self, limits: Limits) -> Field:
        """Make the field of a form."""
        return self.kind(lazy_gettext(self.label), self.checks(limits), description=_said(self.help), **self.options())

    def checks(self, _limits: Limits) -> list[object]:
        """List the validators; the type's limits hold on the page too."""
        return [InputRequired(lazy_gettext(self.required))] if self.required else []

    def options(self) -> dict[str, object]:
        """Give what this kind of field takes besides."""
        return {}

    def read(self, typed: Typed) -> object:
        """Give what was typed as the body of the action holds it; None where it says nothing."""
        return typed


@dataclass(frozen=True)
class Line(Control):
    """A line of text; `longest` where the page allows less than the type."""

    _: KW_ONLY
    longest: int | None = None

    def checks(self, limits: Limits) -> list[object]:
        """List the validators."""
        longest = self.longest or limits.longest
        # blanks and characters nobody sees are no text
        needed = [DataRequired(lazy_gettext(self.required))] if self.required else []
        return [*needed, *([Length(max=longest)] if longest else [])]

    def read(self, typed: Typed) -> object:
        """Give the text without the blanks around it."""
        return typed.strip() if typed else typed


@dataclass(frozen=True)
class Area(Line):
    """Text of several lines; `kept` in the browser until it is sent."""

    kind = TextAreaField
    _: KW_ONLY
    rows: int = 4
    kept: bool = True

    def options(self) -> dict[str, object]:
        """Give its height and whether the browser keeps it."""
        return {"render_kw": {"rows": self.rows, **({"data-keep": ""} if self.kept else {})}}

    def read(self, typed: Typed) -> object:
        """Give the text as it was typed."""
        return typed


@dataclass(frozen=True)
class Names(Area):
    """A list of names, one a line."""

    def checks(self, _limits: Limits) -> list[object]:
        """List the validators; the type's limits count names, not letters."""
        return Control.checks(self, Limits())

    def read(self, typed: Typed) -> list[str]:
        """Give the names."""
        return [line.strip() for line in (typed or "").splitlines() if line.strip()]


@dataclass(frozen=True)
class Pick(Control):
    """One of a list; `choices` are (value, msgid), or offered from the case.

    `is_closed` refuses what is not offered; `means` gives the value of a choice where it is not the choice itself.
    """

    kind = SelectField
    _: KW_ONLY
    choices: Choices = ()
    coerce: Callable[[Typed], Typed] = str
    is_closed: bool = True
    means: Callable[[Typed], Typed] | None = None

    def options(self) -> dict[str, object]:
        """Give its choices."""
        choices = offered((value, lazy_gettext(label)) for value, label in self.choices)
        return {"choices": choices, "coerce": self.coerce, "validate_choice": self.is_closed}

    def read(self, typed: Typed) -> object:
        """Give what the choice means."""
        return self.means(typed) if self.means and typed is not None else typed


@dataclass(frozen=True)
class OneOf(Pick):
    """One of a few, all shown; `default` is chosen at first."""

    kind = RadioField
    _: KW_ONLY
    default: str | None = None

    def options(self) -> dict[str, object]:
        """Give its choices and which is chosen at first."""
        return {**super().options(), "default": self.default}


@dataclass(frozen=True)
class Ticks(Control):
    """Any of a few; the choices are offered from the case."""

    kind = MultiCheckboxField

    def options(self) -> dict[str, object]:
        """Take what was ticked; the service knows what may be."""
        return {"validate_choice": False}


@dataclass(frozen=True)
class Tick(Control):
    """Yes, or not said."""

    kind = BooleanField


@dataclass(frozen=True)
class Whole(Control):
    """A whole number; `least` and `most` where the page allows less than the type."""

    kind = IntegerField
    _: KW_ONLY
    least: Figure | None = None
    most: Figure | None = None

    def checks(self, limits: Limits) -> list[object]:
        """List the validators."""
        least = limits.least if self.least is None else self.least
        most = limits.most if self.most is None else self.most
        is_bounded = least is not None or most is not None
        first = super().checks(limits) or [Optional()]
        return [*first, NumberRange(min=least, max=most)] if is_bounded else first


@dataclass(frozen=True)
class Measure(Whole):
    """A number that may have decimals."""

    kind = DecimalField


@dataclass(frozen=True)
class Yuan(Measure):
    """An amount of money, typed in yuan and held in whole fen."""

    def checks(self, _limits: Limits) -> list[object]:
        """List the validators; the type's limits count fen."""
        return super().checks(Limits(least=Decimal("0.01"), most=LARGEST_YUAN))

    def options(self) -> dict[str, object]:
        """Show fen."""
        return {"places": 2}

    def read(self, typed: Typed) -> int:
        """Give the amount in fen."""
        return int((typed * FEN).to_integral_value())


@dataclass(frozen=True)
class Day(Control):
    """A day of the calendar."""

    kind = DateField

    def checks(self, limits: Limits) -> list[object]:
        """List the validators."""
        return super().checks(limits) or [Optional()]


@dataclass(frozen=True)
class Moment(Day):
    """A day and a time of the office's clock."""

    kind = DateTimeLocalField

    def options(self) -> dict[str, object]:
        """Give the spellings browsers send."""
        return {"format": MOMENT}

    def read(self, typed: datetime | None) -> datetime | None:
        """Give the moment in the office's zone."""
        return typed.replace(tzinfo=SHANGHAI) if typed else None


@dataclass(frozen=True)
class Several:
    """One field asked for in several controls; `read` makes it of what they hold, by name, None included."""

    controls: Mapping[str, Control]
    read: Callable[[Mapping[str, object]], object]


def make_form(name: str, fields: Mapping[str, tuple[Control, Limits]]) -> type[Form]:
    """Make a form of controls, in their order."""
    return type(name, (Form,), {key: control.field(limits) for key, (control, limits) in fields.items()})


def _said(msgid: str) -> str:
    return lazy_gettext(msgid) if msgid else ""
