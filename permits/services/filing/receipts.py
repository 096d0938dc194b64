"""The receipt for a submitted application."""

from permits.casefile import CaseFile
from permits.casefile.facts import uploaded
from permits.services.notifying.notices import common, issue, licensing_law, words
from workflows import Route, local_day

LAW_INTAKE = licensing_law("第三十二条", "art. 32")


def issue_receipt(case: CaseFile, route: Route) -> None:
    """Issue the receipt 收件凭证: the materials handed in, and the last day of the counter's check."""
    there = uploaded(case)
    materials = [
        {
            "code": m.code,
            "name": words(m.name),
            "state": "shared" if m.shared else "uploaded" if m.code in there else "missing",
        }
        for m in route.materials
    ]
    due_on = case.app.due_on or case.context.today
    facts = {
        **common(case, number=f"{case.app.number}-SJ", body="window", law=LAW_INTAKE),
        "bundle": words(case.bundle.name),
        "received_on": local_day(case.app.received_at or case.context.at).isoformat(),
        "intake_due_on": due_on.isoformat(),
        "materials": materials,
        "provisional": case.app.is_provisional,
    }
    issue(case, "receipt", facts)
