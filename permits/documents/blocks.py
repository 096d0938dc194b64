"""Blocks of a page as plain JSON: the layouts in templates/documents draw them and add no words."""

from collections.abc import Iterable, Sequence

Block = dict[str, object]


def para(text: str) -> Block:
    """Build an indented paragraph."""
    return {"type": "para", "text": text}


def heading(text: str) -> Block:
    """Build the heading of a section; it is kept with the next block."""
    return {"type": "heading", "text": text}


def items(texts: Iterable[str]) -> Block:
    """Build a numbered list."""
    return {"type": "items", "texts": list(texts)}


def note(text: str) -> Block:
    """Build a small-print note."""
    return {"type": "note", "text": text}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Build a two-column list of labels and values; pairs without a value are left out."""
    return {"type": "fields", "rows": [list(pair) for pair in pairs if pair[1]]}


def form(pairs: Iterable[tuple[str, str]]) -> Block:
    """Build a ruled form; empty values stay blank, to be filled in by hand."""
    return {"type": "form", "rows": [list(pair) for pair in pairs]}


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int], shaded: Iterable[int] = ()
) -> Block:
    """Build a ruled table; its head repeats on each page, `widths` are shares, `shaded` are row indices."""
    return {
        "type": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "shaded": list(shaded),
    }
