"""Build the web application from the settings."""

from datetime import timedelta
from importlib import resources
from typing import Any

from flask import Blueprint, Flask
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from permits import api, cli, clock, web
from permits.access import enforce, is_public, open_by_nature
from permits.app import database, health, logs, outages, rendering, security
from permits.app.description import DescribedApp
from permits.config import VERSION, Settings, load_settings, shipped
from permits.errors import Refusal
from permits.extensions import babel, csrf, limiter, login_manager
from permits.http import guard, http_error, invalid_body, language, load_signed_in
from permits.http.districts import ByPath
from permits.http.incoming import register as admit
from permits.http.transfer import LARGEST_REQUEST_BYTES
from permits.http.typed import check_token, refused_form
from permits.http.typed import register as keep_what_was_typed
from permits.i18n import compile_catalogue
from permits.queue import make_celery
from permits.services.house.sessions import LASTS
from permits.watch import lines, metrics, tracing
from permits.web import confirming
from workflows import WorkflowError

PUBLIC_LIMIT = "1200 per minute"
BY_NATURE = ("static", "openapi.static", "openapi.doc_url", "swagger.static", "swagger.swagger", "vendor_htmx.static")


def create_app(settings: Settings | None = None) -> OpenAPI:
    """Build the application; `settings` default to the environment's.

    Raises:
        SetupFault: the database cannot serve, or is not what the settings say it is.
    """
    settings = settings or load_settings()
    lines.configure()
    clock.bear(settings.clock_tolerance_seconds)
    app = DescribedApp(
        "permits",
        info=Info(
            title="Daokou",
            version=VERSION,
            description=(
                "Permits of several departments, applied for once. An address may begin with the code of an area "
                "(/320699/api/v1/…) or stand at the area's host; else it is about the home area, or that of the caller."
            ),
        ),
        security_schemes={"bearer": {"type": "http", "scheme": "bearer"}},
        doc_prefix="/api/v1",
        doc_url="/openapi.json",
        validation_error_callback=invalid_body,
        template_folder=str(shipped("templates")),
        static_folder=str(shipped("static")),
    )
    admit(app)
    _configure(app, settings)
    # registered first, so that requests refused below are numbered and timed too
    logs.register(app)
    tracing.start(settings.otel_exporter_otlp_endpoint, "web", VERSION)
    database.open_database(app, settings)
    metrics.count_statements(app.extensions["engine"], logs.PROCESS)
    tracing.trace_statements(app.extensions["engine"])
    app.extensions["queue"] = make_celery(settings)
    _bind_extensions(app, settings)
    _register(app)
    _guard(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secrets[1:]),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        # a browser takes a cookie of this name only with Secure, for this host and every path
        SESSION_COOKIE_NAME="__Host-daokou" if settings.public_url.startswith("https://") else "daokou",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=LASTS,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        BABEL_TRANSLATION_DIRECTORIES=str(compile_catalogue(settings.instance_dir)),
        RATELIMIT_ENABLED=settings.rate_limits,
        **outages.limits(settings.redis_url),
        WTF_CSRF_SECRET_KEY=list(reversed(settings.secrets)),  # of a list the last one signs
        WTF_CSRF_CHECK_DEFAULT=False,  # checked after who asks is known: a stale form comes back
        WTF_CSRF_TIME_LIMIT=None,  # a CSRF token lives as long as its session: an idle form stays valid
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.wsgi_app = ByPath(app)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.public_url.startswith("https://"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _bind_extensions(app: Flask, settings: Settings) -> None:
    babel.init_app(app, locale_selector=language)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = "basic"
    login_manager.user_loader(load_signed_in)
    rendering.register(app, settings)


def _register(app: OpenAPI) -> None:
    for blueprint in api.blueprints():
        _add(app, blueprint)
    for pages in web.blueprints():
        _add(app, pages)
    app.register_blueprint(health.bp)
    app.register_blueprint(_vendor("htmx", "js_lib_htmx", "static/htmx"))
    app.add_url_rule("/api/v1/docs", endpoint="swagger.docs", view_func=app.view_functions["swagger.swagger"])
    for endpoint in (*BY_NATURE, "swagger.docs"):
        open_by_nature(app, endpoint)
    cli.register(app)


def _add(app: OpenAPI, blueprint: Blueprint | APIBlueprint) -> None:
    if isinstance(blueprint, APIBlueprint):
        app.register_api(blueprint)
    else:
        app.register_blueprint(blueprint)


def _vendor(name: str, package: str, folder: str) -> Blueprint:
    """Serve the assets of a wheel: no vendored copy, no foreign server."""
    path = str(resources.files(package) / folder)
    return Blueprint(f"vendor_{name}", __name__, static_folder=path, static_url_path=f"/vendor/{name}")


def _guard(app: Flask, settings: Settings) -> None:
    views: dict[str, Any] = app.view_functions
    for name, view in views.items():
        if is_public(view) and name not in BY_NATURE and not name.startswith(("health.", "swagger.")):
            views[name] = limiter.shared_limit(PUBLIC_LIMIT, scope="public")(view)
    security.register(app, settings)
    database.register(app, settings)
    keep_what_was_typed(app)
    app.before_request(enforce)
    app.before_request(guard)
    app.before_request(check_token)
    confirming.register(app)
    app.register_error_handler(Refusal, refused_form)
    app.register_error_handler(WorkflowError, refused_form)
    app.register_error_handler(HTTPException, http_error)
    outages.register(app)
