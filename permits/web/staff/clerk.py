"""Pages of a department: the inbox by due day, and the page of one work item."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from forms.verdicts import VerdictForm
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile, WorkItemRow
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
from permits.http.matters import wanted_matter
from permits.http.typed import back_to
from permits.queries.lists.inbox import InboxFilter
from permits.queries.lists.searching import cut
from permits.web.actions import offered_pages, take_action
from permits.web.case_pages import PAGE, case_page, explain_refusal, inbox_rows, typed_lines, unmet_sentences
from permits.web.staff import verdicts
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
        search=cut(request.args.get("q", "")),
        bundle=wanted_matter(),
    )
    with reading(reader()) as conn:
        found = inbox_rows(conn, wanted, after(page(default=PAGE), date, int))
    bodies = [office().body(actor.area, key) for key in departments]
    return render_template(
        "desk/inbox.html",
        **found,
        chosen=chosen,
        search=wanted.search,
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
    if form is None:
        form = VerdictForm()
        verdicts.offer(form, case, item)
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


@bp.post("/work-items/<int:work_item_id>")
@requires("work_item.act")
def answer(work_item_id: int) -> ResponseReturnValue:
    """Take the chosen action, or add or remove a row; on failure show the form again with what was typed."""
    form = VerdictForm(request.form)
    with reading(engine()) as conn:
        case, item = _opened(conn, work_item_id)
    is_sent = not verdicts.arrange(form, request.form.get("go", ""))
    verdicts.offer(form, case, item)
    if not is_sent:
        return _show(work_item_id, form)
    if is_looking() or not form.validate():
        verdicts.offer(form, case, item)
        return _show(work_item_id, form), 422
    name, values = verdicts.body_of(form, case, item)
    try:
        take_action(ACTIONS["work_item"][name], (work_item_id,), values)
    except (Refusal, WorkflowError) as refusal:
        verdicts.offer(form, case, item)
        verdicts.blame(form, refusal)
        return _show(work_item_id, form, is_overtaken=True), 409
    flash(say(ACTIONS["work_item"][name].done), "success")
    return redirect(url_for("clerk.inbox"))


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
