"""Work items: a department's inbox, its counts, and the actions on one item."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.actor import Actor
from permits.api.actions import Target, add_actions
from permits.api.answers import Shown, look, marked, paged
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, Listed, WorkItemState
from permits.api.states import item_state
from permits.casefile import ActContext
from permits.errors import Forbidden
from permits.http import Page, after, current_actor, language, page, reader
from permits.policies import SEES_ALL
from permits.queries.case.items import light_of
from permits.queries.lists import inbox
from permits.queries.lists.searching import cut

bp = APIBlueprint(
    "api_work_items",
    __name__,
    url_prefix="/api/v1/work-items",
    abp_tags=[Tag(name="Work items")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
ONE = "/<int:work_item_id>"
SHOWN = (
    "id",
    "application_id",
    "number",
    "title",
    "is_emergency",
    "kind",
    "permit",
    "department",
    "state",
    "version",
    "opened_at",
    "due_on",
    "application_state",
    "committed_due_on",
)


@bp.get("", responses={"200": Listed})
@requires("inbox.view")
def listed(query: addresses.InboxFilter) -> Response:
    """List a department's work items by due day."""
    wanted = page()
    keys = after(wanted, date, int)
    actor = current_actor()
    chosen = inbox.InboxFilter(
        departments=_departments(actor, query.department),
        light=query.light,
        assignee_id=actor.id if query.assignee == "me" else None,
        unclaimed=query.assignee == "nobody",
        search=cut(query.q or ""),
        bundle=query.bundle or "",
        states=(query.state,) if query.state else inbox.OPEN,
    )
    return look(lambda context: paged(_rows(context, chosen, wanted, keys), wanted, "due_on", "id"), reader())


def _departments(actor: Actor, asked: str | None) -> Collection[str]:
    """Return the requested departments: the caller's own, or any for those who see every case.

    Raises:
        Forbidden: the department is not the caller's.
    """
    if asked is None:
        return actor.departments()
    if asked not in actor.departments() and SEES_ALL.isdisjoint(actor.role_names()):
        raise Forbidden
    return frozenset({asked})


def _rows(context: ActContext, chosen: inbox.InboxFilter, wanted: Page, keys: tuple[Any, ...] | None) -> list[Shown]:
    seen = (keys[0], keys[1]) if keys else None
    rows = inbox.inbox(context.conn, context.actor.area, chosen, today=context.today, limit=wanted.limit, after=seen)
    return [_shown(row, context) for row in rows]


def _shown(row: inbox.InboxRow, context: ActContext) -> Shown:
    is_mine = row.assignee_id is not None and row.assignee_id == context.actor.id
    return {
        **marked({name: getattr(row, name) for name in SHOWN}, context.calendar),
        "permit": row.permit or None,
        "assignee": row.username,
        "assignee_name": row.name_zh if language() == "zh" else row.name_en,
        "is_mine": is_mine,
        "light": light_of(row, context.today),
    }


@bp.get("/counts")
@requires("inbox.view")
def counted(query: addresses.CountFilter) -> Response:
    """Count open work by light, mine and unclaimed; each count stops at a thousand."""
    actor = current_actor()
    departments = _departments(actor, query.department)
    return look(
        lambda context: inbox.counts(context.conn, actor.area, departments, today=context.today, assignee_id=actor.id),
        reader(),
    )


@bp.get(ONE, responses={"200": WorkItemState})
@requires("inbox.view")
def shown(path: addresses.OfWorkItem) -> Response:
    """Show one work item."""
    return look(lambda context: item_state(context, path.work_item_id))


add_actions(
    bp,
    Target(
        "work_item",
        ONE,
        addresses.OfWorkItem,
        lambda _context, path: (path.work_item_id,),
        lambda context, place: item_state(context, int(place[0])),
        WorkItemState,
        "work_item.act",
    ),
)
