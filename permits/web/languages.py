"""Choosing the language: of this browser and, for a signed-in person, of their letters."""

from flask import abort, request, session
from flask_babel import refresh

from permits.db import perform
from permits.http import engine, find_actor, is_looking
from permits.i18n import LANGUAGES
from permits.services.house import accounts


def choose_language() -> None:
    """Take the language a form asks for; refuses an unknown one with 400."""
    chosen, actor = request.form.get("language", ""), find_actor()
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    if actor is not None and actor.id is not None and not is_looking():
        user_id = actor.id
        perform(engine(), lambda conn: accounts.choose_language(conn, user_id, chosen))
    refresh()


def asks_for_language() -> bool:
    """Return whether a form was sent to read on in another language, with what is typed in it."""
    return "language" in request.form
