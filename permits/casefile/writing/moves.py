"""The transitions of an action, collected as they happen and recorded by its events, from which every state follows."""

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
    """Return the name of a row as events write it."""
    if isinstance(row, ApplicationRow):
        return APPLICATION
    if isinstance(row, PermitRow):
        return permit_name(row.key)
    if isinstance(row, LicenceRow):
        return licence_name(row.number)
    return item_name(row.permit, row.department, row.kind, row.round)


class Moves:
    """The states entered since the last event."""

    def __init__(self) -> None:
        """Start without transitions."""
        self._entered: dict[str, str] = {}

    def note(self, row: Moving) -> None:
        """Note the current state of a row."""
        self._entered[name_of(row)] = row.state

    def note_struck(self, row: Moving) -> None:
        """Note that a row was removed."""
        self._entered[name_of(row)] = STRUCK

    def take(self) -> dict[str, str]:
        """Return the transitions for an event and reset."""
        taken, self._entered = self._entered, {}
        return taken

    def expect_none(self) -> None:
        """Refuse to write a transition that no event records.

        Raises:
            SetupFault: a row changed state after the last event of the action.
        """
        if self._entered:
            raise SetupFault(f"moved without an event: {', '.join(sorted(self._entered))}")
