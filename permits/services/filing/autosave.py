"""Keep a draft while it is typed: everything that can be kept, and what was left out."""

from collections.abc import Mapping, Sequence

from permits.casefile import ActContext, CaseFile
from permits.errors import Invalid
from permits.services.case.parties import Problem
from permits.services.filing.applications import checked_change, open_draft, replace_form


def autosave(
    context: ActContext,
    application_id: int,
    changes: Mapping[str, Mapping[str, object]],
    *,
    expected_version: int | None = None,
) -> tuple[int, list[Problem]]:
    """Keep what of a draft's parts can be kept while it is typed; returns its version and what was left out.

    Raises:
        NotFound, Forbidden, Conflict: as `open_draft`.
        Invalid: nothing of it can be kept.
    """
    case = open_draft(context, application_id, expected_version)
    problems: list[Problem] = []
    try:
        checked = checked_change(case, changes)
    except Invalid as refusal:
        problems = list(refusal.problems)
        changes = _without(case, changes, [path for path, _, _ in problems])
        checked = checked_change(case, changes)
    if {**checked.parts, "title": checked.title} != _as_kept(case):
        replace_form(case, changes, checked)
    return case.app.version, problems


def _as_kept(case: CaseFile) -> dict[str, object]:
    return {**case.form.parts, "answers": case.form.answers, "title": case.app.title}


def _without(
    case: CaseFile, changes: Mapping[str, Mapping[str, object]], paths: Sequence[str]
) -> dict[str, dict[str, object]]:
    """Take faulty fields out of the changes, the last rows of a list first; a party's field keeps what was stored."""
    left = {part: dict(fields) for part, fields in changes.items()}
    for path in reversed(paths):
        part, _, inner = path.partition(".")
        if part in left:
            kept = left[part] = taken_out(left[part], inner.split("."))
            stored = case.form.parts.get(part, {})
            if inner in stored:
                kept[inner] = stored[inner]
    return left


def taken_out(values: Mapping[str, object], steps: Sequence[str]) -> dict[str, object]:
    """Return values without the one at a path of keys and places in lists; a wrong path takes nothing."""
    key, *rest = steps
    found = dict(values)
    inner = found.get(key)
    if not rest:
        found.pop(key, None)
    elif isinstance(inner, Mapping):
        found[key] = taken_out(inner, rest)
    elif isinstance(inner, list) and rest[0].isdecimal() and int(rest[0]) < len(inner):
        place = int(rest[0])
        row = inner[place]
        kept = [taken_out(row, rest[1:])] if len(rest) > 1 and isinstance(row, Mapping) else []
        found[key] = [*inner[:place], *kept, *inner[place + 1 :]]
    return found
