"""Changing a submitted application on a page: agent, project, site and answers, what it would do, and sending it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.parties import AmendedForm
from forms.questionnaire import Questionnaire, read_answers
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile
from permits.db import reading
from permits.errors import Invalid, Refusal
from permits.http import engine, language, say
from permits.queries.lists import applicant_pages as queries
from permits.services.changing.amendments import Changes, Plan, plan_change
from permits.services.changing.changes import change_lines
from permits.web.actions import take_action
from permits.web.applicant.cases import FILE, bp, own_case, refusals, thank
from workflows import WorkflowError

LONGEST_REASON = 2000
AMEND = ACTIONS["application"]["amend"]


@bp.get("/applications/<int:application_id>/amend")
@requires(FILE)
def amend(application_id: int) -> ResponseReturnValue:
    """Show the answers as they are, to be changed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state not in {"received", "in_review"}:
            return redirect(url_for("applicant.track", application_id=application_id))
        parts = AmendedForm()
        parts.fill({name: getattr(case.form, name) for name in ("agent", "project", "site")})
        return _page(case, case.form.answers, parts)


@bp.post("/applications/<int:application_id>/amend")
@requires(FILE)
def send_amendment(application_id: int) -> ResponseReturnValue:
    """Show what the change would do, or make it; what does not hold comes back as typed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        answers, more = read_answers(case.bundle.questions, request.form), request.form.get("more", "")
        parts = AmendedForm(request.form)
        if more:
            return _page(case, answers, parts, more=more)
        if not parts.validate():
            return _page(case, answers, parts), 422
        changes = _changes(case, answers, parts)
        try:
            plan = plan_change(case, changes)
        except (Refusal, WorkflowError) as refusal:
            return _page(case, answers, parts, **_wrong(refusal)), 422
        if request.form.get("go") != "send" or not plan.after:
            return _page(case, answers, parts, plan=plan)
    return _send(application_id, changes, answers, parts)


def _changes(case: CaseFile, answers: dict[str, Any], parts: AmendedForm) -> Changes:
    """Say what changes: an answer taken back is emptied, what the office added about the road stays."""
    asked = {question.key for question in case.bundle.questions}
    return {**parts.changes(request.form), "answers": {**dict.fromkeys(asked & case.form.answers.keys()), **answers}}


def _send(application_id: int, changes: Changes, answers: dict[str, Any], parts: AmendedForm) -> ResponseReturnValue:
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    version = request.form.get("version", type=int)
    try:
        take_action(AMEND, (application_id,), {"changes": changes, "reason": reason}, version)
    except (Refusal, WorkflowError) as refusal:
        with reading(engine()) as conn:
            return _page(own_case(conn, application_id), answers, parts, **_wrong(refusal)), 409
    return thank(application_id, say(AMEND.done))


def _wrong(refusal: Refusal | WorkflowError) -> dict[str, Any]:
    """Put what is wrong beside its question where it has one."""
    if isinstance(refusal, Invalid):
        return {
            "problems": [(path.removeprefix("answers."), say(text, params)) for path, text, params in refusal.problems]
        }
    return {"faults": refusals(refusal)}


def _page(
    case: CaseFile, answers: Any, parts: AmendedForm, *, more: str = "", plan: Plan | None = None, **wrong: Any
) -> str:
    form = Questionnaire(case.bundle.questions, language(), answers, more=more, stage="submission")
    problems = wrong.get("problems", ())
    homeless = form.blame([one for one in problems if not parts.has(one[0])])
    parts.blame([one for one in problems if parts.has(one[0])])
    return render_template(
        "applicant/amend.html",
        case=case.app,
        bundle=case.bundle,
        form=form,
        parts=parts,
        roads=queries.roads(case.context.conn, case.app.area),
        homeless=[*homeless, *wrong.get("faults", ())],
        plan=plan,
        lines=change_lines(case.bundle, plan.before, plan.after) if plan else [],
        reason=request.form.get("reason", ""),
    )
