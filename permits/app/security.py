"""Security headers and session cookies."""

from contextlib import suppress

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from permits.config import Settings
from permits.errors import Conflict
from permits.http import prolong_session

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# the API documentation page comes from a wheel and has one inline script
DOCS = frozenset({"/api/v1/docs", "/api/v1/swagger"})
DOCS_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SessionInterface(SecureCookieSessionInterface):
    """Sessions that only a user's request prolongs; a page's polling does not."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether to send the cookie again: on a user's request, or after a change of its content."""
        return session.modified or ("HX-Request" not in request.headers and super().should_set_cookie(app, session))


def register(app: Flask, settings: Settings) -> None:
    """Add the headers to every response of `app`."""
    app.session_interface = SessionInterface()
    is_https = settings.public_url.startswith("https://")

    @app.before_request
    def prolong() -> None:
        # a page that looks again by itself is no sign of life, and a stylesheet asks for nobody
        is_nobodys = request.blueprint == "health" or request.endpoint is None or request.endpoint.endswith("static")
        if "HX-Request" in request.headers or is_nobodys:
            return
        # a busy database costs nobody the page: the next request prolongs the session
        with suppress(Conflict):
            prolong_session()

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        policy = DOCS_POLICY if request.path in DOCS else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint is None or not request.endpoint.endswith("static"):
            # cases are personal: no cache may keep them, and Back after signing out must show nothing
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.update(("Cookie", "Accept-Language", "Authorization"))
        return response
