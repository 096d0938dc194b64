"""The doors of every move: its name, the shape of its body, the service behind it. One module a noun."""

from collections.abc import Mapping

from permits.api.doors import (
    applications,
    changes,
    clocks,
    deficiencies,
    emergencies,
    fees,
    licences,
    procedures,
    supervision,
    work_items,
)
from permits.api.doors.door import Door as Door

APPLICATION: Mapping[str, Door] = {
    **applications.DOORS,
    **changes.APPLICATION,
    **clocks.APPLICATION,
    **deficiencies.APPLICATION,
    **emergencies.APPLICATION,
    **procedures.APPLICATION,
    **supervision.APPLICATION,
    **fees.APPLICATION,
}
PERMIT: Mapping[str, Door] = {**changes.PERMIT, **clocks.PERMIT, **fees.PERMIT, **procedures.PERMIT}
WORK_ITEM: Mapping[str, Door] = {**work_items.DOORS, **deficiencies.WORK_ITEM}
LICENCE: Mapping[str, Door] = {**licences.DOORS}
