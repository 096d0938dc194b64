"""The words for codes: what a state, a role, a kind or an event is called. English here, Chinese in words.po."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows import N_, Text, lifecycle

LIFECYCLES = frozenset({"application", "permit", "work_item", "licence"})
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {
            "applicant": N_("Applicant"),
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
        "kind": {
            "intake": N_("Completeness check"),
            "opinion": N_("Opinion"),
            "co_approval": N_("Concurrence"),
            "decision": N_("Decision"),
            "survey": N_("Joint site visit"),
            "government": N_("Government approval"),
            "delivery": N_("Delivery"),
            "inspection": N_("Acceptance inspection"),
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
            "forwarded": N_("Forwarded"),
            "granted": N_("Granted"),
            "granted_narrower": N_("Granted in narrower scope"),
            "done": N_("Done"),
        },
        "light": {"green": N_("In time"), "yellow": N_("Due soon"), "red": N_("Overdue")},
        "clock": {
            "intake": N_("Completeness check"),
            "supplement": N_("Supplement window"),
            "committed": N_("Committed time limit"),
            "statutory": N_("Statutory time limit"),
            "joint": N_("Joint handling cap"),
            "delivery": N_("Delivery of the decision"),
            "closing": N_("Rating window"),
            "work_item": N_("Department's time limit"),
            "department_check": N_("Department's check of the papers"),
            "government": N_("Government stage"),
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
        },
        "notice": {
            "receipt": N_("Receipt"),
            "acceptance": N_("Notice of acceptance"),
            "deficiency": N_("Notice of deficiencies"),
            "non_acceptance": N_("Decision not to accept"),
            "not_required": N_("Notice that no licence is required"),
            "withdrawal": N_("Notice of withdrawal"),
            "amendment": N_("Confirmation of a change"),
            "lapse": N_("Notice of lapse"),
            "grant": N_("Decision to grant"),
            "refusal": N_("Decision to refuse"),
            "licence": N_("Licence"),
            "delivery": N_("Proof of service"),
            "forwarding": N_("Notice of forwarding to the government"),
            "extension": N_("Notice of extension"),
            "special_procedure": N_("Notice of a special procedure"),
            "emergency_report": N_("Confirmation of emergency works"),
        },
        "event": {
            "application.drafted": N_("Draft begun"),
            "application.changed": N_("Draft changed"),
            "application.submitted": N_("Submitted"),
            "application.accepted": N_("Accepted"),
            "application.deemed_accepted": N_("Deemed accepted"),
            "application.check_overdue": N_("Completeness check overdue"),
            "application.circulated": N_("Departments asked what is missing"),
            "application.deficiencies_notified": N_("Deficiencies notified"),
            "application.deficiencies_reflagged": N_("Deficiencies flagged again"),
            "application.supplemented": N_("Supplemented"),
            "application.not_accepted": N_("Not accepted"),
            "application.not_required": N_("Declared not to need a licence"),
            "application.amended": N_("Application changed"),
            "application.withdrawn": N_("Application withdrawn"),
            "application.lapsed": N_("Application lapsed"),
            "application.decided": N_("All permits decided"),
            "application.delivered": N_("Delivered"),
            "application.rated": N_("Rated"),
            "application.urged": N_("Urged"),
            "application.closed": N_("Closed"),
            "applicant.banned": N_("Ban on applying again"),
            "applicant.warned": N_("Warning for false papers"),
            "material.added": N_("Material handed in"),
            "work_item.claimed": N_("Work item claimed"),
            "work_item.released": N_("Work item released"),
            "work_item.list_filed": N_("Department filed its list"),
            "work_item.check_closed": N_("Department did not answer in time"),
            "work_item.approved": N_("Department agreed"),
            "work_item.refused": N_("Department refused"),
            "work_item.forwarded": N_("Forwarded to the government with the whole file"),
            "permit.granted": N_("Permit granted"),
            "permit.refused": N_("Permit refused"),
            "permit.withdrawn": N_("Permit withdrawn"),
            "clock.stopped": N_("Clock stopped for a special procedure"),
            "clock.resumed": N_("Clock runs again"),
            "clock.extended": N_("Limit extended"),
            "clock.expected_end": N_("Special procedure takes longer than told"),
            "extension.requested": N_("Extension asked for"),
            "clock.reminder": N_("Reminded of a limit"),
            "clock.yellow": N_("Due soon: yellow light"),
            "clock.due": N_("Last day"),
            "clock.red": N_("Overdue: red light"),
            "application.emergency_reported": N_("Emergency works reported"),
            "application.emergency_overdue": N_("Emergency works not filed in time"),
            "fine.flagged": N_("Breach flagged for another procedure"),
        },
    }
)


def word(kind: str, code: str) -> Text | str:
    """Name a code: a text in both languages for a lifecycle's state, else a msgid; an unknown code names itself."""
    if kind in LIFECYCLES:
        try:
            return lifecycle(kind).state(code).name
        except KeyError:
            return code
    return WORDS.get(kind, {}).get(code, code)
