"""What was typed outlives the session, the form's token and a refusal: a page's form is drawn again as it was sent.

A form says for whom it was drawn, signed. Sent without a session, its fields are kept for that person. Whoever comes
back with `?kept=` gets the answer of the address the form was sent to, in a request that may only look: each view
shows the form again with what was typed when it may not act.
"""

import hmac
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TypeAlias, TypeVar, cast

from flask import Flask, Response, current_app, flash, g, redirect, request, session
from flask_babel import gettext
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import ValidationError

from permits import clock
from permits.casefile.authorship import LastWriter
from permits.db import perform, reading
from permits.errors import VERSION_CONFLICT, Conflict, LookAgain, NotFound, Refusal
from permits.http.answers import COMES_BACK, bad_token, error_page, refused, say, status_of
from permits.http.caller import current_actor, engine, find_actor, is_api, language, office, settings
from permits.http.existence import about_unseen
from permits.http.incoming import Texts
from permits.services.house import kept_input
from permits.services.house.kept_input import Kept
from workflows import WorkflowError

T = TypeVar("T")
# a label, what was typed and what stands on record
Beside: TypeAlias = tuple[str, str, str]
DRAWN_FOR, KEPT, VERSION = "drawn_for", "kept", "version"
MARKS = frozenset({"csrf_token", DRAWN_FOR, KEPT})
SECRET = "password"  # noqa: S105 - what the name of a control has in it whose text is never kept
# the marks of a form and its one button: nothing was typed
MOST_BUTTONS = 5
JSON = "application/json"
KEEPING = ("keep-person", "keep-key")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_COMES_BACK = frozenset({HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
FORM_IS_KEPT = FORM_COMES_BACK | COMES_BACK


@dataclass
class Overtaken:
    """Who changed a thing after the page was drawn, and where what was typed differs from it."""

    last: LastWriter
    rows: Sequence[Beside] = ()

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.last["at"])


def register(app: Flask) -> None:
    """Let the forms of `app` come back."""
    app.before_request(_draw_kept)
    app.after_request(_come_back)
    app.jinja_env.globals.update(
        drawn_for=_mark,
        kept_number=lambda: g.get("kept_id"),
        keeping=_keeping,
        drawn_version=_drawn_version,
        overtaken=lambda: g.get("conflict"),
    )


def version() -> int | None:
    """Return the version of the thing that the page was drawn from."""
    return request.form.get(VERSION, type=int)


def is_looking() -> bool:
    """Return whether this request may only draw a form again."""
    return bool(g.get("is_looking"))


def act(fn: Callable[[Connection], T]) -> T:
    """Run what a page does in one transaction; a form that was kept is forgotten with it.

    A request that may only look is refused as an act would be, then rolled back.

    Raises:
        LookAgain: the request may only look, and nothing else stands against it.
    """
    kept_id, actor = request.form.get(KEPT, type=int), find_actor()

    def once(conn: Connection) -> T:
        done = fn(conn)
        if is_looking():
            raise LookAgain
        if kept_id is not None and actor is not None and actor.id is not None:
            kept_input.forget(conn, actor.id, kept_id, request.path)
        return done

    try:
        done = perform(engine(), once)
    except Conflict as refusal:
        if refusal.code == VERSION_CONFLICT:
            g.conflict = Overtaken(cast("LastWriter", refusal.details["last"]))
        raise
    g.taken = request.script_root + request.path
    return done


def compare(rows: Iterable[Beside]) -> None:
    """Show on a page drawn after a conflict what was typed beside what stands on record, where they differ."""
    if (conflict := g.get("conflict")) is not None:
        conflict.rows = [row for row in rows if row[1] != row[2]]


def check_token() -> Response | None:
    """Check that a form comes from a page of this session; one drawn for the same person earlier is drawn again.

    A public page does nothing in anybody's name: it looks, too.
    """
    if request.method in SAFE or is_api() or is_looking() or not current_app.config["WTF_CSRF_ENABLED"]:
        return None
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return _stale()
    return None


def _stale() -> Response | None:
    actor, owner = find_actor(), drawn_for()
    if owner is not None and actor is not None and owner != actor.id:
        keep_for(owner, is_awaited=True)
        return error_page(
            HTTPStatus.CONFLICT,
            gettext(
                "This page was opened by somebody else who had signed in here. What was typed is kept for them; "
                "nothing was done."
            ),
        )
    if owner is None and actor is not None:
        return bad_token()
    _look(had_files=_has_files())
    return None


def keep_for(user_id: int, *, path: str = "", is_awaited: bool = False) -> str:
    """Keep what was sent for a person; returns where it is shown, empty where nothing is kept.

    With `path` it is kept as if sent there, for the version of its thing that stands now.
    """
    if request.accept_mimetypes.best == JSON:
        # sent by a script of a page that still holds what was typed
        return ""
    left_out = {VERSION} if path else set()
    fields = [
        (name, text)
        for name, text in request.form.items(multi=True)
        if name not in {*MARKS, *left_out} and SECRET not in name
    ]
    kept = Kept(path or request.path, fields, had_files=_has_files())
    page = page_of(kept.path)
    if not page or not any(text for name, text in fields if name != VERSION):
        return ""
    wall = clock.wall()
    found = perform(engine(), lambda conn: kept_input.keep(conn, user_id, kept, at=wall, is_awaited=is_awaited))
    return f"{request.script_root}{page}?{KEPT}={found}" if found is not None else ""


def refused_form(refusal: Refusal | WorkflowError) -> Response:
    """Answer a refusal that no page has shown; from there a person goes back to the form as it was sent.

    What the caller may not see is not found, whatever it sent.
    """
    if isinstance(refusal, LookAgain):
        return cast("Response", redirect(page_of(request.path) or "/"))
    if about_unseen(refusal):
        return refused(NotFound())
    actor, back = find_actor(), ""
    is_form = request.method == "POST" and not is_api() and not is_looking()
    if is_form and actor is not None and actor.id is not None and status_of(refusal) in FORM_IS_KEPT:
        # where the disk is full the database may be, too
        with suppress(DBAPIError):
            back = keep_for(actor.id)
    return refused(refusal, back=back)


def back_to(path: str) -> str:
    """Return the page of the address `path`, on which its form is drawn with what was sent here."""
    user_id, path = current_actor().id, path.removeprefix(request.script_root)
    return (keep_for(user_id, path=path) if user_id is not None and not is_looking() else "") or page_of(path)


def keep_for_later() -> None:
    """Keep what was sent without a session for the person whom the page was drawn for; say so where it is too long."""
    try:
        owner = drawn_for()
        is_lost = owner is not None and not keep_for(owner, is_awaited=True) and len(request.form) > MOST_BUTTONS
    except HTTPException:
        # more than is read from a stranger
        is_lost = True
    if is_lost:
        flash(gettext("What you typed is too long to be kept here: go back in your browser to copy it."), "warning")


def lead_back(user_id: int) -> str:
    """Return where the form is shown that awaits a person who signs in; empty without one."""
    found = perform(engine(), lambda conn: kept_input.lead_back(conn, user_id, at=clock.wall()))
    return f"{page_of(found[1])}?{KEPT}={found[0]}" if found else ""


def drawn_for() -> int | None:
    """Return the id of the person whom the form that was sent was drawn for."""
    try:
        return cast("int", _signer().loads(request.form.get(DRAWN_FOR, "")))
    except BadSignature:
        return None


def page_of(path: str) -> str:
    """Return the page of an address that forms are sent to: the nearest one above it that can be read."""
    built, parts = current_app.url_map.bind("localhost"), path.split("/")
    for end in range(len(parts), 1, -1):
        above = "/".join(parts[:end])
        if built.test(above, "GET"):
            return above
    return ""


def _draw_kept() -> None:
    """Turn a request for a kept form into the one it was sent with, which may only look."""
    kept_id, actor = request.args.get(KEPT, type=int), find_actor() if KEPT in request.args else None
    if request.method != "GET" or kept_id is None or actor is None or actor.id is None:
        return
    with reading(engine()) as conn:
        kept = kept_input.find(conn, actor.id, kept_id, at=clock.wall())
    if kept is None:
        return
    try:
        rule, values = current_app.url_map.bind("localhost").match(kept.path, "POST", return_rule=True)
    except (HTTPException, RequestRedirect):
        return
    request.method, request.url_rule, request.view_args = "POST", rule, dict(values)
    request.form, request.files = Texts([tuple(pair) for pair in kept.fields]), ImmutableMultiDict()
    g.kept_id, g.kept_path = kept_id, kept.path
    _look(had_files=kept.had_files)


def _look(*, had_files: bool) -> None:
    g.is_looking = True
    if any(text for name, text in request.form.items() if name not in MARKS):
        flash(say(LookAgain.sentence), "warning")
    if had_files:
        flash(gettext("Files have to be chosen again."), "warning")


def _come_back(response: Response) -> Response:
    """Answer a form that was asked for as a page like any other; tell the next page of a form that was taken."""
    if "Location" in response.headers:
        _tell_next(response)
    if g.get("kept_id") is not None and response.status_code in FORM_COMES_BACK:
        response.status_code = HTTPStatus.OK
    return response


def _drawn_version(now: int) -> int:
    """Return the version that a form is drawn from: of one that comes back, the version it was sent with.

    Otherwise a form sent back for a fault would overwrite what others did since it was first drawn.
    """
    sent = version() if request.method == "POST" else None
    return now if sent is None or "conflict" in g or "taken" in g else sent


def _mark() -> str:
    actor = find_actor()
    return str(_signer().dumps(actor.id)) if actor is not None and actor.id is not None else ""


def _tell_next(response: Response) -> None:
    """Let the page that follows say what this request cannot show."""
    if "taken" in g:
        session["taken"] = g.taken
    elif "conflict" in g:
        who = g.conflict.last["name"][language()]
        flash(gettext("%(who)s has changed this in the meantime: nothing was done, look again.", who=who), "error")
    elif is_looking() and g.get("kept_id") is None and response.status_code == HTTPStatus.FOUND:
        flash(gettext("That page was out of date: nothing was done. Press again."), "warning")


def _keeping() -> Mapping[str, str]:
    """Return what the browser is told: under which name and key it keeps what this person types, and what was taken."""
    found: dict[str, str] = {}
    taken = _taken()
    if mark := _mark():
        secret = office().secret.encode()
        person, key = (hmac.digest(secret, f"{use}:{mark}".encode(), "sha256") for use in KEEPING)
        found |= {"data-keep-person": person.hex()[:16], "data-keep-key": b64encode(key).decode()}
    if taken:
        found["data-taken"] = taken
    elif request.method == "POST":
        found["data-comes-back"] = request.script_root + (request.path if "kept_id" not in g else g.kept_path)
    return found


def _taken() -> str:
    """Return where the last form was sent to that was taken, once: the browser keeps it no longer."""
    return str(g.get("taken") or session.pop("taken", ""))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(settings().secrets)), salt=DRAWN_FOR)  # of a list the last one signs


def _has_files() -> bool:
    return any(file.filename for file in request.files.values())
