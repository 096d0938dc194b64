"""Writes a type checker must refuse: `manage.py check` reads this file, and an ignore not needed is an error."""

from permits.casefile import CaseFile, PermitRow, WorkItemRow
from permits.models import Deficiency, Permit


def unknown_columns(case: CaseFile, permit: PermitRow, item: WorkItemRow) -> None:
    """Name columns that the tables do not have."""
    case.add(Permit, area="320699", colour="red")  # type: ignore[call-arg]
    case.change(permit, colour="red")  # type: ignore[call-arg]
    case.change(item, required_because={})  # type: ignore[call-arg]
    case.change_all(Deficiency, {Deficiency.colour: "red"}, state="met")  # type: ignore[attr-defined]
    case.change_all(Deficiency, {}, colour="red")  # type: ignore[call-arg]


def wrong_values(case: CaseFile, permit: PermitRow) -> None:
    """Give columns values of another type."""
    case.add(Permit, area=320699)  # type: ignore[arg-type]
    case.change(permit, version="2")  # type: ignore[arg-type]
    case.change_all(Deficiency, {}, rounds="2")  # type: ignore[arg-type]


def known_columns(case: CaseFile, permit: PermitRow) -> None:
    """Name columns of the table, held in memory or not."""
    case.add(Permit, area="320699", version=1)
    case.change(permit, version=2, required_because={"zh": "", "en": ""})
    case.change_all(Deficiency, {Deficiency.field: ["site.road"], Deficiency.material: None}, state="met")
