"""Pages of the counter: the queue, the completeness check, acceptance and delivery."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from forms.deficiencies import DeficiencyForm
from permits.access import requires
from permits.actions import ACTIONS, Action, OwnPage
from permits.casefile import CaseFile
from permits.casefile.reading import look_at
from permits.db import reading
from permits.errors import Forbidden, Invalid, Refusal
from permits.http import act_context, after, compare, current_actor, cursor, engine, language, office, page, reader, say
from permits.http.matters import wanted_matter
from permits.models.base import JsonObject
from permits.queries.lists.inbox import InboxFilter
from permits.queries.lists.searching import cut
from permits.services.case.bans import ban_warnings
from permits.services.case.parties import warnings_about
from permits.services.intake.deficiencies import listed_targets
from permits.web.actions import offered_pages, take_action
from permits.web.case_pages import PAGE, case_page, explain_refusal, inbox_rows, typed_lines, unmet_sentences
from permits.web.rules import rules_shown
from permits.web.staff.checks import blame, item_lines, offer_items, own_ids
from permits.web.tracking import checklist
from workflows import WorkflowError

bp = Blueprint("window", __name__)
ACT = "application.act"
# actions with a form on the counter's page of a case
TAKEN = {
    name: one
    for name, one in ACTIONS["application"].items()
    if isinstance(one.page, OwnPage) and one.page.endpoint == "window.check"
}


@bp.get("/counter")
@requires("inbox.view")
def queue() -> ResponseReturnValue:
    """Show the applications to check and to deliver, by due day."""
    _only_counter()
    with reading(reader()) as conn:
        wanted = InboxFilter(["window"], search=cut(request.args.get("q", "")), bundle=wanted_matter())
        found = inbox_rows(conn, wanted, after(page(default=PAGE), date, int))
    bodies = [office().body(current_actor().area, "window")]
    return render_template(
        "desk/inbox.html",
        **found,
        chosen="all",
        search=wanted.search,
        bodies=bodies,
        cursor=cursor(found["last"]) if found["last"] else None,
    )


def _only_counter() -> None:
    if not current_actor().holds("window"):
        raise Forbidden


@bp.get("/counter/<int:application_id>")
@requires(ACT)
def check(application_id: int) -> ResponseReturnValue:
    """Show an application to check or to deliver."""
    _only_counter()
    return _show(application_id, {})


def _show(application_id: int, typed: Mapping[str, Form]) -> str:
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        values = case_page(case)
        form = case.form
        offers = {offer.name: offer for offer in values["offers"] if offer.on == "application"}
        groups = checklist(values["route"], values["papers"])
        forms = {name: typed.get(name) or one.form() for name, one in TAKEN.items() if name in offers}
        for name, one in forms.items():
            _offer(TAKEN[name], one, case)
            own_ids(one, name)
        lists, bans, rules = item_lines(case), ban_warnings(case), rules_shown(case)
    warnings = [say(message, params) for _field, message, params in (*bans, *warnings_about(case.bundle, form.parts))]
    actions = offered_pages(values["offers"])
    more = {"typed": typed, "lists": lists, "checklist": groups, "warnings": warnings, "rules": rules}
    shown = {**values, "actions": actions, "offers": offers, "forms_of": forms, **more}
    return render_template("desk/counter.html", **shown, unmet_sentences=unmet_sentences)


def _offer(action: Action, form: Form, case: CaseFile) -> None:
    if isinstance(form, DeficiencyForm):
        offer_items(form, case, listed_targets(case) if action.name == "reflag" else None)
    else:
        action.offer(case, str(case.app.id), form, language())


def _take(application_id: int, name: str) -> ResponseReturnValue:
    """Take one of the counter's actions; on failure show the form again with what was typed."""
    _only_counter()
    action = TAKEN[name]
    form = action.form(request.form)
    if request.form.get("go") == "more":
        return _show(application_id, {name: form})
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        _offer(action, form, case)
        values = _values(action, form, case) if form.validate() else None
    if values is None:
        return _show(application_id, {name: form}), 422
    try:
        take_action(action, (application_id,), values)
    except (Refusal, WorkflowError) as refusal:
        if isinstance(form, DeficiencyForm) and isinstance(refusal, Invalid):
            blame(form, refusal)
        else:
            explain_refusal(refusal)
        compare(typed_lines(form))
        return _show(application_id, {name: form}), 409
    flash(say(action.done), "success")
    return redirect(url_for("window.check", application_id=application_id))


def _values(action: Action, form: Form, case: CaseFile) -> JsonObject:
    if isinstance(form, DeficiencyForm):
        return {"items": form.items()}
    return action.typed(case, str(case.app.id), form)


@bp.post("/counter/<int:application_id>/accept")
@requires(ACT)
def accept(application_id: int) -> ResponseReturnValue:
    """Accept the application."""
    return _take(application_id, "accept")


@bp.post("/counter/<int:application_id>/notify")
@requires(ACT)
def notify(application_id: int) -> ResponseReturnValue:
    """Send the one deficiency notice."""
    return _take(application_id, "notify_deficiencies")


@bp.post("/counter/<int:application_id>/reflag")
@requires(ACT)
def reflag(application_id: int) -> ResponseReturnValue:
    """Flag unmet items of the first notice again."""
    return _take(application_id, "reflag")


@bp.post("/counter/<int:application_id>/refuse")
@requires(ACT)
def refuse(application_id: int) -> ResponseReturnValue:
    """Refuse to accept and name the competent authority."""
    return _take(application_id, "refuse_acceptance")


@bp.post("/counter/<int:application_id>/not-required")
@requires(ACT)
def not_required(application_id: int) -> ResponseReturnValue:
    """Notify the applicant that no licence is needed."""
    return _take(application_id, "declare_not_required")


@bp.post("/counter/<int:application_id>/deliver")
@requires(ACT)
def deliver(application_id: int) -> ResponseReturnValue:
    """Deliver all decisions and licences together."""
    return _take(application_id, "deliver")
