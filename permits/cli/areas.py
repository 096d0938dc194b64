"""The option `--area` of commands: of one area, the home one by default, or of all."""

import click

from permits.cli.output import require_office
from permits.errors import NotFound
from permits.http import office, settings
from workflows import N_

ONE_AREA = click.option("--area", help="The area, by default the home area AREA_CODE.")
ALL_AREAS = click.option("--area", help="This area alone; by default all.")


def one_area(code: str | None) -> str:
    """Return the area named, or the home area.

    Raises:
        NotFound: this installation serves no such area.
    """
    return _served(code) if code else settings().area_code


def areas_wanted(code: str | None) -> list[str]:
    """Return the area named, or all.

    Raises:
        NotFound: this installation serves no such area.
    """
    return [_served(code)] if code else list(office().districts)


def _served(code: str) -> str:
    require_office()
    if code not in office().districts:
        raise NotFound(N_("There is no area %(area)s"), params={"area": code})
    return code
