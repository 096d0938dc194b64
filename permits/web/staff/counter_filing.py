"""Counter filing: the counter names the applicant and then uses the applicant's form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.parties import PartForm, counter_form
from permits.access import requires
from permits.errors import Forbidden, Invalid, LookAgain
from permits.http import act, act_context, current_actor, language, say
from permits.http.matters import matters
from permits.policies import serves_counter
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.web.applicant.cases import FILE
from permits.web.applicant.filing import NAMES, STEPS
from permits.web.public.start import brought
from permits.web.staff.counter import bp

CARRIED = ("advice", "matter", "answers")


@bp.get("/counter/new")
@requires(FILE)
def begin_counter_filing() -> ResponseReturnValue:
    """Show the form for the applicant's identity."""
    _only_stand_ins()
    if request.args.keys().isdisjoint(CARRIED) and len(matters()) > 1:
        return render_template("public/matters.html", endpoint="window.begin_counter_filing", named="matter")
    return _page(counter_form(language()))


@bp.post("/counter/new")
@requires(FILE)
def file_at_counter() -> ResponseReturnValue:
    """Open a draft for the applicant; on failure show the form again with what was typed."""
    _only_stand_ins()
    typed = counter_form(language(), request.form)
    found = brought(request.form)
    form = DraftForm(bundle=found.bundle.key, answers=found.answers, **typed.parts())

    def opened(conn: Connection) -> int:
        return applications.create_draft(act_context(conn), form)

    try:
        application_id = act(opened)
    except LookAgain:
        return _page(typed), 409
    except Invalid as refusal:
        homeless = typed.blame([(path, say(text, params)) for path, text, params in refusal.problems])
        return _page(typed, homeless), 422
    flash(gettext("The draft is saved; it is listed under Filed at the counter"), "success")
    return redirect(url_for("applicant.form", application_id=application_id, step="project"))


def _only_stand_ins() -> None:
    if not serves_counter(current_actor()):
        raise Forbidden


def _page(form: PartForm, homeless: list[str] | None = None) -> str:
    return render_template(
        "desk/paper.html",
        form=form,
        homeless=homeless or [],
        steps=[{"label": say(NAMES[name])} for name in STEPS],
        matter=brought(request.values).bundle.name,
        carried={name: request.values[name] for name in CARRIED if request.values.get(name)},
    )
