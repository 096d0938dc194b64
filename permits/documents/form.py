"""Declare a kind of notice: its names and law, its layout, the facts it needs, the view that words it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from permits.documents.blocks import Block
from permits.documents.facts import Facts
from permits.documents.wording import Wording

Layout = Literal["letter", "slip", "licence", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of notice, declared once. Name, title and law are msgids."""

    name: str  # short name for pages, where the full title is too long
    title: str
    law: str  # the usual legal ground; facts may name another
    layout: Layout
    facts: type  # TypedDict of its required facts
    build: Callable[[Facts, Wording], list[Block]]
    is_delivered: bool = False  # served by the one delivery of all documents, not when it is issued
    is_internal: bool = False  # stays in the office: no applicant receives one
    is_notice: bool = True  # whether it ends with the closing formula of a notice; decisions and forms do not
