"""The office's road register: opening days, which decide the excavation moratorium."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, or_, select

from permits.casefile import ActContext
from permits.models import Road

ROAD = select(Road.opened_on, Road.overhauled_on).where(
    Road.area == bindparam("area"), or_(Road.name_zh == bindparam("name"), Road.name_en == bindparam("name"))
)


def known_road(
    context: ActContext, site: Mapping[str, object], answers: Mapping[str, object], *, asked: Collection[str]
) -> dict[str, object]:
    """Fill in the road's opening and overhaul days where they are asked and the applicant left them out.

    Law: Regulations on Urban Roads art. 33.
    """
    completed = dict(answers)
    if not site.get("road"):
        return completed
    road = context.conn.execute(ROAD, {"area": context.actor.area, "name": site["road"]}).first()
    if road is None:
        return completed
    known = {"road_opened_on": road.opened_on, "road_overhauled_on": road.overhauled_on}
    for name, day in known.items():
        if name in asked and day is not None and not completed.get(name):
            completed[name] = day.isoformat()
    return completed
