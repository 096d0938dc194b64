"""Facts about the subject of an action, one type per lifecycle; `None` is unknown, and no guard holds on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from workflows.definition.questions import Text

Names = frozenset[str]
Texts = frozenset[Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """An application: its form and materials, permits, fees, and the actor's relation to it."""

    outcome: str | None = None
    # why the office would not accept it, "" while none is given, and the article that a finding of its own rests on
    ground: str | None = None
    stated_law: str | None = None
    has_applicant: bool | None = None
    has_identity: bool | None = None
    has_agent: bool | None = None
    has_site: bool | None = None
    answers_valid: bool | None = None
    missing_materials: Names | None = None
    open_deficiencies: Names | None = None
    notified: bool | None = None
    flagged_fields: Names | None = None
    is_circulated: bool | None = None
    awaited_lists: Names | None = None
    unsent_lists: Names | None = None
    # permits of which it is under investigation whether they are needed, in words; which of them the actor may
    # conclude, and which may be put under investigation
    investigated: Texts | None = None
    concludable: Names | None = None
    investigable: Names | None = None
    is_last_day: bool | None = None
    is_check_over: bool | None = None
    is_window_over: bool | None = None
    outstanding_materials: Names | None = None
    barred_through: Names | None = None
    live_permits: Names | None = None
    undecided_permits: Names | None = None
    undelivered_permits: Names | None = None
    moot_permits: Names | None = None
    unsettled_permits: Names | None = None
    contradictions: Texts | None = None
    is_emergency: bool | None = None
    is_reported: bool | None = None
    is_survey_booked: bool | None = None
    is_visit_begun: bool | None = None
    is_extended: bool | None = None
    is_expired: bool | None = None
    is_requester: bool | None = None
    is_stand_in: bool | None = None
    owes_answer: bool | None = None
    is_explanation_outstanding: bool | None = None
    unpaid_fees: Names | None = None
    refunds_due: Names | None = None
    gating_fees: Names | None = None

    @classmethod
    def unknown(cls) -> Self:
        """Return facts of which none is known, for a move without conditions."""
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """Facts a permit shares with its work items: outstanding answers, hearings, public notices, statements."""

    open_prerequisites: Names | None = None
    open_co_approvals: Names | None = None
    refused_co_approvals: Names | None = None
    # "" where the right to a hearing was never notified
    hearing: str | None = None
    can_ask_for_hearing: bool | None = None
    is_on_notice: bool | None = None
    has_open_statements: bool | None = None
    # what departments say that no grant can carry together, and what a grant allows beyond them: in words
    contradictions: Texts | None = None
    beyond_agreed: Texts | None = None

    @classmethod
    def unknown(cls) -> Self:
        """Return facts of which none is known, for a move without conditions."""
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitFacts(ReviewFacts):
    """A permit: its clock, fee and departments, and the actor's relation to it."""

    clock_running: bool | None = None
    is_unsettled: bool | None = None
    is_fee_listed: bool | None = None
    is_extended: bool | None = None
    is_expired: bool | None = None
    is_requester: bool | None = None
    # "" while no ground is given; `required_grounds` are those a law names for this permit as the case stands
    ground: str | None = None
    required_grounds: Names | None = None
    absent_departments: Names | None = None

    @classmethod
    def decided_on(cls, review: ReviewFacts, *, clock_running: bool) -> Self:
        """Build a permit's facts from those of its decision item."""
        return cls(
            open_prerequisites=review.open_prerequisites,
            open_co_approvals=review.open_co_approvals,
            refused_co_approvals=review.refused_co_approvals,
            hearing=review.hearing,
            can_ask_for_hearing=review.can_ask_for_hearing,
            is_on_notice=review.is_on_notice,
            has_open_statements=review.has_open_statements,
            contradictions=review.contradictions,
            beyond_agreed=review.beyond_agreed,
            clock_running=clock_running,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemFacts(ReviewFacts):
    """A work item: its kind, its assignee, what its answer waits for."""

    kind: str | None = None
    is_assignee: bool | None = None
    is_unassigned: bool | None = None
    is_pre_review: bool | None = None
    is_sealed: bool | None = None
    # what a grant must be conditional on and is not, in words
    lacking_conditions: Texts | None = None
    is_chair: bool | None = None
    is_of_intake: bool | None = None
    is_licence_gone: bool | None = None
    is_renewed_by_silence: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFacts:
    """A licence: its term, pending changes, whether its holder has been heard."""

    is_valid: bool | None = None
    is_renewable: bool | None = None
    # the law on changing what was granted, in words
    change_law: Texts | None = None
    has_renewals_left: bool | None = None
    is_change_pending: bool | None = None
    is_draft_open: bool | None = None
    # "" while no revocation or withdrawal is intended
    intended: str | None = None
    is_heard: bool | None = None
    is_under_review: bool | None = None

    @classmethod
    def unknown(cls) -> Self:
        """Return facts of which none is known, for a move without conditions."""
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstatementFacts:
    """The works of a licence until the site is restored."""

    is_begun: bool | None = None
    is_survival_check_due: bool | None = None

    @classmethod
    def unknown(cls) -> Self:
        """Return facts of which none is known, for a move without conditions."""
        return cls()


Facts = ApplicationFacts | PermitFacts | WorkItemFacts | LicenceFacts | ReinstatementFacts

FACTS: Mapping[str, type[Facts]] = {
    "application": ApplicationFacts,
    "permit": PermitFacts,
    "work_item": WorkItemFacts,
    "licence": LicenceFacts,
    "reinstatement": ReinstatementFacts,
}
