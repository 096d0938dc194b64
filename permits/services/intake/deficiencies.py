"""The one notice of all deficiencies: sent once, its unmet items flagged again, its supplement handed in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, current_route, open_deficiencies, roles_on_case, uploaded
from permits.casefile.lists import filed_lists
from permits.casefile.rows import DeficiencyRow
from permits.errors import Conflict, Invalid
from permits.models import Deficiency, Material
from permits.models.internal import published
from permits.services.case.duties import COUNTER, finish_items, pin_permits, receive
from permits.services.case.fields import fields_of
from permits.services.case.worded import Words, value_at, value_in_words
from permits.services.intake.notices import issue_deficiencies
from permits.services.notifying.notices import words
from workflows import N_, WHOLE_CASE, plain

LAW_32 = "Administrative Licensing Law art. 32(1)(4)"
LAW_ONCE = "Administrative Licensing Law art. 32(1)(4), 72(4)"
LAW_OF_ITEMS = "Administrative Licensing Law art. 31, 32(1)(4)"
NOT_HANDED_IN = {"zh": "（未提交）", "en": "(not handed in)"}
NOTHING_NAMED = N_("Name at least one thing that is missing or wrong")


@dataclass(frozen=True, slots=True)
class DeficiencyItem:
    """One deficiency: a material by its code or a field of the form, and the department that asks for it.

    `question` and `answer` are what was seen, filled in by `as_seen`.
    """

    code: str
    reason: str
    remedy: str
    material: str | None = None
    field: str | None = None
    department: str = COUNTER
    question: Words | None = None
    answer: Words | None = None

    @property
    def target(self) -> tuple[str | None, str | None]:
        """The material or field of the item."""
        return self.material, self.field

    def to_data(self) -> dict[str, str | None]:
        """Return the item as recorded; its department is stored beside the list."""
        return {name: getattr(self, name) for name in ("material", "field", "code", "reason", "remedy")}


def notify_deficiencies(
    context: ActContext, application_id: int, items: Sequence[DeficiencyItem], *, expected_version: int | None = None
) -> None:
    """Send the one consolidated notice: the counter's items and every filed deficiency list. There is no second.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no items, or an item names no known material or reason.
    Law: Administrative Licensing Law art. 32(1)(4), 72(4).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    left = case.move(case.app, "notify_deficiencies", roles=roles_on_case(case), facts=application_facts(case))
    check_items(case, items)
    filed = [
        DeficiencyItem(**published(item), department=one.department) for one in filed_lists(case) for item in one.items
    ]
    if not (whole := as_seen(case, [*items, *filed])):
        raise Invalid.at("items", NOTHING_NAMED, law=LAW_ONCE)
    for item in whole:
        _flag(case, item)
    due_on = open_supplement(case)
    case.change(case.app, notified_at=context.at)
    case.record("application.deficiencies_notified", {"from": left, "to": case.app.state, "items": _noted(whole)})
    issue_deficiencies(case, whole, due_on=due_on)
    case.save()


def _flag(case: CaseFile, item: DeficiencyItem) -> None:
    case.add(
        Deficiency,
        area=case.app.area,
        department=item.department,
        material=item.material,
        field=item.field,
        code=item.code,
        reason=item.reason,
        remedy=item.remedy,
        state="open",
        flagged_at=case.context.at,
        flagged_material_version=uploaded(case).get(item.material or "", 0),
        rounds=1,
        question=item.question,
        answer=item.answer,
        form_version=case.app.form_version,
    )


def as_seen(case: CaseFile, items: Sequence[DeficiencyItem]) -> list[DeficiencyItem]:
    """Pin the question and the answer of each item as they are now: the form may be mended afterwards."""
    files: dict[str, list[str]] = {}
    if any(item.material for item in items):
        standing = (Material.application_id == case.app.id) & Material.removed_at.is_(None)
        wanted = select(Material.code, Material.file_name).where(standing).order_by(Material.version)
        for code, name in case.context.conn.execute(wanted):
            files.setdefault(code, []).append(name)
    form = {**case.form.parts, "answers": case.form.answers}
    return [_with_answer(case, item, form, files) for item in items]


def _with_answer(
    case: CaseFile, item: DeficiencyItem, form: Mapping[str, object], files: Mapping[str, Sequence[str]]
) -> DeficiencyItem:
    if item.material:
        name, names = case.bundle.material_name(item.material), files.get(item.material, ())
        answer = {"zh": "；".join(names), "en": "; ".join(names)} if names else NOT_HANDED_IN
        return replace(item, question=words(name), answer=answer)
    path = item.field or ""
    said = value_in_words(case.bundle, path, value_at(form, path))
    both = dict(said) if isinstance(said, Mapping) else dict.fromkeys(("zh", "en"), said)
    return replace(item, question=words(fields_of(case.bundle)[path]), answer=both)


def check_items(case: CaseFile, items: Sequence[DeficiencyItem]) -> None:
    """Check that each item names one known material or field, a coded reason and a sentence.

    Raises:
        Invalid: an item fails the check.
    """
    materials = {material.code: material.shared for material in current_route(case).materials}
    fields = fields_of(case.bundle).keys()
    problems: list[tuple[str, str, dict[str, object]]] = [
        (f"items.{index}{place}", sentence, {})
        for index, item in enumerate(items)
        for place, sentence in _faults(case, item, materials, fields)
    ]
    if problems:
        raise Invalid(problems, law=LAW_OF_ITEMS)


def _faults(
    case: CaseFile, item: DeficiencyItem, materials: Mapping[str, bool], fields: Collection[str]
) -> Iterator[tuple[str, str]]:
    if item.material is not None and item.material not in materials:
        yield ".material", N_("This application needs no such material")
    if materials.get(item.material or ""):
        yield ".material", N_("The office fetches this material itself: it may not be asked for")
    if item.field is not None and item.field not in fields:
        yield ".field", N_("The form has no such field")
    if (item.material is None) == (item.field is None):
        yield "", N_("Name either a material or a field")
    if item.code not in case.bundle.deficiency_codes:
        yield ".code", N_("There is no such coded reason")
    if not item.reason.strip():
        yield ".reason", N_("Say what is wrong")


def _noted(items: Sequence[DeficiencyItem]) -> list[dict[str, object]]:
    names = ("material", "field", "code", "reason", "department")
    return [{name: getattr(item, name) for name in names} for item in items]


def open_supplement(case: CaseFile) -> date:
    """Close the counter's check and open the supplement window; returns its last day."""
    limit = case.bundle.limits.supplement_working_days
    finish_items(case, "intake")
    case.clocks.end(WHOLE_CASE, ("intake",))
    reading = case.clocks.start(WHOLE_CASE, "supplement", limit, law=LAW_32, started_on=case.context.today)
    case.change(
        case.app,
        status_code=6,
        due_on=reading.due_on,
        yellow_on=reading.yellow_on,
        is_provisional=reading.provisional,
    )
    return reading.due_on


def reflag(
    context: ActContext, application_id: int, items: Sequence[DeficiencyItem], *, expected_version: int | None = None
) -> None:
    """Flag unmet items of the first notice again; no item may be added.

    Raises:
        NotFound, WorkflowError.
        Conflict: an item was not in the first notice (code `not_in_first_notice`).
        Invalid: no items, or one is malformed.
    Law: Administrative Licensing Law art. 32(1)(4), 72(4).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    rows = _listed(case)
    _refuse_new(case, [item for item in items if item.target not in rows])
    left = case.move(case.app, "reflag", roles=roles_on_case(case), facts=application_facts(case))
    check_items(case, items)
    if not items:
        raise Invalid.at("items", NOTHING_NAMED, law=LAW_ONCE)
    seen = as_seen(case, items)
    again = [(row, replace(item, department=row.department)) for item in seen for row in rows[item.target]]
    _flag_again(case, again)
    due_on = open_supplement(case)
    case.record("application.deficiencies_reflagged", {"from": left, "to": case.app.state, "items": _noted(items)})
    issue_deficiencies(case, [item for _row, item in again], due_on=due_on, reflagged=True)
    case.save()


def _refuse_new(case: CaseFile, new: Sequence[DeficiencyItem]) -> None:
    if case.app.notified_at is None or case.app.state != "received" or not new:
        return
    raise Conflict(
        "not_in_first_notice",
        N_("Not in the first notice: %(targets)s. The law allows one notice with everything in it"),
        params={"targets": ", ".join(item.material or item.field or "" for item in new)},
        law=LAW_ONCE,
    )


def _listed(case: CaseFile) -> dict[tuple[str | None, str | None], list[DeficiencyRow]]:
    """Return the items of the notice by target; two departments may ask for the same."""
    found: dict[tuple[str | None, str | None], list[DeficiencyRow]] = {}
    for row in case.deficiencies:
        found.setdefault((row.material, row.field), []).append(row)
    return found


def listed_targets(case: CaseFile) -> frozenset[str]:
    """List the targets of the notice, materials and fields: only these may be flagged again."""
    return frozenset(material or field or "" for material, field in _listed(case))


def mark_met(case: CaseFile) -> None:
    """Mark every item of the notice as met."""
    if case.app.notified_at is not None:
        case.change_all(Deficiency, {}, state="met")


def _flag_again(case: CaseFile, again: Sequence[tuple[DeficiencyRow, DeficiencyItem]]) -> None:
    versions = uploaded(case)
    flagged = {row.id for row, _item in again}
    for row in case.deficiencies:
        if row.id not in flagged and row.state != "met":
            case.change(row, state="met")
    for row, item in again:
        case.change(
            row,
            state="open",
            reason=item.reason,
            remedy=item.remedy,
            flagged_at=case.context.at,
            flagged_material_version=versions.get(item.material or "", 0),
            rounds=row.rounds + 1,
            question=item.question,
            answer=item.answer,
            form_version=case.app.form_version,
        )


def supplement(context: ActContext, application_id: int, *, expected_version: int | None = None) -> None:
    """Hand in the supplement: the counter's check starts again with five working days.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a flagged material has not been replaced.
    Law: Administrative Licensing Law art. 32(1)(4)-(5).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    left = case.move(case.app, "supplement", roles=roles_on_case(case), facts=application_facts(case))
    if unmet := open_deficiencies(case, uploaded(case)) & _needed(case):
        raise Invalid.at("materials", N_("Still to be replaced: %(codes)s"), law=LAW_32, codes=", ".join(sorted(unmet)))
    _follow_changes(case)
    case.clocks.end(WHOLE_CASE, ("supplement",))
    _fields_answered(case)
    receive(case, status_code=7)
    case.record("application.supplemented", {"from": left, "to": case.app.state})
    case.save()


def _follow_changes(case: CaseFile) -> None:
    """Update the permits from the mended form; materials it newly requires must be handed in with it.

    Raises:
        Invalid: such a material is missing.
    """
    found, pinned = current_route(case), case.pinned_route
    if pinned is None or found.to_data() == plain(case.form.route):
        return
    before = {material.code for material in pinned.materials}
    fresh = {m.code for m in found.materials if not m.shared and not m.tolerated} - before
    if lacking := sorted(fresh - case.materials.keys()):
        told = N_("Your changes call for these materials too: %(codes)s")
        raise Invalid.at("materials", told, law=LAW_32, codes=", ".join(lacking))
    pin_permits(case, found)


def _needed(case: CaseFile) -> frozenset[str]:
    return frozenset(material.code for material in current_route(case).materials)


def _fields_answered(case: CaseFile) -> None:
    """Mark flagged fields as met: the counter judges the answer and may flag them again."""
    case.change_all(Deficiency, {Deficiency.material: None}, state="met")
