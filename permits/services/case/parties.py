"""Checking who applies and for what: applicant, agent, project, site, each field as it is declared."""

from collections.abc import Iterator, Mapping
from datetime import date

from forms.part_fields import canonical, findings, shape_faults
from permits.casefile.bans import identity_of
from permits.documents.glyphs import undrawable
from workflows import IDENTIFY, N_, Bundle, FormField, form_fields

Problem = tuple[str, str, Mapping[str, object]]
Part = Mapping[str, object]


def checked_parts(
    bundle: Bundle, parts: Mapping[str, Part], *, on: date
) -> tuple[dict[str, dict[str, object]], list[Problem]]:
    """Check the parts of a form on a day; returns them in canonical form, and what is wrong with them.

    An empty field is no fault here: a draft may be incomplete; `submit` says what is missing. A credit code whose check
    character does not fit is kept (some genuine ones fail); the counter sees the warning.
    """
    fields = form_fields(bundle)
    problems = [problem for name, part in parts.items() for problem in _shape(fields, name, part)]
    if problems:
        return {}, problems
    kept = {name: _of_its_kind(fields, name, canonical(name, part)) for name, part in parts.items()}
    return kept, list(_findings(kept, warnings=False, on=on))


def _of_its_kind(fields: Mapping[str, FormField], name: str, part: dict[str, object]) -> dict[str, object]:
    """Leave out what is asked of another kind of applicant only: the page hides it, and nobody would see it again."""
    kind = part.get("kind")
    foreign = {key for key in part if kind and fields[f"{name}.{key}"].only not in {"", kind}}
    return {key: value for key, value in part.items() if key not in foreign}


def missing_fields(bundle: Bundle, parts: Mapping[str, Part]) -> list[Problem]:
    """List the fields a submission lacks; the number that says who applies is one of them."""
    lacking: list[Problem] = [
        (field.path, field.required, {"name": field.name})
        for field in form_fields(bundle).values()
        if field.required and not parts[field.part].get(field.key)
    ]
    return lacking if identity_of(parts["applicant"]) else [*lacking, *lacking_identity(parts["applicant"])]


def lacking_identity(applicant: Part) -> list[Problem]:
    """Name the field of the number that would say who applies."""
    return [("applicant.resident_id" if applicant.get("kind") == "person" else "applicant.uscc", IDENTIFY, {})]


def warnings_about(bundle: Bundle, parts: Mapping[str, Part]) -> list[Problem]:
    """List what the counter should look at twice without having to refuse."""
    return [*_findings(parts, warnings=True), *_undrawable(bundle, parts)]


def _undrawable(bundle: Bundle, parts: Mapping[str, Part]) -> Iterator[Problem]:
    """Name the characters of names and places that no font of the office has: papers show their code points."""
    for path, field in form_fields(bundle).items():
        value = parts.get(field.part, {}).get(field.key)
        if isinstance(value, str) and (unknown := undrawable(value)):
            yield (
                path,
                N_("Documents show «%(characters)s» as code points only: no font here has them"),
                {"characters": unknown},
            )


def _shape(fields: Mapping[str, FormField], name: str, part: Part) -> Iterator[Problem]:
    for key, value in part.items():
        path = f"{name}.{key}"
        if path not in fields:
            yield path, N_("This field is not known here"), {}
            continue
        yield from ((path, found.message, found.params) for found in shape_faults(fields[path], value))


def _findings(parts: Mapping[str, Part], *, warnings: bool, on: date | None = None) -> Iterator[Problem]:
    for path, field in form_fields().items():
        for found in findings(field, parts.get(field.part, {}), on):
            if found.is_warning is warnings:
                yield path, found.message, found.params
