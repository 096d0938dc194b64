"""The area itself, its departments and its register of places: shown, added to and changed."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.office import AreaForm, DepartmentForm, RoadForm
from forms.sentences import Form
from permits.access import requires
from permits.db import reading
from permits.errors import LookAgain, NotFound
from permits.http import act, act_context, current_actor, engine, office, window
from permits.queries.lists import staff as queries
from permits.queries.office.recorded import area_of, departments_of
from permits.queries.office.records import Address, AreaRecord, DepartmentRecord, RoadRecord, Words
from permits.services.administration.applying import apply
from permits.services.calendar.calendars import renew
from permits.web.administration.calendar import bp

MANAGE = "office.manage"


@bp.get("/office")
@requires(MANAGE)
def office_page() -> ResponseReturnValue:
    """Show the area, its departments and its register."""
    code = current_actor().area
    with reading(engine()) as conn:
        area, departments = _known(conn), list(departments_of(conn, code))
        places = queries.places(conn, code, window("places"))
    return render_template("office/office.html", area=area, departments=departments, places=places)


def _known(conn: Connection) -> AreaRecord:
    """Read the caller's area without its lists."""
    code = current_actor().area
    found = area_of(conn, code, about=AreaRecord.model_construct(code=code))
    if found is None:
        raise NotFound
    return found


@bp.route("/office/area", methods=["GET", "POST"])
@requires(MANAGE)
def change_area() -> ResponseReturnValue:
    """Change the name of the area and its cut-off hour."""
    with reading(engine()) as conn:
        known = _known(conn)
    before = {"name_zh": known.name.zh, "name_en": known.name.en, "cut_off_hour": known.cut_off_hour}
    form = AreaForm(request.form or None, data=before)

    def wanted() -> AreaRecord:
        return AreaRecord(code=known.code, name=_name(form), cut_off_hour=form.cut_off_hour.data)

    return _taken(form, wanted, gettext("The area"))


@bp.route("/office/departments/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_department() -> ResponseReturnValue:
    """Add a department."""
    form = DepartmentForm(request.form or None)
    return _taken(form, lambda: _departments(form, form.department.data), gettext("A new department"))


@bp.route("/office/departments/<string:key>", methods=["GET", "POST"])
@requires(MANAGE)
def change_department(key: str) -> ResponseReturnValue:
    """Change a department."""
    with reading(engine()) as conn:
        known = next((one for one in departments_of(conn, current_actor().area) if one.key == key), None)
    if known is None:
        raise NotFound
    form = DepartmentForm(request.form or None, data=_before(known))
    del form.department  # its key is in its address
    return _taken(form, lambda: _departments(form, key), known.name.zh)


def _departments(form: DepartmentForm, key: str) -> AreaRecord:
    row = DepartmentRecord(
        key=key,
        name=_name(form),
        short=Words(zh=form.short_zh.data, en=form.short_en.data),
        uscc=form.uscc.data,
        document_prefix=form.document_prefix.data,
        address=Address(zh=form.address_zh.data or "", en=form.address_en.data or ""),
        phone=form.phone.data or "",
    )
    return AreaRecord.model_construct(code=current_actor().area, departments=(row,))


@bp.route("/office/places/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_place() -> ResponseReturnValue:
    """Add a place to the register."""
    form = RoadForm(request.form or None, data={"road_class": "urban"})
    return _taken(form, lambda: _places(form, form.name_zh.data), gettext("A new place of the register"))


@bp.route("/office/places/<int:place_id>", methods=["GET", "POST"])
@requires(MANAGE)
def change_place(place_id: int) -> ResponseReturnValue:
    """Change a place of the register."""
    with reading(engine()) as conn:
        known = queries.place(conn, current_actor().area, place_id)
    if known is None:
        raise NotFound
    form = RoadForm(request.form or None, obj=known)
    del form.name_zh  # cases name it by this
    return _taken(form, lambda: _places(form, known.name_zh), known.name_zh)


def _places(form: RoadForm, name_zh: str) -> AreaRecord:
    days = {name: _day(form[name].data) for name in ("opened_on", "overhauled_on")}
    name = Words(zh=name_zh, en=form.name_en.data)
    row = RoadRecord.model_validate({"name": name, "road_class": form.road_class.data, **days})
    return AreaRecord.model_construct(code=current_actor().area, roads=(row,))


def _name(form: Form) -> Words:
    return Words(zh=form["name_zh"].data, en=form["name_en"].data)


def _day(typed: object) -> date | None:
    return date.fromisoformat(str(typed)) if typed else None


def _before(known: DepartmentRecord) -> Mapping[str, object]:
    texts = {"name": known.name, "short": known.short, "address": known.address}
    parts = {f"{name}_{lang}": getattr(text, lang) for name, text in texts.items() for lang in ("zh", "en")}
    return {**known.said(), **parts}


def _taken(form: Form, wanted: Callable[[], AreaRecord], title: str) -> ResponseReturnValue:
    """Show the form, or take it: what was typed becomes a record that is applied to the caller's area."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                act(lambda conn: apply(act_context(conn), wanted()))
            except LookAgain:
                status = 409
            else:
                return _back()
    return render_template("office/record.html", form=form, title=title), status


def _back() -> ResponseReturnValue:
    with reading(engine()) as conn:
        renew(conn, office())  # so that the next page shows it at once
    flash(gettext("It is on record"), "success")
    return redirect(url_for("admin.office_page"))
