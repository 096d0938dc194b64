"""An application as the API shows it, built from its rows; texts in the caller's language."""

from collections.abc import Mapping, Sequence

from permits.api.answers import Shown, all_marked, marked, values_of
from permits.casefile import ActContext, CaseFile, PermitRow
from permits.casefile.facts import all_contradictions, answers_on, carries
from permits.casefile.seen import seen_of
from permits.http import language, say
from permits.policies import is_applicant
from permits.queries.case.amendments import amendments_of, parts_of
from permits.queries.case.breaches import breach_of, breaches_of
from permits.queries.case.fees import fees_of
from permits.queries.case.flags import flags_of
from permits.queries.case.items import light_of, superseded
from permits.queries.case.permits import by_code, materials_of, permits_of
from permits.queries.case.procedures import emergency_of, photos_seen, statements_seen
from permits.queries.lists import applications
from permits.queries.reading import rows, rows_beside
from permits.queries.reading.reader import Case
from permits.services.bundles.changed import rules_changed
from permits.services.intake.investigations import Need, needs_of
from workflows import FIELD_PARTS, Answer, Restriction, Route, group, restrictions

NOT_SHOWN = frozenset(
    {
        *FIELD_PARTS,
        *("answers", "route", "required", "tolerated", "commitments", "investigations", "owner_id", "company_id"),
        "language",
        *("decided_on", "yellow_on", "has_started", "has_procedures", "rating_comment", "urged_at"),
        *("calendar_edition", "event_seq", "event_hash", "salt"),
    }
)


def described(case: CaseFile, route: Route, lang: str) -> Shown:
    """Return everything about an application."""
    context, seen = case.context, seen_of(case)
    row = seen.application
    explanations = seen.of(rows.Explanation)
    return {
        **marked(values_of(row, without=NOT_SHOWN), context.calendar),
        # a draft follows the version in force today; what changed since it was begun stands beside it
        "bundle_version": case.bundle.version,
        "rules_changed": _rules_changed(case),
        "light": applications.light_of(row, context.today),
        "breach": breach_of(row, context.today),
        **parts_of(row),
        "answers": row.answers,
        "permits": permits_shown(case, lang),
        "needs": [_need(one, lang) for one in needs_of(case)],
        "work_items": items_shown(case),
        "deficiencies": [values_of(one, without=("flagged_material_version",)) for one in seen.of(rows.Deficiency)],
        "procedures": _procedures(case, seen),
        "amendments": amendments_of(seen.of(rows.Amendment)),
        "explanation": explanations[0] if explanations else None,
        "breaches": breaches_of(seen.of(rows.PastEvent)),
        "emergency": _emergency(seen) if row.is_emergency else None,
        "fees": fees_of(seen.of(rows_beside.FeeNotice), seen.of(rows_beside.Payment), lang),
        "licences": [one.number for one in seen.of(rows_beside.Licence)],
        "materials": _materials(seen, route, lang),
        "gates": [{"kind": gate.kind, "key": gate.key, "message": gate.message.get(lang)} for gate in route.gates],
        **_internal(case, seen, lang),
    }


def _need(one: Need, lang: str) -> Shown:
    """Return whether a permit is needed and who says so; while that is open the next step is the holder's."""
    return {
        "permit": one.permit,
        "standing": one.standing,
        "reason": one.reason.get(lang),
        "law": one.law.get(lang),
        "decider": one.department or "screening",
        "since": one.on,
        "next_step_of": one.department if one.standing == "under_investigation" else None,
    }


def _rules_changed(case: CaseFile) -> Shown | None:
    changed = rules_changed(case)
    if changed is None:
        return None
    found = [
        {"grade": one.grade, "place": one.place, "message": say(one.message, one.params)} for one in changed.differences
    ]
    return {
        "from": changed.left,
        "to": changed.to,
        "in_force_from": changed.from_on,
        "scheduled": changed.is_scheduled,
        "grade": changed.grade,
        "differences": found,
    }


def permits_shown(case: CaseFile, lang: str) -> list[Shown]:
    """List the permits of a case; staff see beside each what the departments agreed to."""
    seen = seen_of(case)
    shown = permits_of(seen.application, seen.of(rows.Permit), bundle=case.bundle, lang=lang)
    is_own = is_applicant(case.context.actor, seen.application)
    beside: dict[str, Shown] = {} if is_own else {key: _agreement(case, row) for key, row in case.permits.items()}
    return [{**one, **beside.get(str(one["key"]), {})} for one in all_marked(shown, case.context.calendar)]


def _agreement(case: CaseFile, row: PermitRow) -> Shown:
    """Return what each department that agrees restricts, what contradicts, what was left out and what was settled."""
    (seen,) = [one for one in seen_of(case).of(rows.Permit) if one.key == row.key]
    return {
        "agreement": [_answered(case, answer) for answer in answers_on(case, row.key)],
        "contradictions": sorted(one.get(language()) for one in all_contradictions(case, row)),
        "left_out": seen.left_out or [],
        "settlements": seen.settlements or [],
    }


def _answered(case: CaseFile, answer: Answer) -> Shown:
    return {
        "department": answer.department,
        "kind": answer.kind,
        "binds": answer.binds,
        "is_carried": carries(case, answer),
        "restrictions": [_restriction(one) for one in restrictions(case.bundle, answer)],
        "narrower": dict(answer.narrower),
    }


def _restriction(one: Restriction) -> Shown:
    """Return one restriction; free text is not checked against others'."""
    said = {"id": one.id, "text": one.text.get(language()), "measure": one.measure}
    return {**said, "is_checked": one.value is not None}


def _materials(seen: Case, route: Route, lang: str) -> list[Shown]:
    materials = by_code(seen.of(rows.Material))
    return [{**one, **_kept(files)} for one, files in materials_of(seen.application, route, materials, lang)]


def _kept(files: Sequence[rows.Material]) -> Shown:
    """Return what is kept of a material: its newest file, and every file that stands."""
    newest = values_of(files[-1], without=("id", "code", "version")) if files else {}
    listed = [{"material_id": one.id, **values_of(one, without=("id", "code"))} for one in files]
    return {**newest, "files": listed}


def items_shown(case: CaseFile) -> list[Shown]:
    """List the work items of a case, oldest first.

    The applicant sees each verdict at once, its text once the permit is decided or the text has gone out.
    """
    context, seen = case.context, seen_of(case)
    items = seen.of(rows.WorkItem)
    asked_again, waits = superseded(items), set(group("permit", "undecided"))
    held_back = {one.key for one in seen.of(rows.Permit) if one.state in waits}
    if not is_applicant(context.actor, seen.application):
        held_back = set()
    return [
        marked(
            _item(row, context, is_superseded=row.id in asked_again)
            | (NO_TEXT if row.permit in held_back and row.verdict != "forwarded" else {}),
            context.calendar,
        )
        for row in items
    ]


NO_TEXT: Shown = {"opinion": None, "conditions": [], "narrower": None, "reason_code": None, "law": None}
HIDDEN_OF_ITEM = frozenset({"yellow_on", "done_on", "assignee_id", "assignee_zh", "assignee_en", "fingerprint"})


def _item(row: rows.WorkItem, context: ActContext, *, is_superseded: bool) -> Shown:
    return {
        **values_of(row, without=HIDDEN_OF_ITEM),
        "permit": row.permit or None,
        "conditions": row.conditions or [],
        "superseded": is_superseded,
        "light": light_of(row, context.today),
    }


def _procedures(case: CaseFile, seen: Case) -> dict[str, list[Shown]]:
    """Return the procedures beside the review; the applicant does not learn who else has made a statement."""
    row, calendar = seen.application, case.context.calendar
    own = str(row.applicant.get("name", "")) if is_applicant(case.context.actor, row) else None
    found: Mapping[str, list[Shown]] = {
        "stops": [values_of(one) for one in seen.of(rows_beside.Stop)],
        "hearings": [values_of(one, without=("id", "chair_zh", "chair_en")) for one in seen.of(rows_beside.Hearing)],
        "public_notices": [values_of(one, without=("id",)) for one in seen.of(rows_beside.PublicNotice)],
        "statements": [values_of(one) for one in statements_seen(seen.of(rows_beside.Statement), own)],
        "surveys": [{**values_of(one), "photos": _photos(one, seen, own)} for one in seen.of(rows_beside.Survey)],
    }
    return {kind: all_marked(shown, calendar) for kind, shown in found.items()}


def _photos(survey: rows_beside.Survey, seen: Case, own: str | None) -> list[Shown]:
    photos = photos_seen(survey, seen.of(rows_beside.Photo), own)
    return [values_of(one, without=("survey_id",)) for one in photos]


def _emergency(seen: Case) -> Shown | None:
    report = emergency_of(seen.of(rows.EmergencyReport))
    return values_of(report, without=("id",)) if report else None


def _internal(case: CaseFile, seen: Case, lang: str) -> Shown:
    """Return the internal data: deficiency lists of departments, supervision orders, fine flags."""
    is_own = is_applicant(case.context.actor, seen.application)
    lists = () if is_own else seen.of(rows.DeficiencyList)
    orders = () if is_own else seen.of(rows.SupervisionOrder)
    flagged = flags_of(seen.of(rows.FineFlag), case.context.actor, bundle=case.bundle, lang=lang)
    return {
        "lists": [values_of(one, without=("id", "round", "filed_by")) for one in lists],
        "supervision": all_marked([values_of(one, without=("id", "version")) for one in orders], case.context.calendar),
        **({} if flagged is None else {"flags": flagged}),
    }
