"""REST v1 by noun."""

from flask_openapi3.blueprint import APIBlueprint

from permits.api import (
    applications,
    catalogue,
    licences,
    notices,
    permits,
    powers,
    public,
    reports,
    sandbox,
    supervision_orders,
    work_items,
)
from permits.api.administration import calendar, registrations, status
from permits.api.administration.bundles import bp as bundle_operations

ROOMS = (
    catalogue,
    applications,
    permits,
    work_items,
    supervision_orders,
    notices,
    licences,
    reports,
    public,
    calendar,
    registrations,
    powers,
    status,
    sandbox,
)


def blueprints() -> list[APIBlueprint]:
    """List the blueprints of the API."""
    return [*(room.bp for room in ROOMS), bundle_operations]
