"""Answer refusals: one table of statuses, a problem document for programs, a page for people."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from permits import errors
from permits.errors import Invalid, Refusal, Unauthenticated
from permits.http.caller import is_api, language
from permits.http.existence import about_unseen
from workflows import N_, ActionNotOpen, Article, CalendarExhausted, GuardsUnmet, RoleNotHeld, Text, WorkflowError

Shape = TypeVar("Shape", bound=BaseModel)
STATUS: dict[type[Exception], HTTPStatus] = {
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    RoleNotHeld: HTTPStatus.FORBIDDEN,
    ActionNotOpen: HTTPStatus.CONFLICT,
    GuardsUnmet: HTTPStatus.CONFLICT,
    CalendarExhausted: HTTPStatus.CONFLICT,
    Refusal: HTTPStatus.CONFLICT,
    WorkflowError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
TITLES = {
    400: N_("The request cannot be read"),
    401: N_("Sign in first"),
    403: N_("You may not do this"),
    404: N_("Not found"),
    405: N_("This address does not take that method"),
    409: N_("This cannot be done now"),
    413: N_("Too large"),
    415: N_("Not a kind of file or request the office takes"),
    422: N_("Please correct what you sent"),
    429: N_("Too many requests"),
    500: N_("Something went wrong on our side"),
    503: N_("Out of service for a moment"),
    507: N_("No room at this moment"),
}
SENTENCES = {
    400: N_("The request is malformed, or its form has expired: go back, reload and try again."),
    404: N_("There is nothing at this address"),
    413: N_("What was sent is too much for one request: nothing was kept. Go back and send fewer files at a time."),
    429: N_("Wait a minute and try again."),
    500: N_("Nothing was changed. The fault is on record; try again, or call the counter with the number below."),
}
AWAY = N_(
    "The office cannot reach its records at this moment. If you were sending something, go back and look whether it was"
    " taken before you send it again; what you typed is still in your browser."
)
RETRY_AFTER_SECONDS = 20
COMES_BACK = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE})
OF_WHAT_WAS_SENT = frozenset({400, 413, 415, 422})
FAULTS = {
    "missing": N_("This field is required"),
    "extra_forbidden": N_("This field is not known"),
    "json_invalid": N_("This is not valid JSON"),
    "string_too_long": N_("At most %(count)s characters"),
    "not_a_file": N_("Send it as a file, with a file name"),
}


def status_of(refusal: Exception) -> HTTPStatus:
    """Return the HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def say(message: str, params: Mapping[str, object] | None = None) -> str:
    """Translate a msgid into the caller's language; an article of a bundle has both."""
    if isinstance(message, Article):
        return message.words.get(language())
    given: Mapping[str, object] = params or getattr(message, "params", {})
    filled = {name: value.get(language()) if isinstance(value, Text) else value for name, value in given.items()}
    return str(gettext(message, **filled)) if message else ""


def unmet_of(refusal: Exception) -> list[str]:
    """Return the unmet conditions of a refused action, translated."""
    return [say(sentence) for sentence in refusal.unmet] if isinstance(refusal, GuardsUnmet) else []


def refused(refusal: Refusal | WorkflowError, *, back: str = "") -> Response:
    """Answer a refusal: a problem document for programs, a page for people; `back` leads to the form as it was sent."""
    status, message = status_of(refusal), say(refusal.message, refusal.params)
    if not is_api():
        return error_page(status, message, law=say(refusal.law or ""), unmet=unmet_of(refusal), back=back)
    body: dict[str, object] = {}
    if isinstance(refusal, GuardsUnmet):
        body["unmet"] = unmet_of(refusal)
    if isinstance(refusal, Invalid):
        body["errors"] = [{"field": name, "message": say(text, params)} for name, text, params in refusal.problems]
    if isinstance(refusal, errors.ScopeMissing):
        body["scope"] = refusal.scope
    if isinstance(refusal, errors.Conflict) and refusal.details:
        body["changed"] = refusal.details
    if refusal.law:
        body["law"] = say(refusal.law)
    return problem(status, refusal.code, message, **body)


def problem(status: int, code: str, detail: str, **more: object) -> Response:
    """Answer a program with an RFC 9457 problem document."""
    body = {
        "type": f"urn:daokou:problem:{code}",
        "title": say(TITLES.get(status, HTTPStatus(status).phrase)),
        "status": int(status),
        "code": code,
        "detail": detail,
        "request_id": g.get("request_id", ""),
        **more,
    }
    response = make_response(json.dumps(body, ensure_ascii=False), status)
    response.mimetype = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="daokou"'
    return _with_retry(response)


def _with_retry(response: Response) -> Response:
    """Say when to come back, where it is no use before."""
    if response.status_code in COMES_BACK:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    return response


def away() -> Response:
    """Answer while the database is away; asks no session, no office and no database."""
    if is_api():
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, errors.Unavailable.code, say(AWAY))
    # rendered by the environment itself: the frame of every other page asks who calls
    page = current_app.jinja_env.get_template("errors/away.html")
    values = {"lang": language(), "title": say(TITLES[503]), "message": say(AWAY), "again": say(N_("Try again"))}
    body = page.render(**values, path=request.full_path.rstrip("?") if request.method == "GET" else "/")
    return _with_retry(make_response(body, HTTPStatus.SERVICE_UNAVAILABLE))


def error_page(
    status: int, message: str, *, law: str | None = None, unmet: Sequence[str] = (), back: str = ""
) -> Response:
    """Answer a person with an error page."""
    title = say(TITLES.get(status, HTTPStatus(status).phrase))
    page_body = render_template(
        "errors/error.html",
        code=int(status),
        title=title,
        message=message,
        law=law,
        unmet=unmet,
        back=back,
        request_id=g.get("request_id", ""),
    )
    return _with_retry(make_response(page_body, status))


def bad_token() -> Response:
    """Answer a form that no page of this office has drawn."""
    return error_page(HTTPStatus.BAD_REQUEST, say(SENTENCES[400]))


def http_error(error: HTTPException) -> Response:
    """Answer an error of the framework: unknown URL, wrong method, expired form, internal error."""
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return cast("Response", error.get_response())
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return away()
    if status in OF_WHAT_WAS_SENT and about_unseen(error):
        return refused(errors.NotFound())
    message = say(SENTENCES.get(status, TITLES.get(status, "")))
    code = HTTPStatus(status).phrase.lower().replace(" ", "_")
    answer = problem(status, code, message) if is_api() else error_page(status, message)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def invalid_body(error: ValidationError) -> Response:
    """Answer a request whose body does not fit its shape."""
    refusal = _invalid(error)
    return refused(errors.NotFound() if about_unseen(refusal) else refusal)


def read_body(shape: type[Shape], values: Mapping[str, Any]) -> Shape:
    """Read values as a body of a shape.

    Raises:
        Invalid: they do not fit.
    """
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> Invalid:
    faults = error.errors(include_url=False, include_input=False)
    return Invalid(_problem(fault["loc"], fault["type"], fault["msg"], fault.get("ctx", {})) for fault in faults)


def _problem(
    place: Sequence[int | str], kind: str, message: str, context: Mapping[str, object]
) -> tuple[str, str, dict[str, object]]:
    field = ".".join(str(part) for part in place)
    if kind in FAULTS:
        return field, FAULTS[kind], {"count": context.get("max_length")}
    return field, N_("This value does not fit: %(reason)s"), {"reason": message.removeprefix("Value error, ")}
