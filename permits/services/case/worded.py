"""Fields of the form and their values in words, in both languages, as notices and pages of changes show them."""

from collections.abc import Mapping, Sequence

from forms.part_fields import worded
from permits.services.case.scope import answer_lines
from permits.services.notifying.notices import words
from workflows import Bundle, FormField, Question, form_fields

NOTHING = {"zh": "（无）", "en": "(none)"}
Words = dict[str, str]
Said = str | Words


def value_in_words(bundle: Bundle, path: str, value: object) -> Said:
    """Word the value of a field by its path, with identity numbers masked."""
    question = question_at(bundle.questions, path.removeprefix("answers."))
    if question and path.startswith("answers."):
        return _answer(question, value)
    return _field(form_fields(bundle).get(path), value)


def answers_in_words(bundle: Bundle, answers: Mapping[str, object]) -> list[dict[str, Said]]:
    """Word every answer given, in the order of the questions: label and value."""
    given = (one for one in bundle.questions if one.key in answers)
    return [
        {"label": words(one.label), "value": value_in_words(bundle, f"answers.{one.key}", answers[one.key])}
        for one in given
    ]


def question_at(questions: Sequence[Question], path: str) -> Question | None:
    """Find a question by the path of its answer (`period.to`)."""
    key, _, inner = path.partition(".")
    found = next((one for one in questions if one.key == key), None)
    return question_at(found.fields, inner) if found and inner else found


def value_at(parts: Mapping[str, object], path: str) -> object:
    """Return the value of a field by its path; None where nothing is given."""
    key, _, inner = path.partition(".")
    value = parts.get(key)
    return value_at(value if isinstance(value, Mapping) else {}, inner) if inner else value


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
