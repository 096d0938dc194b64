"""The scope of a permit as lines of a notice or page: the bundle's questions with the answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NotRequired, TypedDict

from permits.services.notifying.notices import day_words
from workflows import Bundle, NarrowRule, Question, Text

Said = str | dict[str, str]


class ScopeLine(TypedDict):
    """One line of a scope: label and value, and what was asked where the grant is narrower."""

    label: dict[str, str]
    value: Said
    asked: NotRequired[Said]


YES = {"zh": "是", "en": "Yes"}
NO = {"zh": "否", "en": "No"}


def asked_by(bundle: Bundle, permit: str) -> tuple[str, ...]:
    """Return the questions a permit is about; none for one that the bundle does not have."""
    return bundle.permits[permit].answers if permit in bundle.permits else ()


def scope_lines(
    bundle: Bundle, permit: str, answers: Mapping[str, object], narrower: Mapping[str, object] | None
) -> list[ScopeLine]:
    """List the scope of a permit as labels and values; where less is granted, each value beside what was asked."""
    lines = [line for question in _questions(bundle, permit, answers) for line in _lines(question, answers)]
    if not narrower:
        return [line for _path, line in lines]
    rules = [one for one in bundle.permits[permit].narrows if one.key in narrower] if permit in bundle.permits else []
    cut = {path: rule for rule in rules for path in _cut(rule, [path for path, _line in lines])}
    beside = [_asked(line, cut.get(path), narrower) for path, line in lines]
    placed = {rule.key for rule in cut.values()}
    return beside + [_narrowed(rule, narrower[rule.key]) for rule in rules if rule.key not in placed]


def printed_conditions(conditions: Iterable[Mapping[str, object]]) -> list[dict[str, str]]:
    """Return the conditions of a grant as papers and pages say them, each with its law if one requires it."""
    return [{name: str(one[name]) for name in ("text", "law") if one.get(name)} for one in conditions]


def _questions(bundle: Bundle, permit: str, answers: Mapping[str, object]) -> list[Question]:
    wanted = asked_by(bundle, permit)
    return [one for one in bundle.questions if one.key in wanted and answers.get(one.key)]


def _lines(question: Question, answers: Mapping[str, object]) -> Iterator[tuple[str, ScopeLine]]:
    """Yield the lines of an answer, each with the path of the field it is about."""
    answer = answers[question.key]
    if isinstance(answer, Mapping):
        given = (one for one in question.fields if answer.get(one.key) not in (None, "", [], {}))
        for field in given:
            yield from ((f"{question.key}.{field.key}", line) for line in answer_lines(field, answer[field.key]))
    else:
        yield from ((question.key, line) for line in answer_lines(question, answer))


def _cut(rule: NarrowRule, paths: Sequence[str]) -> list[str]:
    """Return the path of the line whose value a rule cuts down, if it stands among the lines."""
    return [path for path in rule.asked if path in paths][:1]


def _asked(line: ScopeLine, rule: NarrowRule | None, narrower: Mapping[str, object]) -> ScopeLine:
    value = _narrowed(rule, narrower[rule.key])["value"] if rule else line["value"]
    return {"label": line["label"], "asked": line["value"], "value": value}


def _narrowed(rule: NarrowRule, value: object) -> ScopeLine:
    if rule.kind == "day":
        return {"label": _words(rule.label), "value": day_words(date.fromisoformat(str(value)))}
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
