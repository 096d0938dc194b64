"""How somebody who has said who they are comes in: at once, or by a second step where a factor is in force or due."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, request, session, url_for
from flask_babel import gettext

from permits import clock
from permits.actor import Actor
from permits.db import perform, reading
from permits.http import area, engine, needs_second_factor, settings, sign_in
from permits.http import language as spoken
from permits.http.typed import lead_back
from permits.queries.office import people
from permits.services.house import sign_ins
from permits.services.house.factors import totp

# by this cookie a browser is known again at the next sign-in
DEVICE, DEVICE_KNOWN_FOR = "daokou-device", timedelta(days=400)
LONGEST_AGENT = 200
# where a session keeps who waits for the second step, and how long they may take
WAITING, WAITS_FOR = "waiting", timedelta(minutes=10)
HOMES = (
    ("applicant", "/applications"),
    ("window", "/counter"),
    ("manager", "/turnaround"),
    ("auditor", "/cases"),
    ("admin", "/cases"),
    ("lead", "/cases"),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who has said who they are, how, and where they wanted to go."""

    actor: Actor
    person: people.Credentials
    attempt: sign_ins.Attempt
    wanted: str = ""


def attempt_of(username: str, means: str = sign_ins.PASSWORD) -> sign_ins.Attempt:
    """Return who tries to sign in from where; a browser without the cookie of one gets it with its first success."""
    device, agent = request.cookies.get(DEVICE) or secrets.token_urlsafe(32), request.user_agent.string
    address = request.remote_addr or ""
    return sign_ins.Attempt(username, address, area(), device=device, agent=agent[:LONGEST_AGENT], means=means)


def seconds_to_wait(attempt: sign_ins.Attempt) -> int:
    """Return how many seconds must pass before the next attempt counts."""
    if not settings().rate_limits:
        return 0
    with reading(engine()) as conn:
        return sign_ins.seconds_to_wait(conn, attempt, wall=clock.wall())


def too_soon(attempt: sign_ins.Attempt) -> str:
    """Return the sentence that an attempt comes too soon after failed ones; empty where it does not."""
    seconds = seconds_to_wait(attempt)
    return gettext("Too many failed attempts: try again in %(count)s seconds", count=seconds) if seconds else ""


def put_failure_on_record(attempt: sign_ins.Attempt, actor: Actor | None) -> None:
    """Record that an attempt has failed; the next ones may have to wait for it."""
    wall = clock.wall()
    perform(engine(), lambda conn: sign_ins.put_on_record(conn, attempt, actor, sign_ins.FAILED, wall=wall))


def go_on(arrival: Arrival) -> Response:
    """Begin a session for whoever needs no second factor; lead anybody else to the second step."""
    person, actor = arrival.person, arrival.actor
    if not person.has_second_factor and not needs_second_factor(actor):
        return come_in(arrival)
    if not person.has_second_factor:
        wall = clock.wall()
        perform(engine(), lambda conn: totp.begin(conn, person.id, wall=wall))
    session[WAITING] = {
        "account": person.id,
        "credentials": people.digest_of(person.password_hash),
        "since": clock.wall().isoformat(),
        "means": arrival.attempt.means,
        "wanted": safe(arrival.wanted),
    }
    return make_response(redirect(url_for("second_step.second_step")))


def waiting() -> Arrival | None:
    """Return who waits for the second step in this browser: not for long, and not beyond a change of the password."""
    known: Mapping[str, Any] = session.get(WAITING) or {}
    if not known or datetime.fromisoformat(known["since"]) + WAITS_FOR <= clock.wall():
        return None
    with reading(engine()) as conn:
        actor, person = people.by_id(conn, known["account"]), people.credentials_of(conn, known["account"])
    if actor is None or person is None or people.digest_of(person.password_hash) != known["credentials"]:
        return None
    return Arrival(actor, person, attempt_of(actor.username, known["means"]), known["wanted"])


def come_in(arrival: Arrival, second: str = "") -> Response:
    """Begin a session, by the first step or by a second one too, and lead on."""
    return with_device(make_response(redirect(arrive(arrival, second))), arrival.attempt)


def arrive(arrival: Arrival, second: str = "") -> str:
    """Begin a session; returns where it leads."""
    actor, read_so_far = arrival.actor, spoken()
    means = sign_ins.JOINED.join(filter(None, (arrival.attempt.means, second)))
    sign_in(actor, arrival.person, replace(arrival.attempt, means=means))
    session["language"] = actor.language if arrival.person.has_chosen_language else read_so_far
    return (lead_back(actor.id) if actor.id is not None else "") or onward(actor, arrival.wanted)


def with_device(response: Response, attempt: sign_ins.Attempt) -> Response:
    """Let the browser be known again at the next sign-in."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(DEVICE, attempt.device, DEVICE_KNOWN_FOR, httponly=True, secure=is_secure, samesite="Lax")
    return response


def safe(target: str) -> str:
    """Return the target if it is an address of this site, else an empty string."""
    try:
        parts = urlsplit(target.replace("\\", "/"))
    except ValueError:
        return ""
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return target if is_ours and target.isprintable() else ""


def onward(actor: Actor, wanted: str | None) -> str:
    """Return where a person goes who has signed in: where they wanted to, or the home of their role."""
    roles = actor.role_names()
    home = next((address for role, address in HOMES if role in roles), "/inbox")
    return safe(wanted or "") or home
