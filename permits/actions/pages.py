"""The form of a body: a control for each declared field, and typed values as fields of the body."""

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from wtforms import Form

from forms.controls import Added, Control, Limits, Several, make_form
from permits.actions.fields import COMMON, ApiOnly, Bespoke, Shape
from permits.models.base import JsonObject

Asked = Control | Several | Added | ApiOnly | Bespoke


def asked(body: type[Shape]) -> dict[str, Asked]:
    """Return for each field of a body how a form asks for it.

    Raises:
        TypeError: a field does not declare it, or declares it twice.
    """
    found: dict[str, Asked] = {}
    for name, info in body.model_fields.items():
        if name in COMMON:
            continue
        marks = [one for one in info.metadata if isinstance(one, Asked)]
        if len(marks) != 1:
            raise TypeError(f"{body.__name__}.{name} names {len(marks)} ways to be asked for; one is needed")
        found[name] = marks[0]
    return found


def form_of_body(body: type[Shape], beside: Mapping[str, Control] | None = None) -> type[Form]:
    """Build the form of a body, with the controls a page wants `beside` it."""
    fields: dict[str, tuple[Control, Limits]] = {}
    for name, one in asked(body).items():
        fields |= {key: (control, _limits(body.model_fields[name])) for key, control in _controls(name, one)}
    fields |= {name: (control, Limits()) for name, control in (beside or {}).items()}
    return make_form(f"{body.__name__}Form", fields)


def typed(body: type[Shape], form: Form) -> JsonObject:
    """Return the typed values as fields of the body, without empty fields and fields not asked for."""
    found: dict[str, object] = {}
    for name, one in asked(body).items():
        controls = form.added.items() if isinstance(one, Added) else _controls(name, one)
        read = {key: control.read(form[key].data) for key, control in controls if key in form}
        value = one.read(read) if isinstance(one, Several | Added) else next(iter(read.values()), None)
        if value is not None:
            found[name] = value
    return found


def _controls(name: str, one: Asked) -> Iterator[tuple[str, Control]]:
    if isinstance(one, Several):
        yield from one.controls.items()
    elif isinstance(one, Control):
        yield one.called or name, one


def _limits(info: FieldInfo) -> Limits:
    """Return the limits that a field's type declares."""
    found = {
        name: getattr(one, word)
        for one in _marks(info.annotation, info.metadata)
        for word, name in (("max_length", "longest"), ("ge", "least"), ("le", "most"))
        if getattr(one, word, None) is not None
    }
    return Limits(**found)


def _marks(kind: Any, marks: typing.Iterable[Any]) -> Iterator[Any]:
    """Yield the annotations of a type, or of the members of a union."""
    for one in marks:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        for inside in typing.get_args(kind):
            yield from _marks(inside, ())
    elif typing.get_origin(kind) is typing.Annotated:
        inner, *noted = typing.get_args(kind)
        yield from _marks(inner, noted)
