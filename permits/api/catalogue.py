"""The catalogue and the screening: public, stores nothing."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import public
from permits.api.answers import answered, complete
from permits.api.shapes import addresses, bodies
from permits.api.shapes.answers import REFUSALS
from permits.errors import Invalid, NotFound
from permits.http import language
from permits.http.matters import matter, matters
from permits.queries.office import catalogue
from workflows import N_, check_answers, local_day, screen

bp = APIBlueprint(
    "api_catalogue", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="Catalogue")], abp_responses=REFUSALS
)


@bp.post("/screening")
@public
def screening(body: bodies.Screening) -> Response:
    """Return the permits a plan needs with reasons, its materials, and the open questions that may change them."""
    try:
        bundle = matter(body.bundle)
    except NotFound as missing:
        raise Invalid.at("bundle", N_("There is no bundle of this name")) from missing
    if faults := check_answers(bundle, body.answers):
        raise Invalid((f"answers.{fault.field}", fault.message, fault.params) for fault in faults)
    found = screen(bundle, body.answers, body.on or local_day(clock.now()), body.project)
    return answered(catalogue.screened(found, language()))


@bp.get("/bundles")
@public
def listed() -> Response:
    """List the bundles in force."""
    return answered(complete(catalogue.listed(matters(), language())))


@bp.get("/bundles/<string:key>")
@public
def described(path: addresses.OfBundle) -> Response:
    """Describe one bundle: permits, questions, materials, limits, law."""
    return answered(catalogue.described(matter(path.key), language()))
