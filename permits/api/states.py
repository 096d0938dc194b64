"""The state of an action's target, as every answer shows it."""

from collections.abc import Mapping

from permits.actions import ACTIONS
from permits.api.answers import Shown, all_marked, values_of
from permits.api.cases import described, items_shown, permits_shown
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import current_route
from permits.casefile.reading import look_at, look_at_case_of, look_at_named
from permits.casefile.seen import seen_of
from permits.http import language, say
from permits.queries.lists import licences
from permits.queries.reading import rows_beside
from permits.services.case.bans import LAW_OF_BANS, ban_warnings
from permits.services.case.parties import warnings_about
from permits.services.licences.particulars import Particulars, particulars
from permits.services.offers.actions import Offer, available, offers_on_item, offers_on_licence, offers_on_permit
from workflows import Text


def application_state(context: ActContext, id_or_number: str) -> Shown:
    """Return an application with all its parts and the actions open to the caller.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    case = look_at_named(context, id_or_number)
    route, lang = current_route(case), language()
    warnings: list[Shown] = [{"key": one.key, "message": one.message.get(lang)} for one in route.warnings]
    return {
        **described(case, route, lang),
        "warnings": [*_doubts(case), *warnings],
        "allowed": [one.name for one in available(case) if one.on == "application" and one.ready],
    }


def _doubts(case: CaseFile) -> list[Shown]:
    """List the bans on the applicant and the form entries that need a second look."""
    bans: list[Shown] = [
        {"key": "ban", "field": field, "message": say(message, params), "law": say(LAW_OF_BANS)}
        for field, message, params in ban_warnings(case)
    ]
    doubts: list[Shown] = [
        {"key": "uscc_check", "field": field, "message": say(message, params)}
        for field, message, params in warnings_about(case.bundle, case.form.parts)
    ]
    return [*bans, *doubts]


def permit_state(context: ActContext, application_id: int, key: str) -> Shown:
    """Return one permit and the actions open to the caller.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    case = look_at(context, application_id)
    row = case.permit(key)
    (found,) = [one for one in permits_shown(case, language()) if one["key"] == key]
    return {
        **found,
        "allowed": [one.name for one in offers_on_permit(case, row) if one.ready],
    }


def licence_state(context: ActContext, number: str) -> Shown:
    """Return a licence and the actions open to the caller.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    row = licences.licence(context.conn, context.actor.area, number)
    case = look_at(context, row.application_id)
    seen, offers = seen_of(case), offers_on_licence(case, case.licences[row.number])
    says = particulars(row, case.bundle, case.form.site, context.today)
    inspections = (one for one in seen.of(rows_beside.Inspection) if one.licence_id == row.id)
    return {
        **said(says, language()),
        **values_of(row),
        "is_in_force": says.standing == "in_force",
        "changes": licences.changes_of(seen.of(rows_beside.LicenceChange), row.id),
        "inspections": all_marked([values_of(one, without=("licence_id",)) for one in inspections], context.calendar),
        "allowed": [one.name for one in offers if one.ready],
    }


def said(says: Particulars, lang: str) -> Shown:
    """Return place, scope, conditions, standing and supervisor of a licence; the scope in words of one language."""
    lines = [{name: _one(value, lang) for name, value in line.items()} for line in says.scope]
    told = {"site": says.place, "covers": lines, "conditions": says.conditions, "standing": says.standing}
    return {**told, "supervisor": says.supervisor}


def _one(value: object, lang: str) -> object:
    return value[lang] if isinstance(value, Mapping) else value


def item_state(context: ActContext, work_item_id: int) -> Shown:
    """Return a work item and the actions open to the caller.

    Raises:
        NotFound: there is none, or not for this caller.
    """
    case = look_at_case_of(context, work_item_id)
    offers = offers_on_item(case, case.item(work_item_id))
    (found,) = [one for one in items_shown(case) if one["id"] == work_item_id]
    return {
        **found,
        "number": case.app.number,
        "allowed": [one.name for one in offers if one.ready],
    }


def offers(context: ActContext, id_or_number: str) -> list[Shown]:
    """List the actions open to the caller, ready or not, each with the schema of its body.

    Raises:
        NotFound: there is no such application, or not for this caller.
    """
    case = look_at_named(context, id_or_number)
    return [_offer(one) for one in available(case)]


def _offer(one: Offer) -> Shown:
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
