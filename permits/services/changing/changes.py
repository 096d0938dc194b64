"""The differences between two versions of a form, as lines of a notice or page: label, before, after."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from forms.part_fields import worded
from permits.services.case.scope import answer_lines
from permits.services.notifying.notices import words
from workflows import Bundle, FormField, Question, form_fields

NOTHING = {"zh": "（无）", "en": "(none)"}
Words = dict[str, str]
Said = str | Words


class ChangeLine(TypedDict):
    """One field that differs."""

    label: Words
    before: Said
    after: Said


def change_lines(
    bundle: Bundle, before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> list[ChangeLine]:
    """List the fields that differ, with identity numbers masked and the labels of the bundle's questions."""
    questions = {f"answers.{question.key}": question for question in bundle.questions}
    return [
        _line(f"{part}.{key}", questions.get(f"{part}.{key}"), before.get(part, {}).get(key), value)
        for part, fields in after.items()
        for key, value in fields.items()
    ]


def _line(path: str, question: Question | None, old: object, new: object) -> ChangeLine:
    if question:
        return {"label": words(question.label), "before": _answer(question, old), "after": _answer(question, new)}
    field = form_fields().get(path)
    label = words(field.name) if field else dict.fromkeys(("zh", "en"), path.partition(".")[2])
    return {"label": label, "before": _field(field, old), "after": _field(field, new)}


def _field(field: FormField | None, value: object) -> Said:
    said = worded(field, value)
    if not said.zh:
        return NOTHING
    return said.zh if said.zh == said.en else words(said)


def _answer(question: Question, value: object) -> Said:
    if value in (None, "", {}, []):
        return NOTHING
    lines = list(answer_lines(question, value))
    if len(lines) == 1 and not isinstance(value, Mapping):
        said: Said = lines[0]["value"]
        return said
    is_named = not isinstance(value, list)
    return {lang: _joined(lines, lang, is_named=is_named) for lang in ("zh", "en")}


def _joined(lines: Sequence[Mapping[str, object]], lang: str, *, is_named: bool) -> str:
    comma = "；" if lang == "zh" else "; "
    said = ((_in(line["label"], lang), _in(line["value"], lang)) for line in lines)
    return comma.join(f"{label} {value}" if is_named else value for label, value in said)


def _in(value: object, lang: str) -> str:
    return str(value[lang]) if isinstance(value, Mapping) else str(value)
