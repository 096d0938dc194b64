"""Spans of requests, statements and jobs, where OpenTelemetry is installed (`daokou[otel]`) and has an endpoint.

While it is off nothing of OpenTelemetry is imported and no engine has a listener.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import structlog
from sqlalchemy import Connection, Engine, ExceptionContext, event

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

HEADER = "traceparent"
SPANS = "spans"
log = structlog.get_logger(__name__)


class _On:
    """The tracer of this process; None while tracing is off."""

    tracer: ClassVar["Tracer | None"] = None


def start(endpoint: str, service: str, version: str) -> bool:
    """Send spans to `endpoint`, if one is given and OpenTelemetry is installed; returns whether they are sent."""
    if not endpoint:
        return False
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra
    except ImportError:
        log.warning("tracing.not_installed", install="daokou[otel]")
        return False
    about = Resource.create({"service.name": f"daokou-{service}", "service.version": version})
    provider = TracerProvider(resource=about)
    # the exporter reads the endpoint from the environment, with the other settings of OpenTelemetry
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use(provider)
    return True


def use(provider: "TracerProvider | None") -> None:
    """Take spans from a provider; None: trace no more."""
    _On.tracer = provider.get_tracer("daokou") if provider else None


def is_on() -> bool:
    """Return whether this process traces."""
    return _On.tracer is not None


@contextmanager
def span(name: str, *, parent: str | None = None, **about: str | int) -> Iterator["Span | None"]:
    """Open a span for the time of the block; `parent` is what `parent()` returned where the work was asked for."""
    if _On.tracer is None:
        yield None
        return
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - an extra

    context = TraceContextTextMapPropagator().extract({HEADER: parent}) if parent else None
    with _On.tracer.start_as_current_span(name, context=context, attributes=about) as opened:
        yield opened


def parent() -> str | None:
    """Return the span under way, as a job carries it; None while tracing is off."""
    if _On.tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - an extra

    carrier: MutableMapping[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get(HEADER)


def trace_statements(engine: Engine) -> None:
    """Open a span for each statement of an engine: its text, never its values. Does nothing while tracing is off."""
    if _On.tracer is None:
        return
    event.listen(engine, "before_cursor_execute", _statement_begins)
    event.listen(engine, "after_cursor_execute", _statement_ends)
    event.listen(engine, "handle_error", _statement_fails)


def _statement_begins(conn: Connection, _cursor: object, statement: str, *_: object) -> None:
    if _On.tracer is None:
        return
    about = {"db.system.name": conn.dialect.name, "db.query.text": statement}
    opened = _On.tracer.start_span(statement.split(maxsplit=1)[0].upper(), attributes=about)
    conn.info.setdefault(SPANS, []).append(opened)


def _statement_ends(conn: Connection, *_: object) -> None:
    if opened := conn.info.get(SPANS):
        opened.pop().end()


def _statement_fails(context: ExceptionContext) -> None:
    opened = context.connection.info.get(SPANS) if context.connection is not None else None
    if opened:
        failed = opened.pop()
        failed.set_attribute("error.type", type(context.original_exception).__name__)
        failed.end()
