"""The route of one application: frozen data that is stored and pinned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeVar

from workflows.definition.bundle import GateKind, ItemKind, PermitKind
from workflows.definition.questions import Text

# a route as JSON: read back only from what `to_data` wrote
Plain = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Procedure:
    """A special procedure the case's facts require, with its law."""

    ground: str
    law: Text


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The working days of public notice before a permit may be granted."""

    working_days: int
    law: Text


@dataclass(frozen=True, slots=True)
class RoutedPermit:
    """One permit of the bundle: whether required, why, decider, limits; `tier` and `level` name the deciding level.

    Its limits run from acceptance, or from the grant of the last permit of this case that it `waits_for`.
    """

    key: str
    suffix: str
    department: str
    required: bool
    reason: Text
    law: Text
    committed_working_days: int
    statutory_working_days: int
    tier: str = ""
    level: Text | None = None
    procedures: tuple[Procedure, ...] = ()
    public_notice: PublicNotice | None = None
    waits_for: tuple[str, ...] = ()
    kind: PermitKind = "licence"


@dataclass(frozen=True, slots=True)
class RoutedItem:
    """One department's work on one permit; `after` names the items (`permit:department:kind`) it needs.

    `blocks`: its refusal or absence keeps the decision from approving. `opens`: at acceptance, or only when all of
    `after` is done; a decision that opens at acceptance still cannot approve before. `special`: its limit is added to
    the permit's own.
    """

    kind: ItemKind
    permit: str | None
    department: str
    limit_working_days: int
    after: tuple[str, ...]
    blocks: bool
    reason: Text
    law: Text
    opens: Literal["acceptance", "after"] = "acceptance"
    special: bool = False

    @property
    def id(self) -> str:
        """The name by which other items refer to it."""
        return f"{self.permit}:{self.department}:{self.kind}"


@dataclass(frozen=True, slots=True)
class RoutedMaterial:
    """One required material, and the required permits that use it."""

    code: str
    name: Text
    permits: tuple[str, ...]
    shared: bool
    tolerated: bool
    partly_shared: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A stop, a referral or advice; `refer_to` is the competent authority."""

    kind: GateKind
    key: str
    message: Text
    law: Text
    refer_to: Text | None


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - the builtin Warning is something else
    """A warning to the applicant before filing."""

    key: str
    message: Text
    law: Text


@dataclass(frozen=True, slots=True)
class Baseline:
    """Number of materials for separate applications, for one application, and to upload."""

    separate_materials: int
    unique: int
    uploads: int


@dataclass(frozen=True, slots=True)
class Route:
    """Everything that follows from the answers."""

    outcome: Literal["proceed", "not_required", "refer", "blocked"]
    all_permits: tuple[RoutedPermit, ...]
    work_items: tuple[RoutedItem, ...]
    materials: tuple[RoutedMaterial, ...]
    gates: tuple[Gate, ...]
    warnings: tuple[Warning_, ...]
    baseline: Baseline

    @property
    def permits(self) -> tuple[RoutedPermit, ...]:
        """The required permits only."""
        return tuple(permit for permit in self.all_permits if permit.required)

    @property
    def committed_days(self) -> int:
        """The working days from acceptance to the last promised decision, waits included; 0 without permits."""
        return max(self.days_until_decided("committed").values(), default=0)

    def days_until_decided(self, limit: Literal["committed", "statutory"]) -> Mapping[str, int]:
        """Return the working days from acceptance through each permit's limit and the limits of those it waits for."""
        found: dict[str, int] = {}
        waiting = {permit.key: permit for permit in self.permits}
        while free := [one for one in waiting.values() if found.keys() >= set(one.waits_for)]:
            for one in free:
                own = one.committed_working_days if limit == "committed" else one.statutory_working_days
                found[one.key] = own + max((found[key] for key in one.waits_for), default=0)
                del waiting[one.key]
        return found

    def to_data(self) -> dict[str, Any]:
        """Return the route as JSON data."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_data(cls, data: Plain) -> "Route":
        """Build a route from the result of `to_data`."""
        return cls(
            outcome=data["outcome"],
            all_permits=tuple(_read_permit(row) for row in data["all_permits"]),
            work_items=tuple(_read(RoutedItem, row) for row in data["work_items"]),
            materials=tuple(_read(RoutedMaterial, row) for row in data["materials"]),
            gates=tuple(_read(Gate, row) for row in data["gates"]),
            warnings=tuple(_read(Warning_, row) for row in data["warnings"]),
            baseline=Baseline(**data["baseline"]),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _read_permit(data: Plain) -> RoutedPermit:
    """Build a permit; a route pinned before procedures and public notices existed has none."""
    inner = {"procedures", "public_notice"}
    notice = data.get("public_notice")
    return replace(
        _read(RoutedPermit, {name: value for name, value in data.items() if name not in inner}),
        procedures=tuple(_read(Procedure, row) for row in data.get("procedures", ())),
        public_notice=_read(PublicNotice, notice) if notice else None,
    )


def _read(cls: type[T], data: Plain) -> T:
    return cls(**{name: _value(value) for name, value in data.items()})


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Text(value["zh"], value["en"])
    return tuple(value) if isinstance(value, list) else value


def baseline(materials: Iterable[RoutedMaterial]) -> Baseline:
    """Compare one set of materials with separate applications.

    Filed separately, each permit requires its own copy of a material, which counts once per permit. Filed together it
    counts once (unique), and what other offices share is never uploaded. The ordinary case of four permits
    asks for M01 to M21 and M26: 16 copies of M01 to M04, 3 of M06, 2 each of M07, M10, M11, M12, M18, M19 and M26, one
    of the other ten, together 43; 22 materials; without the shared M02, M04, M12, M13 and M26, 17 uploads.
    """
    found = list(materials)
    separate = sum(len(material.permits) for material in found)
    return Baseline(separate, len(found), sum(not material.shared for material in found))
