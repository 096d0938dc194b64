"""What each kind of form field means: how a value is brought to one form, checked, masked and put in words. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from forms.checks.geometry import geometry_faults, measured
from forms.checks.identity import RESIDENT_CARD, Finding, canonical_number, check_document, check_uscc
from forms.checks.lines import is_visible, one_line
from forms.checks.masks import mask_id, mask_phone
from forms.checks.phones import canonical_phone, check_phone
from workflows import N_, Bundle, FieldPage, FormField, Text, fields_on, form_fields

CANONICAL: Mapping[str, Callable[[str], str]] = {
    "uscc": canonical_number,
    "person_id": canonical_number,
    "phone": canonical_phone,
}
CHECKS: Mapping[str, Callable[[str], list[Finding]]] = {"uscc": check_uscc, "phone": check_phone}
MASKS: Mapping[str, Callable[[str], str]] = {"person_id": mask_id, "phone": mask_phone}
DRAWN = Text("已标绘", "drawn")
Part = Mapping[str, object]


def shape_faults(field: FormField, value: object) -> list[Finding]:
    """Check the type and length of a value and that it is one of the choices; an empty one is no fault here."""
    if value in (None, ""):
        return []
    if field.kind == "geometry":
        return geometry_faults(value)
    return _text_faults(field, value) if isinstance(value, str) else [Finding(N_("Write this as text"))]


def _text_faults(field: FormField, value: str) -> list[Finding]:
    if len(value) > field.longest:
        return [Finding(N_("At most %(count)s characters"), {"count": field.longest})]
    known = sorted(str(one.value) for one in field.choices)
    if known and value not in known:
        return [Finding(N_("Choose one of: %(choices)s"), {"choices": ", ".join(known)})]
    if value.strip() and not is_visible(value):
        return [Finding(N_("There is nothing to see in this: write it anew"))]
    return []


def canonical(part: str, values: Part) -> dict[str, object]:
    """Bring the fields of a part to the form they are kept in; empty ones are left out."""
    fields = form_fields()
    kept = {key: _canonical(fields.get(f"{part}.{key}"), value) for key, value in values.items()}
    return {key: value for key, value in kept.items() if value not in (None, "")}


def _canonical(field: FormField | None, value: object) -> object:
    if not isinstance(value, str):
        return value
    return CANONICAL.get(field.kind if field else "", one_line)(value)


def findings(field: FormField, values: Part, on: date | None = None) -> list[Finding]:
    """Check the number in a field of a canonical part by its standard: faults, and warnings the counter may accept.

    Without a day, a birth in the future passes.
    """
    value = values.get(field.key)
    if not value or not isinstance(value, str):
        return []
    if field.kind == "person_id":
        return check_document(document_of(field, values), value, on)
    check = CHECKS.get(field.kind)
    return check(value) if check else []


def document_of(field: FormField, values: Part) -> str:
    """Say which document the number in a field is of: a resident card unless another is chosen."""
    return str(values.get(field.document) or RESIDENT_CARD)


def masked(part: str, values: Part) -> dict[str, object]:
    """Hide identity and telephone numbers in one part of a form."""
    fields = form_fields()
    return {key: _hidden(fields.get(f"{part}.{key}"), value) for key, value in values.items()}


def _hidden(field: FormField | None, value: object) -> object:
    mask = MASKS.get(field.kind) if field else None
    return mask(str(value)) if mask and value else value


def worded(field: FormField | None, value: object, *, is_masked: bool = True) -> Text:
    """Put a value in words; both languages are empty where there is none."""
    if isinstance(value, Mapping):
        return _drawn(value) if value else Text("", "")
    shown = "" if value is None else str(_hidden(field, value) if is_masked else value)
    names = {one.value: one.label for one in field.choices} if field else {}
    return names.get(shown, Text(shown, shown))


def _drawn(value: Part) -> Text:
    """Say what a shape is; one kept before shapes were checked is only known to be there."""
    return DRAWN if geometry_faults(value) else measured(value)


def part_rows(
    bundle: Bundle, parts: Mapping[str, Part], page: FieldPage, lang: str, *, is_masked: bool = True
) -> list[tuple[str, str]]:
    """Give the rows (name, value) of these parts that a page shows, in the order of their declaration."""
    shown: Iterable[FormField] = fields_on({page}, parts, bundle)
    return [
        (one.name.get(lang), worded(one, parts[one.part].get(one.key), is_masked=is_masked).get(lang)) for one in shown
    ]
