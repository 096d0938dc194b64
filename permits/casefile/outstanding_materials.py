"""Outstanding materials 容缺: promised at acceptance and not handed in; the permits that need them."""

from collections.abc import Collection

from permits.casefile.casefile import CaseFile
from workflows import Route, group

TOLERANCE = "tolerance"
FALLEN = group("permit", "fallen")


def outstanding_materials(case: CaseFile, route: Route) -> frozenset[str]:
    """List the outstanding materials that a permit neither refused nor withdrawn needs."""
    promised = frozenset(case.app.tolerated or ())
    if not promised:
        return promised
    standing = {key for key, row in case.permits.items() if row.state not in FALLEN}
    needed = {m.code for m in route.materials if standing.intersection(m.permits)}
    return (promised & needed) - case.materials.keys()


def needing(route: Route, codes: Collection[str]) -> frozenset[str]:
    """List the permits that need one of these materials."""
    return frozenset(key for m in route.materials if m.code in codes for key in m.permits)
