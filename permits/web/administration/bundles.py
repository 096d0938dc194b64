"""The bundles of the office: versions, what waits for a second person, checking a file, releasing and retiring."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.bundles import BundleForm, RetireForm
from permits.access import requires
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Conflict, Invalid, NotFound
from permits.http import act, act_context, current_actor, engine, is_looking, office, say
from permits.office import Term
from permits.policies import keeps_bundles_of
from permits.queries.office import bundle_versions as queries
from permits.queries.office.burden import burden
from permits.queries.office.editions import renew_library
from permits.services.bundles import releasing
from permits.services.bundles.releasing import Wanted
from permits.services.bundles.review import Review, review, review_kept
from permits.services.bundles.trail import broken_link
from permits.web.administration.calendar import bp
from permits.web.case_pages import today
from permits.web.public.start import tried
from workflows import Fault, event_catalogue

MANAGE = "bundle.manage"
MOST_ACTS = 20
ALL_AREAS = "all"


@bp.get("/bundles")
@requires(MANAGE)
def bundles() -> ResponseReturnValue:
    """List the versions, what waits for release, and the form for a new one."""
    return _overview(_form())


@bp.post("/bundles/check")
@requires(MANAGE)
def check_bundle() -> ResponseReturnValue:
    """Show every fault of a file, what it asks and what it changes; propose it once that was seen."""
    form = _form()
    form.content.data = _text(form)
    if not form.validate() or is_looking():
        return _overview(form), 422
    if not form.content.data.strip():
        form.content.errors = [gettext("Choose the file of the bundle, or paste its text")]
        return _overview(form), 422
    if request.form.get("go") == "propose":
        return _propose(form)
    with reading(engine()) as conn:
        found = review(act_context(conn), form.content.data, _file(form), _area(form.area.data))
    return _reviewed(found, form=form), 422 if found.errors else 200


def _propose(form: BundleForm) -> ResponseReturnValue:
    def made(context: ActContext) -> int:
        return releasing.propose(
            context,
            Wanted(
                text=form.content.data or "",
                file=_file(form),
                area=_area(form.area.data),
                from_on=form.from_on.data or context.today,
                note=form.note.data or "",
            ),
        )

    try:
        number = act(lambda conn: made(act_context(conn)))
    except (Invalid, Conflict) as refusal:
        return _overview(form, _faults(refusal)), 422 if isinstance(refusal, Invalid) else 409
    flash(gettext("The version waits for its release by a second person"), "success")
    return redirect(url_for("admin.proposal", proposal_id=number))


@bp.get("/bundles/proposals/<int:proposal_id>")
@requires(MANAGE)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """Show what waits: its questions, papers and differences, and who may release it."""
    return _proposal_page(proposal_id)


@bp.post("/bundles/proposals/<int:proposal_id>/release")
@requires(MANAGE)
def release_proposal(proposal_id: int) -> ResponseReturnValue:
    """Put a proposed version in force, as a second person."""
    return _close(proposal_id, releasing.release, gettext("The version is released"))


@bp.post("/bundles/proposals/<int:proposal_id>/withdraw")
@requires(MANAGE)
def withdraw_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back, or turn it down."""
    return _close(proposal_id, releasing.withdraw_proposal, gettext("The proposal is taken back"))


def _close(number: int, closing: Callable[[ActContext, int], None], done: str) -> ResponseReturnValue:
    if is_looking():
        return _proposal_page(number)
    try:
        act(lambda conn: closing(act_context(conn), number))
    except Conflict as refusal:
        return _proposal_page(number, [say(refusal.message, refusal.params)]), 409
    flash(done, "success")
    return redirect(url_for("admin.bundles"))


@bp.get("/bundles/<string:key>/<string:version>")
@requires(MANAGE)
def bundle_version(key: str, version: str) -> ResponseReturnValue:
    """Show a version the office keeps: what it asks, and how it differs from the one in force."""
    return _version_page(key, version, RetireForm(from_on=today()))


@bp.post("/bundles/<string:key>/<string:version>/retire")
@requires(MANAGE)
def retire_bundle(key: str, version: str) -> ResponseReturnValue:
    """End a version's days in force in the actor's area, or in all."""
    form = RetireForm(request.form)
    on = form.from_on.data
    if not form.validate() or on is None or is_looking():
        return _version_page(key, version, form), 422
    area = _area(form.area.data or "")
    try:
        act(lambda conn: releasing.retire_in(act_context(conn), key, version, area=area, from_on=on))
    except (Invalid, NotFound) as refusal:
        return _version_page(key, version, form, _faults(refusal)), 422
    flash(gettext("The version is retired; its cases stay under it"), "success")
    return redirect(url_for("admin.bundles"))


@bp.route("/bundles/<string:key>/<string:version>/try", methods=["GET", "POST"])
@requires(MANAGE)
def try_bundle(key: str, version: str) -> ResponseReturnValue:
    """Try a version's questionnaire before it is in force, as of the day it begins; nothing is kept."""
    found = office().library.find(key, version)
    if found is None or not _is_ours(key, version):
        raise NotFound
    return tried(found, _first_day(key, version))


def _first_day(key: str, version: str) -> date:
    days = [one.from_on for one in office().library.current.terms if (one.key, one.version) == (key, version)]
    return max([today(), *days[-1:]])


def _form() -> BundleForm:
    form = BundleForm(request.form)
    kept = [(current_actor().area, gettext("In this area"))]
    if _keeps_all():
        kept = [(ALL_AREAS, gettext("In all areas")), *kept]
    form.offer(kept, today())
    return form


def _area(said: str) -> str | None:
    return None if said == ALL_AREAS else said or current_actor().area


def _text(form: BundleForm) -> str:
    """Return the text of the file, else what was pasted."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    return raw.decode("utf-8", errors="replace") if raw else form.content.data or ""


def _file(_form: BundleForm) -> str:
    sent = request.files.get("file")
    return sent.filename if sent and sent.filename else "bundle.toml"


def _faults(refusal: Invalid | Conflict | NotFound) -> list[str]:
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    return [f"{place}: {say(text, params)}" for place, text, params in problems] or [
        say(refusal.message, refusal.params)
    ]


def _overview(form: BundleForm, faults: list[str] | None = None) -> str:
    actor = current_actor()
    with reading(engine()) as conn:
        renew_library(conn, office())
        known = queries.versions(conn, None if _keeps_all() else actor.area)
        waiting = queries.proposals(conn, actor.area)
        acts, broken = queries.acts_on_bundles(conn, MOST_ACTS), broken_link(conn)
    areas = list(office().districts) if _keeps_all() else [actor.area]
    return render_template(
        "admin/bundles.html",
        form=form,
        faults=faults or (),
        versions=[
            (one, _terms(one.key, one.version)) for one in reversed(known) if _is_ours(one.key, one.version)
        ],
        waiting=waiting,
        acts=[one for one in acts if _concerns_us(one.payload.get("area"))],
        broken=broken,
        burden=burden(office(), areas, today()),
        areas=areas,
        names={one.key: one.name for one in office().all_versions()},
        event_type=event_catalogue().find,
    )  # fmt: skip


def _told(fault: Fault) -> str:
    """Say a fault with its place, in the reader's language."""
    if fault.message.startswith("%(place)s"):
        return say(fault.message, {**fault.params, "place": fault.place})
    return f"{fault.place}: {say(fault.message, fault.params)}"


def _keeps_all() -> bool:
    return keeps_bundles_of(current_actor(), "", home_area=office().home_area)


def _concerns_us(area: str | None) -> bool:
    """Return whether the caller is told what holds in an area, or in all without one."""
    return area in {None, current_actor().area} or _keeps_all()


def _terms(key: str, version: str) -> list[Term]:
    """List the days on which a version is in force where the caller is told of it."""
    terms = office().library.current.terms
    return [one for one in terms if (one.key, one.version) == (key, version) and _concerns_us(one.area)]


def _is_ours(key: str, version: str) -> bool:
    """Return whether a version is in force where the caller is told of it, or nowhere."""
    terms = office().library.current.terms
    return bool(_terms(key, version)) or not any((one.key, one.version) == (key, version) for one in terms)


def _proposal_page(number: int, faults: list[str] | None = None) -> str:
    with reading(engine()) as conn:
        one = queries.proposal(conn, number, current_actor().area)
        found = review(act_context(conn), queries.proposed_text(conn, number), f"{one.key} {one.version}", one.area)
    return _reviewed(found, faults=faults, waiting=one)


def _version_page(key: str, version: str, form: RetireForm, faults: list[str] | None = None) -> str:
    with reading(engine()) as conn:
        renew_library(conn, office())
        found = review_kept(act_context(conn), key, version)
    if not _is_ours(key, version):
        raise NotFound
    return _reviewed(found, faults=faults, retiring=form, terms=_terms(key, version))


def _reviewed(found: Review, *, faults: list[str] | None = None, **more: object) -> str:
    actor = current_actor()
    return render_template(
        "admin/bundle.html",
        review=found,
        bundle=found.bundle,
        faults=faults or (),
        told=_told,
        changed=lambda one: say(one.message, one.params),
        keeps_all=_keeps_all(),
        actor=actor,
        **more,
    )
