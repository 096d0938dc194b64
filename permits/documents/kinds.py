"""The kinds of notice, each declared in a module of `permits/documents/notices`."""

from collections.abc import Mapping

from permits.documents.facts import Facts
from permits.documents.form import Form
from permits.documents.notices import (
    acceptance,
    changes,
    closing,
    decisions,
    filing,
    hearings,
    intake,
    licences,
    limits,
    money,
    stages,
    supervision,
)

MODULES = (
    acceptance,
    changes,
    closing,
    decisions,
    filing,
    hearings,
    intake,
    licences,
    limits,
    money,
    stages,
    supervision,
)
FORMS: Mapping[str, Form] = {kind: form for module in MODULES for kind, form in module.FORMS.items()}
DELIVERED_NOTICES = frozenset(kind for kind, form in FORMS.items() if form.is_delivered)
INTERNAL_NOTICES = frozenset(kind for kind, form in FORMS.items() if form.is_internal)


def missing_facts(kind: str, facts: Facts) -> frozenset[str]:
    """Return the names of the required facts that are missing.

    Raises:
        KeyError: there is no such kind.
    """
    required: frozenset[str] = FORMS[kind].facts.__required_keys__  # type: ignore[attr-defined]  # a TypedDict
    return required - facts.keys()
