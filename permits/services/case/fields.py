"""The fields of the form by path (`site.address`, `answers.period.to`): their names and differences."""

from collections.abc import Iterator, Mapping

from workflows import Bundle, Question, Text, form_fields


def fields_of(bundle: Bundle) -> dict[str, Text]:
    """List the fields of a bundle's form that a notice may flag."""
    named = {field.path: field.name for field in form_fields(bundle).values() if field.is_asked}
    return {**named, **dict(_answers(bundle.questions, "answers"))}


def _answers(questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, Text]]:
    """Yield the paths of the questions; a list is one field because its rows have no names."""
    for question in questions:
        path = f"{prefix}.{question.key}"
        yield path, question.label
        if question.kind in {"group", "period"}:
            for inner, label in _answers(question.fields, path):
                yield inner, Text(f"{question.label.zh}：{label.zh}", f"{question.label.en} {label.en}")


def is_under(path: str, fields: frozenset[str]) -> bool:
    """Return whether a path is one of the fields or lies below one."""
    return any(path == field or path.startswith(f"{field}.") for field in fields)


def differences(
    before: Mapping[str, object], after: Mapping[str, object], prefix: str = ""
) -> dict[str, tuple[object, object]]:
    """Return the differences between two forms by path, as (before, after); lists are compared whole."""
    found: dict[str, tuple[object, object]] = {}
    for key in sorted({*before, *after}):
        path, old, new = f"{prefix}{key}", before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found |= differences(old, new, f"{path}.")
        elif old != new:
            found[path] = (old, new)
    return found
