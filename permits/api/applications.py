"""Applications: file, change, read, hand in materials, take actions."""

import hashlib
from collections.abc import Callable
from datetime import date

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits.access import requires
from permits.actions.changes import PARTS
from permits.api.actions import Target, add_actions
from permits.api.answers import Shown, complete, look, marked, paged, values_of, write
from permits.api.shapes import addresses, bodies
from permits.api.shapes.answers import (
    OF_FILES,
    OF_PICTURE,
    REFUSALS,
    ApplicationState,
    Clocks,
    Listed,
    Offers,
    StoredPaper,
    StoredPhoto,
    Trail,
)
from permits.api.states import application_state, offers
from permits.casefile import ActContext, open_case
from permits.db import reading
from permits.files import FolderStore
from permits.http import after, current_actor, engine, language, office, page, reader, settings
from permits.http.transfer import examined, quota
from permits.policies import is_applicant
from permits.queries.case import clocks, notices, trail
from permits.queries.case import paths as case_paths
from permits.queries.case.breaches import breach_of
from permits.queries.lists import applications
from permits.queries.lists.searching import cut
from permits.queries.reading.rows import Application, Notice
from permits.services.changing import amendments, mending
from permits.services.changing.materials import add_material, remove_material
from permits.services.files.uploads import PICTURES as PICTURE_KINDS
from permits.services.files.uploads import Examined
from permits.services.filing import applications as service
from permits.services.oversight.signing import sign
from permits.services.procedures.photos import add_photo
from workflows import Alert, alert_of, case_bpmn, case_mermaid, case_svg

bp = APIBlueprint(
    "api_applications",
    __name__,
    url_prefix="/api/v1/applications",
    abp_tags=[Tag(name="Applications")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
ONE = "/<string:application>"
# the service that changes the form in a state; in other states it is an amendment
CHANGES = {"draft": service.change_draft, "supplement": mending.mend}
EVENTS_AT_ONCE = 1000
PICTURES = {
    "svg": (case_svg, "image/svg+xml"),
    "mmd": (case_mermaid, "text/plain"),
    "bpmn": (case_bpmn, "application/xml"),
}


@bp.post("", responses={"201": ApplicationState})
@requires("application.file")
def file_draft(body: bodies.Draft) -> Response:
    """Open a draft.

    The counter opens it for the applicant the body names (a company's `uscc`, a person's `resident_id`): it
    belongs to that applicant's account or, where there is none, to a new account that nobody can sign in to.
    """
    form = service.DraftForm(bundle=body.bundle, **{name: getattr(body, name) for name in PARTS})

    def act(context: ActContext) -> object:
        return application_state(context, str(service.create_draft(context, form)))

    answer = write(act, body.model_dump(mode="json"), note=body.note, status=201)
    answer.headers["Location"] = f"{request.script_root}{bp.url_prefix}/{answer.get_json()['id']}"
    return answer


@bp.get("", responses={"200": Listed})
@requires("application.view")
def listed(query: addresses.ApplicationFilter) -> Response:
    """List the applications you may see, newest first."""
    wanted = page()
    keys = after(wanted, int)
    states = tuple(one.strip() for one in (query.state or "").split(",") if one.strip())

    def found(context: ActContext) -> object:
        chosen = applications.ListFilter(
            limit=wanted.limit,
            after=keys[0] if keys else None,
            states=states,
            number=query.number or "",
            search=cut(query.q or ""),
            light=query.light,
            bundle=query.bundle or "",
            today=context.today,
        )
        rows = applications.listing(context.conn, context.actor, chosen)
        return paged([marked(_listed(row, context.today), context.calendar) for row in rows], wanted, "id")

    return look(found, reader())


def _listed(row: applications.Listed, today: date) -> Shown:
    return {
        **values_of(row, without=("applicant", "yellow_on", "decided_on")),
        "applicant_name": row.applicant.get("name", ""),
        "light": applications.light_of(row, today),
        "breach": breach_of(row, today),
    }


@bp.get(ONE, responses={"200": ApplicationState})
@requires("application.view")
def shown(path: addresses.OfApplication) -> Response:
    """Show an application with all its parts."""
    return look(lambda context: application_state(context, path.application))


@bp.patch(ONE, responses={"200": ApplicationState})
@requires("application.file")
def change(path: addresses.OfApplication, body: bodies.Changes) -> Response:
    """Change a draft, part by part; after submission, make a new version of the form, field by field.

    While a deficiency notice waits for its answer, exactly the fields it names may be changed.
    """

    def act(context: ActContext) -> object:
        row = applications.seen(context.conn, context.actor, path.application)
        act_on = CHANGES.get(row.state, amendments.amend)
        act_on(context, row.id, body.given(), expected_version=body.expected_version)
        return application_state(context, str(row.id))

    return write(act, body.model_dump(mode="json"), note=body.note)


@bp.post(f"{ONE}/materials", responses={"201": StoredPaper, **OF_FILES})
@requires("application.file")
def hand_in(path: addresses.OfApplication, form: bodies.Paper) -> Response:
    """Hand in a file of a material; it stands beside the earlier ones."""
    file = examined(form.file, otherwise=form.code)

    def keep(context: ActContext, application_id: int) -> object:
        store = FolderStore(settings().upload_dir)
        kept = add_material(context, application_id, code=form.code, file=file, store=store, quota=quota())
        return {
            "material_id": kept.id,
            "code": kept.code,
            "sha256": kept.sha256,
            "size_bytes": kept.size_bytes,
            "version": kept.version,
        }

    return _kept(path, form, file, keep, code=form.code)


@bp.delete(f"{ONE}/materials/<int:material_id>", responses={"200": ApplicationState})
@requires("application.file")
def take_off(path: addresses.OfMaterial) -> Response:
    """Remove a file of a material while the application is still to be handed in; it stays on record."""

    def act(context: ActContext) -> object:
        application_id = applications.find_id(context.conn, context.actor.area, path.application)
        remove_material(context, application_id, path.material_id)
        return application_state(context, str(application_id))

    return write(act, None)


@bp.post(f"{ONE}/photos", responses={"201": StoredPhoto, **OF_FILES})
@requires("work_item.act")
def hand_photo_in(path: addresses.OfApplication, form: bodies.Upload) -> Response:
    """Upload a photograph of the site visit that has no record yet; the same one twice is kept once."""
    file = examined(form.file, otherwise="photo.jpg", kinds=PICTURE_KINDS)

    def keep(context: ActContext, application_id: int) -> object:
        store = FolderStore(settings().upload_dir)
        kept = add_photo(context, application_id, file=file, store=store)
        return values_of(kept, without=("survey_id",))

    return _kept(path, form, file, keep)


def _kept(
    path: addresses.OfApplication,
    form: bodies.Upload,
    file: Examined,
    keep: Callable[[ActContext, int], object],
    *,
    code: str = "",
) -> Response:
    """Store a file once an idempotency key."""

    def act(context: ActContext) -> object:
        application_id = applications.find_id(context.conn, context.actor.area, path.application)
        case = open_case(context, application_id=application_id)
        case.expect(case.app, form.expected_version)
        return keep(context, application_id)

    sent = [code, file.name, hashlib.sha256(file.data).hexdigest(), form.expected_version, form.note]
    return write(act, sent, note=form.note, status=201)


@bp.get(f"{ONE}/actions", responses={"200": Offers})
@requires("application.view")
def open_actions(path: addresses.OfApplication) -> Response:
    """List the actions open to you now, ready or not."""
    return look(lambda context: offers(context, path.application))


@bp.get(f"{ONE}/clocks", responses={"200": Clocks})
@requires("application.view")
def read_clocks(path: addresses.OfApplication) -> Response:
    """Read every clock, day by day."""

    def found(context: ActContext) -> object:
        row = applications.seen(context.conn, context.actor, path.application)
        bundle = context.office.find_bundle(row)
        alert = alert_of(bundle.switches) if bundle else Alert()
        days = context.calendar, context.today
        return complete(clocks.clocks_of(context.conn, row.id, days, alert=alert))

    return look(found)


@bp.get(f"{ONE}/events", responses={"200": Trail})
@requires("trail.view")
def read_events(path: addresses.OfApplication, query: addresses.Paged) -> Response:
    """Read the events, oldest first, each as it was hashed, with its name."""
    wanted = page(largest=EVENTS_AT_ONCE, default=EVENTS_AT_ONCE)
    keys = after(wanted, int)

    def found(context: ActContext) -> object:
        row = applications.seen(context.conn, context.actor, path.application)
        rows = trail.events_of(context.conn, row.id, limit=wanted.limit, after=keys[0] if keys else 0)
        is_office = not is_applicant(context.actor, row)
        shown = paged(trail.named(rows, language(), in_office=is_office), wanted, "seq")
        return {**shown, "head": _signed_head(row)}

    return look(found)


def _signed_head(row: Application) -> Shown:
    made = sign(settings().chain_key_ring, f"{row.id}:{row.event_seq}:{row.event_hash}")
    return {"seq": row.event_seq, "hash": row.event_hash, "kid": made.kid, "signature": made.value}


@bp.get(f"{ONE}/notices", responses={"200": Listed})
@requires("application.view")
def read_notices(path: addresses.OfApplication) -> Response:
    """List the notices."""

    def found(context: ActContext) -> object:
        row = applications.seen(context.conn, context.actor, path.application)
        found = notices.notices_of(context.conn, row.id, internal=not is_applicant(context.actor, row))
        return complete([_notice(one) for one in found])

    return look(found)


def _notice(one: Notice) -> Shown:
    return {
        **values_of(one, without=("application_id", "storage_key")),
        "permit": one.permit or None,
        "rendered": one.storage_key is not None,
        "pdf": f"{request.script_root}/api/v1/notices/{one.id}.pdf",
    }


@bp.get(f"{ONE}/diagram.<string:form>", responses=OF_PICTURE)
@requires("application.view")
def draw(path: addresses.OfPicture) -> Response:
    """Draw the path the case has taken, as SVG, Mermaid or BPMN."""
    pen, media_type = PICTURES[path.form]
    with reading(engine()) as conn:
        row = applications.seen(conn, current_actor(), path.application)
        picture = pen(case_paths.path_of(conn, row, office(), lang=language()))
    return Response(picture, mimetype=media_type)


def _place(context: ActContext, path: addresses.OfApplication) -> tuple[int]:
    return (applications.find_id(context.conn, context.actor.area, path.application),)


add_actions(
    bp,
    Target(
        "application",
        ONE,
        addresses.OfApplication,
        _place,
        lambda context, place: application_state(context, str(place[0])),
        ApplicationState,
    ),
)
