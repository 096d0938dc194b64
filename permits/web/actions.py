"""The generic page of actions without their own page, and the function with which any page takes an action."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from wtforms import Form

from permits.access import requires
from permits.actions import ACTIONS, Action, FormPage, Place, place_of
from permits.casefile import CaseFile, LicenceRow, PermitRow, WorkItemRow
from permits.casefile.facts import roles_on_case
from permits.casefile.laws import own_law
from permits.casefile.reading import look_at
from permits.db import reading
from permits.errors import Forbidden, NotFound, Refusal
from permits.http import act, act_context, compare, engine, language, read_body, say, version
from permits.policies import is_applicant
from permits.services.offers.actions import Offer, available
from permits.web.case_pages import explain_refusal, typed_lines, unmet_sentences
from permits.web.confirming import ask_first
from workflows import WorkflowError, lifecycle

bp = Blueprint("actions", __name__)
ADDRESS = "/cases/<int:application_id>/actions/<string:on>/<string:key>/<string:name>"


def offered_pages(offers: list[Offer]) -> list[Offer]:
    """Keep the offers whose action uses the generic page."""
    return [one for one in offers if isinstance(ACTIONS[one.on][one.name].page, FormPage)]


def take_action(action: Action, place: Place, values: Mapping[str, object]) -> None:
    """Take an action in one transaction, on the version of its target that the page was drawn from.

    `values` are the fields of its body as read from a form.

    Raises:
        Invalid: a value does not fit the body.
        Unconfirmed: it would issue notices for good that nobody has seen.
        Refusal, WorkflowError: the office or the engine refuses.
    """
    body = read_body(action.body, {**values, "expected_version": version()})

    def taken(conn: Connection) -> None:
        context = act_context(conn)
        action.take(context, place, body)
        if action.confirms:
            ask_first(action, context.issued)

    act(taken)


@bp.get(ADDRESS)
@requires("application.act")
def action(application_id: int, on: str, key: str, name: str) -> ResponseReturnValue:
    """Show what an action does, its law and its form."""
    return _show(_declared(on, name), application_id, key, None)


@bp.post(ADDRESS)
@requires("application.act")
def take(application_id: int, on: str, key: str, name: str) -> ResponseReturnValue:
    """Take the action; on failure show the form again with what was typed."""
    declared = _declared(on, name)
    form = declared.form(request.form)
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        _admit(case, declared)
        _about(case, on, key)
        declared.offer(case, key, form, language())
        values = declared.typed(case, key, form) if form.validate() else None
    if values is None:
        return _show(declared, application_id, key, form), 422
    try:
        take_action(declared, place_of(on, application_id, key), values)
    except (Refusal, WorkflowError) as refusal:
        explain_refusal(refusal)
        compare(typed_lines(form))
        return _show(declared, application_id, key, form), 409
    flash(say(declared.done), "success")
    return redirect(home_of(case))


def home_of(case: CaseFile) -> str:
    """Return the address of the case page for the caller's role."""
    is_own = is_applicant(case.context.actor, case.app)
    return url_for("applicant.track" if is_own else "manager.case", application_id=case.app.id)


def _declared(on: str, name: str) -> Action:
    found = ACTIONS.get(on, {}).get(name)
    if found is None or not isinstance(found.page, FormPage):
        raise NotFound
    return found


def _moves(on: str, name: str) -> list[Any]:
    """Find the action in its lifecycle; for a licence also search the lifecycle of its reinstatement."""
    lifecycles = ("licence", "reinstatement") if on == "licence" else (on,)
    return [one for key in lifecycles for one in lifecycle(key).actions if one.name == name]


def _admit(case: CaseFile, declared: Action) -> None:
    """Refuse who holds no role that may ever take the action: its form offers what only these may know.

    Raises:
        Forbidden: none of the caller's roles may take it, in any state.
    """
    held = case.context.actor.role_names() | roles_on_case(case)
    if all(move.roles.isdisjoint(held) for move in _moves(declared.on, declared.name)):
        raise Forbidden


def _offer(case: CaseFile, wanted: tuple[str, str, str]) -> Offer | None:
    """Find an offer; returns None if it is gone, as after a conflict."""
    return next((one for one in available(case) if (one.on, one.target, one.name) == wanted), None)


def _show(declared: Action, application_id: int, key: str, form: Form | None) -> str:
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        _admit(case, declared)
        about = _about(case, declared.on, key)
        offer = _offer(case, (declared.on, key, declared.name))
        shown = form or declared.form()
        declared.offer(case, key, shown, language())
    move = _moves(declared.on, declared.name)[0]
    values: dict[str, object] = {
        "case": case.app,
        "home": home_of(case),
        "offer": offer,
        "unmet": unmet_sentences(offer) if offer else [gettext("This action is not open in the present state")],
        "label": move.label,
        "law": _law(case, declared, key) or move.law,
        "summary": declared.summary,
        "form": shown,
        **about,
    }
    return render_template("desk/action.html", **values)


def _law(case: CaseFile, declared: Action, key: str) -> str:
    """Return the law of the matter that an action rests on; empty where it declares none."""
    permit = case.licences[key].permit if declared.on == "licence" else ""
    law = own_law(case.bundle, declared.name, permit)
    return law.get(language()) if law else ""


def _about(case: CaseFile, on: str, key: str) -> dict[str, object]:
    """Describe the target of the action, with the version the person saw.

    Raises:
        NotFound: the case has no such thing.
    """
    if on == "application":
        return {"subject": case.app.number or case.app.title, "version": case.app.version}
    kinds: Mapping[str, Mapping[str, PermitRow | LicenceRow | WorkItemRow]] = {
        "permit": case.permits,
        "licence": case.licences if on == "licence" else {},
        "work_item": {str(item.id): item for item in case.items},
    }
    row = kinds[on].get(key)
    if row is None:
        raise NotFound
    if isinstance(row, LicenceRow):
        return {"subject": row.number, "version": row.version}
    permit = row.key if isinstance(row, PermitRow) else row.permit
    subject = case.bundle.permits[permit].short.get(language()) if permit else case.app.number
    return {"subject": subject, "version": row.version}
