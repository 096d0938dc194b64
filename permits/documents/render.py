"""Facts to PDF/A-2b. The same facts give the same bytes: the document's date is the day of the act."""

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
    """Render one notice; what people wrote reaches the layout as JSON values only, never as source.

    Raises:
        KeyError: there is no such kind, or a fact is missing.
        TypeError: the compiler gave something else than one file.
    """
    worded = page(kind, facts, language=language)
    content = {**drawable(worded), "qr": worded["qr"]}  # an image is no text
    on = date.fromisoformat(facts["issued_on"])
    pdf = _compiler().compile(
        input=LAYOUTS / f"{content['layout']}.typ",
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"page": json.dumps(content, ensure_ascii=False)},
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A document is one PDF.")  # typst gives a list for formats of one file a page
    return pdf


def _compiler() -> typst.Compiler:
    """Give this thread's compiler: it keeps the fonts and is not shared between threads."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=LAYOUTS, font_paths=[FONTS], ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler
