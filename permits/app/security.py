"""What every answer carries so that a browser protects its user."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from permits.config import Settings

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# the page that shows the API's description comes from a wheel and carries one inline script
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
    """Sessions that only people prolong: a page that looks again by itself is no sign of one."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Send the cookie anew on a person's request, or where its content changed."""
        return session.modified or ("HX-Request" not in request.headers and super().should_set_cookie(app, session))


def register(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer of `app`."""
    app.session_interface = SessionInterface()
    is_https = settings.public_url.startswith("https://")

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        policy = DOCS_POLICY if request.path in DOCS else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint is None or not request.endpoint.endswith("static"):
            # cases are personal: no shared cache keeps them, and Back after signing out shows nothing
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.update(("Cookie", "Accept-Language", "Authorization"))
        return response
