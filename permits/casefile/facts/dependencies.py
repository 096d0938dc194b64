"""Effects of the decisions and facts of a case on its other permits."""

from permits.casefile.casefile import CaseFile
from workflows import Dependency, group, in_effect, uncovered

ENDED = group("permit", "ended")


def unanswered_moot(case: CaseFile) -> frozenset[str]:
    """List the moot permits about which the applicant has not answered."""
    asked = (key for key, row in case.permits.items() if row.is_moot and row.moot_answer is None)
    return frozenset(key for key in asked if case.permits[key].state not in ENDED)


def unsettled(case: CaseFile) -> frozenset[str]:
    """List the granted, undelivered permits that lack the condition required by a sibling's refusal.

    Law: Administrative Licensing Law art. 38.
    """
    if case.app.delivered_at is not None or not case.bundle.dependencies:
        return frozenset()
    refused = {key for key, row in case.permits.items() if row.state == "refused"}
    called_up = [one for one in case.bundle.dependencies if one.refused in refused]
    granted = [row for row in case.permits.values() if row.state == "granted"]
    return frozenset(row.key for row in granted if uncovered(called_up, row.key, row.conditions or ()))


def dependencies_of(case: CaseFile) -> tuple[Dependency, ...]:
    """List the effects of decisions and facts of this case on its permits."""
    if not case.bundle.dependencies:
        return ()
    refused = {key for key, row in case.permits.items() if row.state == "refused"}
    return in_effect(case.bundle, case.form.answers, case.judged_on, case.form.project, refused=refused)
