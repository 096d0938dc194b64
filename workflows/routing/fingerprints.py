"""What a verdict rests on: the declared inputs of a piece of work, folded into one fingerprint."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from workflows.definition.bundle import PARTS, Bundle


def inputs_of(bundle: Bundle, item: str) -> tuple[str, ...]:
    """Name the inputs of a piece of work; one that declares none, or that the bundle does not know, rests on all."""
    rules = (rule for permit in bundle.permits.values() for rule in permit.items if rule.id == item)
    declared = next((rule.inputs for rule in rules), ())
    return declared or (*PARTS, *bundle.materials)


def fingerprint(inputs: Iterable[str], form: Mapping[str, object], papers: Mapping[str, int]) -> str:
    """Fold the values of the inputs into one SHA-256.

    An input is a path into the form (`answers.period`) or the code of a paper, taken at its newest version. What is
    left out equals what is empty, 60 equals 60.0, and a paper promised for later equals its first version.
    """
    values = {one: _value(one, form, papers) for one in inputs}
    told = {one: value for one, value in values.items() if value is not None}
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def plain(value: object) -> object:
    """Strip a value of what makes no difference: empty fields, and whether a whole number is written as a decimal."""
    if isinstance(value, Mapping):
        kept = {key: plain(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one is not None} or None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value] or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _value(path: str, form: Mapping[str, object], papers: Mapping[str, int]) -> object:
    part, *steps = path.split(".")
    if part not in PARTS:
        return max(papers.get(part, 1), 1)
    value: object = form.get(part)
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return plain(value)
