"""The caller and its language, and the parts of the app that pages and API need."""

import hashlib
from typing import cast

from flask import current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import Connection, Engine

from permits import clock
from permits.actor import Actor
from permits.casefile import ActContext
from permits.config import Settings
from permits.db import reading
from permits.errors import Unauthenticated
from permits.i18n import LANGUAGES
from permits.office import Office
from permits.queries.office import people
from workflows import Calendar

API = "/api/"
DEMO_TOKEN = "demo-"  # noqa: S105 - the prefix of the sandbox's public tokens


class SignedIn(UserMixin):
    """The user of a session, as Flask-Login expects one."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = str(actor.id)


def engine() -> Engine:
    """Return the office's database engine."""
    return cast("Engine", current_app.extensions["engine"])


def reader() -> Engine:
    """Return the engine for lists and reports: the replica, where configured."""
    return cast("Engine", current_app.extensions["reader"])


def settings() -> Settings:
    """Return the settings of this app."""
    return cast("Settings", current_app.extensions["settings"])


def office() -> Office:
    """Return the office: bundles, calendars and installation."""
    return cast("Office", current_app.extensions["office"])


def has_office() -> bool:
    """Return whether the database of this app is prepared."""
    return current_app.extensions["office"] is not None


def calendar() -> Calendar:
    """Return the working days of the caller's area; of the installation's area for anonymous callers."""
    actor = find_actor()
    return office().calendar_of(actor.area if actor else settings().area_code)


def act_context(conn: Connection, note: str = "") -> ActContext:
    """Return the caller's action context at this moment of the office's clock."""
    return ActContext(conn=conn, actor=current_actor(), at=clock.now(), office=office(), note=note)


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
        g.actor = _by_token() if is_api() else _by_session()
    return cast("Actor | None", g.actor)


def current_actor() -> Actor:
    """Return the calling actor.

    Raises:
        Unauthenticated: nobody has signed in.
    """
    actor = find_actor()
    if actor is None:
        raise Unauthenticated
    return actor


def _by_session() -> Actor | None:
    return current_user.actor if current_user.is_authenticated else None


def _by_token() -> Actor | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    with reading(engine()) as conn:
        if settings().sandbox and token.startswith(DEMO_TOKEN):
            return people.by_username(conn, token.removeprefix(DEMO_TOKEN))
        return people.by_token(conn, hashlib.sha256(token.strip().encode()).hexdigest())


def load_signed_in(user_id: str) -> SignedIn | None:
    """Load the user of a session."""
    with reading(engine()) as conn:
        actor = people.by_id(conn, int(user_id)) if user_id.isdecimal() else None
    return SignedIn(actor) if actor else None


def sign_in(actor: Actor) -> None:
    """Start a new session for an authenticated user; keeps only the language of the old one."""
    chosen = session.get("language")
    session.clear()
    login_user(SignedIn(actor))
    session.permanent = True
    if chosen:
        session["language"] = chosen
    g.actor = actor


def sign_out() -> None:
    """End the session."""
    logout_user()
    session.clear()
    g.actor = None
