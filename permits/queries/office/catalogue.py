"""The catalogue: questions, materials and limits of each bundle, in one language."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeAlias

from permits.office import Term
from workflows import (
    Bundle,
    Code,
    FormField,
    Gate,
    OpenQuestion,
    RoutedItem,
    RoutedMaterial,
    RoutedPermit,
    Screening,
    answers_schema,
)

# a part of the catalogue in one language, in JSON types
Described: TypeAlias = dict[str, object]


def listed(bundles: Mapping[str, Bundle], terms: Mapping[str, Term], lang: str) -> list[Described]:
    """List the bundles in force, each with the day from which its version is."""
    return [{**_head(bundle, lang), "from": terms[key].from_on.isoformat()} for key, bundle in bundles.items()]


def described(bundle: Bundle, lang: str) -> Described:
    """Describe one bundle: permits, form of the place, questions as JSON Schema, materials, limits, codes, law."""
    return {
        **_head(bundle, lang),
        "departments": [
            {"key": one.key, "name": one.name.get(lang), "limit_working_days": one.limit_working_days}
            for one in bundle.departments.values()
        ],
        "form": [_field(one, lang) for one in bundle.form.fields.values()],
        "questions": answers_schema(bundle, lang),
        "materials": [
            {
                "code": one.code,
                "name": one.name.get(lang),
                "permits": list(one.permits),
                "shared": one.shared,
                "tolerated": one.tolerated,
                "law": one.law.get(lang) if one.law else None,
            }
            for one in bundle.materials.values()
        ],
        "limits": asdict(bundle.limits),
        "deficiency_codes": _codes(bundle.deficiency_codes, lang),
        "refusal_codes": _codes(bundle.refusal_codes, lang),
        "condition_kinds": [{"key": one.key, "name": one.name.get(lang)} for one in bundle.condition_kinds.values()],
        "remedies": bundle.remedies.text.get(lang),
    }


def _head(bundle: Bundle, lang: str) -> Described:
    return {
        "key": bundle.key,
        "version": bundle.version,
        "name": bundle.name.get(lang),
        "law": bundle.law.get(lang),
        "permits": [
            {
                "key": rule.key,
                "suffix": rule.suffix,
                "name": rule.name.get(lang),
                "department": rule.department,
                "law": rule.law.get(lang),
                "document": rule.document.get(lang),
                "committed_working_days": rule.committed_working_days,
                "statutory_working_days": rule.statutory_working_days,
                "validity": rule.validity.text.get(lang),
            }
            for rule in bundle.permits.values()
        ],
    }


def _field(field: FormField, lang: str) -> Described:
    return {
        "key": field.key,
        "kind": field.kind,
        "name": field.name.get(lang),
        "required": bool(field.required),
        "choices": [{"value": one.value, "name": one.label.get(lang)} for one in field.choices],
    }


def _codes(codes: Mapping[str, Code], lang: str) -> list[Described]:
    return [
        {
            "key": one.key,
            "name": one.name.get(lang),
            "remedy": one.remedy.get(lang) if one.remedy else None,
            "law": one.law.get(lang) if one.law else None,
        }
        for one in codes.values()
    ]


def screened(screening: Screening, lang: str) -> Described:
    """Describe a route: permits with reasons, departments, materials, advice.

    The result follows from the given answers; it is final only where `open_questions` is empty.
    """
    found = screening.route
    return {
        "outcome": found.outcome,
        "permits": [_permit(one, lang) for one in found.all_permits],
        "work_items": [_work_item(one, lang) for one in found.work_items],
        "materials": [_material(one, lang) for one in found.materials],
        "gates": [_gate(one, lang) for one in found.gates],
        "warnings": [
            {"key": one.key, "message": one.message.get(lang), "law": one.law.get(lang)} for one in found.warnings
        ],
        "baseline": asdict(found.baseline),
        "open_questions": [_open_question(one, lang) for one in screening.open_questions],
    }


def _open_question(one: OpenQuestion, lang: str) -> Described:
    return {
        "field": f"answers.{one.path}",
        "question": one.question.label.get(lang),
        "permits": list(one.permits),
        "outcomes": list(one.stops),
    }


def _permit(one: RoutedPermit, lang: str) -> Described:
    return {
        "key": one.key,
        "suffix": one.suffix,
        "required": one.required,
        "department": one.department,
        "reason": one.reason.get(lang),
        "law": one.law.get(lang),
        "committed_working_days": one.committed_working_days,
        "statutory_working_days": one.statutory_working_days,
        "tier": one.tier or None,
        "level": one.level.get(lang) if one.level else None,
    }


def _work_item(one: RoutedItem, lang: str) -> Described:
    return {
        "id": one.id,
        "kind": one.kind,
        "permit": one.permit,
        "department": one.department,
        "limit_working_days": one.limit_working_days,
        "after": list(one.after),
        "blocks": one.blocks,
        "reason": one.reason.get(lang),
    }


def _material(one: RoutedMaterial, lang: str) -> Described:
    return {
        "code": one.code,
        "name": one.name.get(lang),
        "permits": list(one.permits),
        "shared": one.shared,
        "tolerated": one.tolerated,
    }


def _gate(one: Gate, lang: str) -> Described:
    return {
        "kind": one.kind,
        "key": one.key,
        "message": one.message.get(lang),
        "law": one.law.get(lang),
        "refer_to": one.refer_to.get(lang) if one.refer_to else None,
    }
