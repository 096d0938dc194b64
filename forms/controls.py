"""Controls: one field of a page declared as data, from which a WTForms field is built. Sentences are msgids."""

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
    """What the type of a field allows, from pages and API alike."""

    longest: int | None = None
    least: Figure | None = None
    most: Figure | None = None


# the value of a WTForms field; its type depends on the field
Typed: TypeAlias = Any


@dataclass(frozen=True)
class Control:
    """Common to controls: `required` is the error when empty, `called` the name where it differs from the field's."""

    kind: ClassVar[type[Field]] = StringField
    label: str
    required: str = ""
    _: KW_ONLY
    help: str = ""
    called: str = ""

    def field(self, limits: Limits) -> Field:
        """Build the form field."""
        return self.kind(lazy_gettext(self.label), self.checks(limits), description=_said(self.help), **self.options())

    def checks(self, _limits: Limits) -> list[object]:
        """List the validators, including the type's limits."""
        return [InputRequired(lazy_gettext(self.required))] if self.required else []

    def options(self) -> dict[str, object]:
        """Return further arguments of the field's constructor."""
        return {}

    def read(self, typed: Typed) -> object:
        """Return the input as the action's body expects it; None when empty."""
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
        """Return the text, stripped."""
        return typed.strip() if typed else typed


@dataclass(frozen=True)
class Area(Line):
    """Text of several lines."""

    kind = TextAreaField
    _: KW_ONLY
    rows: int = 4

    def options(self) -> dict[str, object]:
        """Return its height."""
        return {"render_kw": {"rows": self.rows}}

    def read(self, typed: Typed) -> object:
        """Return the text unchanged."""
        return typed


@dataclass(frozen=True)
class Names(Area):
    """A list of names, one per line."""

    def checks(self, _limits: Limits) -> list[object]:
        """List the validators; the type's limits count names, not letters."""
        return Control.checks(self, Limits())

    def read(self, typed: Typed) -> list[str]:
        """Return the names."""
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
        """Return its choices."""
        choices = offered((value, lazy_gettext(label)) for value, label in self.choices)
        return {"choices": choices, "coerce": self.coerce, "validate_choice": self.is_closed}

    def read(self, typed: Typed) -> object:
        """Return the value of the choice."""
        return self.means(typed) if self.means and typed is not None else typed


@dataclass(frozen=True)
class OneOf(Pick):
    """One of a few options, all shown; `default` is preselected."""

    kind = RadioField
    _: KW_ONLY
    default: str | None = None

    def options(self) -> dict[str, object]:
        """Return its choices and the preselected one."""
        return {**super().options(), "default": self.default}


@dataclass(frozen=True)
class Ticks(Control):
    """Any of a few options; the choices are offered from the case."""

    kind = MultiCheckboxField

    def options(self) -> dict[str, object]:
        """Accept any ticked value; the service validates it."""
        return {"validate_choice": False}


@dataclass(frozen=True)
class Tick(Control):
    """Yes, or no answer."""

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
        """Return the amount in fen."""
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
    """A day and time of the office's clock."""

    kind = DateTimeLocalField

    def options(self) -> dict[str, object]:
        """Return the formats browsers send."""
        return {"format": MOMENT}

    def read(self, typed: datetime | None) -> datetime | None:
        """Return the moment in the office's zone."""
        return typed.replace(tzinfo=SHANGHAI) if typed else None


@dataclass(frozen=True)
class Several:
    """One field in several controls; `read` builds its value from theirs, by name, None included."""

    controls: Mapping[str, Control]
    read: Callable[[Mapping[str, object]], object]


@dataclass(frozen=True)
class Added:
    """One field in controls that its page adds from the case; `read` builds its value from theirs, by name."""

    read: Callable[[Mapping[str, object]], object]


def add_controls(form: Form, controls: Mapping[str, Control], *, before: str = "") -> None:
    """Add controls to a form, before another one or at its end."""
    form.place({key: control.field(Limits()) for key, control in controls.items()}, before=before)
    form.added = controls


def make_form(name: str, fields: Mapping[str, tuple[Control, Limits]]) -> type[Form]:
    """Build a form from controls, in their order."""
    return type(name, (Form,), {key: control.field(limits) for key, (control, limits) in fields.items()})


def _said(msgid: str) -> str:
    return lazy_gettext(msgid) if msgid else ""
