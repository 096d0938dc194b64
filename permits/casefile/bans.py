"""Bans and warnings for false materials handed in by an applicant; subjects hold no raw identity numbers."""

from collections.abc import Collection, Mapping, Sequence

from forms.part_fields import canonical, findings
from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.keys import keyed
from permits.queries.reading.reader import Subjects
from permits.queries.reading.rows import Ban
from workflows import form_fields

EVERY_PERMIT = ""
WARNING = "warning"


def identity_of(applicant: Mapping[str, object]) -> str:
    """Give the number of a known kind that says who applies, in canonical form; empty while there is none.

    It is the credit code of a company, the number of an identity document of a person.
    """
    kept = canonical("applicant", applicant)
    field = form_fields()["applicant.resident_id" if kept.get("kind") == "person" else "applicant.uscc"]
    if any(not found.is_warning for found in findings(field, kept)):
        return ""
    return str(kept.get(field.key) or "")


def subject_of(applicant: Mapping[str, object], *, secret: str) -> str:
    """Name an applicant in the register: the credit code, or a salted hash of the identity number.

    Empty while no number of a known kind says who applies: that is unknown, not free of records. The hash leaves out
    which document the number is of, so that a ban is not lifted by calling a permit a passport.
    """
    number = identity_of(applicant)
    if not number or applicant.get("kind") != "person":
        return number
    return keyed(secret, f"ban-subject:{number}")


def subjects_of(applicant: Mapping[str, object], *, secret: str) -> Subjects:
    """Give the first and the last subject under which the register may hold an applicant.

    A wrong check character of a credit code only warns: codes that differ in nothing else name the same company.
    """
    subject = subject_of(applicant, secret=secret)
    if not subject or applicant.get("kind") == "person":
        return subject, subject
    return f"{subject[:-1]}0", f"{subject[:-1]}Z"


def records_against(case: CaseFile) -> Sequence[Ban]:
    """List the bans and warnings in force today, the longest first: of the applicant and of the account's company.

    An empty list says nothing of an applicant without a number: ask `identity_of` first.
    """
    subjects = subjects_of(case.form.applicant, secret=case.context.office.secret)
    return sorted(rows_of(case, Ban, subjects=subjects), key=lambda one: one.to_on, reverse=True)


def bans_on(case: CaseFile, permits: Collection[str]) -> list[Ban]:
    """List the bans in force today on any of these permits.

    Law: Administrative Licensing Law art. 78, 79.
    """
    reached = {EVERY_PERMIT, *permits}
    return [one for one in records_against(case) if one.ground != WARNING and one.permit in reached]
