"""The facts of a work item for the engine."""

from collections.abc import Iterable

from permits.casefile.casefile import CaseFile
from permits.casefile.facts.agreement import Proposal, beyond_agreed, contradictions_on, worded
from permits.casefile.facts.barring import barring
from permits.casefile.facts.consent import consent_on
from permits.casefile.facts.review import Beside, beside, chairs_hearing
from permits.casefile.facts.roles import GOVERNMENT
from permits.casefile.rows import WorkItemRow, item_id
from permits.casefile.seen import rows_of
from permits.queries.reading import rows
from workflows import JoinResult, Text, WorkItemFacts, group

TAKEN_BACK = group("licence", "taken_back")


def government_after(case: CaseFile, item: WorkItemRow) -> WorkItemRow | None:
    """Find the government's item that waits for this pre-review and its forwarded file.

    Law: Administrative Licensing Law art. 43.
    """
    waiting = (one for one in case.latest.values() if one.department == GOVERNMENT and item_id(item) in one.after)
    return next(waiting, None) if item.kind == "opinion" else None


def item_facts(
    case: CaseFile, item: WorkItemRow, *, lacking: frozenset[Text] = frozenset(), proposal: Proposal | None = None
) -> WorkItemFacts:
    """Build the facts of a work item: its assignee, and the answers of the items it waits for.

    `lacking`: what another decision requires it to be conditional on, in words; `proposal`: what it would grant.
    """
    latest, is_decision = case.latest, item.kind == "decision"
    awaited = [latest[name] for name in item.after if name in latest and latest[name].state != "cancelled"]
    unanswered = [other for other in awaited if other.state != "done"]
    absent = set(item.after) - latest.keys()
    consent = consent_on(case, item.permit) if is_decision else None
    # procedures beside the review block the decision, never an opinion
    around = beside(case, item.permit) if is_decision else Beside()
    is_gone, is_renewed = _of_licence(case) if is_decision else (False, False)
    return WorkItemFacts(
        kind=item.kind,
        is_pre_review=government_after(case, item) is not None,
        is_sealed=case.app.state != "received" or case.app.notified_at is not None,
        is_assignee=item.assignee_id is not None and item.assignee_id == case.context.actor.id,
        is_unassigned=item.assignee_id is None,
        open_prerequisites=frozenset(item_id(o) for o in unanswered if o.kind != "co_approval") | absent,
        open_co_approvals=_open_co_approvals(unanswered, consent),
        refused_co_approvals=frozenset(item_id(o) for o in awaited if o.verdict == "refused" and _counts(o, consent)),
        hearing=around.hearing,
        can_ask_for_hearing=around.can_ask_for_hearing,
        is_on_notice=around.is_on_notice,
        has_open_statements=around.has_open_statements,
        is_chair=chairs_hearing(case, item.permit),
        is_of_intake=is_decision and _took_in(case),
        is_licence_gone=is_gone,
        is_renewed_by_silence=is_renewed,
        lacking_conditions=lacking,
        contradictions=_contradictions(case, item, proposal) if is_decision else frozenset(),
        beyond_agreed=beyond_agreed(case, case.permits[item.permit], proposal) if proposal else frozenset(),
    )


def _open_co_approvals(unanswered: Iterable[WorkItemRow], consent: JoinResult | None) -> frozenset[str]:
    """Name the co-approvals still to be given; none once the policy of the permit is settled without them."""
    if consent is not None and consent.finished:
        return frozenset()
    return frozenset(item_id(one) for one in unanswered if one.kind == "co_approval")


def _counts(item: WorkItemRow, consent: JoinResult | None) -> bool:
    """Return whether a refusal bars the grant: a mere opinion is heard, and so is a co-approver who is outvoted."""
    if item.kind == "co_approval":
        return consent is None or (consent.finished and not consent.granted)
    return item.blocks


def _contradictions(case: CaseFile, item: WorkItemRow, proposal: Proposal | None) -> frozenset[Text]:
    return worded(case, contradictions_on(case, case.permits[item.permit], proposal))


def _took_in(case: CaseFile) -> bool:
    """Return whether the actor filed or accepted the application; checked only for an actor of the counter."""
    if not case.context.actor.holds("window"):
        return False
    taken_in = barring("decide")
    return any(
        one.type in taken_in and one.actor == case.context.actor.username for one in rows_of(case, rows.PastEvent)
    )


def _of_licence(case: CaseFile) -> tuple[bool, bool]:
    """Return whether the licence to renew or vary has ended, and whether it was renewed by silence.

    A new application costs no query.
    Law: Administrative Licensing Law art. 49, 50.
    """
    row = case.about
    if case.app.kind == "new" or row is None:
        return False, False
    is_over = row.valid_to is not None and row.valid_to < case.context.today
    return row.state in TAKEN_BACK, case.app.kind == "renewal" and row.state == "in_force" and is_over
