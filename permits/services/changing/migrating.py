"""Move accepted cases to another version of their bundle: only by order, each change listed, refused without a place.

An import never does this: an accepted case keeps the version in force on the day of its acceptance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from permits.casefile import ActContext, CaseFile, WorkItemRow, open_case
from permits.errors import VersionMissing
from permits.services.calendar.notices import issue_limits_moved
from permits.services.calendar.recounting import Count, carry_out, recount
from permits.services.calendar.reprojection import UNNOTIFIED
from permits.services.case.duties import UNDECIDED, UNFINISHED, pin_permits
from permits.services.case.reassignment import Work
from permits.services.changing.amendments import ask_all, wait_for
from permits.services.closing.joining import follow_waits
from workflows import N_, WHOLE_CASE, Bundle, Route, RoutedItem, Text

NO_PERMIT = N_("Permit %(permit)s has no place in the new version")
NO_TASK = N_("Task %(task)s has no place in the new version")
NO_DEPARTMENT = N_("Task %(task)s is another department's in the new version, or nobody's")
NEW_PERMIT = N_("The new version also needs permit %(permit)s, which was not applied for")
NEEDLESS_PERMIT = N_("The new version no longer needs permit %(permit)s, which is under way")
NO_REVIEW = N_("Under the new version the case would not be taken on: %(outcome)s")
NEW_TASK = N_("Task %(task)s is added, within %(days)s working days")
NEW_LIMIT = N_("%(what)s: %(old)s working days become %(new)s")
NEW_STATE = N_("Permit %(permit)s no longer waits")
NEW_DAY = N_("%(what)s: due on %(new)s instead of %(old)s")


@dataclass(frozen=True, slots=True)
class Line:
    """One change of a case, or one reason against it: a msgid with its params."""

    message: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        """Say it in English, for the command line and the trail."""
        said = {key: one.en if isinstance(one, Text) else one for key, one in self.params.items()}
        return self.message % said


@dataclass(frozen=True, slots=True)
class Migration:
    """What the move of one case changes, or why it is refused."""

    application: int
    number: str | None
    changes: tuple[Line, ...]
    refused: tuple[Line, ...]

    @classmethod
    def failed(cls, application_id: int, message: str, params: Mapping[str, object]) -> Self:
        """Report a case that cannot be moved at all."""
        return cls(application_id, None, (), (Line(message, params),))


@dataclass(frozen=True, slots=True)
class Order:
    """An order to move cases of a bundle from one version to another."""

    bundle: str
    left: str
    to: str


def migrate(context: ActContext, application_id: int, order: Order, *, is_rehearsal: bool = False) -> Migration:
    """Move one accepted case, unless something of it has no place in the new version; a rehearsal writes nothing.

    Its permits stay as accepted. Limits of running clocks and open tasks are those of the new version, counted from
    when they began; tasks it adds are opened.

    Raises:
        NotFound: there is no such case.
        VersionMissing: the new version is not in this office.
    """
    case = open_case(context, application_id=application_id, lock=not is_rehearsal)
    new = context.office.library.find(order.bundle, order.to)
    if new is None:
        raise VersionMissing(order.bundle, order.to)
    was = case.pinned_route
    case.pin(order.to)
    route = case.route_for(case.form)
    refused = tuple(_obstacles(case, new, was=was, now=route))
    if refused:
        return Migration(case.app.id, case.app.number, (), refused)
    changes = _carry_out(case, order, was=was, now=route)
    if not is_rehearsal:
        case.save()
    return Migration(case.app.id, case.app.number, tuple(changes), ())


def _obstacles(case: CaseFile, new: Bundle, *, was: Route | None, now: Route) -> Iterator[Line]:
    """Find what of a case has no place in the new version."""
    unknown = [row for row in case.permits.values() if row.key not in new.permits]
    yield from (Line(NO_PERMIT, {"permit": row.suffix}) for row in unknown)
    if unknown:
        return
    live = {key for key, row in case.permits.items() if row.state in UNDECIDED}
    if live and now.outcome != "proceed":
        yield Line(NO_REVIEW, {"outcome": now.outcome})
    needed = {permit.key for permit in now.permits}
    yield from (Line(NEW_PERMIT, {"permit": key}) for key in sorted(needed - case.permits.keys()))
    yield from (Line(NEEDLESS_PERMIT, {"permit": case.permits[key].suffix}) for key in sorted(live - needed))
    yield from _homeless(case, new, was=was, now=now)


def _homeless(case: CaseFile, new: Bundle, *, was: Route | None, now: Route) -> Iterator[Line]:
    """Find unfinished tasks without a place; one added by hand needs its department only."""
    before = {item.id for item in was.work_items} if was else set()
    after = {item.id for item in now.work_items}
    for name, item in case.latest.items():
        if item.state not in UNFINISHED:
            continue
        if name in before and name not in after:
            yield Line(NO_TASK, {"task": name})
        elif item.department not in new.departments:
            yield Line(NO_DEPARTMENT, {"task": name})


def _carry_out(case: CaseFile, order: Order, *, was: Route | None, now: Route) -> list[Line]:
    """Apply the new version to a case whose rows all have a place in it; returns what changed."""
    pin_permits(case, now)
    limits = [*_limits_of_clocks(case, now), *_limits_of_items(case, now)]
    added = _added(case, now)
    ask_all(case, [_work(item) for item in added], reason=f"version {order.to}")
    wait_for(case, was=was or now, now=now)
    begun = _no_longer_waiting(case)
    counts = recount(case)
    carry_out(case, counts, basis=f"{order.bundle} {order.to}")
    moved = [one for one in counts if one.moves]
    changes = [*limits, *begun, *(_new_task(item) for item in added), *(_new_day(one) for one in moved)]
    _record(case, order, moved, changes)
    return changes


def _limits_of_clocks(case: CaseFile, route: Route) -> Iterator[Line]:
    """Give the running clocks the limits of the new version."""
    for (scope, key), limit in _limits(case, route).items():
        if (scope, key) not in case.clocks:
            continue
        row, _ = case.clocks[scope, key]
        if row.ended_on is None and row.limit_working_days != limit:
            yield Line(NEW_LIMIT, {"what": f"{scope} {key}", "old": row.limit_working_days, "new": limit})
            case.clocks.relimit(scope, key, limit)


def _limits(case: CaseFile, route: Route) -> Mapping[tuple[str, str], int]:
    """Return the limits the new version sets, by scope and key of their clocks."""
    limits = case.bundle.limits
    found = {(permit.key, "committed"): permit.committed_working_days for permit in route.permits}
    found |= {(permit.key, "statutory"): permit.statutory_working_days for permit in route.permits}
    longest = route.committed_days or limits.committed
    of_case = {"committed": longest, "joint": limits.joint, "delivery": limits.delivery}
    return found | {(WHOLE_CASE, key): days for key, days in of_case.items()}


def _limits_of_items(case: CaseFile, route: Route) -> Iterator[Line]:
    wanted = {item.id: item.limit_working_days for item in route.work_items}
    for name, item in case.latest.items():
        limit = wanted.get(name, item.limit_working_days)
        if item.state in UNFINISHED and item.round == 1 and limit != item.limit_working_days:
            yield Line(NEW_LIMIT, {"what": name, "old": item.limit_working_days, "new": limit})
            case.change(item, limit_working_days=limit)


def _added(case: CaseFile, route: Route) -> list[RoutedItem]:
    """Return the tasks of undecided permits that the case does not have yet."""
    live = {key for key, row in case.permits.items() if row.state in UNDECIDED}
    return [item for item in route.work_items if item.permit in live and item.id not in case.latest]


def _no_longer_waiting(case: CaseFile) -> list[Line]:
    """Begin, register or end what does not wait any more in the new version; returns what became of it."""
    waited = [row for row in case.permits.values() if row.state == "waiting"]
    follow_waits(case)
    return [Line(NEW_STATE, {"permit": row.suffix}) for row in waited if row.state != "waiting"]


def _work(item: RoutedItem) -> Work:
    return Work(item.permit or "", item.department, item.kind, item.after, item.blocks, item.limit_working_days)


def _new_task(item: RoutedItem) -> Line:
    return Line(NEW_TASK, {"task": item.id, "days": item.limit_working_days})


def _new_day(count: Count) -> Line:
    what = f"{count.scope} {count.key}"
    return Line(NEW_DAY, {"what": what, "old": count.old[0].isoformat(), "new": count.new[0].isoformat()})


def _record(case: CaseFile, order: Order, moved: Sequence[Count], changes: Sequence[Line]) -> None:
    """Record the move, and issue a notice if a notified day has moved."""
    rules = {"from": order.left, "to": order.to}
    case.record("application.migrated", {"rules": rules, "changes": [str(one) for one in changes]})
    notified = [one for one in moved if one.key not in UNNOTIFIED and not isinstance(one.row, WorkItemRow)]
    if notified:
        issue_limits_moved(case, notified, change=order.to, because=f"{case.bundle.name.zh} {order.to}")
