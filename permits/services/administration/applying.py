"""Apply an office record to an area: compare, check, write, and chain each change as an act."""

from collections.abc import Sequence

from permits.casefile import ActContext
from permits.errors import Invalid
from permits.queries.office.recorded import area_of
from permits.queries.office.records import AreaRecord, PersonRecord
from permits.services.administration.chain import Act, record
from permits.services.administration.checking import problems_of
from permits.services.administration.differences import Change, differences
from permits.services.administration.files import Problem
from permits.services.administration.writing import write


class Unsound(Invalid):
    """An office record is refused; `found` are the problems with their places."""

    def __init__(self, found: Sequence[Problem]) -> None:
        """Keep the problems, and tell them by the last part of their place."""
        super().__init__((one.place.rpartition(".")[2].partition("[")[0], one.message, one.params) for one in found)
        self.found = tuple(found)


def plan(context: ActContext, wanted: AreaRecord, *, base: str = "") -> list[Change]:
    """Return what applying a record of the actor's area would change; writes nothing.

    Raises:
        Unsound: it contradicts itself, or names what is not there; places begin with `base`.
    """
    known = area_of(context.conn, wanted.code, about=wanted)
    if found := list(problems_of(context.conn, context.office, wanted, known, base=base)):
        raise Unsound(found)
    return list(differences(wanted, known))


def plan_people(context: ActContext, people: Sequence[PersonRecord]) -> list[Change]:
    """Return what putting people of the actor's area on record would change; writes nothing.

    Raises:
        Unsound: as `plan`; places name the people by their number.
    """
    return plan(context, AreaRecord.model_construct(code=context.actor.area, people=tuple(people)))


def apply(context: ActContext, wanted: AreaRecord, *, base: str = "") -> list[Change]:
    """Apply a record to the actor's area; the same once more changes nothing. Returns the changes; the caller commits.

    Raises:
        Unsound: as `plan`.
    """
    changes = plan(context, wanted, base=base)
    write(context, changes)
    record(context, [Act(one.type, one.payload(context.office.secret)) for one in changes])
    return changes
