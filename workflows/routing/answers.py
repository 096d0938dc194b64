"""The questionnaire: visible questions, validation of answers, their JSON Schema."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from workflows.definition.bundle import Bundle
from workflows.definition.facts import parse_day
from workflows.definition.questions import Question, Stage
from workflows.errors import N_, Problem

MAX_ROWS = 200
MAX_CHARACTERS = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def is_shown(question: Question, answers: Mapping[str, object]) -> bool:
    """Return whether a question is shown for the answers given so far."""
    return all(_matches(answers.get(shown.question), shown.any_of) for shown in question.shown_when)


def check_answers(bundle: Bundle, answers: object, stage: Stage = "screening") -> list[Problem]:
    """List the errors in the answers; empty means valid.

    A draft may leave anything out, a screening needs what the route depends on, a submission needs everything.
    """
    return list(_group("", answers, bundle.questions, stage))


def answers_schema(bundle: Bundle, lang: str, stage: Stage = "submission") -> dict[str, object]:
    """Build the JSON Schema (2020-12) of the answers with titles in one language."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": bundle.name.get(lang),
        **_object_schema(bundle.questions, lang, stage),
    }


def _matches(answer: object, any_of: Sequence[object]) -> bool:
    return answer in any_of if any_of else answer is not None and answer is not False


def _is_required(question: Question, stage: Stage) -> bool:
    return (question.required == "screening" and stage != "draft") or question.required == stage


def _group(path: str, value: object, questions: Sequence[Question], stage: Stage) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(path, N_("Give the answers of this group by name"))
        return
    known = {question.key for question in questions}
    for name in value:
        if name not in known:
            yield Problem(f"{path}{name}", N_("There is no question with this name"))
    for question in questions:
        yield from _one(f"{path}{question.key}", value.get(question.key), question, stage)


def _one(path: str, value: object, question: Question, stage: Stage) -> Iterator[Problem]:
    is_empty = value is None or (question.kind == "text" and isinstance(value, str) and not value.strip())
    if not is_empty:
        yield from CHECKS[question.kind](path, value, question, stage)
    elif _is_required(question, stage):
        yield Problem(path, N_("Answer this question"))


def _flag(path: str, value: object, _question: Question, _stage: Stage) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(path, N_("Answer yes or no"))


def _number(path: str, value: object, question: Question, _stage: Stage) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        yield Problem(path, N_("Enter a number"))
    elif question.kind == "integer" and value not in {float("inf"), float("-inf")} and value != int(value):
        yield Problem(path, N_("Enter a whole number"))
    elif question.minimum is not None and value < question.minimum:
        yield Problem(path, N_("Enter at least %(minimum)s"), {"minimum": f"{question.minimum:g}"})
    elif question.maximum is not None and value > question.maximum:
        yield Problem(path, N_("Enter at most %(maximum)s"), {"maximum": f"{question.maximum:.12g}"})


def _text(path: str, value: object, _question: Question, _stage: Stage) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(path, N_("Enter text"))
    elif len(value) > MAX_CHARACTERS:
        yield Problem(path, N_("Enter at most %(maximum)s characters"), {"maximum": MAX_CHARACTERS})


def _date(path: str, value: object, _question: Question, _stage: Stage) -> Iterator[Problem]:
    day = parse_day(value)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        yield Problem(path, N_("Enter a day as YYYY-MM-DD"))


def _choice(path: str, value: object, question: Question, _stage: Stage) -> Iterator[Problem]:
    offered = [option.value for option in question.options]
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value not in offered:
        yield Problem(path, N_("Choose one of the options offered"))


def _choices(path: str, value: object, question: Question, stage: Stage) -> Iterator[Problem]:
    if not isinstance(value, list | tuple):
        yield Problem(path, N_("Choose from the options offered"))
        return
    if not value and stage != "draft":
        yield Problem(path, N_("Choose at least one"))
    for index, one in enumerate(value):
        yield from _choice(f"{path}.{index}", one, question, stage)
        if one in value[:index]:
            yield Problem(f"{path}.{index}", N_("Name each option once"))


def _period(path: str, value: object, question: Question, stage: Stage) -> Iterator[Problem]:
    found = list(_group(f"{path}.", value, question.fields, stage))
    yield from found
    if found or not isinstance(value, Mapping):
        return
    first, last = parse_day(value.get("from")), parse_day(value.get("to"))
    if first and last and last < first:
        yield Problem(f"{path}.to", N_("The last day must not be before the first"))


def _subgroup(path: str, value: object, question: Question, stage: Stage) -> Iterator[Problem]:
    if isinstance(value, Mapping):
        yield from _group(f"{path}.", value, question.fields, stage)
    else:
        yield Problem(path, N_("Give the answers of this group by name"))


def _rows(path: str, value: object, question: Question, stage: Stage) -> Iterator[Problem]:
    if not isinstance(value, list | tuple):
        yield Problem(path, N_("Give a list"))
    elif len(value) > MAX_ROWS:
        yield Problem(path, N_("Enter at most %(maximum)s rows"), {"maximum": MAX_ROWS})
    else:
        for index, row in enumerate(value):
            yield from _subgroup(f"{path}.{index}", row, question, stage)


CHECKS: Mapping[str, Callable[[str, object, Question, Stage], Iterator[Problem]]] = {
    "flag": _flag,
    "number": _number,
    "integer": _number,
    "text": _text,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "period": _period,
    "group": _subgroup,
    "list": _rows,
}


def _object_schema(questions: Sequence[Question], lang: str, stage: Stage) -> dict[str, object]:
    required = [question.key for question in questions if _is_required(question, stage)]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {question.key: _schema(question, lang, stage) for question in questions},
        **({"required": required} if required else {}),
    }


def _schema(question: Question, lang: str, stage: Stage) -> dict[str, object]:
    schema = {"title": question.label.get(lang), **SCHEMAS[question.kind](question, lang, stage)}
    if question.hint:
        schema["description"] = question.hint.get(lang)
    if question.unit:
        schema["x-unit"] = question.unit.get(lang)
    if not _is_required(question, stage):
        schema["type"] = [schema["type"], "null"]
        options = schema.get("enum")
        if isinstance(options, list):
            schema["enum"] = [*options, None]
    return schema


def _number_schema(question: Question, _lang: str, _stage: Stage) -> dict[str, object]:
    bounds = {"minimum": question.minimum, "maximum": question.maximum}
    return {"type": question.kind, **{name: bound for name, bound in bounds.items() if bound is not None}}


def _choice_schema(question: Question, lang: str, _stage: Stage) -> dict[str, object]:
    values = [option.value for option in question.options]
    labels = {str(option.value): option.label.get(lang) for option in question.options}
    return {"type": "string" if isinstance(values[0], str) else "integer", "enum": values, "x-labels": labels}


def _choices_schema(question: Question, lang: str, stage: Stage) -> dict[str, object]:
    minimum = 0 if stage == "draft" else 1
    return {"type": "array", "uniqueItems": True, "minItems": minimum, "items": _choice_schema(question, lang, stage)}


def _list_schema(question: Question, lang: str, stage: Stage) -> dict[str, object]:
    return {"type": "array", "maxItems": MAX_ROWS, "items": _object_schema(question.fields, lang, stage)}


SCHEMAS: Mapping[str, Callable[[Question, str, Stage], dict[str, object]]] = {
    "flag": lambda _question, _lang, _stage: {"type": "boolean"},
    "number": _number_schema,
    "integer": _number_schema,
    "text": lambda _question, _lang, _stage: {"type": "string", "maxLength": MAX_CHARACTERS},
    "date": lambda _question, _lang, _stage: {"type": "string", "format": "date"},
    "choice": _choice_schema,
    "choices": _choices_schema,
    "period": lambda question, lang, stage: _object_schema(question.fields, lang, stage),
    "group": lambda question, lang, stage: _object_schema(question.fields, lang, stage),
    "list": _list_schema,
}
