"""Check definitions for contradictions before they serve, by exploring every reachable combination."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

from workflows.checking.exploration import Duty, Fired, TooLarge, Walk, combinations_of, walk_application, walk_permits
from workflows.checking.variants import variants
from workflows.conditions.facts import FACTS
from workflows.conditions.guards import GUARDS
from workflows.definition.bundle import Bundle, ItemRule
from workflows.definition.lifecycles import ROLES, Lifecycle, shipped
from workflows.errors import N_
from workflows.routing.route import Route
from workflows.routing.routing import route

MESSAGES = {
    "unreachable_state": N_("Nothing leads to this state"),
    "dead_move": N_("This move can never be made"),
    "deadlock": N_("A case can get stuck here and never end"),
    "final_unreachable": N_("No end can be reached from this state"),
    "final_left": N_("A case that has ended leaves this state again"),
    "unknown_guard": N_("There is no condition with this name"),
    "unfit_guard": N_("This condition reads facts that are not told of this kind of thing"),
    "unknown_role": N_("There is no role with this name"),
    "unknown_department": N_("Work is given to a department the bundle does not have"),
    "unknown_prerequisite": N_("Work waits for an item the bundle does not have"),
    "cycle": N_("These items wait for each other in a circle"),
    "permit_never_required": N_("No answer ever requires this permit"),
    "item_never_needed": N_("No answer ever calls for this work"),
    "material_never_needed": N_("No answer ever asks for this material"),
    "duplicate_item": N_("A department gets the same work on one permit twice"),
    "no_decision": N_("A required permit has nobody to decide it"),
    "several_decisions": N_("A required permit is decided by more than one"),
    "join_never_finishes": N_("These permits can never all be decided"),
    "never_granted": N_("This permit can never be granted"),
    "item_never_done": N_("This work can never be done"),
    "too_large": N_("There are too many combinations to look at"),
}
Signature = tuple[object, ...]
CHECKED = ("application", "permit", "work_item")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: kind, place, and a sentence (msgid) for the author of the definition."""

    kind: str
    place: str

    @property
    def message(self) -> str:
        """Return the sentence that describes the fault."""
        return MESSAGES[self.kind]


@dataclass(frozen=True, slots=True)
class Report:
    """The findings for a whole bundle; `combinations` counts the states of all distinct cases."""

    bundle: str
    version: str
    variants: int
    routes: int
    explored: int
    combinations: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether there are no findings."""
        return not self.findings

    def to_data(self) -> dict[str, object]:
        """Return the report as plain data."""
        findings = [{"kind": f.kind, "place": f.place, "message": f.message} for f in self.findings]
        return {**asdict(self), "is_sound": self.is_sound, "findings": findings}


def check_lifecycle(name: str) -> list[Finding]:
    """Find dead ends, dead moves and unknown names in a lifecycle.

    Raises:
        BundleError: its file cannot be read at all.
    """
    return examine(shipped(name))


def examine(lifecycle: Lifecycle) -> list[Finding]:
    """Find dead ends, dead moves and unknown names in a lifecycle already read."""
    return sorted({*_unknown_names(lifecycle), *_dead_ends(lifecycle)})


def check_bundle(bundle: Bundle, on: date) -> Report:
    """Explore every case the bundle's questions can produce, as of a day.

    Raises:
        BundleError: a condition cannot be evaluated for some answers.
    """
    wrong = {*_unknown_departments(bundle)}
    if wrong:  # routing would fail for an undefined department
        return Report(bundle.key, bundle.version, 0, 0, 0, 0, findings=tuple(sorted(wrong)))
    routes: dict[Signature, Route] = {}
    count = 0
    for answers, project in variants(bundle):
        found = route(bundle, answers, on, project)
        routes.setdefault(_signature(found), found)
        count += 1
    tour = _Tour()
    for found in routes.values():
        tour.follow(found)
    tour.end_unneeded()
    rules = {*_unknown_prerequisites(bundle), *_circles(bundle), *_never_needed(bundle, routes.values())}
    findings = tuple(sorted(rules | tour.findings | set(_dead_moves(tour.fired))))
    return Report(bundle.key, bundle.version, count, len(routes), tour.explored, tour.combinations, findings=findings)


class _Tour:
    """Explores routes one after the other; each group of permits is walked once."""

    def __init__(self) -> None:
        self.findings: set[Finding] = set()
        self.fired: set[Fired] = set()
        self.combinations = 0
        self.walks: dict[object, Walk] = {}

    @property
    def explored(self) -> int:
        """The number of states explored."""
        return sum(walk.states for walk in self.walks.values())

    def follow(self, found: Route) -> None:
        """Explore one route: its decisions, its groups of permits, the application around them."""
        licences = (permit.key for permit in found.permits if permit.kind == "licence")
        permits = tuple(licences) if found.outcome == "proceed" else ()
        self.findings.update(_decisions(found, permits))
        try:
            groups = [self._walked(*group) for group in _groups(found, permits)]
            around = self._around(found.outcome, len(found.permits) if found.outcome == "proceed" else 0)
        except TooLarge:
            self.findings.add(Finding("too_large", ", ".join(permits)))
            return
        self.combinations += combinations_of(groups, around)

    def end_unneeded(self) -> None:
        """Walk an application that needs no permit: where every answer requires one, its moves are unused, not dead."""
        with suppress(TooLarge):  # said of a route before
            self._around("not_required", 0)

    def _walked(self, duties: tuple[Duty, ...], permits: tuple[str, ...]) -> Walk:
        key = (duties, permits)
        if key not in self.walks:
            walk = self.walks[key] = walk_permits(duties, permits)
            self.fired |= walk.fired
            self.findings.update(_findings(walk))
        return self.walks[key]

    def _around(self, outcome: str, permits: int) -> Walk:
        key = (outcome, permits)
        if key not in self.walks:
            walk = self.walks[key] = walk_application(outcome, permits)
            self.fired |= walk.fired
            kind = "join_never_finishes" if "in_review" in walk.stuck else "deadlock"
            self.findings.update(Finding(kind, f"{outcome}: {state}") for state in walk.stuck)
        return self.walks[key]


def _findings(walk: Walk) -> Iterator[Finding]:
    yield from (Finding("join_never_finishes", key) for key in walk.undecidable)
    yield from (Finding("deadlock", key) for key in walk.stuck - walk.undecidable)
    yield from (Finding("never_granted", key) for key in walk.ungrantable - walk.undecidable)
    yield from (Finding("item_never_done", key) for key in walk.undoable)


def _signature(found: Route) -> Signature:
    permits = frozenset(permit.key for permit in found.permits)
    return found.outcome, permits, frozenset(_duties(found)), frozenset(material.code for material in found.materials)


def _duties(found: Route) -> list[Duty]:
    return [
        Duty(item.id, item.permit, item.kind, item.after, item.blocks, item.opens == "acceptance")
        for item in found.work_items
        if item.permit
    ]


def _groups(found: Route, permits: Collection[str]) -> list[tuple[tuple[Duty, ...], tuple[str, ...]]]:
    """Split permits into groups that do not wait for each other and so move independently."""
    duties = [duty for duty in _duties(found) if duty.permit in permits]
    owner = {duty.id: duty.permit for duty in duties}
    leader = {key: key for key in permits}
    for duty in duties:
        for other in {owner[key] for key in duty.after if key in owner}:
            gone, kept = leader[other], leader[duty.permit]
            leader = {key: kept if head == gone else head for key, head in leader.items()}
    groups = [tuple(sorted(key for key in permits if leader[key] == head)) for head in sorted(set(leader.values()))]
    return [(tuple(sorted(duty for duty in duties if duty.permit in group)), group) for group in groups]


def _decisions(found: Route, permits: Iterable[str]) -> Iterator[Finding]:
    duties = _duties(found)
    for key in permits:
        deciding = sum(duty.kind == "decision" for duty in duties if duty.permit == key)
        if deciding != 1:
            yield Finding("several_decisions" if deciding else "no_decision", key)
    ids = [duty.id for duty in duties]
    yield from (Finding("duplicate_item", key) for key in set(ids) if ids.count(key) > 1)


def _rules(bundle: Bundle) -> list[ItemRule]:
    return [item for permit in bundle.permits.values() for item in permit.items]


def _unknown_departments(bundle: Bundle) -> Iterator[Finding]:
    named = [(item.id, item.department) for item in _rules(bundle)]
    named += [(permit.key, permit.department) for permit in bundle.permits.values()]
    yield from (Finding("unknown_department", place) for place, key in named if key not in bundle.departments)


def _unknown_prerequisites(bundle: Bundle) -> Iterator[Finding]:
    known = {item.id for item in _rules(bundle)}
    for item in _rules(bundle):
        yield from (Finding("unknown_prerequisite", f"{item.id}: {key}") for key in item.after if key not in known)


def _circles(bundle: Bundle) -> Iterator[Finding]:
    """Remove repeatedly every item that waits for none left; the rest is in a cycle or behind one."""
    left = {item.id: set[str]() for item in _rules(bundle)}
    for item in _rules(bundle):
        left[item.id] |= {key for key in item.after if key in left}
    while free := {key for key, after in left.items() if not after}:
        left = {key: after - free for key, after in left.items() if key not in free}
    if left:
        yield Finding("cycle", ", ".join(sorted(left)))


def _never_needed(bundle: Bundle, routes: Collection[Route]) -> Iterator[Finding]:
    permits = {permit.key for found in routes for permit in found.permits}
    materials = {material.code for found in routes for material in found.materials}
    items = {duty.id for found in routes for duty in _duties(found)}
    yield from (Finding("permit_never_required", key) for key in bundle.permits if key not in permits)
    yield from (Finding("material_never_needed", code) for code in bundle.materials if code not in materials)
    stated = (item.id for item in _rules(bundle) if not item.is_internal)
    yield from (Finding("item_never_needed", name) for name in stated if name not in items)


def _dead_moves(fired: Collection[Fired]) -> Iterator[Finding]:
    for name in CHECKED:
        for action in shipped(name).actions:
            # an action without a target leads nowhere: `_dead_ends` checks that its state is reached
            if action.to and (name, action.name) not in fired:
                yield Finding("dead_move", f"{name}: {action.name}")


def _unknown_names(lifecycle: Lifecycle) -> Iterator[Finding]:
    for action in lifecycle.actions:
        place = f"{lifecycle.key}: {action.name}"
        yield from (Finding("unknown_guard", f"{place}: {name}") for name in action.guards if name not in GUARDS)
        yield from (Finding("unfit_guard", f"{place}: {name}") for name in action.guards if _is_unfit(lifecycle, name))
        yield from (Finding("unknown_role", f"{place}: {role}") for role in action.roles if role not in ROLES)


def _is_unfit(lifecycle: Lifecycle, name: str) -> bool:
    """Return whether a guard reads facts this lifecycle does not have."""
    return name in GUARDS and lifecycle.key in FACTS and bool(GUARDS[name].foreign_facts(FACTS[lifecycle.key]))


def _dead_ends(lifecycle: Lifecycle) -> Iterator[Finding]:
    leads = {state.key: set[str]() for state in lifecycle.states}
    for action in lifecycle.actions:
        for source in action.sources:
            leads[source].add(action.target(source))
    reached = _closure(leads, {lifecycle.initial})
    back = {key: {source for source, targets in leads.items() if key in targets} for key in leads}
    ending = _closure(back, lifecycle.final)
    for state, targets in leads.items():
        kind = _fault(state in lifecycle.final, state in reached, state in ending, leaves=bool(targets - {state}))
        if kind:
            yield Finding(kind, f"{lifecycle.key}: {state}")
    for action in lifecycle.actions:
        if reached.isdisjoint(action.sources):
            yield Finding("dead_move", f"{lifecycle.key}: {action.name}")


def _fault(is_final: bool, is_reached: bool, is_ending: bool, *, leaves: bool) -> str:
    if not is_reached:
        return "unreachable_state"
    if is_final:
        return "final_left" if leaves else ""
    if is_ending:
        return ""
    return "final_unreachable" if leaves else "deadlock"


def _closure(leads: Mapping[str, Collection[str]], start: Collection[str]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for further in leads[waiting.pop()]:
            if further not in found:
                found.add(further)
                waiting.append(further)
    return found
