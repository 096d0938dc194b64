"""Changing the calendar of a life: a day closed or opened, a notice taken in, every case following."""

from pathlib import Path
from typing import Any

from permits.casefile import ActContext
from permits.db import perform, reading
from permits.office import Office
from permits.services.calendar import changes as calendar_changes
from permits.services.calendar.changes import Change, Closure
from permits.services.calendar.reprojection import reproject_open_cases
from tests.permits.lives import Life, day

AREA = "320699"
NOTICE = (Path(__file__).parents[1] / "workflows" / "notices" / "2027.toml").read_bytes()


def act_context(life: Life, conn: Any, office: Office | None = None) -> ActContext:
    return ActContext(conn, life.actor("admin"), life.now, office or life.office)


def take_in(life: Life, change: Change, **more: Any) -> tuple[int, bool]:
    return perform(
        life.engine, lambda conn: calendar_changes.commit(act_context(life, conn), change, wall=life.now, **more)
    )


def closure(on: str, *, area: str = AREA, is_working: bool = False) -> Closure:
    return Closure(area, day(on), "台风停工", "Typhoon", "江海应急〔2026〕3号", is_working)


def close(life: Life, on: str, **more: Any) -> int:
    with reading(life.engine) as conn:
        change = calendar_changes.from_closure(act_context(life, conn), closure(on, **more))
    return take_in(life, change)[0]


def follow_all(life: Life, **more: Any) -> bool:
    return reproject_open_cases(life.engine, life.office, at=life.now, **more)


def change_by_notice(life: Life, raw: bytes = NOTICE) -> Change:
    with reading(life.engine) as conn:
        return calendar_changes.from_notice(act_context(life, conn), raw.decode())
