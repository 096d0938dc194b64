"""Facts about the procedures beside the review, the same for the permit and for its decision item."""

from dataclasses import dataclass

from permits.casefile.casefile import CaseFile


@dataclass(frozen=True, slots=True)
class Beside:
    """The hearing, public notice and statements of one permit; the default means there are none."""

    hearing: str = ""
    can_ask_for_hearing: bool = False
    is_on_notice: bool = False
    has_open_statements: bool = False


def beside(case: CaseFile, permit: str) -> Beside:
    """Read the procedures beside the review of a permit; a case without procedures costs no query."""
    if not (case.app.has_procedures and permit):
        return Beside()
    found, today = case.procedures, case.context.today
    hearing = found.hearing(permit)
    return Beside(
        hearing=hearing.state if hearing else "",
        can_ask_for_hearing=hearing is not None and hearing.state == "told" and today <= hearing.request_by_on,
        is_on_notice=found.is_on_notice(permit, today),
        has_open_statements=bool(found.unanswered(permit)),
    )


def chairs_hearing(case: CaseFile, permit: str) -> bool:
    """Return whether the actor chairs the hearing on a permit."""
    if not (case.app.has_procedures and permit):
        return False
    hearing = case.procedures.hearing(permit)
    return hearing is not None and hearing.chair == case.context.actor.username
