"""The path a case has taken, from its work items; the diagrams draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, bindparam, select

from permits.i18n import translate
from permits.models import WorkItem
from permits.office import Office
from permits.queries.reading.rows import Application
from permits.queries.typed import columns_of, every
from permits.words import WORDS
from workflows import N_, Bundle, CasePath, Lane, Step, group, lifecycle, local_day

COUNTER = "window"


@dataclass(frozen=True, slots=True)
class Walked:
    """The columns of a work item that a path needs."""

    permit: str
    department: str
    kind: str
    round: int
    state: str
    verdict: str | None
    after: list[str]
    opened_at: datetime | None
    done_at: datetime | None


ITEMS = select(*columns_of(Walked, WorkItem)).where(WorkItem.application_id == bindparam("id")).order_by(WorkItem.id)


def path_of(conn: Connection, application: Application, office: Office, *, lang: str) -> CasePath:
    """Return the path of an application: work items and their predecessors, including waiting ones."""
    rows = every(conn, Walked, ITEMS, {"id": application.id})
    bundle, bodies = office.bundle_of(application), office.bodies_of(application.area)
    follows = _follows(rows)
    lanes: dict[str, list[Step]] = {}
    for row in rows:
        lanes.setdefault(row.department, []).append(_step(row, bundle, follows, lang))
    states = {state.key: state.name for state in lifecycle("application").states}
    return CasePath(
        title=application.number or application.title,
        start=translate(N_("Application submitted"), lang),
        end=states[application.state].get(lang),
        lanes=tuple(Lane(key, bodies[key].short[lang], tuple(steps)) for key, steps in lanes.items()),
        lang=lang,
        is_finished=application.state in group("application", "finished"),
    )


def _follows(rows: Sequence[Walked]) -> Mapping[str, tuple[str, ...]]:
    """Return the predecessors of each step: the check precedes the departments' work, their decisions the delivery."""
    last_check: tuple[str, ...] = ()
    found: dict[str, tuple[str, ...]] = {}
    decisions = tuple(_key(row) for row in rows if row.kind == "decision")
    latest = {_name_of(row): _key(row) for row in rows}
    for row in rows:
        if row.kind == "delivery":
            found[_key(row)] = decisions
        else:
            found[_key(row)] = _before(row, latest) or last_check
        if row.kind == "intake" and row.department == COUNTER:
            last_check = (_key(row),)
    return found


def _before(row: Walked, latest: Mapping[str, str]) -> tuple[str, ...]:
    """Return the predecessors of a work item: its earlier round, else the latest rounds of the items it waits for."""
    if row.round > 1 and row.permit:
        earlier = row.round - 1
        return (_name_of(row) if earlier == 1 else f"{_name_of(row)}:{earlier}",)
    return tuple(latest.get(name, name) for name in row.after)


def _name_of(row: Walked) -> str:
    return f"{row.permit}:{row.department}:{row.kind}"


def _key(row: Walked) -> str:
    if not row.permit:
        return f"{row.kind}:{row.round}" if row.department == COUNTER else f"{row.department}:{row.kind}:{row.round}"
    return _name_of(row) if row.round == 1 else f"{_name_of(row)}:{row.round}"


def _step(row: Walked, bundle: Bundle, follows: Mapping[str, tuple[str, ...]], lang: str) -> Step:
    kind = translate(WORDS["kind"].get(row.kind, row.kind), lang)
    rule = bundle.permits.get(row.permit)
    state = "refused" if row.verdict == "refused" else row.state
    return Step(
        key=_key(row),
        label=f"{rule.short.get(lang)} · {kind}" if rule else kind,
        state=cast("Any", state),
        from_on=_day(row.opened_at),
        to_on=_day(row.done_at),
        after=follows[_key(row)],
    )


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at is not None else None
