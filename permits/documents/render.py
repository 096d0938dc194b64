"""Render facts to PDF/A-2b. The same facts give the same bytes: the document's date is the day of the act."""

import json
import threading
from datetime import UTC, date, datetime
from typing import Literal

import typst

from permits.config import shipped
from permits.documents.facts import Facts
from permits.documents.glyphs import FONTS, drawable, is_rare, rare_fonts
from permits.documents.view import page

LAYOUTS = shipped("templates") / "documents"
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
    sent = json.dumps(content, ensure_ascii=False)
    pdf = _compiler("rare" if is_rare(sent) else "common").compile(
        input=LAYOUTS / f"{content['layout']}.typ",
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"page": sent},
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A document is one PDF.")  # typst returns a list for formats with one file per page
    return pdf


def _compiler(fonts: Literal["common", "rare"]) -> typst.Compiler:
    """Return this thread's compiler: it caches the fonts and is not shared between threads.

    The fonts of rare characters are large: they are opened for documents that need them, of which each embeds its own
    characters only.
    """
    if not hasattr(_local, fonts):
        folders = [FONTS, *(rare_fonts() if fonts == "rare" else [])]
        setattr(_local, fonts, typst.Compiler(root=LAYOUTS, font_paths=folders, ignore_system_fonts=True))
    compiler: typst.Compiler = getattr(_local, fonts)
    return compiler
