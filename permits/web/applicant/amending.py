"""Pages to amend a submitted application: change agent, project, site and answers, preview the effect, submit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.parties import PartForm, filing_form
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
from permits.web.applicant.cases import FILE, bp, compare_form, own_case, refusals, thank
from workflows import WorkflowError, group

AMEND = ACTIONS["application"]["amend"]
# an amendment cannot change the applicant
AMENDED = ("agent", "project", "site")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Validation problems: (path, sentence) shown beside a control, and faults without a control."""

    problems: Sequence[tuple[str, str]] = ()
    faults: Sequence[str] = ()


NOTHING_WRONG = Wrong()


@bp.get("/applications/<int:application_id>/amend")
@requires(FILE)
def amend(application_id: int) -> ResponseReturnValue:
    """Show the form with the current answers."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state not in group("application", "with_office"):
            return redirect(url_for("applicant.track", application_id=application_id))
        parts = filing_form(case.bundle, AMENDED, language(), known=case.form.parts)
        return _page(case, case.form.answers, parts)


@bp.post("/applications/<int:application_id>/amend")
@requires(FILE)
def send_amendment(application_id: int) -> ResponseReturnValue:
    """Show the effect of the amendment, or make it; on failure show the form again with what was typed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        answers, more = read_answers(case.bundle.questions, request.form), request.form.get("more", "")
        parts = filing_form(case.bundle, AMENDED, language(), request.form)
        if more:
            return _page(case, answers, parts, more=more)
        changes = _changes(case, answers, parts)
        try:
            plan = plan_change(case, changes)
        except (Refusal, WorkflowError) as refusal:
            return _page(case, answers, parts, wrong=_wrong(refusal)), 422
        if request.form.get("go") != "send" or not plan.after:
            return _page(case, answers, parts, plan=plan)
    return _send(application_id, changes, answers, parts)


def _changes(case: CaseFile, answers: dict[str, object], parts: PartForm) -> Changes:
    """Return the changed fields: a removed answer becomes empty, what the office added stays."""
    asked = {question.key for question in case.bundle.questions}
    return {**parts.parts(request.form), "answers": {**dict.fromkeys(asked & case.form.answers.keys()), **answers}}


def _send(application_id: int, changes: Changes, answers: dict[str, object], parts: PartForm) -> ResponseReturnValue:
    reason = request.form.get("reason", "").strip()
    try:
        take_action(AMEND, (application_id,), {"changes": changes, "reason": reason})
    except (Refusal, WorkflowError) as refusal:
        compare_form(application_id, changes)
        with reading(engine()) as conn:
            return _page(own_case(conn, application_id), answers, parts, wrong=_wrong(refusal)), 409
    return thank(application_id, say(AMEND.done))


def _wrong(refusal: Refusal | WorkflowError) -> Wrong:
    """Assign each problem to its question where it has one."""
    if isinstance(refusal, Invalid):
        return Wrong([(path.removeprefix("answers."), say(text, params)) for path, text, params in refusal.problems])
    return Wrong(faults=refusals(refusal))


def _page(
    case: CaseFile,
    answers: Mapping[str, object],
    parts: PartForm,
    *,
    more: str = "",
    plan: Plan | None = None,
    wrong: Wrong = NOTHING_WRONG,
) -> str:
    form = Questionnaire.of(case.bundle, language(), answers, more=more, stage="submission")
    homeless = form.blame([one for one in wrong.problems if not parts.has(one[0])])
    parts.blame([one for one in wrong.problems if parts.has(one[0])])
    return render_template(
        "applicant/amend.html",
        case=case.app,
        bundle=case.bundle,
        form=form,
        parts=parts,
        registers=queries.registers(case.context.conn, case.app.area, parts.registers),
        homeless=[*homeless, *wrong.faults],
        plan=plan,
        lines=change_lines(case.bundle, plan.before, plan.after) if plan else [],
        reason=request.form.get("reason", ""),
    )
