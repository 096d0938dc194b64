"""What every notice knows about itself and its case; the shapes of the kinds build on it."""

from typing import NotRequired, TypedDict


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
    law: NotRequired[Words]  # only where it differs from the usual ground of the kind, see permits.documents.kinds
    agent: NotRequired[str]  # the person who acts for the applicant
    contact: NotRequired[Words]  # counter, telephone, hours


class Common(Base):
    """What every notice carries."""

    verify_url: NotRequired[str]  # of the case's tracking page; becomes the QR image
    title: NotRequired[Words]  # only where it differs from the usual title of the kind
