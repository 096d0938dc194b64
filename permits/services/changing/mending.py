"""Mend the form while a deficiency notice is open: only the fields it flags."""

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, flagged_fields, roles_on_case
from permits.casefile.rows import FORM_PARTS
from permits.errors import Conflict
from permits.services.case.fields import differences, is_under
from permits.services.changing.amendments import Changes, keep_version, plan_change
from permits.services.filing.counter import follow_applicant
from permits.services.intake.deficiencies import LAW_ONCE
from workflows import N_


def mend(context: ActContext, application_id: int, changes: Changes, *, expected_version: int | None = None) -> None:
    """Change flagged fields of the form; fields left out stay, and the difference is stored as a version.

    Raises:
        NotFound, WorkflowError.
        Conflict: it changed since the actor read it, or the notice does not flag a changed field (`not_flagged`).
        Invalid: the changed form is invalid.
    Law: Administrative Licensing Law art. 32(1)(4), 72(4).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "mend", roles=roles_on_case(case), facts=application_facts(case))
    plan = plan_change(case, changes)
    if not plan.after:
        return
    before = {part: getattr(case.form, part) for part in FORM_PARTS}
    changed = differences(before, plan.form.parts)
    _refuse_unflagged(case, list(changed))
    number = case.app.form_version + 1
    follow_applicant(case, case.form.applicant, plan.form.parts["applicant"])
    case.refile(plan.form.columns, form_version=number)
    _mark_mended(case, list(changed))
    keep_version(case, plan, number, "")
    case.record("application.mended", {"version": number, "changed": sorted(changed)})
    case.save()


def _refuse_unflagged(case: CaseFile, changed: list[str]) -> None:
    flagged = flagged_fields(case)
    known = case.bundle.register
    # what the office knows of the subject changes with the subject
    follows = {f"answers.{name}" for name in known.facts} if known and is_under(known.subject, flagged) else set()
    if strange := sorted(path for path in changed if path not in follows and not is_under(path, flagged)):
        raise Conflict(
            "not_flagged",
            N_("Only what the notice names may be changed now, not: %(fields)s"),
            params={"fields": ", ".join(strange)},
            law=LAW_ONCE,
        )


def _mark_mended(case: CaseFile, changed: list[str]) -> None:
    for row in case.deficiencies:
        if row.state == "open" and row.field and any(is_under(path, frozenset({row.field})) for path in changed):
            case.change(row, state="mended")
