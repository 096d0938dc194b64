"""The working days of a year, and calendar changes with a preview of their effects."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import TypedDict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from forms.calendar import ClosureForm, NoticeForm
from permits import clock
from permits.access import requires
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Conflict, Invalid
from permits.http import act, act_context, current_actor, engine, office, say, window
from permits.http import calendar as working_days
from permits.policies import keeps_calendar_of
from permits.queries.office.calendar_changes import CalendarChangeRow, calendar_changes
from permits.queries.typed import Part
from permits.services.calendar.calendars import NATIONAL, renew
from permits.services.calendar.changes import Change, Closure, commit, from_closure, from_notice, legible
from permits.services.calendar.impact import impact_of
from permits.web.case_pages import today
from workflows import N_, Calendar, Day, Given, WorkflowError

bp = Blueprint("admin", __name__)
MANAGE = "calendar.manage"
SATURDAY = 5
EXAMPLE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。

国务院办公厅
2025年11月4日"""
EXAMPLE_TABLE = """文号,国办发明电〔2026〕10号
发文日期,2026-03-01
年份,2026
修改的通知,国办发明电〔2025〕7号
节日,放假首日,放假末日,调休上班
劳动节,2026-05-01,2026-05-04,2026-04-26"""
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "number": N_("Number of the notice"),
        "issued_on": N_("Day of issue"),
        "amends": N_("Amends the notice"),
        "year": N_("Year"),
        "holidays": N_("Holidays"),
    }
)
ReadChange = Callable[[ActContext], Change]


class _Forms(TypedDict, total=False):
    """The forms of the page as they were sent."""

    notice_form: NoticeForm
    closure_form: ClosureForm


@bp.get("/calendar")
@requires(MANAGE)
def calendar() -> ResponseReturnValue:
    """Show the days of a year and the forms for changes."""
    return _year_page()


@bp.post("/calendar/notice")
@requires(MANAGE)
def notice() -> ResponseReturnValue:
    """Show which due days a State Council notice would move; import it once the preview was seen."""
    form = NoticeForm(request.form)
    if not form.validate():
        return _year_page(notice_form=form), 422
    try:
        form.content.data = _text(form)
    except Invalid as refusal:
        return _year_page(notice_form=form, faults=_faults(refusal)), 422
    given = Given(form.number.data or "", form.issued_on.data, form.amends.data or "")
    carried = {field.name: str(field.data or "") for field in form if field.name != "file"}
    return _take(lambda at: from_notice(at, form.content.data, given), {"notice_form": form}, carried)


@bp.post("/calendar/closure")
@requires(MANAGE)
def closure() -> ResponseReturnValue:
    """Show which due days a closure of the area would move; record it once the preview was seen."""
    form = ClosureForm(request.form)
    if not form.validate():
        return _year_page(closure_form=form), 422
    made = Closure(
        area=current_actor().area,
        on=form.on.data,
        reason_zh=form.reason_zh.data,
        reason_en=form.reason_en.data or form.reason_zh.data,
        source=form.source.data,
        is_working=form.is_working.data,
    )
    carried = {name: value for name, value in request.form.items() if name in form}
    return _take(lambda at: from_closure(at, made), {"closure_form": form}, carried)


def _text(form: NoticeForm) -> str:
    """Return the text of the file, else what was pasted."""
    sent = request.files.get("file")
    return legible((sent.read() if sent else b"") or (form.content.data or "").encode())


def _take(read_change: ReadChange, forms: _Forms, carried: Mapping[str, str]) -> ResponseReturnValue:
    """Show the impact, or commit; the page carries the submitted change, so the server keeps nothing in between."""
    try:
        if request.form.get("go") != "commit":
            return _impact_page(read_change, carried)
        return _commit(read_change)
    except Conflict as refusal:
        return _impact_page(read_change, carried, say(refusal.message, refusal.params)), 409
    except (Invalid, WorkflowError) as refusal:
        return _year_page(**forms, faults=_faults(refusal)), 422


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
    """List the faults with their places: the line of a file, or the name a field has in it."""
    problems = getattr(refusal, "problems", ())
    return [_at(name, say(text, params)) for name, text, params in problems] or [say(refusal.message, refusal.params)]


def _at(place: str, sentence: str) -> str:
    kind, _, number = place.partition(" ")
    if kind == "line":
        return str(gettext("Line %(line)s: %(sentence)s", line=number, sentence=sentence))
    named = say(PLACES[place]) if place in PLACES else place
    return sentence if place == "file" else f"{named}: {sentence}"


def _impact_page(read_change: ReadChange, carried: Mapping[str, str], fault: str = "") -> str:
    with reading(engine()) as conn:
        at = act_context(conn)
        change = read_change(at)
        impact = impact_of(at, change)
    return render_template(
        "admin/impact.html",
        change=change,
        impact=impact,
        carried=carried,
        fault=fault,
        doubts=[_at(one.field, say(one.message, one.params)) for one in change.doubts],
        body=office().body,
        area=current_actor().area,
    )


def _year_page(
    *, notice_form: NoticeForm | None = None, closure_form: ClosureForm | None = None, faults: Sequence[str] = ()
) -> str:
    days = working_days()
    asked = request.args.get("year", today().year, type=int)
    year = min(max(asked, days.first.year), days.last.year)
    shown = [(day, look_of(day)) for day in days_of(days, year)]
    return render_template(
        "admin/calendar.html",
        notice_form=notice_form or NoticeForm(),
        form=closure_form or ClosureForm(),
        keeps_national=keeps_calendar_of(current_actor(), NATIONAL, home_area=office().home_area),
        changes=_changes(),
        examples=(EXAMPLE, EXAMPLE_TABLE),
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


def _changes() -> Part[CalendarChangeRow]:
    with reading(engine()) as conn:
        return calendar_changes(conn, current_actor().area, window())


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
