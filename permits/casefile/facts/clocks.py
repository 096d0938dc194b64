"""Facts about the clocks of a case: extended, expired, extension requested."""

from permits.casefile.casefile import CaseFile
from permits.casefile.facts.barring import barring
from permits.casefile.ledger import counting
from permits.casefile.seen import rows_of
from permits.queries.reading import rows


def is_extended(case: CaseFile, scope: str, key: str) -> bool:
    """Return whether a clock has been extended."""
    pair = case.clocks.get((scope, key))
    return pair is not None and any(entry.kind == "extension" for entry in pair[1].entries)


def is_expired(case: CaseFile, scope: str, key: str) -> bool:
    """Return whether the last day of a clock has passed; only a working day can be the last."""
    if (scope, key) not in case.clocks:
        return False
    _row, clock = counting(case, scope, key)
    return case.clocks.reading(clock).due_on < case.context.today


def asked_for_more(case: CaseFile) -> set[str | None]:
    """Return the permits whose extension the actor requested; None stands for the joint cap."""
    requests = barring("extend")
    asked = (one for one in rows_of(case, rows.PastEvent) if one.type in requests)
    return {one.payload.get("permit") for one in asked if one.actor == case.context.actor.username}
