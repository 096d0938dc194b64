"""Officers who check a site: people on record with their law-enforcement number, at least two."""

from collections.abc import Sequence

from permits.casefile import ActContext
from permits.errors import Invalid
from permits.queries.office.people import officers
from workflows import N_

FEWEST_OFFICERS = 2
LAW_OFFICERS = "Administrative Licensing Law art. 34(3)"


def officers_on_record(context: ActContext, numbers: Sequence[str], *, sentence: str) -> list[str]:
    """Return officers as records and notices name them, by their law-enforcement numbers.

    Raises:
        Invalid: a number is nobody's, or there are fewer than two officers; `sentence` says the latter.
    Law: Administrative Licensing Law art. 34(3).
    """
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    known = {one.number: one for one in officers(context.conn, context.actor.area)} if wanted else {}
    if strangers := [number for number in wanted if number not in known]:
        message = N_("No officer with the law-enforcement number %(number)s is on record")
        raise Invalid([("officers", message, {"number": strangers[0]})], law=LAW_OFFICERS)
    if len(wanted) < FEWEST_OFFICERS:
        raise Invalid([("officers", sentence, {})], law=LAW_OFFICERS)
    return [known[number].named for number in wanted]
