"""The bundles of the office: check a file, propose it, release it as a second person, retire a version."""

from datetime import date
from typing import Annotated

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StrictStr

from permits.access import requires
from permits.actions.fields import Version
from permits.api.answers import answered, look, write
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, AnswerShape
from permits.api.shapes.bodies import Received
from permits.casefile import ActContext
from permits.db import reading
from permits.http import area, engine, language, office, say
from permits.queries.office import bundle_versions as queries
from permits.queries.office.editions import renew_library
from permits.services.bundles import releasing
from permits.services.bundles.releasing import LONGEST_NOTE, Wanted
from permits.services.bundles.review import Review, review

bp = APIBlueprint(
    "api_bundles",
    __name__,
    url_prefix="/api/v1/bundles",
    abp_tags=[Tag(name="Bundles")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
MANAGE = "bundle.manage"
FILE = "bundle.toml"
Content = Annotated[StrictStr, Field(min_length=1, max_length=400_000)]


class CheckedBundle(Received):
    """The text of a bundle file; with `area`, it is compared with what is in force there."""

    content: Content
    area: StrictStr | None = None


class ProposedBundle(Received):
    """A version to be released: its file, the area it is for (none: all), its first day, and why."""

    content: Content
    area: StrictStr | None = None
    from_on: date
    reason: Annotated[StrictStr, Field(min_length=1, max_length=LONGEST_NOTE)]


class ClosedProposal(Received):
    """`expected_version` is the `version` of the list: the edition of the rules its caller saw."""

    expected_version: Version | None = None


class RetiredBundle(Received):
    """The first day without the version, in one area or, without one, in all."""

    expected_version: Version | None = None
    area: StrictStr | None = None
    from_on: date


class BundleFault(AnswerShape):
    """One fault of a file, with its line and the path of the key."""

    file: str
    line: int
    place: str
    message: str


class BundleDifference(AnswerShape):
    """One difference from the version in force, in words."""

    grade: str
    place: str
    sentence: str


class BundleReview(AnswerShape):
    """What a file says, its faults, and what it changes; without a version in force `against` is null."""

    sound: bool
    key: str | None
    version: str | None
    errors: list[BundleFault]
    warnings: list[BundleFault]
    against: str | None
    grade: str | None
    differences: list[BundleDifference]


class BundleProposed(AnswerShape):
    """One proposal; `outcome` is null while it waits for a second person."""

    id: int
    key: str
    version: str
    area: str | None
    from_on: date
    outcome: str | None


class WaitingBundles(AnswerShape):
    """What waits for release, and the edition of the rules as `version`."""

    version: int
    items: list[BundleProposed]


class BundleRetired(AnswerShape):
    """The number of terms that have ended."""

    retired: int


@bp.post("/check", responses={"200": BundleReview})
@requires(MANAGE)
def check(body: CheckedBundle) -> Response:
    """Tell every fault of a bundle file, and how it differs from what is in force; keeps nothing."""
    return look(lambda context: _told(review(context, body.content, FILE, body.area)))


@bp.get("/proposals", responses={"200": WaitingBundles})
@requires(MANAGE)
def waiting() -> Response:
    """List the versions that wait for release in the caller's area or in all."""
    with reading(engine()) as conn:
        renew_library(conn, office())
        found = [_proposal(one) for one in queries.proposals(conn, area())]
    return answered({"items": found, "version": office().library.current.number})


@bp.post("/proposals", responses={"201": BundleProposed})
@requires(MANAGE)
def propose(body: ProposedBundle) -> Response:
    """Keep a sound version as a proposal; a second person releases it."""

    def act(context: ActContext) -> object:
        wanted = Wanted(text=body.content, file=FILE, area=body.area, from_on=body.from_on, note=body.reason)
        return _state(context, releasing.propose(context, wanted))

    return write(act, body.model_dump(mode="json"), status=201)


@bp.post("/proposals/<int:proposal_id>/release", responses={"200": BundleProposed})
@requires(MANAGE)
def release(path: addresses.OfProposal, body: ClosedProposal) -> Response:
    """Put a proposed version in force from its day; whoever proposed it may not."""

    def act(context: ActContext) -> object:
        releasing.expect_edition(context, body.expected_version)
        releasing.release(context, path.proposal_id)
        return _state(context, path.proposal_id)

    return write(act, body.model_dump(mode="json"))


@bp.post("/proposals/<int:proposal_id>/withdraw", responses={"200": BundleProposed})
@requires(MANAGE)
def withdraw(path: addresses.OfProposal, body: ClosedProposal) -> Response:
    """Take a proposal back, or turn it down."""

    def act(context: ActContext) -> object:
        releasing.expect_edition(context, body.expected_version)
        releasing.withdraw_proposal(context, path.proposal_id)
        return _state(context, path.proposal_id)

    return write(act, body.model_dump(mode="json"))


@bp.post("/<string:key>/versions/<string:version>/retire", responses={"200": BundleRetired})
@requires(MANAGE)
def retire(path: addresses.OfVersion, body: RetiredBundle) -> Response:
    """End a version's days in force; the one before it is in force again, its cases stay under it."""

    def act(context: ActContext) -> object:
        releasing.expect_edition(context, body.expected_version)
        count = releasing.retire_in(context, path.key, path.version, area=body.area, from_on=body.from_on)
        return {"retired": count}

    return write(act, body.model_dump(mode="json"))


def _state(context: ActContext, number: int) -> dict[str, object]:
    return _proposal(queries.proposal(context.conn, number, context.actor.area))


def _proposal(one: queries.Proposal) -> dict[str, object]:
    about = {"id": one.id, "key": one.key, "version": one.version, "area": one.area}
    return {**about, "from_on": one.from_on, "outcome": one.outcome}


def _told(found: Review) -> dict[str, object]:
    lang = language()
    said = [
        {
            "grade": one.grade,
            "place": one.place,
            "sentence": say(one.message, {key: text.get(lang) for key, text in one.params.items()}),
        }
        for one in found.differences
    ]
    return {
        "sound": not found.errors,
        "key": found.bundle.key if found.bundle else None,
        "version": found.bundle.version if found.bundle else None,
        "errors": [one.to_data() for one in found.errors],
        "warnings": [one.to_data() for one in found.warnings],
        "against": found.before.version if found.before else None,
        "grade": found.grade,
        "differences": said,
    }
