"""Accounts that people registered by themselves: who waits to be seen, confirmed or rejected by the page's service."""

from collections.abc import Callable

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import requires
from permits.actions.fields import Version
from permits.api.answers import look, onward, values_of, write
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, AnswerShape, Listed
from permits.api.shapes.bodies import Received
from permits.casefile import ActContext
from permits.http import after, page
from permits.queries.lists.staff import unseen
from permits.queries.typed import Window
from permits.services.administration import identities
from permits.services.administration.chain import expect_head, head_of

bp = APIBlueprint(
    "api_registrations",
    __name__,
    url_prefix="/api/v1/registrations",
    abp_tags=[Tag(name="Registrations")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
CONFIRM = "identity.confirm"


class Decided(Received):
    """`expected_version` is the `version` of the list: the latest act on the office that its caller saw."""

    expected_version: Version | None = None


class Waiting(Listed):
    """The accounts, and the latest act on the office."""

    version: int


class SeenRegistration(AnswerShape):
    """The account that was confirmed or rejected."""

    id: int


@bp.get("", responses={"200": Waiting})
@requires(CONFIRM)
def listed(query: addresses.Paged) -> Response:
    """List the accounts whose holder, or whose company's licence, the office has not seen; the first to wait first."""
    wanted = page()
    window = Window(wanted.limit, after(wanted, int))

    def found(context: ActContext) -> object:
        rows = unseen(context.conn, context.actor.area, "", window, secret=context.office.secret)
        return {**onward(rows, [values_of(row) for row in rows]), "version": head_of(context)}

    return look(found)


@bp.post("/<int:user_id>/confirm", responses={"200": SeenRegistration})
@requires(CONFIRM)
def confirm(path: addresses.OfAccount, body: Decided) -> Response:
    """Confirm that the identity card, or the business licence of the company, was seen; the account is told."""
    return _done(identities.confirm, path.user_id, body)


@bp.post("/<int:user_id>/reject", responses={"200": SeenRegistration})
@requires(CONFIRM)
def reject(path: addresses.OfAccount, body: Decided) -> Response:
    """Reject that the account acts for the company it claims; it stays, for the person alone, and is told."""
    return _done(identities.reject, path.user_id, body)


def _done(run: Callable[..., None], user_id: int, body: Decided) -> Response:
    def act(context: ActContext) -> object:
        expect_head(context, body.expected_version)
        run(context, user_id, wall=clock.wall())
        return {"id": user_id}

    return write(act, body.model_dump(mode="json"))
