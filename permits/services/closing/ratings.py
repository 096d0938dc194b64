"""Urge the holder of a case, and rate the service after delivery."""

from permits.casefile import ActContext, open_case
from permits.casefile.facts import application_facts, roles_on_case
from permits.errors import Conflict, Invalid
from permits.services.closing.callbacks import call_back_if_bad
from workflows import N_, WHOLE_CASE, local_day


def urge(context: ActContext, application_id: int, *, expected_version: int | None = None) -> None:
    """Urge whoever holds the case, at most once a day; the history shows it.

    Raises:
        NotFound, Conflict, WorkflowError.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "urge", roles=roles_on_case(case), facts=application_facts(case))
    if case.app.urged_at is not None and local_day(case.app.urged_at) == context.today:
        raise Conflict("urged_today", N_("You have urged this application today already"))
    case.change(case.app, urged_at=context.at)
    case.record("application.urged", {})
    case.save()


def rate(
    context: ActContext, application_id: int, *, stars: int, comment: str = "", expected_version: int | None = None
) -> None:
    """Rate the service from 1 to 5 and close the case; a bad rating causes a call-back.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the stars are not 1 to 5.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    if not 1 <= stars <= 5:
        raise Invalid.at("stars", N_("Give one to five stars"))
    left = case.move(case.app, "rate", roles=roles_on_case(case), facts=application_facts(case))
    case.clocks.end(WHOLE_CASE, ("closing",))
    case.change(case.app, stars=stars, rating_comment=comment, closed_at=context.at)
    case.record("application.rated", {"from": left, "to": case.app.state, "stars": stars, "comment": comment})
    call_back_if_bad(case, stars)
    case.save()
