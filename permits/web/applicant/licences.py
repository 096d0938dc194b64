"""The page of one licence for its holder and for staff: current state, history, available actions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.casefile.licences import changes_begun
from permits.casefile.reading import look_at
from permits.casefile.seen import seen_of
from permits.db import reading
from permits.http import act_context, current_actor, engine
from permits.queries.lists import licences as queries
from permits.queries.reading.rows_beside import Inspection, LicenceChange
from permits.services.licences.register import last_renewal_day
from permits.services.offers.actions import offers_on_licence
from permits.web.actions import home_of, offered_pages

bp = Blueprint("licences", __name__)


@bp.get("/licences/<string:number>")
@requires("application.view")
def shown(number: str) -> ResponseReturnValue:
    """Show a licence with its term, its changes and its inspections.

    Law: Administrative Licensing Law art. 61.
    """
    with reading(engine()) as conn:
        row = queries.licence(conn, current_actor().area, number)
        case = look_at(act_context(conn), row.application_id)
        seen, offers = seen_of(case), offers_on_licence(case, case.licences[row.number])
        return render_template(
            "licences/licence.html",
            licence=row,
            says=particulars(row, case.bundle, case.form.site, case.context.today),
            case=case.app,
            bundle=case.bundle,
            home=home_of(case),
            actions=offered_pages(offers),
            begun=changes_begun(case, row.number),
            ask_by=last_renewal_day(case, row.valid_to) if row.valid_to else None,
            changes=queries.changes_of(seen.of(LicenceChange), row.id),
            inspections=[one for one in seen.of(Inspection) if one.licence_id == row.id],
        )
