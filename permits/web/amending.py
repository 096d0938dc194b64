"""Changing a submitted application on a page: the questionnaire again, what the change would do, and sending it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.questionnaire import Questionnaire, read_answers
from permits.access import requires
from permits.casefile import CaseFile
from permits.db import perform, reading
from permits.errors import Invalid, Refusal
from permits.http import desk, engine, language, say
from permits.services import amendments
from permits.services.amendments import Changes, Plan, plan_change
from permits.services.change_lines import change_lines
from permits.web.applicant import FILE, bp, own_case, refusals
from workflows import WorkflowError

LONGEST_REASON = 2000


@bp.get("/applications/<int:application_id>/amend")
@requires(FILE)
def amend(application_id: int) -> ResponseReturnValue:
    """Show the answers as they are, to be changed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state not in {"received", "in_review"}:
            return redirect(url_for("applicant.track", application_id=application_id))
        return _page(case, case.form.answers)


@bp.post("/applications/<int:application_id>/amend")
@requires(FILE)
def send_amendment(application_id: int) -> ResponseReturnValue:
    """Show what the change would do, or make it; what does not hold comes back as typed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        answers, more = read_answers(case.bundle.questions, request.form), request.form.get("more", "")
        changes = _changes(case, answers)
        if more:
            return _page(case, answers, more=more)
        try:
            plan = plan_change(case, changes)
        except (Refusal, WorkflowError) as refusal:
            return _page(case, answers, **_wrong(refusal)), 422
        if request.form.get("go") != "send" or not plan.after:
            return _page(case, answers, plan=plan)
    return _send(application_id, changes, answers)


def _changes(case: CaseFile, answers: dict[str, Any]) -> Changes:
    """Say what changes: an answer taken back is emptied, what the office added about the road stays."""
    asked = {question.key for question in case.bundle.questions}
    return {"answers": {**dict.fromkeys(asked & case.form.answers.keys()), **answers}}


def _send(application_id: int, changes: Changes, answers: dict[str, Any]) -> ResponseReturnValue:
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    version = request.form.get("version", type=int)
    try:
        perform(
            engine(),
            lambda conn: amendments.amend(desk(conn), application_id, changes, reason=reason, expected_version=version),
        )
    except (Refusal, WorkflowError) as refusal:
        with reading(engine()) as conn:
            return _page(own_case(conn, application_id), answers, **_wrong(refusal)), 409
    flash(gettext("The change is on record; the confirmation is among the notices"), "success")
    return redirect(url_for("applicant.track", application_id=application_id))


def _wrong(refusal: Refusal | WorkflowError) -> dict[str, Any]:
    """Put what is wrong beside its question where it has one."""
    if isinstance(refusal, Invalid):
        return {
            "problems": [(path.removeprefix("answers."), say(text, params)) for path, text, params in refusal.problems]
        }
    return {"faults": refusals(refusal)}


def _page(case: CaseFile, answers: Any, *, more: str = "", plan: Plan | None = None, **wrong: Any) -> str:
    form = Questionnaire(case.bundle.questions, language(), answers, more=more, stage="submission")
    homeless = form.blame(wrong.get("problems", ()))
    return render_template(
        "applicant/amend.html",
        case=case.app,
        bundle=case.bundle,
        form=form,
        homeless=[*homeless, *wrong.get("faults", ())],
        plan=plan,
        lines=change_lines(case.bundle, plan.before, plan.after) if plan else [],
        reason=request.form.get("reason", ""),
    )
