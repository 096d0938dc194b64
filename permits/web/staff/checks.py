"""The department's page of the completeness check: file deficiencies for the one notice."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection
from wtforms import FieldList, Form

from forms.deficiencies import DeficiencyForm
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import current_route
from permits.casefile.lists import is_departments_check, lists_of
from permits.casefile.reading import look_at_case_of
from permits.db import reading
from permits.errors import Invalid, NotFound, Refusal
from permits.http import act_context, compare, current_actor, engine, language, say
from permits.models.base import JsonObject
from permits.services.case.fields import fields_of
from permits.web.actions import offered_pages, take_action
from permits.web.case_pages import case_page, explain_refusal, typed_lines, unmet_sentences
from workflows import WorkflowError

bp = Blueprint("checks", __name__)
FILE = ACTIONS["work_item"]["file_deficiency"]


def offer_items(form: DeficiencyForm, case: CaseFile, only: Collection[str] | None = None) -> None:
    """Fill the choices: every material of the application, its form fields (or `only` some) and the coded reasons."""
    lang = language()
    materials = [
        (f"material:{m.code}", f"{m.code} {m.name.get(lang)}")
        for m in current_route(case).materials
        if only is None or m.code in only
    ]
    fields = [
        (f"field:{path}", name.get(lang))
        for path, name in fields_of(case.bundle).items()
        if only is None or path in only
    ]
    codes = [(code.key, code.name.get(lang)) for code in case.bundle.deficiency_codes.values()]
    form.offer({gettext("Materials"): materials, gettext("Fields of the form"): fields}, codes)


def own_ids(form: Form, name: str) -> None:
    """Make the control ids of one of several forms on a page unique."""
    for field in form:
        field.id = f"{name}-{field.id}"
        for row in field if isinstance(field, FieldList) else ():
            for inner in row.form:
                inner.id = f"{name}-{inner.id}"


def blame(form: DeficiencyForm, refusal: Invalid) -> None:
    """Add each problem to its row; flash the rest."""
    for sentence in form.blame((path, say(text, params)) for path, text, params in refusal.problems):
        flash(sentence, "error")


def item_lines(case: CaseFile) -> list[JsonObject]:
    """Describe the deficiency lists of all departments: department, state, items."""
    return [
        {
            "department": one.department,
            "state": one.state,
            "items": [{**item, "name": _name(case, item)} for item in one.items],
        }
        for one in lists_of(case)
    ]


def _name(case: CaseFile, item: JsonObject) -> str:
    material = case.bundle.materials.get(item["material"] or "")
    named = material.name if material else fields_of(case.bundle).get(item["field"] or "")
    return named.get(language()) if named else item["material"] or item["field"] or ""


def _opened(conn: Connection, work_item_id: int) -> tuple[CaseFile, WorkItemRow]:
    """Open the case of a check item of the caller's department.

    Raises:
        NotFound: there is none, or it is another department's.
    """
    case = look_at_case_of(act_context(conn), work_item_id)
    item = case.item(work_item_id)
    if item.department not in current_actor().departments() or not is_departments_check(item):
        raise NotFound
    return case, item


@bp.get("/checks/<int:work_item_id>")
@requires("work_item.act")
def check(work_item_id: int) -> ResponseReturnValue:
    """Show the application and the deficiencies that the department has filed."""
    return _show(work_item_id, None)


def _show(work_item_id: int, form: DeficiencyForm | None) -> str:
    with reading(engine()) as conn:
        case, item = _opened(conn, work_item_id)
        values = case_page(case)
        (mine,) = [one for one in lists_of(case) if one.department == item.department]
        shown = form or DeficiencyForm()
        if form is None:
            shown.show(mine.items)
        offer_items(shown, case)
    offers = {one.name: one for one in values["offers"] if (one.on, one.target) == ("work_item", str(item.id))}
    actions = [one for one in offered_pages(values["offers"]) if one.on == "application"]
    page = {**values, "item": item, "list": mine, "list_form": shown, "offer": offers.get("file_deficiency")}
    return render_template("desk/check.html", **page, actions=actions, unmet_sentences=unmet_sentences)


@bp.post("/checks/<int:work_item_id>")
@requires("work_item.act")
def file(work_item_id: int) -> ResponseReturnValue:
    """File the list; on failure show the form again with what was typed."""
    form = DeficiencyForm(request.form)
    with reading(engine()) as conn:
        _opened(conn, work_item_id)
    if request.form.get("go") == "more":
        return _show(work_item_id, form)
    if not form.validate():
        return _show(work_item_id, form), 422
    try:
        take_action(FILE, (work_item_id,), {"items": form.items()})
    except Invalid as refusal:
        blame(form, refusal)
        return _show(work_item_id, form), 422
    except (Refusal, WorkflowError) as refusal:
        explain_refusal(refusal)
        compare(typed_lines(form))
        return _show(work_item_id, form), 409
    flash(say(FILE.done), "success")
    return redirect(url_for("checks.check", work_item_id=work_item_id))
