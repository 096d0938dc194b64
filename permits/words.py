"""Words for codes: the names of states, roles and kinds. English here, Chinese in words.po."""

from collections.abc import Mapping
from types import MappingProxyType

from permits.documents.kinds import FORMS
from workflows import N_, Text, event_catalogue, lifecycle

LIFECYCLES = frozenset({"application", "permit", "work_item", "licence", "reinstatement"})
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {
            "applicant": N_("Applicant"),
            "owner": N_("Owner of the company's accounts"),
            "window": N_("One-stop counter"),
            "clerk": N_("Department clerk"),
            "head": N_("Head of department"),
            "lead": N_("Case officer"),
            "government": N_("Government leader"),
            "manager": N_("Manager"),
            "auditor": N_("Auditor"),
            "admin": N_("Administrator"),
            "system": N_("System"),
        },
        "office_field": {
            "name": N_("Name"),
            "short": N_("Short name"),
            "uscc": N_("Unified social credit code"),
            "document_prefix": N_("Document numbers"),
            "address": N_("Address"),
            "phone": N_("Telephone"),
            "road_class": N_("Class"),
            "opened_on": N_("Opened on"),
            "overhauled_on": N_("Last overhauled on"),
            "name_en": N_("Name in English"),
            "email": N_("E-mail"),
            "roles": N_("Roles"),
            "company": N_("Company"),
            "enforcement_number": N_("Law-enforcement number"),
            "is_active": N_("May sign in"),
            "retired_on": N_("First day without it"),
            "cut_off_hour": N_("Cut-off hour"),
            "four_eyes": N_("Roles of oversight"),
        },
        "office_act": {
            "area.added": N_("Area added"),
            "area.changed": N_("Area changed"),
            "department.added": N_("Department added"),
            "department.changed": N_("Department changed"),
            "road.added": N_("Place of the register added"),
            "road.changed": N_("Place of the register changed"),
            "company.added": N_("Company added"),
            "company.changed": N_("Company changed"),
            "person.added": N_("Person added"),
            "person.changed": N_("Person changed"),
            "bundle.added": N_("Rules in force added"),
            "bundle.changed": N_("Rules in force changed"),
            "person.reset": N_("Password and second factor voided"),
            "token.revoked": N_("Token revoked"),
            "role.requested": N_("Role asked for"),
            "role.granted": N_("Role granted"),
            "role.declined": N_("Role declined"),
            "identity.confirmed": N_("Identity confirmed"),
            "identity.rejected": N_("Claim to a company rejected"),
        },
        "means": {
            "password": N_("password"),
            "totp": N_("code"),
            "recovery": N_("recovery code"),
            "identity": N_("identity service"),
            "passkey": N_("passkey"),
        },
        # how a licence stands besides its states
        "licence": {
            "unserved": N_("Decided, not yet served"),
            "future": N_("Not yet in force"),
        },
        "application_kind": {"renewal": N_("Renewal"), "variation": N_("Variation")},
        "kind": {
            "intake": N_("Completeness check"),
            "opinion": N_("Opinion"),
            "co_approval": N_("Concurrence"),
            "decision": N_("Decision"),
            "survey": N_("Joint site visit"),
            "government": N_("Government approval"),
            "delivery": N_("Delivery"),
            "inspection": N_("Acceptance inspection"),
            "verification": N_("Verification of a commitment"),
            "call_back": N_("Call-back after a bad rating"),
        },
        "outcome": {
            "all_granted": N_("All granted"),
            "partly_granted": N_("Partly granted"),
            "all_refused": N_("All refused"),
            "withdrawn": N_("Withdrawn"),
            "lapsed": N_("Lapsed"),
            "proceed": N_("Can be accepted"),
            "not_required": N_("No licence required"),
            "refer": N_("Another authority is competent"),
            "blocked": N_("Cannot be permitted as planned"),
        },
        "verdict": {
            "approved": N_("Agreed"),
            "refused": N_("Refused"),
            "forwarded": N_("Forwarded, grant recommended"),
            "granted": N_("Granted"),
            "registered": N_("Filed for the record"),
            "granted_narrower": N_("Granted in narrower scope"),
            "tacit": N_("Agreed by silence"),
            "done": N_("Done"),
            # in the words of the kind of work: what is offered, and what was answered
            "decision.approve": N_("Grant"),
            "decision.refuse": N_("Do not grant"),
            "decision.approved": N_("Granted"),
            "opinion.approve": N_("Agree"),
            "opinion.refuse": N_("Disagree"),
            "opinion.refused": N_("Disagreed"),
            "co_approval.approve": N_("Concur"),
            "co_approval.refuse": N_("Do not concur"),
            "co_approval.approved": N_("Concurred"),
            "co_approval.refused": N_("Did not concur"),
            "government.approve": N_("Approve"),
            "government.refuse": N_("Do not approve"),
            "government.approved": N_("Approved"),
            "government.refused": N_("Not approved"),
            "pre_review.forward": N_("Recommend the grant and forward"),
            "pre_review.forward_against": N_("Recommend a refusal and forward"),
            "forwarded_against": N_("Forwarded, refusal recommended"),
        },
        "ground": {
            "hearing": N_("Hearing"),
            "tender": N_("Tender"),
            "auction": N_("Auction"),
            "inspection": N_("Inspection (technical)"),
            "testing": N_("Testing"),
            "quarantine": N_("Quarantine"),
            "appraisal": N_("Appraisal"),
            "expert_review": N_("Expert review"),
        },
        "hearing_state": {
            "told": N_("Right to a hearing told"),
            "requested": N_("Hearing asked for"),
            "called": N_("Hearing called"),
            "held": N_("Hearing held"),
            "lapsed": N_("No hearing asked for"),
        },
        "survey_state": {
            "booked": N_("Site visit booked"),
            "recorded": N_("Site visit recorded"),
            "cancelled": N_("Called off"),
        },
        "statement_kind": {"statement": N_("Statement"), "objection": N_("Objection")},
        "inspection": {
            "requested": N_("Asked for, not held yet"),
            "accepted": N_("Passed"),
            "rectify": N_("To be put right"),
            "in_order": N_("Within the licence"),
            "overrun": N_("Beyond the licence"),
            "survived": N_("Nothing lost"),
            "replant": N_("Losses to be replaced"),
        },
        "inspection_kind": {
            "acceptance": N_("Acceptance inspection"),
            "supervision": N_("Site check"),
            "survival": N_("Count after the care"),
        },
        "breach": {
            "statutory": N_("Past the legal limit"),
            "delivery": N_("Past the ten days of delivery"),
            "committed": N_("Past the promised day"),
        },
        "light": {"green": N_("In time"), "yellow": N_("Due soon"), "red": N_("Overdue")},
        "clock": {
            "intake": N_("Completeness check"),
            "supplement": N_("Supplement window"),
            "committed": N_("Committed time limit"),
            "statutory": N_("Statutory time limit"),
            "joint": N_("Joint handling cap"),
            "tolerance": N_("Promised materials"),
            "delivery": N_("Delivery of the decision"),
            "closing": N_("Rating window"),
            "work_item": N_("Department's time limit"),
            "answer": N_("Answer to a supervision order"),
            "finish": N_("Day named in an answer"),
            "explanation": N_("Public explanation"),
            "department_check": N_("Department's check of the materials"),
            "government": N_("Government stage"),
            "public_notice": N_("Public notice"),
            "hearing_request": N_("Window to ask for a hearing"),
            "hearing": N_("Hearing"),
            "special_procedure": N_("Special procedure"),
            "moot_answer": N_("Answer whether permits go on"),
            "restoration": N_("Restoration of the site"),
        },
        "clock_state": {"running": N_("Running"), "stopped": N_("Stopped"), "ended": N_("Ended")},
        "why": {
            "start": N_("First day, not counted"),
            "counted": N_("Counted"),
            "weekend": N_("Weekend"),
            "holiday": N_("Public holiday"),
            "make_up": N_("Make-up working day, counted"),
            "stopped": N_("Clock stopped"),
            "due": N_("Due day"),
            "over": N_("Past the due day"),
            "ended": N_("After the end"),
            "closed": N_("Offices of the area closed"),
            "after_hours": N_("Received after hours, counts as the next working day"),
        },
        "source": {
            "state-council-notice": N_("notice of the State Council"),
            "statutory-holidays": N_("statutory holidays, not announced yet"),
        },
        "fee_state": {
            "due": N_("To be paid"),
            "partly_paid": N_("Partly paid"),
            "paid": N_("Paid"),
            "replaced": N_("Replaced by a later notice"),
            "cancelled": N_("Nothing is owed"),
            "partly_refunded": N_("Partly refunded"),
            "refunded": N_("Refunded"),
        },
        "grade": {
            "editorial": N_("Wording"),
            "minor": N_("Figure or text"),
            "major": N_("Changes what is needed"),
        },
        "refund_state": {"due": N_("To be refunded")},
        "incident": {
            "stalled": N_("The case has come to a standstill"),
            "join_incomplete": N_("The last decision could not be joined"),
            "not_deemed_accepted": N_("Not taken for accepted when five days had passed"),
            "sweep_failed": N_("What fell due could not be carried out"),
            "reprojection_failed": N_("Its limits could not be counted anew"),
            "version_missing": N_("The version of the rules it stands under is missing or cannot be read"),
            "rules_not_followed": N_("It could not follow the rules in force"),
        },
    }
)


def word(kind: str, code: str, of: str = "") -> Text | str:
    """Return the word for a code: a bilingual text for a state or event, else a msgid; an unknown code itself.

    `of` names the kind of work a verdict is of, where the verdict has a word of its own for it.
    """
    if kind == "event":
        return event_catalogue().find(code).name
    if kind == "notice":
        return FORMS[code].name if code in FORMS else code
    if kind in LIFECYCLES:
        try:
            return lifecycle(kind).state(code).name
        except KeyError:
            return WORDS.get(kind, {}).get(code, code)
    words = WORDS.get(kind, {})
    return words.get(f"{of}.{code}", words.get(code, code))
