"""Pages of administrators: the working days of a year, and calendar changes with a preview of their effects."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from forms.calendar import ClosureForm
from permits import clock
from permits.access import requires
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Conflict, Invalid
from permits.http import act, act_context, current_actor, engine, office, say
from permits.http import calendar as working_days
from permits.services.calendar.calendars import renew
from permits.services.calendar.changes import Change, Closure, commit, from_closure, from_notice
from permits.services.calendar.impact import impact_of
from permits.web.case_pages import today
from workflows import N_, Calendar, Day, WorkflowError

bp = Blueprint("admin", __name__)
MANAGE = "calendar.manage"
SATURDAY = 5
ReadChange = Callable[[ActContext], Change]


@bp.get("/calendar")
@requires(MANAGE)
def calendar() -> ResponseReturnValue:
    """Show the days of a year and the forms for changes."""
    return _year_page(ClosureForm())


@bp.post("/calendar/notice")
@requires(MANAGE)
def notice() -> ResponseReturnValue:
    """Show which due days a State Council notice would move; import it once the preview was seen."""
    sent = request.files.get("file")
    raw = sent.read() if sent else request.form.get("content", "").encode()
    return _take(lambda at: _notice_of(at, raw), ClosureForm(), {"content": raw.decode("utf-8", "replace")})


@bp.post("/calendar/closure")
@requires(MANAGE)
def closure() -> ResponseReturnValue:
    """Show which due days a closure of the area would move; record it once the preview was seen."""
    form = ClosureForm(request.form)
    if not form.validate():
        return _year_page(form), 422
    made = Closure(
        area=current_actor().area,
        on=form.on.data,
        reason_zh=form.reason_zh.data,
        reason_en=form.reason_en.data or form.reason_zh.data,
        source=form.source.data,
        is_working=form.is_working.data,
    )
    carried = {name: value for name, value in request.form.items() if name in form}
    return _take(lambda at: from_closure(at, made), form, carried)


def _notice_of(at: ActContext, raw: bytes) -> Change:
    if not raw.strip():
        raise Invalid.at("file", N_("Choose the file of the notice"))
    return from_notice(at, raw)


def _take(read_change: ReadChange, form: ClosureForm, carried: Mapping[str, str]) -> ResponseReturnValue:
    """Show the impact, or commit; the page carries the submitted change, so the server keeps nothing in between."""
    try:
        if request.form.get("go") != "commit":
            return _impact_page(read_change, carried)
        return _commit(read_change)
    except Conflict as refusal:
        return _impact_page(read_change, carried, say(refusal.message, refusal.params)), 409
    except (Invalid, WorkflowError) as refusal:
        return _year_page(form, _faults(refusal)), 422


def _commit(read_change: ReadChange) -> ResponseReturnValue:
    is_confirmed = bool(request.form.get("confirmed"))

    def made(at: ActContext) -> tuple[Change, bool]:
        change = read_change(at)
        return change, commit(at, change, wall=clock.wall(), confirmed=is_confirmed)[1]

    change, is_new = act(lambda conn: made(act_context(conn)))
    with reading(engine()) as conn:
        renew(conn, office())  # so that the next page shows the new days at once
    if is_new:
        flash(gettext("The calendar is changed; open limits follow in the background"), "success")
    else:
        flash(gettext("This change is known already: nothing more happens"), "info")
    return redirect(url_for("admin.calendar", year=max(day.on.year for day in change.days)))


def _faults(refusal: Invalid | WorkflowError) -> list[str]:
    """List the faults with their places; a field of a notice has the name it has in the file."""
    problems = getattr(refusal, "problems", ())
    return [f"{name}: {say(text, params)}" for name, text, params in problems] or [say(refusal.message, refusal.params)]


def _impact_page(read_change: ReadChange, carried: Mapping[str, str], fault: str = "") -> str:
    with reading(engine()) as conn:
        at = act_context(conn)
        change = read_change(at)
        impact = impact_of(at, change)
    bundles = office().bundles.values()
    return render_template(
        "admin/impact.html",
        change=change,
        impact=impact,
        carried=carried,
        fault=fault,
        doubts=[f"{one.field}: {say(one.message, one.params)}" for one in change.doubts],
        permits={key: rule.short for bundle in bundles for key, rule in bundle.permits.items()},
        departments={key: one.short for bundle in bundles for key, one in bundle.departments.items()},
        area=current_actor().area,
    )


def _year_page(form: ClosureForm, faults: Sequence[str] = ()) -> str:
    days = working_days()
    asked = request.args.get("year", today().year, type=int)
    year = min(max(asked, days.first.year), days.last.year)
    shown = [(day, look_of(day)) for day in days_of(days, year)]
    return render_template(
        "admin/calendar.html",
        form=form,
        faults=faults,
        year=year,
        years=[one for one in (year - 1, year, year + 1) if days.first.year <= one <= days.last.year],
        months=[
            (format_date(date(year, number, 1), "LLLL"), list(group))
            for number, group in groupby(shown, key=lambda pair: pair[0].on.month)
        ],
        special=[(day, look) for day, look in shown if look not in {"working", "weekend"}],
        worked=sum(day.working for day, _ in shown),
        is_official=all(day.official for day, _ in shown),
    )


def days_of(days: Calendar, year: int) -> list[Day]:
    """List the days of a year that the calendar covers."""
    first, last = max(date(year, 1, 1), days.first), min(date(year, 12, 31), days.last)
    return [days.day(first + timedelta(days=number)) for number in range((last - first).days + 1)]


def look_of(day: Day) -> str:
    """Return the kind of a day, for its style."""
    is_weekend = day.on.weekday() >= SATURDAY
    if day.is_local:
        return "opened" if day.working else "closed"
    if day.working:
        return "make_up" if is_weekend else "working"
    return "holiday" if day.name_zh or not is_weekend else "weekend"
