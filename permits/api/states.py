"""The state of the thing acted on, as every answer shows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from permits.actions import ACTIONS
from permits.casefile import ActContext, open_case
from permits.http import language, say
from permits.queries.case import flags
from permits.queries.case import items as case_items
from permits.queries.case.emergencies import emergency_of
from permits.queries.case.fees import fees_of
from permits.queries.lists import applications, licences
from permits.services.case.bans import LAW_OF_BANS, ban_warnings
from permits.services.case.parties import warnings_about
from permits.services.offers.actions import Offer, available, offers_on_item, offers_on_licence, offers_on_permit
from workflows import FIELD_PARTS, Calendar, Text

# the fields that hold a day counted in working days
COUNTED = (
    "due_on",
    "committed_due_on",
    "statutory_due_on",
    "joint_cap_on",
    "promise_by",
    "request_by_on",
    "hold_by_on",
    "to_on",
    "answer_by_on",
    "inspect_by_on",
)


def marked(row: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    """Give a row with `provisional`: whether one of its counted days lies where the calendar is not final yet."""
    days = [row[name] for name in COUNTED if row.get(name)]
    return {**row, "provisional": any(calendar.awaits_notice(on) for on in days)}


def _all_marked(rows: Iterable[Mapping[str, Any]], calendar: Calendar) -> list[dict[str, Any]]:
    return [marked(one, calendar) for one in rows]


def application_state(context: ActContext, id_or_number: str) -> dict[str, Any]:
    """Give an application whole, with what the caller may do with it now.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    found = applications.whole(
        context.conn, context.actor, id_or_number, bundles=context.office.bundles, today=context.today, lang=language()
    )
    offers = available(context, found["id"])
    doubts = [
        {"key": "uscc_check", "field": field, "message": say(message, params)}
        for field, message, params in warnings_about({name: found[name] for name in FIELD_PARTS})
    ]
    bans = [
        {"key": "ban", "field": field, "message": say(message, params), "law": say(LAW_OF_BANS)}
        for field, message, params in ban_warnings(open_case(context, application_id=found["id"], lock=False))
    ]
    bundle = context.office.bundles[found["bundle"]]
    flagged = flags.flags_of(context.conn, context.actor, found["id"], bundle=bundle, lang=language())
    inner = {name: _all_marked(found[name], context.calendar) for name in ("permits", "work_items", "supervision")}
    procedures = {kind: _all_marked(rows, context.calendar) for kind, rows in found["procedures"].items()}
    return {
        **marked(found, context.calendar),
        **inner,
        "procedures": procedures,
        "emergency": emergency_of(context.conn, found["id"]) if found["is_emergency"] else None,
        "fees": fees_of(context.conn, found["id"], language()),
        **({} if flagged is None else {"flags": flagged}),
        "warnings": bans + doubts + found["warnings"],
        "licences": applications.licences_of(context.conn, found["id"]),
        "allowed": [one.name for one in offers if one.on == "application" and one.ready],
    }


def permit_state(context: ActContext, application_id: int, key: str) -> dict[str, Any]:
    """Give one permit, with what the caller may do with it now.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    case = open_case(context, application_id=application_id, lock=False)
    row = case.permit(key)
    application = applications.seen(context.conn, context.actor, str(application_id))
    rows = applications.permits_of(context.conn, application, bundle=case.bundle, lang=language())
    found = next(one for one in rows if one["key"] == key)
    offers = offers_on_permit(case, row)
    return {
        **marked(found, context.calendar),
        "allowed": [one.name for one in offers if one.ready],
    }


def licence_state(context: ActContext, number: str) -> dict[str, Any]:
    """Give a licence, with what the caller may do with it now.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    row = licences.licence(context.conn, context.actor.area, number)
    applications.seen(context.conn, context.actor, str(row["application_id"]))
    case = open_case(context, application_id=row["application_id"], lock=False)
    offers = offers_on_licence(case, case.licences[row["number"]])
    is_in_force = licences.is_in_force(row, context.today)
    return {
        **row,
        "is_in_force": is_in_force,
        "changes": licences.changes_of(context.conn, row["id"]),
        "inspections": _all_marked(licences.inspections_of(context.conn, row["id"]), context.calendar),
        "allowed": [one.name for one in offers if one.ready],
    }


def item_state(context: ActContext, work_item_id: int) -> dict[str, Any]:
    """Give a work item, with what the caller may do with it now.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    case = open_case(context, work_item_id=work_item_id, lock=False)
    found = case_items.item(context.conn, work_item_id, today=context.today)
    offers = offers_on_item(case, case.item(work_item_id))
    return {
        **marked(found, context.calendar),
        "allowed": [one.name for one in offers if one.ready],
    }


def offers(context: ActContext, id_or_number: str) -> list[dict[str, Any]]:
    """List what the caller may do now, ready or not, each with the shape of its body.

    Raises:
        NotFound: there is no such application, or not for this caller.
    """
    application_id = applications.find_id(context.conn, context.actor.area, id_or_number)
    return [_offer(one) for one in available(context, application_id)]


def _offer(one: Offer) -> dict[str, Any]:
    label: Text = one.label
    return {
        "name": one.name,
        "on": one.on,
        "target": one.target,
        "ready": one.ready,
        "unmet": [say(sentence) for sentence in one.unmet],
        "label": label.get(language()),
        "tone": one.tone,
        "schema": ACTIONS[one.on][one.name].body.model_json_schema(),
    }
