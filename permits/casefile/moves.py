"""What an act has moved: collected as it happens, told by the act's events, so that these alone give every state."""

from collections.abc import Mapping
from typing import Any

from permits.casefile.rows import ApplicationRow, LicenceRow, PermitRow, WorkItemRow
from permits.errors import SetupFault
from permits.models import Base, Licence, Permit, WorkItem
from workflows import APPLICATION, STRUCK, item_name, licence_name, permit_name

Row = ApplicationRow | PermitRow | WorkItemRow | LicenceRow


def name_of(row: Row) -> str:
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

    def note(self, row: Row) -> None:
        """Note the state a row is in now."""
        self._entered[name_of(row)] = row.state

    def note_added(self, model: type[Base], values: Mapping[str, Any]) -> None:
        """Note the first state of a row that is added, if it is of a kind that has states."""
        if model is WorkItem:
            name = item_name(values["permit"], values["department"], values["kind"], values["round"])
            self._entered[name] = values["state"]
        elif model is Permit:
            self._entered[permit_name(values["key"])] = values["state"]
        elif model is Licence:
            self._entered[licence_name(values["number"])] = values["state"]

    def note_struck(self, row: Row) -> None:
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
