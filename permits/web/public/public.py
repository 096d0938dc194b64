"""Public pages: verify a licence, publish performance, list current works."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.acts import VerifyForm
from forms.checks.lines import typed_number
from permits import clock
from permits.access import public
from permits.analytics.turnaround import Basis, Period, turnaround
from permits.db import reading
from permits.http import area, districts, office, reader, window
from permits.http.matters import matter, matters
from permits.queries.case.supervision import explanations
from permits.queries.lists import chain_roots as roots
from permits.queries.lists import public_pages as queries
from permits.queries.lists.public_decisions import holder_of
from permits.queries.lists.verification import ending_of
from permits.queries.lists.verification import verified as find_genuine
from permits.services.licences.notices import GROUNDS
from permits.services.licences.particulars import particulars
from workflows import local_day

bp = Blueprint("public", __name__)
PROMISE_DAYS = 365
BASES: tuple[Basis, Basis] = ("committed", "statutory")


@bp.get("/favicon.ico")
@public
def icon() -> ResponseReturnValue:
    """Redirect /favicon.ico to the emblem, for PDFs and pages without a head."""
    return redirect(url_for("static", filename="icons/logo.svg"))


@bp.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """Show the form for number and code of a licence."""
    form = VerifyForm(request.args)
    if request.args and form.validate():
        number, code = typed_number(form.number.data), form.code.data.strip()
        return redirect(url_for("public.verified", number=number, code=code))
    return render_template("public/verify.html", form=form)


@bp.get("/verify/<string:number>")
@public
def verified(number: str) -> ResponseReturnValue:
    """Show whether a licence is genuine and in force, and what it allows where; a wrong code reveals nothing."""
    with reading(reader()) as conn:
        licence = find_genuine(conn, number, request.args.get("code", ""), keys=office().keys)
        ended = ending_of(conn, licence) if licence is not None else None
    if licence is None:
        return render_template("public/verified.html", licence=None, number=typed_number(number)), 404
    says = particulars(licence, office().find_bundle(licence), licence.site, local_day(clock.now()))
    supervisors = {says.supervisor} - {licence.department, ""}
    return render_template(
        "public/verified.html",
        licence=licence,
        number=licence.number,
        says=says,
        holder=holder_of(licence.applicant),
        issued_in=districts()[licence.area] if len(districts()) > 1 else None,
        department=office().body(licence.area, licence.department).name,
        supervisor=next((office().body(licence.area, key).name for key in supervisors), None),
        ended=ended,
        ground=GROUNDS.get(ended.ground) if ended else None,
    )


@bp.get("/promise")
@public
def performance() -> ResponseReturnValue:
    """Publish how often promised days were met over the last twelve months.

    Law: Regulation on Optimising the Business Environment art. 36.
    """
    chosen = matter(request.args["matter"]) if request.args.get("matter") else None
    where, last = area(), local_day(clock.now())
    since = last - timedelta(days=PROMISE_DAYS)
    period = Period(since, last, last, chosen.key if chosen else "")
    with reading(reader()) as conn:
        kept, lawful = (
            {
                (str(row["bundle"]), str(row["key"])): row
                for row in turnaround(conn, where, period, by="permit", basis=one)
            }
            for one in BASES
        )
        explained = explanations(conn, where, since, window(), bundle=period.bundle)
    shown = [chosen] if chosen else list(matters().values())
    # permits of rules no longer in force have been decided too
    names = office().permit_names(is_short=False)
    names.update(((one.key, key), rule.name) for one in shown for key, rule in one.permits.items())
    return render_template(
        "public/promise.html",
        rows=[(names[place], row, lawful.get(place)) for place, row in kept.items()],
        chosen=chosen,
        due=sum(row["n"] + row["open_overdue"] for row in kept.values()),
        decided=sum(row["n"] for row in kept.values()),
        missed=sum(row["overdue"] for row in kept.values()),
        waiting=sum(row["open_overdue"] for row in kept.values()),
        since=since,
        shown=shown,
        explanations=explained,
    )


@bp.get("/works")
@public
def works() -> ResponseReturnValue:
    """List the works under a licence in force today."""
    with reading(reader()) as conn:
        rows = queries.works(conn, area(), local_day(clock.now()), window())
    return render_template(
        "public/works.html",
        works=rows,
        rows=[(office().permit_name(row, row.permit), holder_of(row.applicant), row) for row in rows],
    )


@bp.get("/chain-roots")
@public
def chain_roots() -> ResponseReturnValue:
    """Show the published roots over the heads of all event chains."""
    with reading(reader()) as conn:
        return render_template("public/chain_roots.html", roots=roots.latest(conn, window()))
