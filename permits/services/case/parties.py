"""Checking who applies and for what: applicant, agent, project, site, each field as it is declared."""

from collections.abc import Iterator, Mapping

from forms.part_fields import findings, shape_faults
from workflows import N_, form_fields

Problem = tuple[str, str, Mapping[str, object]]
Part = Mapping[str, object]


def checked_parties(
    applicant: Part, agent: Part, project: Part, site: Part
) -> tuple[dict[str, dict[str, object]], list[Problem]]:
    """Check four parts of a form; returns them trimmed, and what is wrong with them.

    An empty field is no fault here: a draft may be incomplete; `submit` says what is missing. A credit code whose check
    character does not fit is kept (some genuine ones fail); the counter sees the warning.
    """
    parts = {"applicant": applicant, "agent": agent, "project": project, "site": site}
    problems = [problem for name, part in parts.items() for problem in _shape(name, part)]
    if problems:
        return {}, problems
    trimmed = {
        name: {k: v.strip() if isinstance(v, str) else v for k, v in part.items() if v not in (None, "")}
        for name, part in parts.items()
    }
    return trimmed, list(_findings(trimmed, warnings=False))


def missing_fields(parts: Mapping[str, Part]) -> list[Problem]:
    """List the fields a submission lacks."""
    return [
        (field.path, field.required, {})
        for field in form_fields().values()
        if field.required and not parts[field.part].get(field.key)
    ]


def warnings_about(parts: Mapping[str, Part]) -> list[Problem]:
    """List what the counter should look at twice without having to refuse."""
    return list(_findings(parts, warnings=True))


def _shape(name: str, part: Part) -> Iterator[Problem]:
    fields = form_fields()
    for key, value in part.items():
        path = f"{name}.{key}"
        if path not in fields:
            yield path, N_("This field is not known here"), {}
            continue
        yield from ((path, found.message, found.params) for found in shape_faults(fields[path], value))


def _findings(parts: Mapping[str, Part], *, warnings: bool) -> Iterator[Problem]:
    for path, field in form_fields().items():
        for found in findings(field, parts.get(field.part, {}).get(field.key)):
            if found.is_warning is warnings:
                yield path, found.message, found.params
