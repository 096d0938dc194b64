"""The facts the engine needs about a row, and the roles in which the actor acts on it."""

from permits.casefile.facts.agreement import (
    Proposal,
    all_contradictions,
    answer_of,
    answers_on,
    attributed,
    carries,
    contradictions_on,
    holding,
    restrictions_on,
    worded,
)
from permits.casefile.facts.application import DECIDED, application_facts
from permits.casefile.facts.consent import co_approvals, consent_on
from permits.casefile.facts.dependencies import dependencies_of, unanswered_moot, unsettled
from permits.casefile.facts.emergencies import beside_days, emergency_lane, emergency_report, is_emergency
from permits.casefile.facts.intake import current_route, flagged_fields, open_deficiencies, uploaded
from permits.casefile.facts.investigations import concludable, holder_on_check, investigable, roles_on_check
from permits.casefile.facts.permit import absent_departments, consulted, foreseen, permit_facts
from permits.casefile.facts.roles import (
    acts_for_applicant,
    is_on_applicants_side,
    roles_in,
    roles_on_case,
    roles_on_item,
    roles_on_permit,
    stands_for_applicant,
)
from permits.casefile.facts.work_item import government_after, item_facts

__all__ = [
    "DECIDED",
    "Proposal",
    "absent_departments",
    "acts_for_applicant",
    "all_contradictions",
    "answer_of",
    "answers_on",
    "application_facts",
    "attributed",
    "beside_days",
    "carries",
    "co_approvals",
    "concludable",
    "consent_on",
    "consulted",
    "contradictions_on",
    "current_route",
    "dependencies_of",
    "emergency_lane",
    "emergency_report",
    "flagged_fields",
    "foreseen",
    "government_after",
    "holder_on_check",
    "holding",
    "investigable",
    "is_emergency",
    "is_on_applicants_side",
    "item_facts",
    "open_deficiencies",
    "permit_facts",
    "restrictions_on",
    "roles_in",
    "roles_on_case",
    "roles_on_check",
    "roles_on_item",
    "roles_on_permit",
    "stands_for_applicant",
    "unanswered_moot",
    "unsettled",
    "uploaded",
    "worded",
]
