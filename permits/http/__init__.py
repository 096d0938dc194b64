"""What every door needs: who calls, in which language, which page, and how a refusal is answered."""

from permits.http.answers import error_page, http_error, invalid_body, problem, refused, say, status_of, unmet_of
from permits.http.caller import (
    SignedIn,
    calendar,
    current_actor,
    desk,
    engine,
    find_actor,
    is_api,
    language,
    load_signed_in,
    office,
    reader,
    settings,
    sign_in,
    sign_out,
)
from permits.http.paging import Page, cursor, page, read_cursor

__all__ = [
    "Page",
    "SignedIn",
    "calendar",
    "current_actor",
    "cursor",
    "desk",
    "engine",
    "error_page",
    "find_actor",
    "http_error",
    "invalid_body",
    "is_api",
    "language",
    "load_signed_in",
    "office",
    "page",
    "problem",
    "read_cursor",
    "reader",
    "refused",
    "say",
    "settings",
    "sign_in",
    "sign_out",
    "status_of",
    "unmet_of",
]
