"""What every notice knows, and shapes that several kinds share.

Facts are stored as JSON when the notice is issued, so that a job can render it at any later time. Days are ISO dates
(YYYY-MM-DD). `Words` is a plain string (what a person wrote), or both languages (what the office says). A key without a
value is left out, never null.
"""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict


class Bilingual(TypedDict):
    """One text in both languages, as bundles carry it."""

    zh: str
    en: str


Words = str | Bilingual


class Party(TypedDict):
    """Whom the notice is addressed to; the identity number is masked before it comes here."""

    name: str
    id_label: Words
    id_masked: str


class Receipt(TypedDict):
    """Where the act stands in the chain of events: sequence number and hash (any length; the head is printed)."""

    seq: int
    hash: str


class Base(TypedDict):
    """What every paper carries."""

    number: str
    issuing_body: Words
    issued_on: str
    final_through: NotRequired[str]  # the last day whose calendar was final then; counted days after it are provisional
    case_number: str
    applicant: Party
    project: Words
    site: Words
    receipt: Receipt
    sandbox: bool
    law: NotRequired[Words]  # only where it differs from the usual ground of the kind, see FORMS
    agent: NotRequired[str]  # the person who acts for the applicant
    contact: NotRequired[Words]  # counter, telephone, hours


class Common(Base):
    """What every notice carries."""

    verify_url: NotRequired[str]  # of the case's tracking page; becomes the QR image
    title: NotRequired[Words]  # only where it differs from the usual title of the kind


class MaterialLine(TypedDict):
    """One paper of the case; `code` is that of the bundle."""

    code: str
    name: Words
    state: NotRequired[Literal["uploaded", "shared", "tolerated", "missing"]]
    files: NotRequired[int]
    due_on: NotRequired[str]  # last day for a tolerated paper


class DeficiencyLine(TypedDict):
    """One thing to mend: the paper or field, what is wrong with it and how to put it right."""

    target: Words  # name of the material, or of the field of the form
    reason: Words
    remedy: Words
    department: NotRequired[Words]  # who asks for it
    code: NotRequired[str]  # code of the material
    deficiency: NotRequired[str]  # code of the bundle's list of deficiencies; kept for figures, not printed
    law: NotRequired[Words]


class Remedies(TypedDict):
    """Where and until when the applicant may challenge a decision. The days run from service."""

    served_on: NotRequired[str]
    reconsideration_body: Words
    reconsideration_last_on: NotRequired[str]
    court: Words
    court_last_on: NotRequired[str]


class Condition(TypedDict):
    """One condition of a grant, with its law where it has one."""

    text: Words
    law: NotRequired[Words]


class ScopeLine(TypedDict):
    """One thing the permit covers; `asked` only where the grant is narrower than what was asked for."""

    label: Words
    value: Words
    asked: NotRequired[Words]


# facts are read back from a JSON column: their shapes are held against what is issued by tests
Line = Mapping[str, Any]
Facts = Line
