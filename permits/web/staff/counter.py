"""The counter's pages: what has come in, accept or say once what is missing, hand everything over."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from forms.deficiencies import DeficiencyForm
from forms.desk import AcceptForm, DeliverForm, NotRequiredForm, TurnAwayForm
from forms.fields import offered
from permits.access import requires
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import current_route
from permits.casefile.reading import look_at
from permits.db import perform, reading
from permits.errors import Forbidden, Invalid, Refusal
from permits.http import act_context, after, current_actor, cursor, engine, language, office, page, reader, say
from permits.queries.lists.inbox import InboxFilter
from permits.services.case.bans import ban_warnings
from permits.services.case.parties import warnings_about
from permits.services.closing import delivery
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.commitments import open_to_commitment
from permits.services.intake.deficiencies import listed_targets
from permits.services.intake.tolerance import may_follow
from permits.web.acts import offered_pages
from permits.web.case_pages import PAGE, case_page, explain_refusal, inbox_rows, unmet_sentences
from permits.web.staff.checks import blame, item_lines, items_of, offer_items, own_ids
from permits.web.tracking import checklist
from workflows import WorkflowError

bp = Blueprint("window", __name__)
ACT = "application.act"
FORMS: Mapping[str, type[Form]] = {
    "accept": AcceptForm,
    "notify_deficiencies": DeficiencyForm,
    "reflag": DeficiencyForm,
    "refuse_acceptance": TurnAwayForm,
    "declare_not_required": NotRequiredForm,
    "deliver": DeliverForm,
}


@bp.get("/counter")
@requires("inbox.view")
def queue() -> ResponseReturnValue:
    """Show what the counter has to check and to hand over, by due day."""
    _only_counter()
    with reading(reader()) as conn:
        found = inbox_rows(conn, InboxFilter(["window"]), after(page(default=PAGE), date, int))
    bodies = [office().body(current_actor().area, "window")]
    return render_template(
        "desk/inbox.html", **found, chosen="all", bodies=bodies, cursor=cursor(found["last"]) if found["last"] else None
    )


def _only_counter() -> None:
    if not current_actor().holds("window"):
        raise Forbidden


@bp.get("/counter/<int:application_id>")
@requires(ACT)
def check(application_id: int) -> ResponseReturnValue:
    """Show an application to check or to hand over."""
    _only_counter()
    return _show(application_id, {})


def _show(application_id: int, typed: Mapping[str, Form]) -> str:
    with reading(engine()) as conn:
        case = look_at(act_context(conn), application_id)
        values = case_page(case)
        form = case.form
        offers = {offer.name: offer for offer in values["offers"] if offer.on == "application"}
        papers = checklist(values["route"], values["papers"])
        forms = {name: typed.get(name) or kind() for name, kind in FORMS.items() if name in offers}
        for name, one in forms.items():
            _offer(name, one, case)
            own_ids(one, name)
        lists, bans = item_lines(case), ban_warnings(case)
    warnings = [say(message, params) for _field, message, params in (*bans, *warnings_about(form.parts))]
    acts = offered_pages(values["offers"])
    more = {"typed": typed, "lists": lists, "checklist": papers, "warnings": warnings}
    shown = {**values, "acts": acts, "offers": offers, "forms_of": forms, **more}
    return render_template("desk/counter.html", **shown, unmet_sentences=unmet_sentences)


def _offer(name: str, form: Form, case: CaseFile) -> None:
    lang = language()
    if isinstance(form, AcceptForm):
        route = current_route(case)
        form.tolerated.choices = offered((m.code, f"{m.code} {m.name.get(lang)}") for m in may_follow(case, route))
        vouched = open_to_commitment(case, route)
        form.commitments.choices = offered((m.code, m.name.get(lang)) for m in vouched if m.code not in case.papers)
    if isinstance(form, DeficiencyForm):
        offer_items(form, case, listed_targets(case) if name == "reflag" else None)
    if isinstance(form, TurnAwayForm):
        form.refer_to.choices = offered((a.key, a.name.get(lang)) for a in case.bundle.refer_agencies.values())


def _act(application_id: int, name: str, act: Callable[[ActContext, Any], None], done: str) -> ResponseReturnValue:
    """Do one of the counter's acts; whatever goes wrong, what was typed comes back."""
    _only_counter()
    form = FORMS[name](request.form)
    if request.form.get("go") == "more":
        return _show(application_id, {name: form})
    if not form.validate():
        return _show(application_id, {name: form}), 422
    try:
        perform(engine(), lambda conn: act(act_context(conn), form))
    except (Refusal, WorkflowError) as refusal:
        if isinstance(form, DeficiencyForm) and isinstance(refusal, Invalid):
            blame(form, refusal)
        else:
            explain_refusal(refusal)
        return _show(application_id, {name: form}), 409
    flash(done, "success")
    return redirect(url_for("window.check", application_id=application_id))


def _version() -> int | None:
    return request.form.get("version", type=int)


@bp.post("/counter/<int:application_id>/accept")
@requires(ACT)
def accept(application_id: int) -> ResponseReturnValue:
    """Accept the application."""

    def act(at: ActContext, form: Any) -> None:
        acceptance.accept(
            at,
            application_id,
            tolerated=form.tolerated.data or (),
            promise_by=form.promised_day,
            commitments=form.commitments.data or (),
            expected_version=_version(),
        )

    return _act(application_id, "accept", act, gettext("Accepted. All departments have begun."))


@bp.post("/counter/<int:application_id>/notify")
@requires(ACT)
def notify(application_id: int) -> ResponseReturnValue:
    """Send the one notice of everything that is missing."""

    def act(at: ActContext, form: Any) -> None:
        deficiencies.notify_deficiencies(at, application_id, items_of(form), expected_version=_version())

    return _act(application_id, "notify_deficiencies", act, gettext("The applicant has the whole list."))


@bp.post("/counter/<int:application_id>/reflag")
@requires(ACT)
def reflag(application_id: int) -> ResponseReturnValue:
    """Send back items of the first notice that are still unmet."""

    def act(at: ActContext, form: Any) -> None:
        deficiencies.reflag(at, application_id, items_of(form), expected_version=_version())

    return _act(application_id, "reflag", act, gettext("The items still open have gone back."))


@bp.post("/counter/<int:application_id>/refuse")
@requires(ACT)
def refuse(application_id: int) -> ResponseReturnValue:
    """Refuse to accept and name the competent authority."""

    def act(at: ActContext, form: Any) -> None:
        why = acceptance.NonAcceptance(form.reason.data, form.refer_to.data or "", form.ground.data)
        acceptance.refuse_acceptance(at, application_id, why, expected_version=_version())

    return _act(application_id, "refuse_acceptance", act, gettext("Not accepted; the applicant knows where to go."))


@bp.post("/counter/<int:application_id>/not-required")
@requires(ACT)
def not_required(application_id: int) -> ResponseReturnValue:
    """Tell the applicant that no licence is needed."""

    def act(at: ActContext, form: Any) -> None:
        acceptance.declare_not_required(at, application_id, reason=form.reason.data, expected_version=_version())

    return _act(application_id, "declare_not_required", act, gettext("The applicant has been told."))


@bp.post("/counter/<int:application_id>/deliver")
@requires(ACT)
def deliver(application_id: int) -> ResponseReturnValue:
    """Hand everything over at once."""

    def act(at: ActContext, form: Any) -> None:
        delivery.deliver(
            at,
            application_id,
            method=form.method.data,
            recipient=(form.recipient.data or "").strip(),
            expected_version=_version(),
        )

    return _act(application_id, "deliver", act, gettext("Delivered; the record of service is being made."))
