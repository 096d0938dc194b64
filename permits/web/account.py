"""Pages for signing in and out, the language, the caller's account and messages, and the sandbox clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.security import check_password_hash, generate_password_hash

from forms.acts import LoginForm, TokenForm
from forms.fields import offered
from permits import clock
from permits.access import public, requires
from permits.actor import Actor
from permits.db import reading
from permits.errors import Conflict, Invalid, LookAgain
from permits.http import (
    act,
    current_actor,
    engine,
    find_actor,
    is_looking,
    office,
    say,
    session_means,
    settings,
    sign_out,
    window,
)
from permits.http import language as spoken
from permits.http.incoming import LARGEST_ID
from permits.http.paging import SHOWN
from permits.http.typed import drawn_for
from permits.policies import scopes_for
from permits.queries.lists import account_pages as queries
from permits.queries.lists.searching import cut
from permits.queries.lists.staff import sign_ins_of
from permits.queries.office import people
from permits.services.house import sign_ins, tokens
from permits.services.notifying import notifications
from permits.services.notifying.account_letters import LETTERS
from permits.services.timers.sandbox import move_clock
from permits.web.accounts import arriving
from permits.web.accounts.asking import options_for_anybody
from permits.web.confirming import act_once_confirmed
from permits.web.languages import choose_language
from permits.words import word
from workflows import N_, SHANGHAI, event_catalogue

bp = Blueprint("account", __name__)
PAGE = 50
# checked for an unknown user name, so that response time does not reveal whether the account exists
NOBODY = generate_password_hash("nobody", method="scrypt:16384:8:1")


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign a person in; starts a new session, or leads to the second step."""
    form = LoginForm(request.form or None, data={"next": request.args.get("next", "")})
    if is_looking() or request.method == "GET":
        return _sign_in_page(form)
    if not form.validate():
        return _login_page(form), 422
    attempt = arriving.attempt_of(form.username.data.strip())
    if seconds := arriving.seconds_to_wait(attempt):
        form.password.errors = [gettext("Too many failed attempts: try again in %(count)s seconds", count=seconds)]
        return _login_page(form), HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(seconds)}
    actor, person = _known(attempt, form.password.data)
    if actor is None or person is None:
        form.password.errors = [gettext("User name or password is wrong")]
        return _login_page(form), 422
    return arriving.go_on(arriving.Arrival(actor, person, attempt, form.next.data or ""))


def _sign_in_page(form: LoginForm) -> ResponseReturnValue:
    if is_looking():
        return _login_page(form), 409
    actor = find_actor()
    return redirect(arriving.onward(actor, form.next.data)) if actor else _login_page(form)


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End the session; from a stale page too, if the office drew it for somebody."""
    if is_looking() and drawn_for() is None:
        return redirect(url_for("public.start"))
    goes_on = find_actor() is not None and session_means().startswith(sign_ins.IDENTITY)
    sign_out()
    flash(gettext("You are signed out"), "success")
    if goes_on:
        flash(
            gettext("At the identity service you are still signed in: at a shared computer, sign out there too"), "info"
        )
    return redirect(url_for("public.start"))


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Change the language of this browser and, for a signed-in person, of their letters."""
    choose_language()
    return redirect(arriving.safe(request.form.get("next", "")) or url_for("public.start"))


@bp.get("/account")
@requires("account.use")
def profile() -> ResponseReturnValue:
    """Show the caller's data and tokens."""
    return _profile_page(_token_form())


@bp.post("/account/tokens")
@requires("account.use")
def issue_token() -> ResponseReturnValue:
    """Issue a token and show it once."""
    form = _token_form()
    if not form.validate():
        return _profile_page(form), 422
    wanted = tokens.Wanted(form.label.data, form.scopes.data, form.ends_on.data)
    user_id, most = _user_id(), office().caps.tokens
    try:
        token = act(lambda conn: tokens.issue(conn, user_id, wanted, wall=clock.wall(), most=most))
    except Invalid as refusal:
        for name, text, params in refusal.problems:
            form[name].errors = [say(text, params)]
        return _profile_page(form), 422
    except LookAgain:
        return _profile_page(form), 409
    return _profile_page(_token_form(is_new=True), token=token)


def _token_form(*, is_new: bool = False) -> TokenForm:
    form = TokenForm(None if is_new else request.form or None)
    names = scopes_for(current_actor(), is_sandbox=settings().sandbox)
    form.scopes.choices = offered((name, say(str(word("scope", name)))) for name in names)
    return form


@bp.post("/account/tokens/<int:token_id>/revoke")
@requires("account.use")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Revoke one of the caller's tokens, once it is confirmed."""
    user_id, words = _user_id(), {"label": gettext("Revoke"), "question": gettext("Revoke this token?")}
    act_once_confirmed(lambda conn: tokens.revoke(conn, user_id, token_id, wall=clock.wall()), **words)
    flash(gettext("The token is revoked"), "success")
    return redirect(url_for("account.profile"))


@bp.get("/notifications", endpoint="notifications")
@requires("account.use")
def messages() -> ResponseReturnValue:
    """Show the caller's messages."""
    wanted = queries.MessageFilter(cut(request.args.get("q", "")), request.args.get("show") == "new")
    with reading(engine()) as conn:
        rows = queries.messages(conn, _user_id(), wanted, window())
    said = [(row, _said(row)) for row in rows]
    return render_template("account/notifications.html", rows=said, messages=rows, wanted=wanted)


@bp.post("/notifications/read")
@requires("account.use")
def read_messages() -> ResponseReturnValue:
    """Mark the messages the caller's page showed as read; later ones stay new."""
    user_id, shown = _user_id(), _shown()
    act(lambda conn: notifications.mark_read(conn, user_id, shown, at=clock.now()))
    return redirect(url_for("account.notifications"))


@bp.route("/sandbox", methods=["GET", "POST"])
@requires("sandbox.use")
def sandbox() -> ResponseReturnValue:
    """Move the virtual clock forward; sandbox only."""
    if not settings().sandbox:
        abort(404)
    fault, local = "", clock.now().astimezone(SHANGHAI)
    typed = request.form.get("to", f"{local:%Y-%m-%dT%H:%M}")
    if request.method == "POST" and not is_looking():
        try:
            fired = move_clock(engine(), office(), _moment(typed))
        except (Conflict, Invalid) as refusal:
            fault = say(refusal.message, refusal.params)
        else:
            flash(gettext("The clock has moved; %(count)s timers fired on the way", count=fired), "success")
            return redirect(url_for("account.sandbox"))
    return render_template("account/sandbox.html", local=local, typed=typed, fault=fault), 422 if fault else 200


@bp.get("/sandbox/mailbox")
@requires("sandbox.use")
def mailbox() -> ResponseReturnValue:
    """Show the letters that would have been mailed; sandbox only."""
    if not settings().sandbox:
        abort(404)
    with reading(engine()) as conn:
        letters = queries.letters(conn, current_actor().area, window())
    return render_template("account/mailbox.html", letters=letters)


def _shown() -> list[int]:
    """Return the ids of the messages on the page the form was on; no page shows more."""
    sent = [one for one in request.form.getlist("shown") if one.isascii() and one.isdecimal()]
    return [int(one) for one in sent[:SHOWN] if int(one[:20]) <= LARGEST_ID]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Invalid(message=N_("Enter a day and a time")) from None


def _user_id() -> int:
    user_id = current_actor().id
    return user_id if user_id is not None else 0


def _said(row: queries.Message) -> str:
    """Say a message: an event of a case, or what a letter to an account says."""
    if row.application_id is None:
        return say(LETTERS[row.template].body, row.params)
    return event_catalogue().find(row.template).say(_numbered(row), spoken(), row.params)


def _numbered(row: queries.Message) -> str:
    """Name the case of a message, and the permits it is about."""
    number = str(row.params.get("number") or row.params.get("title") or "")
    names = [office().permit_name(row, key, is_short=True).get(spoken()) for key in row.params.get("permits", ())]
    if not names:
        return number
    return f"{number}（{'、'.join(names)}）" if spoken() == "zh" else f"{number} ({', '.join(names)})"


def _known(attempt: sign_ins.Attempt, password: str) -> tuple[Actor | None, people.Credentials | None]:
    """Return the person whose password this is; a failed attempt is recorded."""
    with reading(engine()) as conn:
        person = people.credentials(conn, attempt.username)
        actor = people.by_id(conn, person.id) if person else None
    if check_password_hash(person.password_hash if person else NOBODY, password) and person:
        return actor, person
    arriving.put_failure_on_record(attempt, actor)
    return None, None


def _one_a_role(everyone: Sequence[Actor]) -> list[Actor]:
    """Choose whom to step into: the first of each role, of clerks the first of each department."""
    found: dict[frozenset[tuple[str, str]], Actor] = {}
    for actor in everyone:
        found.setdefault(frozenset((role, key if role == "clerk" else "") for role, key in actor.roles), actor)
    return list(found.values())


def _login_page(form: LoginForm) -> str:
    demo = []
    if settings().sandbox:
        with reading(engine()) as conn:
            demo = _one_a_role(people.everyone(conn))
    return render_template(
        "account/login.html", form=form, demo=demo, called=_called, service=_service(), ask=options_for_anybody()
    )


def _service() -> str:
    """Name the identity service that people may sign in by; empty where there is none."""
    known = settings()
    if not known.oidc_issuer:
        return ""
    named = known.oidc_name_zh if spoken() == "zh" else known.oidc_name_en
    return named or gettext("the identity service")


def _called(area: str, department: str) -> Mapping[str, str]:
    """Name a person's department; one that neither the area nor a bundle knows any more by its key."""
    try:
        return office().body(area, department).short
    except KeyError:
        return {"zh": department, "en": department}


def _profile_page(form: TokenForm, token: str = "") -> str:
    actor = current_actor()
    with reading(engine()) as conn:
        person, held = queries.person(conn, _user_id()), queries.tokens(conn, _user_id(), window())
        latest = sign_ins_of(conn, actor.username)
    departments = [office().body(actor.area, key).name for key in sorted(actor.departments())]
    return render_template(
        "account/profile.html",
        person=person,
        tokens=held,
        form=form,
        token=token,
        departments=departments,
        sign_ins=latest,
    )
