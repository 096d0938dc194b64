"""Planned works to route: the ordinary case S01, and smaller ones put together from parts of it."""

from copy import deepcopy
from datetime import date
from typing import Any

from workflows import Route

ON = date(2026, 6, 1)
OCCUPY = {"part": "footway", "area_m2": 60, "days": 90}
S01: dict[str, Any] = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2025-10-09", "to": "2026-01-06"},
    "occupy": OCCUPY,
    "excavate": {"area_m2": 45},
    "utilities": {"works": ["lamp", "cable"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 6, "stays_after": False},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": False}],
    "road_opened_on": "2015-05-01",
}
PLAIN = {key: S01[key] for key in ("road_class", "access_kind", "period")}


def answers(**more: Any) -> dict[str, Any]:
    return deepcopy({**PLAIN, **more})


def trees(count: int, action: str, dbh_cm: float = 18, *, street_tree: bool = False) -> list[dict[str, Any]]:
    return [{"species": "x", "dbh_cm": dbh_cm, "count": count, "action": action, "street_tree": street_tree}]


def keys(found: Route) -> list[str]:
    return [permit.suffix for permit in found.permits]


def departments(found: Route) -> set[str]:
    return {item.department for item in found.work_items}


def ids(found: Route) -> set[str]:
    return {item.id for item in found.work_items}


def item(found: Route, name: str) -> Any:
    return next(one for one in found.work_items if one.id == name)


def gates(found: Route) -> dict[str, str]:
    return {gate.key: gate.kind for gate in found.gates}
