"""The fields of the form by their paths (`site.road`, `answers.occupy.days`): their names, and what differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows import Bundle, Question, Text

PARTY_FIELDS: Mapping[str, Text] = {
    "applicant.kind": Text("申请人类型", "Kind of applicant"),
    "applicant.name": Text("申请人名称", "Name of the applicant"),
    "applicant.uscc": Text("统一社会信用代码", "Unified social credit code"),
    "applicant.resident_id": Text("申请人居民身份证号码", "Identity number of the applicant"),
    "applicant.phone": Text("申请人电话", "Telephone of the applicant"),
    "applicant.address": Text("申请人地址", "Address of the applicant"),
    "agent.name": Text("经办人姓名", "Name of the agent"),
    "agent.resident_id": Text("经办人居民身份证号码", "Identity number of the agent"),
    "agent.phone": Text("经办人电话", "Telephone of the agent"),
    "agent.email": Text("经办人电子邮箱", "E-mail of the agent"),
    "project.name": Text("项目名称", "Name of the project"),
    "project.code": Text("项目代码", "Project code"),
    "project.type": Text("项目类型", "Kind of project"),
    "site.road": Text("道口接入的道路", "Road the access joins"),
    "site.address": Text("具体位置", "Where on the road"),
}


def fields_of(bundle: Bundle) -> dict[str, Text]:
    """Name every field of the form of a bundle that a notice may flag."""
    return {**PARTY_FIELDS, **dict(_answers(bundle.questions, "answers"))}


def _answers(questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, Text]]:
    """Walk the questions; a list is one field, for its rows have no names."""
    for question in questions:
        path = f"{prefix}.{question.key}"
        yield path, question.label
        if question.kind in {"group", "period"}:
            for inner, label in _answers(question.fields, path):
                yield inner, Text(f"{question.label.zh}：{label.zh}", f"{question.label.en} {label.en}")


def is_under(path: str, fields: frozenset[str]) -> bool:
    """Say whether a path is one of the fields or lies inside one."""
    return any(path == field or path.startswith(f"{field}.") for field in fields)


def differences(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = "") -> dict[str, tuple[Any, Any]]:
    """Give what differs between two forms, by path, as (before, after); lists are compared whole."""
    found: dict[str, tuple[Any, Any]] = {}
    for key in sorted({*before, *after}):
        path, old, new = f"{prefix}{key}", before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found |= differences(old, new, f"{path}.")
        elif old != new:
            found[path] = (old, new)
    return found
