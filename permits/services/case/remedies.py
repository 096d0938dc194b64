"""Remedies against a decision: the bodies, and the last days counted from service."""

from calendar import monthrange
from datetime import date, timedelta

from permits.casefile import CaseFile
from permits.casefile.facts.roles import GOVERNMENT
from permits.models.base import JsonObject

COURT = {"zh": "有管辖权的人民法院", "en": "the competent people's court"}
RECONSIDERATION_BODY = {"zh": "本级人民政府", "en": "the people's government at this level"}
# what a people's government has decided, the one above it reconsiders
BODY_ABOVE = {"zh": "上一级人民政府", "en": "the people's government at the next higher level"}


# the periods begin with service: until then no day is known
UNSERVED: JsonObject = {"served_on": None, "reconsideration_last_on": None, "court_last_on": None}


def remedies_from(case: CaseFile) -> JsonObject:
    """Compute the last days of the remedies of what is served today; a last day off moves to the next working day."""
    rule, calendar, served_on = case.bundle.remedies, case.context.calendar, case.context.today
    return {
        "served_on": served_on.isoformat(),
        "reconsideration_last_on": calendar.next_working(
            served_on + timedelta(days=rule.reconsideration_days)
        ).isoformat(),
        "court_last_on": calendar.next_working(months_after(served_on, rule.lawsuit_months)).isoformat(),
    }


def months_after(day: date, months: int) -> date:
    """Return the same date some months later, or the month's last day if it is shorter (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def printed(remedies: JsonObject) -> JsonObject:
    """Return the remedies as a notice prints them, with their bodies."""
    return {**remedies, "reconsideration_body": RECONSIDERATION_BODY, "court": COURT}


def printed_against(case: CaseFile, department: str, remedies: JsonObject) -> JsonObject:
    """Return the remedies against a department's decision as a notice prints them: it is respondent and defendant.

    Law: Administrative Reconsideration Law art. 19, 24; Administrative Litigation Law art. 26.
    """
    body = BODY_ABOVE if department == GOVERNMENT else RECONSIDERATION_BODY
    respondent = case.context.office.body(case.app.area, department).name
    return {**printed(remedies), "reconsideration_body": body, "respondent": dict(respondent)}
