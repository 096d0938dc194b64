"""The scope of a permit as lines of a notice or page: the bundle's questions with the answers."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypedDict

from permits.casefile import CaseFile
from permits.services.notifying.notices import day_words
from workflows import NarrowRule, Question, Text

Said = str | dict[str, str]


class ScopeLine(TypedDict):
    """One line of a scope: label and value."""

    label: dict[str, str]
    value: Said


SCOPE_OF: dict[str, tuple[str, ...]] = {
    "road-occupation": ("occupy", "excavate"),
    "road-utilities": ("utilities",),
    "green-space": ("green",),
    "trees": ("trees", "ancient_trees"),
}
YES = {"zh": "是", "en": "Yes"}
NO = {"zh": "否", "en": "No"}


def scope_lines(
    case: CaseFile, permit: str, answers: Mapping[str, object], narrower: Mapping[str, object] | None
) -> list[ScopeLine]:
    """List the scope of a permit as labels and values, and what is granted where that is less."""
    wanted = SCOPE_OF.get(permit, ())
    lines = [
        line
        for question in case.bundle.questions
        if question.key in wanted and answers.get(question.key)
        for line in answer_lines(question, answers[question.key])
    ]
    less = narrower or {}
    return lines + [_narrowed(rule, less[rule.key]) for rule in _narrows(case, permit) if rule.key in less]


def _narrows(case: CaseFile, permit: str) -> tuple[NarrowRule, ...]:
    rule = case.bundle.permits.get(permit)
    return rule.narrows if rule else ()


def _narrowed(rule: NarrowRule, value: object) -> ScopeLine:
    said = {lang: f"{value} {rule.unit.get(lang)}".strip() for lang in ("zh", "en")}
    return {"label": _words(rule.label), "value": said}


def answer_lines(question: Question, answer: object) -> Iterator[ScopeLine]:
    """Render the answer to a question, one line per field."""
    if isinstance(answer, Mapping):
        for field in question.fields:
            if answer.get(field.key) not in (None, "", [], {}):
                yield from answer_lines(field, answer[field.key])
    elif isinstance(answer, list) and question.fields:
        for row in answer:
            values = [
                line for field in question.fields if field.key in row for line in answer_lines(field, row[field.key])
            ]
            yield {
                "label": _words(question.label),
                "value": {
                    lang: comma.join(f"{_in(v['label'], lang)}{colon}{_in(v['value'], lang)}" for v in values)
                    for lang, colon, comma in (("zh", "：", "，"), ("en", ": ", ", "))
                },
            }
    else:
        yield {"label": _words(question.label), "value": _value(question, answer)}


def _value(question: Question, answer: object) -> Said:
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, list):
        parts = [_option(question, one) for one in answer]
        return {"zh": "、".join(p["zh"] for p in parts), "en": ", ".join(p["en"] for p in parts)}
    return _option(question, answer) if question.options else _plain(question, answer)


def _plain(question: Question, answer: object) -> Said:
    if question.kind == "date":
        return day_words(date.fromisoformat(str(answer)))
    if question.unit:
        return {"zh": f"{answer} {question.unit.zh}", "en": f"{answer} {question.unit.en}"}
    return str(answer)


def _option(question: Question, value: object) -> dict[str, str]:
    for option in question.options:
        if option.value == value:
            return _words(option.label)
    return {"zh": str(value), "en": str(value)}


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _in(value: object, lang: str) -> str:
    return str(value[lang]) if isinstance(value, Mapping) else str(value)
