"""Spans of a request, its statements and its job, in one trace; nothing at all while tracing is off."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from permits.watch import tracing


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.use(provider)
    yield exporter
    tracing.use(None)


def test_a_job_belongs_to_the_trace_of_the_request_that_asked_for_it(spans: InMemorySpanExporter) -> None:
    with tracing.span("GET /"):
        carried = tracing.parent()
    with tracing.span("mail.send", parent=carried, row=7):
        pass

    request, job = spans.get_finished_spans()
    assert job.context.trace_id == request.context.trace_id
    assert (job.parent.span_id, job.attributes) == (request.context.span_id, {"row": 7})


def test_statements_are_spans_with_their_text_and_without_values(spans: InMemorySpanExporter) -> None:
    engine = create_engine("sqlite://")
    tracing.trace_statements(engine)
    with engine.connect() as conn, tracing.span("GET /"):
        conn.execute(text("select :name"), {"name": "陈建"})
        with pytest.raises(OperationalError):
            conn.execute(text("select nothing"))

    found = {span.attributes["db.query.text"]: span for span in spans.get_finished_spans() if span.attributes}
    assert set(found) == {"select ?", "select nothing"}
    assert found["select nothing"].attributes["error.type"] == "OperationalError"
    assert {span.parent.span_id for span in found.values()} == {spans.get_finished_spans()[-1].context.span_id}


def test_while_it_is_off_there_is_no_span_no_listener_and_nothing_to_carry() -> None:
    engine = create_engine("sqlite://")
    assert tracing.start("", "web", "1") is False
    tracing.trace_statements(engine)

    with tracing.span("GET /") as opened:
        assert (opened, tracing.parent(), tracing.is_on()) == (None, None, False)
    assert not event.contains(engine, "before_cursor_execute", tracing._statement_begins)


def test_without_the_exporter_the_process_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    assert tracing.start("http://127.0.0.1:4318", "web", "1") is False
