"""Calls to an identity service: bounded in time and size, never redirected, over TLS but for this machine."""

import time
from io import BytesIO
from urllib.parse import urlsplit

import requests
from requests import Response

from permits.config import LOOPBACK
from permits.errors import Unavailable
from workflows import N_

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3, 5, 10
LARGEST_BYTES, CHUNK_BYTES = 256 * 1024, 16 * 1024
SILENT = N_("The identity service does not answer now. Sign in with your password, or try again later.")


def is_safe(url: str) -> bool:
    """Return whether nobody on the way reads what is sent to an address."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def bounded(session: requests.Session) -> requests.Session:
    """Let a session take no more and wait no longer than it should."""
    session.hooks["response"].append(_read)
    return session


def _read(response: Response, *_args: object, **_more: object) -> Response:
    """Read an answer as far as it may go; it is refused beyond."""
    until, body = time.monotonic() + WHOLE_SECONDS, BytesIO()
    while piece := response.raw.read(CHUNK_BYTES, decode_content=True):
        body.write(piece)
        if body.tell() > LARGEST_BYTES or time.monotonic() > until:
            response.close()
            raise requests.exceptions.ContentDecodingError("the answer is too long, or takes too long")
    response.close()
    body.seek(0)
    response.raw = body
    return response


def get_json(url: str, *, bearer: str = "") -> dict[str, object]:
    """Fetch a JSON object.

    Raises:
        Unavailable: the service does not answer, or not with one.
    """
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    try:
        with bounded(requests.Session()) as session:
            timeouts = (CONNECT_SECONDS, READ_SECONDS)
            answer = session.get(url, headers=headers, timeout=timeouts, stream=True, allow_redirects=False)
        found = answer.json() if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError, OSError) as fault:
        raise Unavailable(SILENT) from fault
    if not isinstance(found, dict):
        raise Unavailable(SILENT)
    return found
