"""The public explanation 公开说明, due once the promised day has passed without a decision."""

from datetime import timedelta

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import roles_on_case
from permits.casefile.seen import rows_of
from permits.errors import Invalid
from permits.models import Explanation
from permits.queries.reading import rows
from workflows import N_, WHOLE_CASE, ApplicationFacts

LAW_36 = "Regulation on Optimising the Business Environment art. 36"
LONGEST_EXPLANATION = 4000
CLOCK = "explanation"


def owe_explanation(case: CaseFile) -> None:
    """Record once that the promise is broken and an explanation is due; the caller saves.

    Law: Regulation on Optimising the Business Environment art. 36.
    """
    known = select(Explanation.id).where(Explanation.application_id == case.app.id)
    if case.context.conn.execute(known).first() is not None:
        return
    promised_on = case.app.committed_due_on or case.context.today - timedelta(days=1)
    case.add(Explanation, area=case.app.area, state="owed", promised_on=promised_on, owed_at=case.context.at)
    case.record("explanation.owed", {"promised_on": promised_on.isoformat()})
    _wait(case)


def remind_of_explanation(case: CaseFile) -> None:
    """Remind the lead of an explanation still due, and again later; the caller saves."""
    if is_explanation_outstanding(case):
        case.record("explanation.reminded", {})
        _wait(case)


def _wait(case: CaseFile) -> None:
    case.clocks.wait(WHOLE_CASE, CLOCK, case.bundle.limits.explanation_working_days)


def is_explanation_outstanding(case: CaseFile) -> bool:
    """Return whether an explanation of this case is still due."""
    return any(one.state == "owed" for one in rows_of(case, rows.Explanation))


def publish_explanation(
    context: ActContext, application_id: int, *, text: str, expected_version: int | None = None
) -> None:
    """Publish why the promised day was not kept.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the text is empty or too long.
    Law: Regulation on Optimising the Business Environment art. 36.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    facts = ApplicationFacts(is_explanation_outstanding=is_explanation_outstanding(case))
    case.move(case.app, "publish_explanation", roles=roles_on_case(case), facts=facts)
    if not 0 < len(text.strip()) <= LONGEST_EXPLANATION:
        told = N_("Write an explanation of at most %(count)s characters")
        raise Invalid.at("text", told, law=LAW_36, count=LONGEST_EXPLANATION)
    by = context.actor.username
    case.change_all(Explanation, {}, state="published", text=text, published_by=by, published_at=context.at)
    case.clocks.disarm([WHOLE_CASE], [CLOCK])
    case.record("explanation.published", {"text": text})
    case.save()
