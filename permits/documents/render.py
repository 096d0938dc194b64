"""Render facts to PDF/A-2b. The same facts give the same bytes: the document's date is the day of the act."""

import json
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from permits.documents.facts import Facts
from permits.documents.glyphs import FONTS, drawable
from permits.documents.view import page

LAYOUTS = Path(__file__).resolve().parents[2] / "templates" / "documents"
_local = threading.local()


def render(kind: str, facts: Facts, *, language: str) -> bytes:
    """Render one notice; user input reaches the layout as JSON values only, never as source.

    Raises:
        KeyError: there is no such kind, or a fact is missing.
        TypeError: the compiler did not return exactly one file.
    """
    worded = page(kind, facts, language=language)
    content = {**drawable(worded), "qr": worded["qr"]}  # the QR image is not text to draw
    on = date.fromisoformat(facts["issued_on"])
    pdf = _compiler().compile(
        input=LAYOUTS / f"{content['layout']}.typ",
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"page": json.dumps(content, ensure_ascii=False)},
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A document is one PDF.")  # typst returns a list for formats with one file per page
    return pdf


def _compiler() -> typst.Compiler:
    """Return this thread's compiler: it caches the fonts and is not shared between threads."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=LAYOUTS, font_paths=[FONTS], ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler
