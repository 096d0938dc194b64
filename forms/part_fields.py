"""What each kind of form field means: how a value is checked, masked and put in words. Pure."""

from collections.abc import Callable, Iterable, Mapping

from forms.geometry import geometry_faults, measured
from forms.identity import Finding, check_phone, check_resident_id, check_uscc, mask_id, mask_phone
from workflows import N_, FieldPage, FormField, Text, fields_on, form_fields

CHECKS: Mapping[str, Callable[[str], list[Finding]]] = {
    "uscc": check_uscc,
    "resident_id": check_resident_id,
    "phone": check_phone,
}
MASKS: Mapping[str, Callable[[str], str]] = {"resident_id": mask_id, "phone": mask_phone}
DRAWN = Text("已标绘", "drawn")
Part = Mapping[str, object]


def shape_faults(field: FormField, value: object) -> list[Finding]:
    """Check the type and length of a value and that it is one of the choices; an empty one is no fault here."""
    if value in (None, ""):
        return []
    if field.kind == "geometry":
        return geometry_faults(value)
    if not isinstance(value, str):
        return [Finding(N_("Write this as text"))]
    if len(value) > field.longest:
        return [Finding(N_("At most %(count)s characters"), {"count": field.longest})]
    known = sorted(str(one.value) for one in field.choices)
    is_strange = bool(known) and value not in known
    return [Finding(N_("Choose one of: %(choices)s"), {"choices": ", ".join(known)})] if is_strange else []


def findings(field: FormField, value: object) -> list[Finding]:
    """Check a number by its standard: faults, and warnings the counter may accept."""
    check = CHECKS.get(field.kind)
    return check(value) if check and value and isinstance(value, str) else []


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
    parts: Mapping[str, Part], page: FieldPage, lang: str, *, is_masked: bool = True
) -> list[tuple[str, str]]:
    """Give the rows (name, value) of these parts that a page shows, in the order of their declaration."""
    shown: Iterable[FormField] = fields_on({page}, parts)
    return [
        (one.name.get(lang), worded(one, parts[one.part].get(one.key), is_masked=is_masked).get(lang)) for one in shown
    ]
