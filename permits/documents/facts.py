"""Facts common to every notice, and shapes several kinds share.

Facts are stored as JSON when the notice is issued, so that a job can render it at any later time. Days are ISO dates
(YYYY-MM-DD). `Words` is a plain string (written by a person), or both languages (written by the office). A key
without a value is left out, never null.
"""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict


class Bilingual(TypedDict):
    """One text in both languages, as in bundles."""

    zh: str
    en: str


Words = str | Bilingual


class Party(TypedDict):
    """The addressee of the notice; the identity number is already masked."""

    name: Words
    id_label: Words
    id_masked: str


class Receipt(TypedDict):
    """The act's place in the event chain: sequence number and hash (any length; its beginning is printed)."""

    seq: int
    hash: str


class Base(TypedDict):
    """Required facts of every notice."""

    number: str
    issuing_body: Words
    issued_on: str
    final_through: NotRequired[str]  # last day with a final calendar at issue; due days after it are provisional
    case_number: str
    applicant: Party
    project: Words
    site: Words
    receipt: Receipt
    sandbox: bool
    law: NotRequired[Words]  # only where it differs from the kind's usual legal ground, see FORMS
    agent: NotRequired[str]  # the person who acts for the applicant
    contact: NotRequired[Words]  # counter, telephone, hours


class Common(Base):
    """Required and optional facts of every notice."""

    verify_url: NotRequired[str]  # URL of the case's tracking page, for the QR image
    preview: NotRequired[bool]  # not issued: shown to whoever is about to
    title: NotRequired[Words]  # only where it differs from the usual title of the kind


class MaterialLine(TypedDict):
    """One material of the case; `code` is the bundle's."""

    code: str
    name: Words
    state: NotRequired[Literal["uploaded", "shared", "tolerated", "missing"]]
    files: NotRequired[int]
    due_on: NotRequired[str]  # last day for a tolerated material


class DeficiencyLine(TypedDict):
    """One deficiency: the material or field, what is wrong and the remedy."""

    target: Words  # name of the material, or of the field of the form
    reason: Words
    remedy: Words
    answer: NotRequired[Words]  # what was handed in or typed, as it was seen
    department: NotRequired[Words]  # the department that asks
    code: NotRequired[str]  # code of the material
    deficiency: NotRequired[str]  # the bundle's deficiency code; for figures, not printed
    law: NotRequired[Words]


class Remedies(TypedDict):
    """Where and until when the applicant may challenge a decision. The days run from service."""

    served_on: NotRequired[str]
    reconsideration_body: Words
    reconsideration_last_on: NotRequired[str]
    court: Words
    court_last_on: NotRequired[str]
    respondent: NotRequired[Words]  # who took the decision


class Condition(TypedDict):
    """One condition of a grant, with its law where it has one."""

    text: Words
    law: NotRequired[Words]


class ScopeLine(TypedDict):
    """One line of the permit's scope; `asked` only where the grant is narrower than the request."""

    label: Words
    value: Words
    asked: NotRequired[Words]


# facts come from a JSON column: tests check the issued facts against these shapes
Line = Mapping[str, Any]
Facts = Line
