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
        {
            "label": _label(bundle, f"{part}.{key}", questions.get(f"{part}.{key}")),
            "before": value_in_words(bundle, f"{part}.{key}", before.get(part, {}).get(key)),
            "after": value_in_words(bundle, f"{part}.{key}", value),
        }
        for part, fields in after.items()
        for key, value in fields.items()
    ]


def _label(bundle: Bundle, path: str, question: Question | None) -> Words:
    if question:
        return words(question.label)
    field = form_fields(bundle).get(path)
    return words(field.name) if field else dict.fromkeys(("zh", "en"), path.partition(".")[2])
