"""The law a matter declares for its own acts, beside the general one that the lifecycles name."""

from collections.abc import Iterator
from contextlib import contextmanager

from workflows import Article, Bundle, Text, WorkflowError, lifecycle

REPORT = "report_emergency"
# acts on the works of a licence; a check on site rests on the general law
OF_WORKS = frozenset(one.name for one in lifecycle("reinstatement").actions) - {"check_site"}


def own_law(bundle: Bundle, action: str, permit: str = "") -> Text | None:
    """Return the law of the matter that an action rests on; None where it declares none."""
    if action == REPORT:
        return bundle.emergency.law if bundle.emergency else None
    rule = bundle.permits.get(permit)
    return rule.reinstatement.law if rule and rule.reinstatement and action in OF_WORKS else None


@contextmanager
def by_own_law(bundle: Bundle, action: str, permit: str = "") -> Iterator[None]:
    """Let the engine's refusal of an action rest on the law of the matter, where it declares one."""
    try:
        yield
    except WorkflowError as refusal:
        law = own_law(bundle, action, permit)
        refusal.law = Article(law) if law else refusal.law
        raise
