"""The public page of decisions to grant: holder, permit, place and term."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forms.decisions import DecisionsForm
from permits import clock
from permits.access import public
from permits.db import reading
from permits.http import after, area, cursor, language, office, page, reader
from permits.http.matters import matter, matters, wanted_matter
from permits.queries.lists.public_decisions import DecisionFilter, granted
from permits.web.public.public import bp
from workflows import local_day

PAGE = 20


@bp.get("/decisions")
@public
def decisions() -> ResponseReturnValue:
    """List the decisions to grant, newest first.

    Law: Administrative Licensing Law art. 5, 40.
    """
    form = DecisionsForm(request.args, _permits())
    if not form.validate():
        return render_template("public/decisions.html", form=form, rows=[]), 422
    where = area()
    keys = after(page(default=PAGE), date, int)
    wanted = DecisionFilter(
        form.permit.data or None, form.first.data, form.last.data, PAGE, keys, wanted_matter() or None
    )
    with reading(reader()) as conn:
        found = granted(conn, where, wanted, today=local_day(clock.now()))
    shown = found[:PAGE]
    following = cursor([shown[-1].decided_on, shown[-1].id]) if len(found) > PAGE else None
    rows = [(office().permit_name(row, row.permit), office().body(where, row.department).name, row) for row in shown]
    return render_template("public/decisions.html", form=form, rows=rows, following=following, matter=wanted.bundle)


def _permits() -> list[tuple[str, str]]:
    """List (key, name) of every permit of the matters, each once."""
    shown = [matter(wanted_matter())] if wanted_matter() else matters().values()
    rules = {key: rule for bundle in shown for key, rule in bundle.permits.items()}
    return [(key, rule.name.get(language())) for key, rule in rules.items()]
