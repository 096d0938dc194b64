"""Read questions, and the facts derived from their answers, from a bundle."""

from collections.abc import Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import cast, get_args

from workflows.definition.bundle import (
    Fact,
    RowTake,
)
from workflows.definition.expressions import NO_DAY, FactValue
from workflows.definition.questions import Option, Question, QuestionKind, Required, Shown, Text
from workflows.definition.reading.parts import Names, condition
from workflows.definition.tables import MISSING, Table
from workflows.errors import N_

NO_QUESTION = Question("", "text", Text("", ""))


def question(table: Table) -> Question:
    """Read one question with all below it.

    Raises:
        BundleError: it is malformed.
    """
    found = Question(
        key=table.take("key", str),
        kind=cast("QuestionKind", table.one_of("kind", get_args(QuestionKind))),
        label=table.text("label"),
        number=table.get("number", str, ""),
        help=table.optional_text("help"),
        law=table.optional_text("law"),
        unit=table.optional_text("unit"),
        required=cast("Required", table.one_of("required", ("", "screening", "submission"), "")),
        minimum=table.get("minimum", float, None),
        maximum=table.get("maximum", float, None),
        options=tuple(_option(row) for row in table.tables("options")),
        fields=tuple(question(row) for row in table.tables("fields")),
        shown_when=tuple(_shown(row) for row in table.tables("shown_when")),
        switch=table.get("switch", str, ""),
    )
    table.close()
    if found.kind in {"choice", "choices"} and not found.options:
        table.refuse(MISSING, name="options")
    if found.kind in {"group", "list", "period"} and not found.fields:
        table.refuse(MISSING, name="fields")
    return found


def fact(name: str, table: Table, questions: Sequence[Question], switch_names: Names) -> Fact:
    """Read the source of one fact in the answers.

    Raises:
        BundleError: it is malformed, or names an unknown question.
    """
    if "project" in table:
        default, values = table.take("default", str), table.words("has")
        found = Fact(name, "project", (table.take("project", str),), default, values=values)
    elif "given" in table:
        found = Fact(name, "given", _asked(table, "given", questions)[0], default=False)
    elif "has" in table:
        found = Fact(name, "has", _asked(table, "from", questions)[0], default=False, values=table.words("has"))
    else:
        found = _row_fact(name, table, questions, switch_names) or _value_fact(name, table, questions)
    table.close()
    return found


def _asked(table: Table, key: str, questions: Sequence[Question]) -> tuple[tuple[str, ...], Question]:
    path = tuple(table.take(key, str).split("."))
    found, level = NO_QUESTION, questions
    for step in path:
        found = next((one for one in level if one.key == step), NO_QUESTION)
        level = found.fields
    if found is NO_QUESTION and table.holds(key, str):
        _refuse_name(table, ".".join(path), questions)
    return path, found


def _refuse_name(table: Table, name: str, questions: Sequence[Question]) -> None:
    if close := get_close_matches(name, paths_of(questions), n=1):
        table.refuse(
            N_("%(place)s: no question is called %(name)s; did you mean %(close)s?"), name=name, close=close[0]
        )
    else:
        table.refuse(N_("%(place)s: no question is called %(name)s"), name=name)


def paths_of(questions: Sequence[Question], above: str = "") -> list[str]:
    """Return the path of every question's answer, as in `group.field`."""
    return [
        path
        for question in questions
        for path in (f"{above}{question.key}", *paths_of(question.fields, f"{above}{question.key}."))
    ]


def _nothing(question_: Question) -> FactValue:
    if question_.kind in {"number", "integer"} or (question_.options and isinstance(question_.options[0].value, int)):
        return 0.0
    if question_.kind in {"flag", "choices", "group", "list", "period"}:
        return False
    return NO_DAY if question_.kind == "date" else ""


def _value_fact(name: str, table: Table, questions: Sequence[Question]) -> Fact:
    path, asked = _asked(table, "from", questions)
    default = _nothing(asked)
    if asked is NO_QUESTION:
        table.get("default", object, None)  # of the kind of a question that is not there
    elif "default" in table and isinstance(default, str | float | bool):
        default = table.take("default", type(default))
    return Fact(name, "value", path, default)


def _row_fact(name: str, table: Table, questions: Sequence[Question], switch_names: Names) -> Fact | None:
    take = next((take for take in get_args(RowTake) if take in table), None)
    if take is None:
        return None
    path, asked = _asked(table, "from", questions)
    row = {one.key: _nothing(one) for one in asked.fields}
    field = "" if take == "count" else table.take(take, str)
    is_known = asked is not NO_QUESTION
    if is_known and (asked.kind != "list" or (field and not isinstance(row.get(field), float))):
        table.refuse(N_("%(place)s: %(name)s needs a list of rows with numbers"), name=take)
    if take == "count":
        table.take(take, bool)
    where = condition(table, {*row, *switch_names}, "where") if "where" in table else None
    return Fact(name, take, path, 0.0, field=field, where=where, row=MappingProxyType(row))


def _option(table: Table) -> Option:
    value = table.take("value", int) if table.holds("value", int) else table.take("value", str)
    found = Option(value, table.text("label"), table.optional_text("help"))
    table.close()
    return found


def _shown(table: Table) -> Shown:
    found = Shown(table.take("question", str), tuple(table.get("any_of", list, [])))
    table.close()
    return found
