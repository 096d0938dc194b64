"""One kind of page for every act that has none of its own: its law, what still holds it back, its form."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from wtforms import Form

from permits.access import requires
from permits.casefile import CaseFile
from permits.casefile.reading import look_at
from permits.db import perform, reading
from permits.errors import NotFound, Refusal
from permits.http import act_context, engine, language, say
from permits.policies import is_applicant
from permits.services.offers.actions import Offer, available
from permits.web.acts import (
    callbacks,
    changes,
    clocks,
    commitments,
    deficiencies,
    emergencies,
    fees,
    licences,
    procedures,
    supervision,
)
from permits.web.acts.act import PageAct, Target
from permits.web.case_pages import explain_refusal, unmet_sentences
from workflows import WorkflowError, lifecycle

bp = Blueprint("acts", __name__)
PAGES: Mapping[str, Mapping[str, PageAct]] = {
    "application": {
        **changes.APPLICATION,
        **clocks.APPLICATION,
        **deficiencies.APPLICATION,
        **emergencies.APPLICATION,
        **fees.APPLICATION,
        **procedures.APPLICATION,
        **supervision.APPLICATION,
    },
    "permit": {**changes.PERMIT, **clocks.PERMIT, **fees.PERMIT, **procedures.PERMIT},
    "work_item": {**callbacks.WORK_ITEM, **commitments.WORK_ITEM},
    "licence": {**licences.LICENCE},
}


def offered_pages(offers: list[Offer]) -> list[Offer]:
    """Keep the offers whose act has a page of this kind."""
    return [one for one in offers if one.name in PAGES[one.on]]


@bp.get("/cases/<int:application_id>/acts/<string:on>/<string:key>/<string:name>")
@requires("application.act")
def act(application_id: int, on: str, key: str, name: str) -> ResponseReturnValue:
    """Show what an act does, its law and its form."""
    return _show(on, name, Target(application_id, key), None)


@bp.post("/cases/<int:application_id>/acts/<string:on>/<string:key>/<string:name>")
@requires("application.act")
def take(application_id: int, on: str, key: str, name: str) -> ResponseReturnValue:
    """Take the act; whatever goes wrong, what was typed comes back."""
    target = Target(application_id, key)
    page = _page(on, name)
    form = page.form(request.form)
    with reading(engine()) as conn:
        case, _offer = _opened(conn, on, name, target)
        _fill(page, case, target, form)
    if not form.validate():
        return _show(on, name, target, form), 422
    version = request.form.get("version", type=int)
    try:
        perform(engine(), lambda conn: page.act(act_context(conn), target, form, version))
    except (Refusal, WorkflowError) as refusal:
        explain_refusal(refusal)
        return _show(on, name, target, form), 409
    flash(say(page.done), "success")
    return redirect(home_of(case))


def home_of(case: CaseFile) -> str:
    """Give the address of a case's own page for whoever looks."""
    is_own = is_applicant(case.context.actor, case.app)
    return url_for("applicant.track" if is_own else "manager.case", application_id=case.app.id)


def _page(on: str, name: str) -> PageAct:
    if name not in PAGES.get(on, ()):
        raise NotFound
    return PAGES[on][name]


def _action(on: str, name: str) -> Any:
    """Find the action of a lifecycle; a licence's works have one beside the licence's own."""
    lifecycles = ("licence", "reinstatement") if on == "licence" else (on,)
    return next(one for key in lifecycles for one in lifecycle(key).actions if one.name == name)


def _opened(conn: Connection, on: str, name: str, target: Target) -> tuple[CaseFile, Offer | None]:
    """Open the case and find the offer; after a conflict it may have gone, and the page says so."""
    case = look_at(act_context(conn), target.application_id)
    wanted = (on, target.key, name)
    return case, next((one for one in available(case) if (one.on, one.target, one.name) == wanted), None)


def _show(on: str, name: str, target: Target, form: Form | None) -> str:
    page = _page(on, name)
    with reading(engine()) as conn:
        case, offer = _opened(conn, on, name, target)
        shown = form or page.form()
        _fill(page, case, target, shown)
        about = _about(case, on, target)
    values: dict[str, Any] = {
        "case": case.app,
        "home": home_of(case),
        "offer": offer,
        "unmet": unmet_sentences(offer) if offer else [gettext("This action is not open in the present state")],
        "label": _action(on, name).label,
        "law": _action(on, name).law,
        "form": shown,
        **about,
    }
    return render_template("desk/act.html", **values)


def _fill(page: PageAct, case: CaseFile, target: Target, form: Form) -> None:
    if page.offer:
        page.offer(case, target, form, language())


def _about(case: CaseFile, on: str, target: Target) -> dict[str, Any]:
    """Name what is acted on, with the version the person saw."""
    lang = language()
    kinds: Mapping[str, Mapping[str, Any]] = {
        "permit": case.permits,
        "licence": case.licences if on == "licence" else {},
        "work_item": {str(item.id): item for item in case.items},
    }
    rows = kinds.get(on, {})
    row = rows.get(target.key)
    if on == "application":
        return {"subject": case.app.number or case.app.title, "version": case.app.version}
    if row is None:
        raise NotFound
    if on == "licence":
        return {"subject": row.number, "version": row.version}
    key = row.key if on == "permit" else row.permit
    subject = case.bundle.permits[key].short.get(lang) if key else case.app.number
    return {"subject": subject, "version": row.version}
