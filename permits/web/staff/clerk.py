"""Pages of a department: the inbox by due day, and the page of one work item."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from forms.verdicts import VerdictForm
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import government_after
from permits.casefile.reading import look_at_case_of
from permits.db import reading
from permits.errors import NotFound, Refusal
from permits.http import (
    act_context,
    after,
    compare,
    current_actor,
    cursor,
    engine,
    is_looking,
    language,
    office,
    page,
    reader,
    say,
)
from permits.http.typed import back_to
from permits.models.base import JsonObject
from permits.queries.lists.inbox import InboxFilter
from permits.web.actions import offered_pages, take_action
from permits.web.case_pages import PAGE, case_page, explain_refusal, inbox_rows, typed_lines, unmet_sentences
from permits.words import word
from workflows import Text, WorkflowError

bp = Blueprint("clerk", __name__)
FILTERS = ("all", "red", "yellow", "mine", "unclaimed")


@bp.get("/inbox")
@requires("inbox.view")
def inbox() -> ResponseReturnValue:
    """Show the department's open work by due day, with lights and holders."""
    actor = current_actor()
    chosen = request.args.get("show", "all")
    chosen = chosen if chosen in FILTERS else "all"
    departments = sorted(actor.departments())
    wanted = InboxFilter(
        departments,
        light=chosen if chosen in {"red", "yellow"} else None,  # type: ignore[arg-type]  # narrowed by the set
        assignee_id=actor.id if chosen == "mine" else None,
        unclaimed=chosen == "unclaimed",
    )
    with reading(reader()) as conn:
        found = inbox_rows(conn, wanted, after(page(default=PAGE), date, int))
    bodies = [office().body(actor.area, key) for key in departments]
    return render_template(
        "desk/inbox.html",
        **found,
        chosen=chosen,
        bodies=bodies,
        cursor=cursor(found["last"]) if found["last"] else None,
    )


def _opened(conn: Connection, work_item_id: int) -> tuple[CaseFile, WorkItemRow]:
    """Open the case of a work item of the caller's department.

    Raises:
        NotFound: there is none, or it is another department's.
    """
    case = look_at_case_of(act_context(conn), work_item_id)
    item = case.item(work_item_id)
    if item.department not in current_actor().departments() or not item.permit:
        raise NotFound
    return case, item


@bp.get("/work-items/<int:work_item_id>")
@requires("work_item.act")
def decide(work_item_id: int) -> ResponseReturnValue:
    """Show the page of a work item: facts, materials, opinion."""
    return _show(work_item_id, None)


def _show(work_item_id: int, form: VerdictForm | None, *, is_overtaken: bool = False) -> str:
    with reading(engine()) as conn:
        case, item = _opened(conn, work_item_id)
        values = case_page(case)
    form = form or VerdictForm()
    _offer(form, case, item)
    offers = {
        offer.name: offer for offer in values["offers"] if offer.target == str(item.id) and offer.on == "work_item"
    }
    shown = {**values, "offers": offers, "item": item, "verdict_form": form}
    if is_overtaken:
        compare(_beside(item, form))
    shown["actions"] = offered_pages(values["offers"])
    return render_template("desk/work_item.html", **shown, unmet_sentences=unmet_sentences)


def _beside(item: WorkItemRow, form: VerdictForm) -> list[tuple[str, str, str]]:
    """Put what was typed beside the answer that stands on record; without one, the state."""
    found = word("verdict", item.verdict) if item.verdict else word("work_item", item.state)
    now = {"verdict": found.get(language()) if isinstance(found, Text) else say(found), "opinion": item.opinion or ""}
    names = {str(one.label.text): now.get(one.name, "") for one in form}
    return [(label, mine, names[label]) for label, mine, _ in typed_lines(form)]


def _offer(form: VerdictForm, case: CaseFile, item: WorkItemRow) -> None:
    lang, bundle = language(), case.bundle
    fitting = [kind for kind in bundle.condition_kinds.values() if not kind.permits or item.permit in kind.permits]
    codes = [code for code in bundle.refusal_codes.values() if not code.permits or item.permit in code.permits]
    form.offer(
        [(kind.key, kind.name.get(lang)) for kind in fitting], [(code.key, code.name.get(lang)) for code in codes]
    )
    if government_after(case, item):
        form.only_forward()


@bp.post("/work-items/<int:work_item_id>")
@requires("work_item.act")
def answer(work_item_id: int) -> ResponseReturnValue:
    """Take the chosen action; on failure show the form again with what was typed."""
    form = VerdictForm(request.form)
    with reading(engine()) as conn:
        case, item = _opened(conn, work_item_id)
    _offer(form, case, item)
    if is_looking() or not form.validate():
        return _show(work_item_id, form), 422
    action = ACTIONS["work_item"][form.verdict.data]
    values = _values(form, case)
    try:
        take_action(action, (work_item_id,), values)
    except (Refusal, WorkflowError) as refusal:
        explain_refusal(refusal)
        return _show(work_item_id, form, is_overtaken=True), 409
    flash(say(action.done), "success")
    return redirect(url_for("clerk.inbox"))


def _values(form: VerdictForm, case: CaseFile) -> JsonObject:
    """Return what was typed as the body of the chosen action."""
    opinion = (form.opinion.data or "").strip()
    if form.verdict.data == "refuse":
        code = case.bundle.refusal_codes.get(form.reason_code.data)
        law = code.law.zh if code and code.law else None
        return {"opinion": opinion, "reason_code": code.key if code else None, "law": law}
    if form.verdict.data == "forward":
        return {"opinion": opinion}
    return {"opinion": opinion, "conditions": _conditions(form, case), "narrower": _narrower(form) or None}


def _narrower(form: VerdictForm) -> JsonObject:
    narrower: JsonObject = {}
    if form.narrower_days.data:
        narrower["days"] = int(form.narrower_days.data)
    if form.narrower_text.data:
        narrower["scope"] = form.narrower_text.data.strip()
    return narrower


def _conditions(form: VerdictForm, case: CaseFile) -> list[JsonObject]:
    if not form.condition_kind.data:
        return []
    kind = case.bundle.condition_kinds.get(form.condition_kind.data)
    wording = (form.condition_text.data or "").strip() or (kind.name.zh if kind else "")
    return [{"kind": form.condition_kind.data, "text": wording}]


def _hold(work_item_id: int, name: str) -> ResponseReturnValue:
    """Claim or release a work item; an answer begun on the page is drawn again."""
    with reading(engine()) as conn:
        _opened(conn, work_item_id)
    action = ACTIONS["work_item"][name]
    try:
        take_action(action, (work_item_id,), {})
    except (Refusal, WorkflowError) as refusal:
        explain_refusal(refusal)
        return _show(work_item_id, VerdictForm(request.form), is_overtaken=True), 409
    flash(say(action.done), "success")
    return redirect(back_to(url_for("clerk.answer", work_item_id=work_item_id)))


@bp.post("/work-items/<int:work_item_id>/claim")
@requires("work_item.act")
def claim(work_item_id: int) -> ResponseReturnValue:
    """Claim a work item."""
    return _hold(work_item_id, "claim")


@bp.post("/work-items/<int:work_item_id>/release")
@requires("work_item.act")
def release(work_item_id: int) -> ResponseReturnValue:
    """Release a work item."""
    return _hold(work_item_id, "release")
