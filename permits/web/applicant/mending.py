"""Pages to correct the form after a deficiency notice: exactly the fields that the notice names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.parties import PartForm, mending_form
from forms.questionnaire import Questionnaire, read_answers
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile
from permits.casefile.facts import flagged_fields
from permits.db import reading
from permits.errors import Invalid, Refusal
from permits.http import engine, language, say
from permits.http.transfer import takes_files
from permits.services.case.fields import is_under
from permits.web.actions import take_action
from permits.web.applicant.cases import FILE, bp, compare_form, own_case, refusals, take_own, thank
from permits.web.applicant.materials import take_materials, upload
from workflows import Question, WorkflowError

MEND = ACTIONS["application"]["mend"]


@dataclass(slots=True)
class Mending:
    """The form controls of the flagged fields."""

    parts: PartForm
    questions: list[Question]
    answers: Questionnaire

    def blame(self, problems: Sequence[tuple[str, str]]) -> list[str]:
        """Add each (path, sentence) to its control; returns the sentences without one."""
        left = [(path.removeprefix("answers."), sentence) for path, sentence in problems]
        self.parts.blame(one for one in left if self.parts.has(one[0]))
        return self.answers.blame(one for one in left if not self.parts.has(one[0]))


@bp.get("/applications/<int:application_id>/mend")
@requires(FILE)
def mend(application_id: int) -> ResponseReturnValue:
    """Show the fields that the notice names, with their current values."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state != "supplement":
            return redirect(url_for("applicant.track", application_id=application_id))
        return _page(case, _controls(case))


@bp.post("/applications/<int:application_id>/mend")
@requires(FILE)
def take_mending(application_id: int) -> ResponseReturnValue:
    """Save the changed fields; on failure show the form again with what was typed."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        typed = _controls(case, sent=True)
        if request.form.get("more"):
            return _page(case, typed)
        changes = _changes(case, typed)
    try:
        take_action(MEND, (application_id,), changes)
    except Invalid as refusal:
        said = [(path, say(text, params)) for path, text, params in refusal.problems]
        return _page(case, typed, typed.blame(said)), 422
    except (Refusal, WorkflowError) as refusal:
        compare_form(application_id, changes)
        return _page(case, typed, refusals(refusal)), 409
    return thank(application_id, say(MEND.done))


@bp.post("/applications/<int:application_id>/supplement")
@requires(FILE)
@takes_files
def supplement(application_id: int) -> ResponseReturnValue:
    """Store the uploaded files and submit the supplement; with `go=stay` or `remove` only change the files."""
    if request.form.get("go") == "stay" or "remove" in request.form:
        return upload(application_id)
    faults = list(take_materials(application_id).values())
    if not faults and take_own(application_id, "supplement", {}, faults):
        return thank(application_id, say(ACTIONS["application"]["supplement"].done))
    for sentence in faults:
        flash(sentence, "error")
    return redirect(url_for("applicant.track", application_id=application_id) + "#wanted")


def _page(case: CaseFile, typed: Mending, homeless: Sequence[str] = ()) -> str:
    return render_template("applicant/mend.html", case=case.app, mending=typed, homeless=homeless)


def _controls(case: CaseFile, *, sent: bool = False) -> Mending:
    flagged, form, data = flagged_fields(case), case.form, request.form if sent else None
    parts = mending_form(case.bundle, lambda path: is_under(path, flagged), language(), data, known=form.parts)
    questions = list(_asked(case.bundle.questions, flagged, "answers"))
    answers = read_answers(questions, request.form) if sent else form.answers
    more = request.form.get("more", "") if sent else ""
    shown = Questionnaire(questions, language(), answers, more=more, stage="submission")
    return Mending(parts, questions, shown)


def _asked(questions: Sequence[Question], flagged: frozenset[str], prefix: str) -> Iterator[Question]:
    """Keep the flagged questions; a group keeps only its flagged questions."""
    for question in questions:
        path = f"{prefix}.{question.key}"
        if is_under(path, flagged):
            yield replace(question, shown_when=())
        elif question.kind in {"group", "period"}:
            inner = tuple(replace(one, required="") for one in _asked(question.fields, flagged, path))
            if inner:
                yield replace(question, fields=inner, shown_when=())


def _changes(case: CaseFile, typed: Mending) -> dict[str, dict[str, object]]:
    changes: dict[str, dict[str, object]] = {name: {**fields} for name, fields in typed.parts.parts().items()}
    found, before = read_answers(typed.questions, request.form), case.form.answers
    whole = {question.key: question.fields for question in case.bundle.questions}
    for question in typed.questions:
        value, old = found.get(question.key), before.get(question.key)
        is_some = len(question.fields) < len(whole[question.key])
        if is_some and isinstance(old, Mapping):
            value = {**old, **(value if isinstance(value, Mapping) else {})}
        changes.setdefault("answers", {})[question.key] = value
    return changes
