"""The kinds of notice, each declared in a module of `permits/documents/notices`."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from permits.documents import notices
from permits.documents.facts import Facts
from permits.documents.form import Form

# a module of words that several kinds share declares none
DECLARED = [
    getattr(import_module(one.name), "FORMS", {}) for one in iter_modules(notices.__path__, f"{notices.__name__}.")
]
FORMS: Mapping[str, Form] = {kind: form for forms in DECLARED for kind, form in forms.items()}
DELIVERED_NOTICES = frozenset(kind for kind, form in FORMS.items() if form.is_delivered)
INTERNAL_NOTICES = frozenset(kind for kind, form in FORMS.items() if form.is_internal)


def missing_facts(kind: str, facts: Facts) -> frozenset[str]:
    """Return the names of the required facts that are missing.

    Raises:
        KeyError: there is no such kind.
    """
    required: frozenset[str] = FORMS[kind].facts.__required_keys__  # type: ignore[attr-defined]  # a TypedDict
    return required - facts.keys()
