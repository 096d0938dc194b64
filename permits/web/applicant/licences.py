"""The page of one licence for its holder and for staff: current state, history, available actions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.casefile import CaseFile
from permits.casefile.reading import look_at
from permits.casefile.seen import seen_of
from permits.db import reading
from permits.http import act_context, current_actor, engine
from permits.policies import SEES_ALL, is_applicant, stands_in
from permits.queries.lists import licences as queries
from permits.queries.reading.rows import Notice
from permits.queries.reading.rows_beside import Inspection, LicenceChange, PendingChange
from permits.services.licences.particulars import particulars
from permits.services.licences.register import outlook
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
            **_reader(case, row.department),
            paper=next((one for one in reversed(seen.of(Notice)) if _is_paper(one, row.permit)), None),
            outlook=outlook(case, case.licences[row.number]),
            actions=offered_pages(offers),
            begun=[one for one in seen.of(PendingChange) if one.about_licence == row.number],
            changes=queries.changes_of(seen.of(LicenceChange), row.id),
            inspections=[one for one in seen.of(Inspection) if one.licence_id == row.id],
        )


def _is_paper(notice: Notice, permit: str) -> bool:
    return (notice.kind, notice.permit) == ("licence", permit)


def _reader(case: CaseFile, department: str) -> dict[str, bool]:
    """Tell whether the reader is on the holder's side, and whether they may open a case that the licence has begun.

    A renewal or variation is seen by those who see every case, and by the department that decides it.
    """
    actor = case.context.actor
    is_holder = is_applicant(actor, case.app) or stands_in(actor, case.app)
    sees_changes = is_holder or department in actor.departments() or not SEES_ALL.isdisjoint(actor.role_names())
    return {"is_holder": is_holder, "sees_changes": sees_changes}
