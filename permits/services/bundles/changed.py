"""What a change of the rules means for a case that is not accepted yet: told in words, before it counts."""

from dataclasses import dataclass
from datetime import date

from permits.casefile import CaseFile
from workflows import Difference, Grade, differences, gravest, group

UNACCEPTED = group("application", "unaccepted")


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """The version a case was begun or handed in under, the one in force today or next, and how they differ.

    It is scheduled until its day comes: what the case shows follows the earlier version until then. Without the first
    version nothing can be compared: the grade is the gravest, the list empty.
    """

    left: str
    to: str
    from_on: date
    is_scheduled: bool
    grade: Grade
    differences: tuple[Difference, ...]


def rules_changed(case: CaseFile) -> RulesChanged | None:
    """Compare the version of a draft or a case in intake with the one in force today, else with the next.

    None where nothing has changed and nothing is to.
    """
    app, office, today = case.app, case.context.office, case.context.today
    if app.state not in UNACCEPTED:
        return None
    term = office.terms_on(app.area, today).get(app.bundle)
    if term is None or term.version == app.bundle_version:
        term = office.next_term(app.bundle, app.area, today)
    if term is None:
        return None
    old, new = office.find_bundle(app), office.library.find(term.key, term.version)
    found = tuple(differences(old, new)) if old and new else ()
    grade = (gravest([*found]) or "editorial") if old and new else "major"
    return RulesChanged(app.bundle_version, term.version, term.from_on, term.from_on > today, grade, found)
