"""People of the area: list, add, change, disable, reset, roles by two administrators, a file, tokens."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.fields import offered
from forms.office import PeopleFileForm, PersonForm
from permits import clock
from permits.access import requires
from permits.casefile import ActContext
from permits.db import reading
from permits.errors import Conflict, Invalid, LookAgain
from permits.http import act, act_context, current_actor, engine, language, office, say, settings, window
from permits.policies import EVERYONE, OWNER, STAFF
from permits.queries.lists import staff as queries
from permits.queries.lists.searching import cut
from permits.queries.office.recorded import written
from permits.queries.office.records import PersonRecord, Words
from permits.services.administration import people as service
from permits.services.administration.people_files import import_people as import_people_file
from permits.web.administration.calendar import bp
from permits.web.confirming import act_once_confirmed
from permits.words import word
from workflows import N_

MANAGE = "office.manage"
T = TypeVar("T")


@bp.get("/people")
@requires(MANAGE)
def people() -> ResponseReturnValue:
    """List the people of the area, and the roles that wait for a second administrator."""
    return _list_page(PeopleFileForm())


def _list_page(form: PeopleFileForm, *, faults: tuple[str, ...] = (), link: str = "") -> str:
    search = cut(request.args.get("q", ""))
    wanted = queries.PeopleFilter(search, in_office=not search and request.args.get("show") != "all")
    area = current_actor().area
    with reading(engine()) as conn:
        rows = queries.people(conn, area, wanted, window())
        roles = queries.roles_of(conn, [row.id for row in rows])
        asked = queries.role_requests(conn, area)
    shown = {"people": rows, "roles": roles, "asked": asked, "wanted": wanted, "bodies": office().bodies_of(area)}
    return render_template("office/people.html", **shown, form=form, faults=faults, link=link)


@bp.route("/people/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_person() -> ResponseReturnValue:
    """Add a person."""
    form = _form()
    if request.method == "GET":
        return _person_page(form)
    return _saved(form, lambda context, wanted: service.add(context, wanted, wall=clock.wall()))


@bp.route("/people/<int:user_id>", methods=["GET", "POST"])
@requires(MANAGE)
def person(user_id: int) -> ResponseReturnValue:
    """Show a person and change what is on record of them."""
    with reading(engine()) as conn:
        known = service.find_account(act_context(conn), user_id)
    form = _form(known.record)
    if request.method == "GET":
        return _person_page(form, known)
    return _saved(form, lambda context, wanted: service.put(context, wanted, wall=clock.wall()), known)


def _saved(
    form: PersonForm, save: Callable[[ActContext, PersonRecord], object], known: service.Kept | None = None
) -> ResponseReturnValue:
    if known is not None:
        form.username.data = known.record.username
    if not form.validate():
        return _person_page(form, known), 422
    try:
        act(lambda conn: save(act_context(conn), _record(form)))
    except LookAgain:
        return _person_page(form, known), 409
    except (Conflict, Invalid) as refusal:
        _blame(form, refusal)
        return _person_page(form, known), 422
    flash(gettext("It is on record"), "success")
    return redirect(url_for("admin.people"))


def _record(form: PersonForm) -> PersonRecord:
    return PersonRecord(
        username=form.username.data,
        name=Words(zh=form.name_zh.data, en=form.name_en.data),
        email=form.email.data or "",
        phone=form.phone.data or "",
        roles=tuple(sorted(form.roles.data or ())),
        enforcement_number=form.enforcement_number.data or "",
    )


def _blame(form: PersonForm, refusal: Conflict | Invalid) -> None:
    problems = refusal.problems if isinstance(refusal, Invalid) else (("username", refusal.message, refusal.params),)
    for name, message, params in problems:
        field = form["roles" if name not in form else name]
        field.errors = [*field.errors, say(message, params)]


def _form(known: PersonRecord | None = None) -> PersonForm:
    before = {}
    if known is not None:
        before = {**known.said(), "name_zh": known.name.zh, "name_en": known.name.en, "roles": list(known.roles)}
    form = PersonForm(request.form or None, data=before)
    form.roles.choices = offered(_roles())
    return form


def _roles() -> Iterator[tuple[str, str]]:
    """Yield the roles an administrator gives, in words: of each department first."""
    for department, body in sorted(office().bodies_of(current_actor().area).items()):
        for role in sorted(STAFF):
            if role in {"clerk", "head"} or role == department:
                yield written(role, department), f"{body.short[language()]} · {_word(role)}"
    yield from ((role, _word(role)) for role in sorted({*EVERYONE, OWNER} - STAFF))


def _word(role: str) -> str:
    known = word("role", role)
    return say(known) if isinstance(known, str) else known.get(language())


def _person_page(form: PersonForm, known: service.Kept | None = None) -> str:
    return render_template("office/person.html", form=form, known=known)


@bp.post("/people/<int:user_id>/disable")
@requires(MANAGE)
def disable_person(user_id: int) -> ResponseReturnValue:
    """Disable an account, once it is confirmed."""
    words = {"label": gettext("Disable"), "question": gettext("Disable this account? Its sessions end at once.")}
    _once_confirmed(service.disable, user_id, words)
    flash(gettext("The account is disabled"), "success")
    return redirect(url_for("admin.people"))


@bp.post("/people/<int:user_id>/enable")
@requires(MANAGE)
def enable_person(user_id: int) -> ResponseReturnValue:
    """Enable an account, once it is confirmed."""
    words = {"label": gettext("Enable"), "question": gettext("Let this person sign in again?")}
    _once_confirmed(service.enable, user_id, words)
    flash(gettext("The account is enabled"), "success")
    return redirect(url_for("admin.people"))


@bp.post("/people/<int:user_id>/reset")
@requires(MANAGE)
def reset_person(user_id: int) -> ResponseReturnValue:
    """Void a password, once it is confirmed; without an address for letters the link is shown this once."""
    question = gettext("Void the password and the second factor, and end all sessions?")
    words = {"label": gettext("Reset the password"), "question": question}
    tokens: list[str] = []

    def reset(context: ActContext, kept: service.Kept) -> None:
        tokens[:] = [service.reset(context, kept, wall=clock.wall(), by_letter=True)]

    _once_confirmed(reset, user_id, words)
    if tokens[0]:
        return _list_page(PeopleFileForm(), link=f"{settings().public_url}/welcome/{tokens[0]}")
    flash(gettext("The password is void; the person gets a letter with a link"), "success")
    return redirect(url_for("admin.people"))


def _once_confirmed(run: Callable[[ActContext, service.Kept], object], user_id: int, words: dict[str, str]) -> None:
    def once(conn: Connection) -> None:
        context = act_context(conn)
        run(context, service.find_account(context, user_id))

    act_once_confirmed(once, **words)


@bp.post("/people/file")
@requires(MANAGE)
def import_people() -> ResponseReturnValue:
    """Take people in from a file; a file with a wrong row is refused whole, and each is told."""
    form, sent = PeopleFileForm(request.form), request.files.get("file")
    content = sent.read() if sent else b""
    try:
        if not content:
            raise Invalid.at("file", N_("Choose a file"))
        count = act(lambda conn: import_people_file(act_context(conn), content, wall=clock.wall()))
    except LookAgain:
        return _list_page(form), 409
    except Invalid as refusal:
        return _list_page(form, faults=tuple(_told(refusal))), 422
    flash(gettext("%(count)s people are on record", count=count), "success")
    return redirect(url_for("admin.people"))


def _told(refusal: Invalid) -> Iterator[str]:
    for place, message, params in refusal.problems:
        kind, _, number = place.partition(" ")
        sentence = say(message, params)
        yield gettext("Line %(line)s: %(sentence)s", line=number, sentence=sentence) if kind == "line" else sentence


@bp.post("/people/requests/<int:request_id>/<any(grant,decline):verdict>")
@requires(MANAGE)
def decide_role(request_id: int, verdict: str) -> ResponseReturnValue:
    """Grant or decline a role that another administrator asked for, once it is confirmed."""
    label = gettext("Grant") if verdict == "grant" else gettext("Decline")
    question = gettext("Grant this role?") if verdict == "grant" else gettext("Decline this role?")

    def decide(context: ActContext) -> None:
        service.decide_request(context, request_id, is_granted=verdict == "grant")

    act_once_confirmed(lambda conn: decide(act_context(conn)), label=label, question=question)
    flash(gettext("It is on record"), "success")
    return redirect(url_for("admin.people"))


@bp.get("/people/tokens")
@requires(MANAGE)
def tokens() -> ResponseReturnValue:
    """List the live tokens of the area's people."""
    with reading(engine()) as conn:
        rows = queries.live_tokens(conn, current_actor().area, window(), wall=clock.wall())
    return render_template("office/tokens.html", tokens=rows)


@bp.post("/people/tokens/<int:token_id>/revoke")
@requires(MANAGE)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Revoke a token of somebody, once it is confirmed."""
    words = {"label": gettext("Revoke"), "question": gettext("Revoke this token?")}
    act_once_confirmed(lambda conn: service.revoke_token(act_context(conn), token_id), **words)
    flash(gettext("The token is revoked"), "success")
    return redirect(url_for("admin.tokens"))
