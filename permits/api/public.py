"""Public calls: verify a licence, performance, public notices, decisions, hearings."""

from datetime import date, timedelta

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import public, requires
from permits.analytics.turnaround import Period, overall, turnaround
from permits.api.answers import Shown, answered, onward, paged, values_of, write
from permits.api.shapes import addresses
from permits.api.shapes.answers import CREATED, REFUSALS, Listed
from permits.api.shapes.bodies import Said
from permits.api.states import said
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Invalid
from permits.http import after, area, guest_context, language, office, page, reader
from permits.queries.case import procedures
from permits.queries.case.supervision import explanations
from permits.queries.lists import chain_roots, verification
from permits.queries.lists.public_decisions import Decision, DecisionFilter, granted, holder_of
from permits.queries.typed import Window
from permits.services.licences.particulars import particulars
from permits.services.procedures import statements
from workflows import N_, local_day

bp = APIBlueprint(
    "api_public", __name__, url_prefix="/api/v1/public", abp_tags=[Tag(name="Public")], abp_responses=REFUSALS
)
LOOKED_BACK = timedelta(days=365)
PUBLIC = ("area", "number", "document_number", "state", "title", "department", "valid_from", "valid_to")
FIGURES = ("key", "bundle", "n", "median", "mean", "on_time_rate", "overdue", "open_overdue")


@bp.get("/verify/<string:number>")
@public
def verify(path: addresses.OfLicence, query: addresses.Code) -> Response:
    """Say whether a licence is genuine and in force, and what it allows where; reveals nothing without its code.

    The number is that of the licence, or of a decision to grant, renew or vary it.
    """
    lang = language()
    with reading(reader()) as conn:
        found = verification.verified(conn, path.number, query.code, keys=office().keys)
        if found is None:
            return answered({"number": path.number, "genuine": False, "in_force": False})
        ended = verification.ending_of(conn, found)
    says = particulars(found, office().find_bundle(found), found.site, local_day(clock.now()))
    shown = {name: getattr(found, name) for name in PUBLIC}
    return answered(
        {**shown, **holder_of(found.applicant), **said(says, lang)}
        | {"ended": values_of(ended) if ended else None, "genuine": True, "in_force": says.standing == "in_force"}
    )


@bp.get("/performance")
@public
def performance(query: addresses.Performance) -> Response:
    """Report how often promised days were met over the last year, as a whole and permit by permit.

    `limit` and `cursor` page the explanations.
    """
    where, last = area(), local_day(clock.now())
    first = last - LOOKED_BACK
    period = Period(first, last, last, query.bundle or "")
    with reading(reader()) as conn:
        total = overall(conn, where, period)
        rows = turnaround(conn, where, period, by="permit")
        published = explanations(conn, where, first, _window(), bundle=period.bundle)
    explained = [{"number": row.number, "promised_on": row.promised_on, "text": row.text} for row in published]
    permits = [{name: value for name, value in row.items() if name in FIGURES} for row in rows]
    of_period = {"from": first, "to": last, "applications": total, "permits": permits}
    return answered({**of_period, "explanations": explained, "next_cursor": onward(published, ())["next_cursor"]})


def _window() -> Window:
    wanted = page()
    return Window(wanted.limit, wanted.after)


@bp.get("/notices")
@public
def notices(query: addresses.Paged) -> Response:
    """List the current public notices; anybody with an account may object until the last day."""
    with reading(reader()) as conn:
        rows = procedures.on_public_notice(conn, area(), local_day(clock.now()), _window())
    return answered(onward(rows, [_on_notice(row) for row in rows]))


def _on_notice(row: procedures.OnNotice) -> Shown:
    lang = language()
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "permit": row.permit,
        "name": office().permit_name(row, row.permit).get(lang),
        "site": office().place_of(row, row.site),
        "about": row.required_because.get(lang, ""),
        "department": office().body(area(), row.department).name["zh" if lang == "zh" else "en"],
        "from_on": row.from_on,
        "to_on": row.to_on,
    }


@bp.get("/decisions", responses={"200": Listed})
@public
def decisions(query: addresses.DecisionFilter) -> Response:
    """List the decisions to grant, newest first, with the state of each licence today; refusals are not published.

    Law: Administrative Licensing Law art. 5, 40.
    """
    if query.first and query.last and query.first > query.last:
        raise Invalid.at("to", N_("The last day lies before the first"))
    wanted = page()
    chosen = DecisionFilter(query.permit, query.first, query.last, wanted.limit, after(wanted, date, int), query.bundle)
    with reading(reader()) as conn:
        found = granted(conn, area(), chosen, today=local_day(clock.now()))
    pages = paged([values_of(row) for row in found], wanted, "decided_on", "id")
    return answered({**pages, "items": [_decision(row) for row in found[: wanted.limit]]})


def _decision(row: Decision) -> Shown:
    lang = language()
    return {
        "number": row.document_number,
        "permit": row.permit,
        "name": office().permit_name(row, row.permit).get(lang),
        "licence": row.licence_number,
        "holder": row.holder,
        "credit_code": row.credit_code,
        "site": office().place_of(row, row.site),
        "department": office().body(area(), row.department).name["zh" if lang == "zh" else "en"],
        "decided_on": row.decided_on,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "state": row.state,
        "law": row.law.get(lang, ""),
    }


@bp.get("/hearings")
@public
def hearings(query: addresses.Paged) -> Response:
    """List the hearings called for today or later; they are open to everybody."""
    with reading(reader()) as conn:
        rows = procedures.public_hearings(conn, area(), local_day(clock.now()), _window())
    return answered(onward(rows, [_hearing(row) for row in rows]))


def _hearing(row: procedures.PublicHearing) -> Shown:
    name = office().permit_name(row, row.permit).get(language())
    about = {"number": row.number, "title": row.title, "permit": row.permit, "name": name}
    return {**about, "held_at": row.held_at, "place": row.place}


@bp.get("/roots", responses={"200": Listed})
@public
def roots(query: addresses.Paged) -> Response:
    """List the daily roots over the heads of all event chains, newest first."""
    with reading(reader()) as conn:
        found = chain_roots.latest(conn, _window())
    return answered(onward(found, [values_of(one) for one in found]))


@bp.post("/notices/<int:notice>/statements", responses=CREATED, security=[{"bearer": []}])
@requires("account.use")
def object_to(path: addresses.OfPublicNotice, body: Said) -> Response:
    """Object to a current public notice; takes an account and is in your own name."""

    def act(context: ActContext) -> object:
        guest = guest_context(context.conn)
        found = procedures.public_notice(guest.conn, guest.actor.area, path.notice)
        said = statements.Said(body.text, body.kind)
        number = statements.object_to_notice(guest, found.application_id, found.permit, said)
        return {"notice": path.notice, "number": number, "received_at": context.at}

    return write(act, body.model_dump(mode="json"), note="", status=201)
