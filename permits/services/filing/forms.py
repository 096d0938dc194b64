"""Papers made from the data of an application for its applicant to sign: the application form, undertakings."""

from collections.abc import Iterator, Mapping

from forms.part_fields import worded
from permits.casefile import CaseFile
from permits.casefile.facts import current_route
from permits.errors import NotFound
from permits.models.base import JsonObject
from permits.services.case.worded import answers_in_words
from permits.services.notifying.notices import common, licensing_law, words
from workflows import Bundle, Text, fields_on

SECTIONS = (
    ("applicant", Text("申请人", "Applicant")),
    ("agent", Text("经办人", "Agent")),
    ("project", Text("项目", "Project")),
)
PLANNED = {"zh": "拟办事项", "en": "What is planned"}


def form_to_sign(case: CaseFile, code: str) -> tuple[str, JsonObject]:
    """Gather the kind and the facts of the paper that is made for a material.

    Raises:
        NotFound: the application needs no such paper, or nothing is made for it.
    """
    material = case.bundle.materials.get(code)
    needed = {one.code for one in current_route(case).materials}
    if material is None or not material.form or code not in needed:
        raise NotFound
    number = f"{code}-{case.app.number or case.app.id}"
    facts = {
        **common(case, number=number, body="window", law=licensing_law("第二十九条、第三十一条", "art. 29, 31")),
        "case_number": case.app.number or number,
        "title": words(material.name),
        "bundle": words(case.bundle.name),
    }
    if material.undertaking is not None:
        return material.form, {**facts, "undertaking": words(material.undertaking)}
    return material.form, {**facts, **_typed(case)}


def _typed(case: CaseFile) -> JsonObject:
    route, rules = current_route(case), case.bundle.permits
    answered = {"name": PLANNED, "lines": answers_in_words(case.bundle, case.form.answers)}
    return {
        "sections": [*_sections(case.bundle, case.form.parts), answered],
        "permits": [words(rules[permit.key].name) for permit in route.permits],
        "materials": [{"code": one.code, "name": words(one.name)} for one in route.materials if not one.shared],
    }


def _sections(bundle: Bundle, parts: Mapping[str, Mapping[str, object]]) -> Iterator[JsonObject]:
    """Word the parts as the check page shows them; the applicant signs the numbers in full."""
    for part, name in (*SECTIONS, ("site", bundle.form.title)):
        shown = fields_on({"check"}, {part}, bundle)
        said = ((field, worded(field, parts[part].get(field.key), is_masked=False)) for field in shown)
        yield {
            "name": words(name),
            "lines": [{"label": words(field.name), "value": words(value)} for field, value in said if value.zh],
        }
