"""The facts of a licence for the engine, and the roles in which the actor acts on it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from permits.casefile.casefile import CaseFile
from permits.casefile.facts import roles_in, roles_on_case
from permits.casefile.rows import LicenceRow
from permits.casefile.seen import rows_of
from permits.models import Application
from permits.queries.lists.licences import IN_FORCE
from permits.queries.reading.rows_beside import LicenceChange, PendingChange, Statement
from permits.queries.typed import columns_of, every
from workflows import LicenceFacts, ReinstatementFacts, group

DEFENCE, REVIEW, SURVIVAL = "defence", "review", "survival"
INTENT = "intent_told"
DRAFT = "draft"
BEFORE_OUTCOME = group("application", "before_outcome")


def roles_on_licence(case: CaseFile, row: LicenceRow) -> frozenset[str]:
    """Return the actor's roles on a licence: those in the department that issued it, and that of the holder."""
    return roles_on_case(case) | roles_in(case.context.actor, row.department)


def roles_on_works(case: CaseFile, row: LicenceRow) -> frozenset[str]:
    """Return the actor's roles on the works of a licence: those in the department in charge, and that of the holder."""
    return roles_on_case(case) | roles_in(case.context.actor, supervisor_of(case, row))


def supervisor_of(case: CaseFile, row: LicenceRow) -> str:
    """Return the department that inspects what is licensed, whoever decided.

    Law: Administrative Licensing Law art. 61.
    """
    return case.bundle.permits[row.permit].supervisor


def pending_change(case: CaseFile, number: str) -> PendingChange | None:
    """Find the open application to renew or vary a licence; it is applied for once handed in."""
    return next((one for one in changes_begun(case, number) if one.state != DRAFT), None)


def changes_begun(case: CaseFile, number: str) -> Sequence[PendingChange]:
    """List the applications to renew or vary a licence without an outcome, drafts too."""
    if case.seen is not None:
        begun = (one for one in case.seen.of(PendingChange) if one.about_licence == number)
        return [one for one in begun if one.state in BEFORE_OUTCOME and one.kind != "new"]
    wanted = select(*columns_of(PendingChange, Application)).where(
        Application.area == case.app.area,
        Application.about_licence == number,
        Application.kind.in_(("renewal", "variation")),
        Application.state.in_(BEFORE_OUTCOME),
    )
    return every(case.context.conn, PendingChange, wanted.order_by(Application.id))


def licence_facts(case: CaseFile, row: LicenceRow) -> LicenceFacts:
    """Build the facts of a licence: its term, open changes, whether its holder has been heard."""
    validity, intent = case.bundle.permits[row.permit].validity, intent_of(case, row)
    is_over = row.valid_to is not None and row.valid_to < case.context.today
    begun = {one.state for one in changes_begun(case, row.number)}
    return LicenceFacts(
        is_valid=not is_over,
        is_renewable=validity.renewable,
        change_law=frozenset({case.bundle.change_law}),
        has_renewals_left=row.renewals < validity.renewal_times,
        is_change_pending=bool(begun - {DRAFT}),
        is_draft_open=DRAFT in begun,
        intended=intent.after["ending"] if intent else "",
        is_heard=intent is not None and _is_heard(case, row, intent),
        is_under_review=_is_looked_after(case, row, REVIEW),
    )


def reinstatement_facts(case: CaseFile, row: LicenceRow) -> ReinstatementFacts:
    """Build the facts of a licence's works: whether its term has begun, whether a count is due now."""
    return ReinstatementFacts(
        # one taken back before its term leaves what was done to be restored
        is_begun=row.state != IN_FORCE or row.valid_from <= case.context.today,
        is_survival_check_due=_is_looked_after(case, row, SURVIVAL),
    )


def _is_looked_after(case: CaseFile, row: LicenceRow, reason: str) -> bool:
    """Return whether a duty on a licence is open for this reason."""
    mine = (item for item in case.items if item.permit == row.permit and item.reason == reason)
    return any(item.state in group("work_item", "open") for item in mine)


def intent_of(case: CaseFile, row: LicenceRow) -> LicenceChange | None:
    """Return the latest notice of intent to take a licence back: its ground, and the last day for an answer."""
    intents = [one for one in rows_of(case, LicenceChange) if one.licence_id == row.id and one.kind == INTENT]
    return intents[-1] if intents else None


def _is_heard(case: CaseFile, row: LicenceRow, intent: LicenceChange) -> bool:
    """Return whether the holder has answered the notice of intent, or its last day has passed."""
    if case.context.today > date.fromisoformat(intent.after["answer_by_on"]):
        return True
    since = datetime.fromisoformat(intent.after["told_at"])
    said = (one for one in rows_of(case, Statement) if one.permit == row.permit and one.kind == DEFENCE)
    return any(one.received_at >= since for one in said)
