"""What the office tells the engine about a licence, and in which roles the actor acts on it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from permits.casefile.casefile import CaseFile
from permits.casefile.facts import roles_on_case
from permits.casefile.rows import LicenceRow
from permits.models import Application, LicenceChange, Statement
from permits.models.base import JsonObject
from workflows import LicenceFacts, ReinstatementFacts, group

DEFENCE, REVIEW, SURVIVAL = "defence", "review", "survival"
INTENT = "intent_told"


@dataclass(frozen=True, slots=True)
class PendingChange:
    """An application to renew or vary a licence that is under way."""

    id: int
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What the holder was told of a licence to be taken back."""

    ground: str
    after: JsonObject


def roles_on_licence(case: CaseFile, row: LicenceRow) -> frozenset[str]:
    """Name the roles in which the actor may act on a licence: those in the department that issued it, the holder.

    Where the government itself decided, its leader is its clerk and its head.
    """
    inside = {role for role, department in case.context.actor.roles if department == row.department}
    return roles_on_case(case) | inside | ({"clerk", "head"} if "government" in inside else set())


def pending_change(case: CaseFile, number: str) -> PendingChange | None:
    """Find the application to renew or vary a licence that is under way."""
    wanted = select(Application.id, Application.kind, Application.state).where(
        Application.area == case.app.area,
        Application.about_licence == number,
        Application.kind.in_(("renewal", "variation")),
        Application.state.in_(group("application", "undecided")),
    )
    found = case.context.conn.execute(wanted).first()
    return PendingChange(*found) if found else None


def licence_facts(case: CaseFile, row: LicenceRow) -> LicenceFacts:
    """Tell the engine about a licence: its term, what is under way about it, whether its holder has been heard."""
    validity, told = case.bundle.permits[row.permit].validity, intent_of(case, row)
    is_over = row.valid_to is not None and row.valid_to < case.context.today
    return LicenceFacts(
        is_valid=not is_over,
        is_renewable=validity.renewable,
        has_renewals_left=row.renewals < validity.renewal_times,
        is_change_pending=pending_change(case, row.number) is not None,
        intended=told.after["ending"] if told else "",
        is_heard=told is not None and _is_heard(case, row, told),
        is_under_review=_is_looked_after(case, row, REVIEW),
    )


def reinstatement_facts(case: CaseFile, row: LicenceRow) -> ReinstatementFacts:
    """Tell the engine about the works of a licence: whether its trees are to be counted now."""
    return ReinstatementFacts(is_survival_check_due=_is_looked_after(case, row, SURVIVAL))


def _is_looked_after(case: CaseFile, row: LicenceRow, reason: str) -> bool:
    """Say whether a duty on a licence is open for this reason."""
    mine = (item for item in case.items if item.permit == row.permit and item.reason == reason)
    return any(item.state in group("work_item", "open") for item in mine)


def intent_of(case: CaseFile, row: LicenceRow) -> Intent | None:
    """Find what the holder was told last of a licence to be taken back: its ground, and until when an answer counts."""
    told = select(LicenceChange.ground, LicenceChange.after).where(
        LicenceChange.licence_id == row.id, LicenceChange.kind == INTENT
    )
    found = case.context.conn.execute(told.order_by(LicenceChange.id.desc()).limit(1)).first()
    return Intent(*found) if found else None


def _is_heard(case: CaseFile, row: LicenceRow, told: Intent) -> bool:
    """Say whether the holder has answered what was told, or let the day for it pass."""
    if case.context.today > date.fromisoformat(told.after["answer_by_on"]):
        return True
    heard = select(Statement.id).where(
        Statement.application_id == case.app.id,
        Statement.permit == row.permit,
        Statement.kind == DEFENCE,
        Statement.received_at >= datetime.fromisoformat(told.after["told_at"]),
    )
    return case.context.conn.execute(heard.limit(1)).first() is not None
