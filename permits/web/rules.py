"""A change of the rules as pages tell it: what changed, and since when, in the reader's words."""

from dataclasses import dataclass
from datetime import date

from permits.casefile import CaseFile
from permits.http import say
from permits.services.bundles.changed import rules_changed
from permits.words import word


@dataclass(frozen=True, slots=True)
class RulesShown:
    """The new version and the day it began; each difference as (grade, sentence), the weightiest first."""

    to: str
    from_on: date
    tone: str
    is_draft: bool
    is_scheduled: bool
    lines: list[tuple[str, str]]


def rules_shown(case: CaseFile) -> RulesShown | None:
    """Tell what changed since a draft was begun, or since a case came in; None where nothing did."""
    changed = rules_changed(case)
    if changed is None:
        return None
    lines = [(say(str(word("grade", one.grade))), say(one.message, one.params)) for one in changed.differences]
    tone = "blue" if changed.grade == "editorial" else "yellow"
    return RulesShown(
        changed.to,
        changed.from_on,
        tone,
        is_draft=case.app.state == "draft",
        is_scheduled=changed.is_scheduled,
        lines=lines,
    )
