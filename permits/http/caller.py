"""The caller and its language, and the parts of the app that pages and API need."""

import time
from dataclasses import replace
from datetime import datetime
from typing import cast

from flask import current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import Connection, Engine

from permits import clock
from permits.actor import SYSTEM, Actor
from permits.casefile import ActContext
from permits.config import Settings
from permits.db import perform, reading
from permits.errors import Unauthenticated
from permits.http.districts import named_area
from permits.i18n import LANGUAGES
from permits.office import Office
from permits.policies import is_of_office
from permits.queries.office import people
from permits.services.house import devices, sessions, sign_ins, tokens
from workflows import Calendar

API = "/api/"
PUBLIC = "__public__"  # of a view: everybody may ask for it
DEMO_TOKEN = "demo-"  # noqa: S105 - the prefix of the sandbox's public tokens


class SignedIn(UserMixin):
    """The user of a session, as Flask-Login expects one; its id is the session's token, not the account's."""

    def __init__(self, found: people.Session, token: str) -> None:
        self.actor, self.ends_at = found.actor, found.ends_at
        self.means, self.proven_at = found.means, found.proven_at
        self.id = token


def engine() -> Engine:
    """Return the office's database engine."""
    return cast("Engine", current_app.extensions["engine"])


def reader() -> Engine:
    """Return the engine for lists and reports: the replica, where there is one that answers."""
    rests_until = current_app.extensions.get("reader_rests_until", 0.0)
    return engine() if time.monotonic() < rests_until else cast("Engine", current_app.extensions["reader"])


def settings() -> Settings:
    """Return the settings of this app."""
    return cast("Settings", current_app.extensions["settings"])


def office() -> Office:
    """Return the office: bundles, calendars and installation."""
    return cast("Office", current_app.extensions["office"])


def area() -> str:
    """Return the area a request is about: the caller's, on public pages the one the address names.

    Where neither says, the home area.
    """
    actor, named = find_actor(), named_area()
    if actor is not None and not (named and _is_open()):
        return actor.area
    return named or settings().area_code


def in_area(address: str, wanted: str) -> str:
    """Return an address of this office as one of an area; as it is where the request is about that area."""
    return address if area() == wanted else f"/{wanted}{address.removeprefix(request.script_root)}"


def _is_open() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), PUBLIC)


def has_office() -> bool:
    """Return whether the database of this app is prepared."""
    return current_app.extensions["office"] is not None


def calendar() -> Calendar:
    """Return the working days of the area a request is about."""
    return office().calendar_of(area())


def act_context(conn: Connection, note: str = "") -> ActContext:
    """Return the caller's action context at this moment of the office's clock."""
    return ActContext(conn=conn, actor=current_actor(), at=clock.now(), office=office(), note=note)


def guest_context(conn: Connection) -> ActContext:
    """Return the context of an act open to anybody, in the area that the address names, whoever asks.

    The actor is the caller, without roles, or the system for somebody without an account.
    """
    known, where = find_actor(), named_area() or area()
    actor = replace(known, area=where, roles=frozenset()) if known else SYSTEM(where)
    return ActContext(conn=conn, actor=actor, at=clock.now(), office=office(), note="")


def is_api() -> bool:
    """Return whether the request is for the API."""
    return request.path.startswith(API)


def language() -> str:
    """Return the caller's language: the session's choice on pages, else the Accept-Language header, else Chinese."""
    chosen = None if is_api() else session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default="zh") or "zh"


def find_actor() -> Actor | None:
    """Find the calling actor: by bearer token on the API, by session on pages."""
    if "actor" not in g:
        g.actor = _standing(_by_token() if is_api() else _by_session())
    return cast("Actor | None", g.actor)


def _standing(actor: Actor | None) -> Actor | None:
    """Let an applicant act in the area the address names; who works in an office acts in its area alone."""
    named = named_area()
    if actor is None or named is None or is_of_office(actor):
        return actor
    return replace(actor, area=named)


def current_actor() -> Actor:
    """Return the calling actor.

    Raises:
        Unauthenticated: nobody has signed in.
    """
    actor = find_actor()
    if actor is None:
        raise Unauthenticated
    return actor


def in_office() -> bool:
    """Return whether the caller belongs to the office: no one else is sent an internal text."""
    actor = find_actor()
    return actor is not None and is_of_office(actor)


def needs_second_factor(actor: Actor) -> bool:
    """Return whether the settings let this person in by two factors only."""
    return settings().second_factor == "staff" and is_of_office(actor)


def _by_session() -> Actor | None:
    return current_user.actor if current_user.is_authenticated else None


def _by_token() -> Actor | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    with reading(engine()) as conn:
        if settings().sandbox and token.startswith(DEMO_TOKEN):
            return people.by_username(conn, token.removeprefix(DEMO_TOKEN))
        found = people.by_token(conn, tokens.key_of(token.strip()), wall=clock.wall())
    return _bearer(found) if found else None


def _bearer(found: people.Bearer) -> Actor:
    """Note the use of a token, at most once an hour."""
    wall = clock.wall()
    if tokens.is_use_worth_noting(found.used_at, wall=wall):
        perform(engine(), lambda conn: tokens.note_use(conn, found.token_id, wall=wall))
    return found.actor


def load_signed_in(token: str) -> SignedIn | None:
    """Load the user of a session; session and person are one statement.

    A session by one factor is none for who needs two, whether it is older than the setting or than the person's role.
    """
    with reading(engine()) as conn:
        found = people.by_session(conn, sessions.key_of(token), wall=clock.wall())
    if found is None or (not sign_ins.is_by_two_factors(found.means) and needs_second_factor(found.actor)):
        return None
    return SignedIn(found, token)


def session_key() -> str:
    """Return the token of the caller's session."""
    return str(current_user.id)


def session_means() -> str:
    """Return by which means the caller's session was begun."""
    return str(current_user.means)


def proven_at() -> datetime | None:
    """Return when the caller last showed who they are, beyond having a session."""
    return cast("datetime | None", current_user.proven_at)


def sign_in(actor: Actor, person: people.Credentials, attempt: sign_ins.Attempt) -> None:
    """Record the sign-in and start a new session under a new id; keeps only the language of the old one."""
    chosen, wall, old = session.get("language"), clock.wall(), session.get("_user_id")

    def begin(conn: Connection) -> str:
        if old:
            sessions.end(conn, str(old))
        sign_ins.put_on_record(conn, attempt, actor, sign_ins.SUCCEEDED, wall=wall)
        devices.recognise(conn, actor, attempt, wall=wall)
        return sessions.begin(conn, person, means=attempt.means, wall=wall)

    session.clear()
    token = perform(engine(), begin)
    login_user(SignedIn(people.Session(actor, wall + sessions.LASTS, attempt.means, None), token))
    session.permanent = True
    if chosen:
        session["language"] = chosen
    g.actor = _standing(actor)


def prolong_session() -> None:
    """Prolong the caller's session, at most once in ten minutes."""
    if is_api() or "_user_id" not in session or not current_user.is_authenticated:
        return
    wall, token = clock.wall(), str(current_user.id)
    if current_user.ends_at - wall < sessions.LASTS - sessions.STEP:
        perform(engine(), lambda conn: sessions.prolong(conn, token, wall=wall))


def sign_out() -> None:
    """End the session, for every copy of its cookie."""
    if token := session.get("_user_id"):
        perform(engine(), lambda conn: sessions.end(conn, str(token)))
    logout_user()
    session.clear()
    g.actor = None
