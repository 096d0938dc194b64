"""How a kind of notice is declared: its names and law, its layout, the facts it needs, the view that words it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from permits.documents.blocks import Block
from permits.documents.facts import Facts
from permits.documents.wording import Wording

Layout = Literal["letter", "slip", "licence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of notice, declared once. Name, title and law are msgids."""

    name: str  # on pages, where its full title is too long
    title: str
    law: str  # the usual legal ground; facts may name another
    layout: Layout
    facts: type  # the TypedDict of what it must know
    build: Callable[[Facts, Wording], list[Block]]
    is_internal: bool = False  # of the office to itself: no applicant is handed one
    is_notice: bool = True  # ends with the formula of a notice; a decision and a form do not
