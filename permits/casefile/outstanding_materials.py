"""Papers promised for later 容缺: which of them are still owed, and by which permits they are needed."""

from collections.abc import Collection

from permits.casefile.casefile import CaseFile
from workflows import Route, group

TOLERANCE = "tolerance"
FALLEN = group("permit", "fallen")


def outstanding_materials(case: CaseFile, route: Route) -> frozenset[str]:
    """Name the papers promised at acceptance that have not come in and that a permit not refused or withdrawn needs."""
    promised = frozenset(case.app.tolerated or ())
    if not promised:
        return promised
    standing = {key for key, row in case.permits.items() if row.state not in FALLEN}
    needed = {m.code for m in route.materials if standing.intersection(m.permits)}
    return (promised & needed) - case.materials.keys()


def needing(route: Route, codes: Collection[str]) -> frozenset[str]:
    """Name the permits that need one of these papers."""
    return frozenset(key for m in route.materials if m.code in codes for key in m.permits)
