"""The office's register of what a matter is about: facts that complete the answers."""

from collections.abc import Mapping

from sqlalchemy import bindparam, or_, select

from permits.casefile import ActContext
from permits.models import Road
from workflows import Bundle

COLUMNS = {"opened_on": Road.opened_on, "overhauled_on": Road.overhauled_on}
KNOWN = select(*COLUMNS.values()).where(
    Road.area == bindparam("area"), or_(Road.name_zh == bindparam("name"), Road.name_en == bindparam("name"))
)


def known_answers(bundle: Bundle) -> tuple[str, ...]:
    """Return the answers that the register knows."""
    return tuple(bundle.register.facts) if bundle.register else ()


def subject_of(bundle: Bundle, parts: Mapping[str, Mapping[str, object]]) -> object:
    """Return the name under which the register knows what a form is about; None where it knows nothing of it."""
    if bundle.register is None:
        return None
    part, _, key = bundle.register.subject.partition(".")
    return parts[part].get(key)


def with_known(
    context: ActContext, bundle: Bundle, parts: Mapping[str, Mapping[str, object]], answers: Mapping[str, object]
) -> dict[str, object]:
    """Fill in what the register knows where it is asked and the applicant left it out."""
    completed, name = dict(answers), subject_of(bundle, parts)
    if bundle.register is None or not name:
        return completed
    row = context.conn.execute(KNOWN, {"area": context.actor.area, "name": name}).first()
    if row is None:
        return completed
    days = dict(zip(COLUMNS, row, strict=True))
    for answer, column in bundle.register.facts.items():
        if days[column] is not None and not completed.get(answer):
            completed[answer] = days[column].isoformat()
    return completed
