"""What an act has moved: collected as it happens, told by the act's events, so that these alone give every state."""

from typing import TypeAlias

from permits.casefile.rows import ApplicationRow, LicenceRow, PermitRow, WorkItemRow
from permits.errors import SetupFault
from workflows import APPLICATION, STRUCK, item_name, licence_name, permit_name

Moving: TypeAlias = ApplicationRow | PermitRow | WorkItemRow | LicenceRow
LIFECYCLES: dict[type[Moving], str] = {
    ApplicationRow: "application",
    PermitRow: "permit",
    WorkItemRow: "work_item",
    LicenceRow: "licence",
}


def name_of(row: Moving) -> str:
    """Name a row of a case as its events name it."""
    if isinstance(row, ApplicationRow):
        return APPLICATION
    if isinstance(row, PermitRow):
        return permit_name(row.key)
    if isinstance(row, LicenceRow):
        return licence_name(row.number)
    return item_name(row.permit, row.department, row.kind, row.round)


class Moves:
    """The states rows have entered since the last event."""

    def __init__(self) -> None:
        """Start with nothing moved."""
        self._entered: dict[str, str] = {}

    def note(self, row: Moving) -> None:
        """Note the state a row is in now."""
        self._entered[name_of(row)] = row.state

    def note_struck(self, row: Moving) -> None:
        """Note that a row is no more."""
        self._entered[name_of(row)] = STRUCK

    def take(self) -> dict[str, str]:
        """Hand over what has moved, for an event."""
        taken, self._entered = self._entered, {}
        return taken

    def expect_none(self) -> None:
        """Refuse to write what no event tells of.

        Raises:
            SetupFault: the act moved something after its last event.
        """
        if self._entered:
            raise SetupFault(f"moved without an event: {', '.join(sorted(self._entered))}")
