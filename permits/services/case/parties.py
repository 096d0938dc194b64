"""Checking who applies and for what: applicant, agent, project, site."""

from collections.abc import Mapping
from typing import Any

from forms.identity import check_phone, check_resident_id, check_uscc
from workflows import N_

Problem = tuple[str, str, Mapping[str, Any]]

ALLOWED: dict[str, frozenset[str]] = {
    "applicant": frozenset({"kind", "name", "uscc", "resident_id", "phone", "address"}),
    "agent": frozenset({"name", "resident_id", "phone", "email"}),
    "project": frozenset({"name", "code", "type"}),
    "site": frozenset({"road", "address", "geometry"}),
}
CHOICES: dict[str, frozenset[str]] = {
    "applicant.kind": frozenset({"company", "person"}),
    "project.type": frozenset({"private", "infrastructure", "provincial_key", "national_key"}),
}
LONGEST = 300


def checked_parties(
    applicant: Mapping[str, Any], agent: Mapping[str, Any], project: Mapping[str, Any], site: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
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
    return trimmed, _identities(trimmed["applicant"], trimmed["agent"])


def _shape(name: str, part: Mapping[str, Any]) -> list[Problem]:
    problems: list[Problem] = [
        (f"{name}.{key}", N_("This field is not known here"), {}) for key in part if key not in ALLOWED[name]
    ]
    for key, value in part.items():
        path = f"{name}.{key}"
        if key == "geometry" or value is None or path in {p for p, _, _ in problems}:
            continue
        if not isinstance(value, str):
            problems.append((path, N_("Write this as text"), {}))
        elif len(value) > LONGEST:
            problems.append((path, N_("At most %(count)s characters"), {"count": LONGEST}))
        elif value and path in CHOICES and value not in CHOICES[path]:
            problems.append((path, N_("Choose one of: %(choices)s"), {"choices": ", ".join(sorted(CHOICES[path]))}))
    return problems


def _identities(applicant: Mapping[str, str], agent: Mapping[str, str]) -> list[Problem]:
    checks = (
        ("applicant.uscc", check_uscc, applicant.get("uscc")),
        ("applicant.resident_id", check_resident_id, applicant.get("resident_id")),
        ("applicant.phone", check_phone, applicant.get("phone")),
        ("agent.resident_id", check_resident_id, agent.get("resident_id")),
        ("agent.phone", check_phone, agent.get("phone")),
    )
    return [
        (path, found.message, found.params)
        for path, check, value in checks
        if value
        for found in check(value)
        if not found.is_warning
    ]


def warnings_about(applicant: Mapping[str, Any]) -> list[Problem]:
    """List what the counter should look at twice without having to refuse."""
    uscc = applicant.get("uscc")
    found = check_uscc(uscc) if uscc else []
    return [("applicant.uscc", one.message, one.params) for one in found if one.is_warning]
