"""Change a submitted application: new versions of its form; reassign only the items whose inputs changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from forms.part_fields import canonical
from permits.casefile import ActContext, CaseFile, WorkItemRow, item_id, open_case
from permits.casefile.bans import identity_of
from permits.casefile.facts import DECIDED, application_facts, current_route, roles_on_case
from permits.casefile.rows import FORM_PARTS, Form
from permits.errors import Conflict, Invalid
from permits.models import Amendment
from permits.services.case.duties import UNDECIDED, UNFINISHED, cancel_item, pin_permits
from permits.services.case.parties import Part, Problem, missing_fields
from permits.services.case.reassignment import Work, again, ask, fingerprint_of, with_form
from permits.services.case.register import known_answers, subject_of
from permits.services.case.scope import asked_by
from permits.services.changing.notices import issue_amendment
from permits.services.filing.applications import CheckedForm, DraftForm, checked_form, faults_of_holder
from permits.services.filing.counter import follow_applicant
from permits.services.filing.emergencies import follow_form
from permits.services.notifying.notices import words
from permits.services.procedures.public_notices import publish_again
from workflows import (
    CHANGE_LAW,
    FIELD_PARTS,
    N_,
    Article,
    Route,
    RoutedItem,
    RoutedPermit,
    check_answers,
    form_fields,
    plain,
    refused_answers,
)

LAW_ROUTE = "Administrative Licensing Law art. 32, 42"
Changes = Mapping[str, Part]
Parts = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The effect of a change: the new form, its differences, the items reassigned, added and dropped."""

    form: CheckedForm
    before: Parts
    after: Parts
    was: Route
    route: Route
    reopened: tuple[WorkItemRow, ...] = ()
    added: tuple[RoutedItem, ...] = ()
    dropped: tuple[WorkItemRow, ...] = ()

    @property
    def changed(self) -> list[str]:
        """The paths of all fields that differ, as part.field."""
        return [f"{part}.{key}" for part, fields in self.after.items() for key in fields]


def amend(
    context: ActContext, application_id: int, changes: Changes, *, reason: str = "", expected_version: int | None = None
) -> None:
    """Create a new version of a submitted form; fields left out stay, None clears one, equal values change nothing.

    Before acceptance the permits follow from the new form. In review the clocks keep running, and only departments
    whose inputs changed are asked again; their earlier answers stay on record.

    Raises:
        NotFound, WorkflowError.
        Conflict: it changed since the actor read it; other permits or another level would decide; a permit concerned is
            decided; another applicant.
        Invalid: the changed form is invalid.
    Law: Administrative Licensing Law art. 31, 49.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "amend", roles=roles_on_case(case), facts=application_facts(case))
    plan = plan_change(case, changes)
    if not plan.after:
        return
    number = case.app.form_version + 1
    follow_applicant(case, case.form.applicant, plan.form.parts["applicant"])
    case.refile(plan.form.columns, form_version=number)
    if case.app.state == "in_review":
        case.pin_route(plan.route)
        _ask_again(case, plan, number)
        _say_why(case, plan)
    else:
        pin_permits(case, current_route(case))
        follow_form(case)
    keep_version(case, plan, number, reason)
    case.record("application.amended", {"version": number, "reason": reason, **_in_short(plan)})
    issue_amendment(case, plan, number=number)
    if case.app.state == "in_review":
        _notify_public(case, plan)
    case.save()


def _say_why(case: CaseFile, plan: Plan) -> None:
    """Store why the new form needs each undecided permit."""
    for permit in plan.route.permits:
        if permit.key in case.permits and case.permits[permit.key].state in UNDECIDED:
            case.change(case.permits[permit.key], required_because=words(permit.reason))


def _notify_public(case: CaseFile, plan: Plan) -> None:
    """Restart the public notice of permits whose place or works the change altered.

    Law: Administrative Licensing Law art. 36.
    """
    answered = plan.after.get("answers", {}).keys()
    undecided = (key for key, row in case.permits.items() if row.state in UNDECIDED)
    changed = {key for key in undecided if "site" in plan.after or answered & {*asked_by(case.bundle, key)}}
    publish_again(case, plan.route, changed)


def _in_short(plan: Plan) -> dict[str, object]:
    return {
        "changed": plan.changed,
        "reopened": [item_id(item) for item in plan.reopened],
        "added": [item.id for item in plan.added],
        "dropped": [item_id(item) for item in plan.dropped],
    }


def keep_version(case: CaseFile, plan: Plan, number: int, reason: str) -> None:
    """Store the differences between two versions of the form."""
    case.add(
        Amendment,
        area=case.app.area,
        number=number,
        before=plan.before,
        after=plan.after,
        reason=reason,
        reopened=[item_id(item) for item in plan.reopened],
        made_at=case.context.at,
        made_by=case.context.actor.username,
    )


def plan_change(case: CaseFile, changes: Changes) -> Plan:
    """Compute the effect of a change without making it.

    Raises:
        Conflict: see `amend`.
        Invalid: the changed form does not hold.
    """
    changed = _changed_form(case, changes)
    before, after = _differences(case.form, changed.parts)
    form = with_form(case.form, changed.parts)
    is_running = case.app.state == "in_review"
    now = case.route_for(form)
    if not after or not is_running:
        return Plan(changed, before, after, now, now)
    was = case.route_for(case.form)
    _check_running(case, after, form, was=was, now=now)
    return _planned(case, Plan(changed, before, after, was, now), form)


def _changed_form(case: CaseFile, changes: Changes) -> CheckedForm:
    """Apply the changes to the form and validate it as a submission."""
    parts = {name: _merged(getattr(case.form, name), changes.get(name) or {}) for name in FORM_PARTS}
    if subject_of(case.bundle, parts) != subject_of(case.bundle, case.form.parts):
        # the office's facts about the old subject do not apply to the new one
        for name in known_answers(case.bundle):
            if name not in (changes.get("answers") or {}):
                parts["answers"].pop(name, None)
    changed = checked_form(case.context, DraftForm(bundle=case.app.bundle, **parts), case.bundle)
    found = check_answers(case.bundle, changed.parts["answers"], "submission")
    problems: list[Problem] = [(f"answers.{one.field}", one.message, one.params) for one in found]
    problems += missing_fields(case.bundle, changed.parts)
    problems += faults_of_holder(case, changed.parts["applicant"])
    problems += _impossible(case, changed.parts, changes.get("answers") or {})
    if problems:
        raise Invalid(problems)
    return changed


def _impossible(case: CaseFile, parts: Mapping[str, Part], typed: Part) -> list[Problem]:
    """List the answers changed now that no form of today may carry."""
    found = refused_answers(case.bundle, parts["answers"], case.context.today, parts["project"])
    return [(f"answers.{one.field}", one.message, one.params) for one in found if one.field.partition(".")[0] in typed]


def _merged(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def _differences(form: Form, changed: Mapping[str, Part]) -> tuple[Parts, Parts]:
    """Return the differences by field: before and after."""
    before: Parts = {}
    after: Parts = {}
    for part in FORM_PARTS:
        old, new = _as_kept(form, part), changed[part]
        for key in [*old, *(key for key in new if key not in old)]:
            if plain(old.get(key)) != plain(new.get(key)):
                before.setdefault(part, {})[key] = old.get(key)
                after.setdefault(part, {})[key] = new.get(key)
    return before, after


def _as_kept(form: Form, part: str) -> Part:
    """Give a part as it is kept today, lest the canonical form of an older entry counts as a change."""
    values: Part = getattr(form, part)
    return canonical(part, values) if part in FIELD_PARTS else values


def _check_running(case: CaseFile, after: Changes, form: Form, *, was: Route, now: Route) -> None:
    """Refuse a change that would turn an accepted application into another case."""
    law = Article(*dict.fromkeys((CHANGE_LAW, case.bundle.change_law)))
    if _is_another(form=case.form, after=after):
        raise Conflict(
            "another_applicant",
            N_("The applicant of an accepted application stays the same: withdraw it and let the other apply"),
            law=law,
        )
    gone = {key for key, row in case.permits.items() if row.state == "withdrawn"}
    required = [{permit.key: permit for permit in one.permits if permit.key not in gone} for one in (was, now)]
    if now.outcome != "proceed" or required[0].keys() != required[1].keys():
        raise Conflict(
            "other_permits",
            N_("The change would alter which permits are needed: withdraw what is no longer wanted and apply anew"),
            law=LAW_ROUTE,
        )
    lane = case.bundle.emergency
    is_other_lane = lane is not None and lane.answer in after.get("answers", {})
    if is_other_lane or any(_level(required[0][key]) != _level(required[1][key]) for key in required[0]):
        raise Conflict(
            "other_level",
            N_("The change would alter who decides or the promised limit: withdraw the application and apply anew"),
            law=LAW_ROUTE,
        )
    if touched := sorted(_decided_and_touched(case, form)):
        raise Conflict(
            "permit_decided",
            N_("%(permits)s: decided already. Ask for approval of the change in advance, on the licence itself"),
            params={"permits": ", ".join(touched)},
            law=law,
        )


def _is_another(form: Form, after: Changes) -> bool:
    """Say whether a change names another applicant; a number where there was none names the same one better."""
    changed = {one.key for one in form_fields().values() if one.identifies and one.key in after.get(one.part, {})}
    if not identity_of(form.applicant):
        changed -= {one.key for one in form_fields().values() if one.is_number or one.kind == "document"}
    return bool(changed)


def _level(permit: RoutedPermit) -> tuple[str, str, int, int]:
    return permit.department, permit.tier, permit.committed_working_days, permit.statutory_working_days


def _decided_and_touched(case: CaseFile, form: Form) -> Iterable[str]:
    for item in case.latest.values():
        if item.kind == "decision" and case.permits[item.permit].state in DECIDED and _rests(case, item, form):
            yield case.permits[item.permit].suffix


def _rests(case: CaseFile, item: WorkItemRow, form: Form) -> bool:
    """Return whether the form changes an input of a work item's answer."""
    rested_on = item.fingerprint or fingerprint_of(case, item_id(item))
    return rested_on != fingerprint_of(case, item_id(item), form)


def _planned(case: CaseFile, plan: Plan, form: Form) -> Plan:
    """Find the items to reassign, add and drop; decided and withdrawn permits are left out."""
    live = {key for key, row in case.permits.items() if row.state in UNDECIDED}
    before = {item.id for item in plan.was.work_items}
    needed = {item.id: item for item in plan.route.work_items if item.permit in live}
    latest = {name: item for name, item in case.latest.items() if item.permit in live}
    gone = before - needed.keys()
    answered = (item for name, item in latest.items() if name not in gone and is_answered(item))
    return replace(
        plan,
        reopened=tuple(item for item in answered if _rests(case, item, form)),
        added=tuple(item for name, item in needed.items() if name not in latest or latest[name].state == "cancelled"),
        dropped=tuple(latest[name] for name in gone if name in latest and latest[name].state in UNFINISHED),
    )


def is_answered(item: WorkItemRow) -> bool:
    """Return whether a department has given its opinion or co-approval; a decision is never reassigned."""
    return item.state == "done" and item.verdict is not None and item.kind != "decision"


def _ask_again(case: CaseFile, plan: Plan, number: int) -> None:
    reason = f"form version {number}"
    for item in plan.dropped:
        cancel_item(case, item)
    works = [again(item) for item in plan.reopened]
    latest = case.latest
    for one in plan.added:
        round_ = 1 + (latest[one.id].round if one.id in latest else 0)
        works.append(
            Work(one.permit or "", one.department, one.kind, one.after, one.blocks, one.limit_working_days, round_)
        )
    ask_all(case, works, reason=reason)
    wait_for(case, was=plan.was, now=plan.route)


def ask_again_about(case: CaseFile, code: str, version: int) -> None:
    """Reassign the items whose answer depends on a material replaced in review; the caller saves.

    A first version causes no reassignment: the material was promised, and the departments knew.
    Law: Administrative Licensing Law art. 31.
    """
    if case.app.state != "in_review":
        return
    open_permits = {key for key, row in case.permits.items() if row.state in UNDECIDED}
    answered = [item for item in case.latest.values() if item.permit in open_permits and is_answered(item)]
    reopened = [item for item in answered if _rests(case, item, case.form)]
    if not reopened:
        return
    ask_all(case, [again(item) for item in reopened], reason=f"material {code} version {version}")
    names = [item_id(item) for item in reopened]
    case.record("material.replaced", {"code": code, "version": version, "reopened": names})


def ask_all(case: CaseFile, works: Collection[Work], *, reason: str) -> None:
    """Open several work items at once; one waits with its permit, or for others of them or unfinished work."""
    resting = {key for key, row in case.permits.items() if row.state == "waiting"}
    unfinished = {name for name, item in case.latest.items() if item.state in UNFINISHED}
    unfinished |= {work.name for work in works}
    for work in works:
        ask(case, work, reason=reason, waits=work.permit in resting or not unfinished.isdisjoint(work.after))


def wait_for(case: CaseFile, *, was: Route, now: Route) -> None:
    """Let each open decision wait for the items of the new route; departments added by hand stay."""
    waited = {item.id: item.after for item in was.work_items}
    for one in now.work_items:
        item = case.latest.get(one.id)
        if one.kind == "decision" and item is not None and item.state in UNFINISHED:
            by_hand = [name for name in item.after if name not in waited.get(one.id, ())]
            after = [*one.after, *by_hand]
            if after != item.after:
                case.change(item, after=after)
