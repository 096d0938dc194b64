"""The chooser of areas, where an installation serves several."""

from flask import render_template

from permits.access import public
from permits.http import districts, find_actor, first_page_of, named_area
from permits.policies import is_of_office
from permits.web.public.public import bp


def is_area_open() -> bool:
    """Return whether the address leaves open which of several areas somebody without an office means."""
    actor = find_actor()
    return len(districts()) > 1 and named_area() is None and (actor is None or not is_of_office(actor))


@bp.get("/areas")
@public
def choose_area() -> str:
    """List the areas this installation serves, each with its first page."""
    known = districts().values()
    return render_template("public/areas.html", district=None, areas=[(first_page_of(one), one) for one in known])
