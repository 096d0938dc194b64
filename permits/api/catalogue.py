"""The catalogue and the screening: public, stores nothing."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import public
from permits.api.answers import answered, complete
from permits.api.shapes import addresses, bodies
from permits.api.shapes.answers import REFUSALS
from permits.db import reading
from permits.errors import Invalid
from permits.http import area, engine, language, office
from permits.http.matters import matter, matters
from permits.queries.office import catalogue
from permits.queries.office.editions import renew_library
from workflows import N_, check_answers, local_day, screen

bp = APIBlueprint(
    "api_catalogue", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="Catalogue")], abp_responses=REFUSALS
)


def _renew() -> None:
    """Read a version imported a moment ago: whoever asks what is in force is told by the database."""
    with reading(engine()) as conn:
        renew_library(conn, office())


@bp.post("/screening")
@public
def screening(body: bodies.Screening) -> Response:
    """Return the permits a plan needs with reasons, its materials, and the open questions that may change them.

    With `on`, by the version of the bundle in force on that day: rules to come can be tried before they count.
    """
    _renew()
    on = body.on or local_day(clock.now())
    bundle = office().current(body.bundle or matter("").key, area(), on)
    if bundle is None:
        raise Invalid.at("bundle", N_("There is no bundle of this name, or it is not offered at present"))
    if faults := check_answers(bundle, body.answers):
        raise Invalid((f"answers.{fault.field}", fault.message, fault.params) for fault in faults)
    found = screen(bundle, body.answers, on, body.project)
    version = {"bundle": bundle.key, "bundle_version": bundle.version}
    return answered({**version, **catalogue.screened(found, language())})


@bp.get("/bundles")
@public
def listed() -> Response:
    """List the bundles in force today in the caller's area, each with its version and the day it began."""
    _renew()
    terms = office().terms_on(area(), local_day(clock.now()))
    return answered(complete(catalogue.listed(matters(), terms, language())))


@bp.get("/bundles/<string:key>")
@public
def described(path: addresses.OfBundle) -> Response:
    """Describe one bundle: permits, questions, materials, limits, law."""
    _renew()
    return answered(catalogue.described(matter(path.key), language()))
