"""Fingerprints of the declared inputs a verdict rests on."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from workflows.definition.bundle import Bundle
from workflows.definition.form_fields import PARTS


def inputs_of(bundle: Bundle, item: str) -> tuple[str, ...]:
    """Return the inputs of a work item; one that declares none, or is unknown to the bundle, rests on all."""
    rules = [rule for permit in bundle.permits.values() for rule in permit.items if rule.id == item]
    declared = tuple(dict.fromkeys(name for rule in rules for name in rule.inputs))
    return declared if all(rule.inputs for rule in rules) and declared else (*PARTS, *bundle.materials)


def fingerprint(inputs: Iterable[str], form: Mapping[str, object], materials: Mapping[str, int]) -> str:
    """Compute the SHA-256 of the values of the inputs.

    An input is a path into the form (`answers.period`) or the code of a material, taken at its newest version. A
    missing value equals an empty one, 60 equals 60.0, and a material promised for later equals its first version.
    """
    values = {one: _value(one, form, materials) for one in inputs}
    given = {one: value for one, value in values.items() if value is not None}
    return sha256(json.dumps(given, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def plain(value: object) -> object:
    """Normalise a value: drop empty fields, write integral decimals as integers."""
    if isinstance(value, Mapping):
        kept = {key: plain(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one is not None} or None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value] or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _value(path: str, form: Mapping[str, object], materials: Mapping[str, int]) -> object:
    part, *steps = path.split(".")
    if part not in PARTS:
        return max(materials.get(part, 1), 1)
    value: object = form.get(part)
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return plain(value)
