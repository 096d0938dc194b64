"""The differences between two versions of a form, as lines of a notice or page: label, before, after."""

from collections.abc import Mapping
from typing import TypedDict

from permits.services.case.worded import Said, Words, value_in_words
from permits.services.notifying.notices import words
from workflows import Bundle, Question, form_fields


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
        _line(f"{part}.{key}", questions.get(f"{part}.{key}"), bundle, before.get(part, {}).get(key), value)
        for part, fields in after.items()
        for key, value in fields.items()
    ]


def _line(path: str, question: Question | None, bundle: Bundle, old: object, new: object) -> ChangeLine:
    before, after = (value_in_words(bundle, path, value) for value in (old, new))
    if question:
        return {"label": words(question.label), "before": before, "after": after}
    field = form_fields().get(path)
    label = words(field.name) if field else dict.fromkeys(("zh", "en"), path.partition(".")[2])
    return {"label": label, "before": before, "after": after}
